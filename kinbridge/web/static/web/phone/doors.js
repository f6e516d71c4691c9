/*
 * Coming in and going out: setting a phone up, the PIN, locking by itself, the quick exit.
 * Going out loads the frame anew: nothing of what was open stays in memory.
 */
import * as drafts from "./drafts.js";
import { TRIES, Wait, WrongPin, begin, erase, unlock } from "./lock.js";
import { register } from "./parsing.js";
import { whyNot } from "./pin.js";
import { Rows, base64url, keepProfile, profiles } from "./store.js";
import { showErrors } from "./fields.js";
import { piece, say } from "./words.js";

const IDLE = 5 * 60_000; // ms
const HIDDEN = 30_000;

/** Who a sealed form is of, for this phone: nobody is named. */
export async function tag(person) {
  return base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`kinbridge|${person}`)));
}

function complain(form, errors) {
  for (const old of form.querySelectorAll(".errorlist")) old.remove();
  showErrors(form, errors, document.createElement("ul"));
  form.elements[Object.keys(errors)[0]]?.focus();
}

/** What a form of setting up leads to: a profile behind its PIN, and its open rows. */
export async function setUp(form) {
  const { pin, again, picture } = form.elements;
  const wrong = whyNot(pin.value);
  if (wrong) return complain(form, { pin: [say(wrong)] });
  if (pin.value !== again.value) return complain(form, { again: [say("pin-differs")] });
  const progress = form.querySelector("[data-progress]");
  progress.textContent = say("locking");
  form.querySelector("button").disabled = true;
  try {
    const others = await profiles();
    const number = 1 + Math.max(0, ...others.map((one) => one.number));
    const made = await begin(pin.value, { number, picture: picture.value, contact: Date.now() });
    await register();
    const told = new FormData();
    told.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const reply = await fetch(form.action, { method: "POST", body: told, redirect: "error" });
    if (!reply.ok) throw new Error(reply.status);
    const me = await reply.json();
    Object.assign(made.profile, { language: me.language, person: await tag(me.person) });
    const rows = new Rows(made.profile.id, made.keys);
    await keepProfile(made.profile);
    await rows.write([["own", "me", me]]);
    for (const old of others) if (old.person === made.profile.person) await erase(old);
    await navigator.serviceWorker.ready;
    await navigator.storage?.persist?.();
    return { profile: made.profile, rows, ...me };
  } catch {
    form.querySelector("button").disabled = false;
    progress.textContent = say("not-begun");
  }
}

/** The lock: pictures, and a PIN. Calls ``opened`` once somebody is in. */
export async function lock(main, opened, why = "") {
  const all = await profiles();
  main.className = "page narrow sign-in";
  if (!all.length) return main.replaceChildren(piece("nobody", { why }));
  const who = document.createDocumentFragment();
  for (const profile of all.sort((a, b) => a.number - b.number)) {
    const tile = piece("who", { number: profile.number });
    const use = tile.querySelector("use");
    use.setAttribute("href", `${use.getAttribute("href")}#${profile.picture}`);
    Object.assign(tile.querySelector("input"), { value: profile.id, checked: all.length === 1 });
    who.append(tile);
  }
  main.replaceChildren(piece("lock", { who }));
  const form = main.querySelector("form");
  const progress = form.querySelector("[data-progress]");
  progress.textContent = why;
  form.elements.pin.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = (await profiles()).find(({ id }) => id === form.elements.profile.value);
    const { pin } = form.elements;
    if (!chosen) return;
    progress.textContent = say("opening");
    try {
      const keys = await navigator.locks.request("kinbridge-unlock", () => unlock(chosen, pin.value));
      const rows = new Rows(chosen.id, keys);
      await opened({ profile: chosen, rows, ...(await rows.read("own", "me")) });
    } catch (problem) {
      pin.value = "";
      progress.textContent = refusal(problem, chosen);
      if (problem instanceof WrongPin && chosen.failures >= TRIES) await lock(main, opened, say("erased"));
      else if (!(problem instanceof WrongPin || problem instanceof Wait)) throw problem;
    }
  });
}

function refusal(problem, profile) {
  const at = problem.until || profile.until;
  if (at) return say("wait", { time: new Date(at).toLocaleTimeString(document.documentElement.lang) });
  return say("tries", { n: TRIES - profile.failures });
}

/** Out: the frame is loaded anew, and a newer worker may take over; nothing is open now. */
export async function goOut(why = "") {
  await drafts.flush();
  if (why) sessionStorage.setItem("why", why);
  const worker = await navigator.serviceWorker?.getRegistration();
  worker?.waiting?.postMessage("take over");
  location.reload();
}

/** Lock after a while without anybody, and soon after the page was left. */
export function watchOver(goOut) {
  let last = Date.now();
  let hiddenAt = 0;
  const check = () => {
    const now = Date.now();
    if (now - last > IDLE || (hiddenAt && now - hiddenAt > HIDDEN)) goOut();
  };
  for (const sign of ["pointerdown", "keydown", "input", "wheel"]) {
    addEventListener(sign, () => { last = Date.now(); }, { passive: true, capture: true });
  }
  setInterval(check, 1000);
  document.addEventListener("visibilitychange", () => {
    check();
    hiddenAt = document.hidden ? Date.now() : 0;
    document.documentElement.classList.toggle("away", document.hidden);
  });
}
