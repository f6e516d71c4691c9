/*
 * Checking a paper without a network: <form data-keys="x.y x.y">, [data-said] for the answer, and
 * <template data-say="genuine|foreign|yes|no">. The code is a compact JWS of the site: its draft's
 * number (n), digest (d) and the first eight bytes of the digest of each text (t).
 */
const KIND = "kinbridge-paper";
const SHORT = 8;
const form = document.querySelector("form[data-keys]");
const said = document.querySelector("[data-said]");

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const hex = (raw) => [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const spoken = (raw) => JSON.parse(new TextDecoder().decode(raw));

async function isBy(key, head, words, mark) {
  const [x, y] = key.split(".");
  const how = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const known = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, how, false, ["verify"]);
  return crypto.subtle.verify(how, known, bytes(mark), new TextEncoder().encode(`${head}.${words}`));
}

/** What a code says, if one of the site's keys signed it; else nothing. */
async function read(code) {
  try {
    const [head, words, mark] = code.trim().split(".");
    const { alg, typ } = spoken(bytes(head));
    if (alg !== "ES256" || typ !== KIND) return null;
    for (const key of form.dataset.keys.trim().split(" ")) {
      if (await isBy(key, head, words, mark)) return spoken(bytes(words));
    }
  } catch {
    // Not a code at all.
  }
  return null;
}

async function has(check, text) {
  const one = text.normalize("NFC").split(/\s+/u).filter(Boolean).join(" ");
  const sum = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(one)), 0, SHORT));
  const all = hex(bytes(check.t));
  for (let at = 0; at < all.length; at += 2 * SHORT) if (all.slice(at, at + 2 * SHORT) === sum) return true;
  return false;
}

function say(name, values = {}) {
  const piece = document.querySelector(`template[data-say=${name}]`).content.cloneNode(true);
  const line = piece.querySelector("p");
  line.textContent = line.textContent.replace(/\{(\w+)\}/g, (_all, key) => values[key]);
  said.append(piece);
}

async function answer() {
  const check = await read(form.elements.c.value);
  said.replaceChildren();
  if (!check) return say("foreign");
  say("genuine", { n: check.n, code: hex(bytes(check.d)).slice(0, 8).toUpperCase() });
  if (form.elements.text.value.trim()) say((await has(check, form.elements.text.value)) ? "yes" : "no");
}

const code = new URLSearchParams(location.search).get("c");
if (form && window.crypto?.subtle) {
  if (code) {
    form.elements.c.value = code;
    answer();
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });
}
