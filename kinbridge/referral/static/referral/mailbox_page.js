/*
 * A focal point's letters: opened on this device only, each step signed with the identity key.
 * What was opened is in this page's memory; it goes with the page.
 */
import { ago, piece, say } from "/static/web/phone/words.js";
import { open } from "./letters.js";
import { minute } from "./plain.js";
import { signed } from "./signatures.js";
import { download, inWords, toFile } from "./handover.js";
import "./desk.js";

const told = JSON.parse(document.getElementById("told").textContent); // { lists, places }
const holder = document.querySelector("[data-letters]");
const bunches = new Map(); // desk -> its keys
const opened = new Map(); // ref -> { content, proof }
let letters = told.letters;

const keysFor = (kid) => [...bunches.values()].find(({ mailboxes }) => mailboxes.has(kid));

async function post(address, body) {
  const csrf = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  const reply = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), redirect: "error" });
  const answer = await reply.json().catch(() => ({}));
  if (reply.ok) letters = answer.letters;
  return reply.ok;
}

/** Sign a step and hand it in. */
async function step(letter, state, more = {}) {
  const { identity } = keysFor(letter.kid);
  const said = { ref: letter.ref, sh: opened.get(letter.ref).proof, state, reason: "", phone: "", ...more, at: minute() };
  return post("/mailbox/step/", { ref: letter.ref, jws: await signed(said, identity, "kinbridge-step") });
}

async function openLetter(letter) {
  const bunch = keysFor(letter.kid);
  const found = await open(JSON.parse(letter.envelope), { kid: letter.kid, ...bunch.mailboxes.get(letter.kid), ref: letter.ref });
  opened.set(letter.ref, found);
  return step(letter, "opened");
}

const standing = ({ is_closed, acted, accepted, opened: seen }) =>
  (is_closed && "closed") || (acted && "acted") || (accepted && "accepted") || (seen && "opened") || "sealed";

/* What the sender said last, and for how long nothing has been known since. */
const newsOf = ({ arrived, news }) => `${arrived ? `${say(`sender-${arrived}`)} ` : ""}${say("no-news", { ago: ago(Date.parse(news)) })}`;

/** Whether a desk on this page is still locked: perhaps its keys open it. */
const isSomeLocked = () => [...document.querySelectorAll("letters-desk")].some((desk) => !bunches.has(desk));

function cardOf(letter) {
  const inside = opened.get(letter.ref);
  const urgency = told.lists.urgency.find(([code]) => code === letter.urgency)[1];
  const card = piece("letter", { urgency, when: new Date(letter.stored).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }), standing: say(`letter-${standing(letter)}`), news: newsOf(letter) });
  const shows = {
    locked: !keysFor(letter.kid) && isSomeLocked(), past: !keysFor(letter.kid) && !isSomeLocked(),
    news: !letter.is_closed, sealed: keysFor(letter.kid) && !inside, open: Boolean(inside),
    take: inside && !letter.accepted, taken: inside && letter.accepted && !letter.acted,
    done: inside && letter.accepted, closed: letter.is_closed, red: letter.is_red,
  };
  for (const part of card.querySelectorAll("[data-if]")) if (!shows[part.dataset.if]) part.remove();
  if (inside) {
    card.querySelector("dl").replaceChildren(...inWords(inside.content, told.lists, told.places).map(([what, said, name]) => {
      const row = piece("fact", { what, said });
      if (name === "callback") row.querySelector("dd").replaceChildren(Object.assign(document.createElement("a"), { href: `tel:${said}`, textContent: said }));
      return row;
    }));
  }
  card.firstElementChild.dataset.ref = letter.ref;
  return card;
}

const paint = () => {
  holder.replaceChildren(...letters.map(cardOf));
  document.querySelector("[data-empty]").hidden = letters.length > 0;
};

/** Only this letter is printed. */
function print(card) {
  const others = [...document.querySelectorAll("main > *, [data-letters] > *")].filter((one) => !one.contains(card));
  others.forEach((one) => one.classList.add("no-print"));
  window.print();
  others.forEach((one) => one.classList.remove("no-print"));
}

const does = {
  open: (letter) => openLetter(letter),
  accept: (letter, form) => step(letter, "accepted", { phone: form.phone.value.trim() }),
  decline: (letter, form) => step(letter, "declined", { reason: form.reason.value }),
  redirect: (letter) => step(letter, "redirected"),
  "knows-people": (letter) => step(letter, "knows_people"),
  "child-seen": (letter) => step(letter, "child_seen"),
  act: (letter, form) => step(letter, "acted", { reason: form.outcome.value }),
  erase: (letter) => post("/mailbox/erase/", { ref: letter.ref }),
};
const GIVEN = ["decline", "redirect", "knows-people", "erase"]; // after these no copy stays here

async function act(button) {
  const { act: what } = button.dataset;
  const card = button.closest("[data-ref]");
  const letter = letters.find(({ ref }) => ref === card.dataset.ref);
  const inside = opened.get(letter.ref);
  if (what === "print") return print(card);
  if (what === "file") return download(toFile(inside.content, letter.accepted), `kinbridge-${inside.content.code}.json`);
  if (GIVEN.includes(what) && !confirm(say(`${what}-sure`))) return;
  const form = button.closest("form")?.elements;
  if (what === "accept" && !button.closest("form").reportValidity()) return;
  button.disabled = true;
  const isDone = await does[what](letter, form).catch((problem) => problem.constructor.name);
  if (isDone === true && GIVEN.includes(what)) opened.delete(letter.ref);
  paint();
  const said = isDone === true ? `done-${what}` : isDone === "NotSealed" ? "not-opened" : "not-done";
  document.querySelector("[data-said]").textContent = say(said);
}

document.addEventListener("unlocked", ({ target, detail }) => {
  bunches.set(target, detail);
  paint();
});
holder.addEventListener("submit", (event) => event.preventDefault());
holder.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-act]");
  if (button) act(button);
});
addEventListener("pagehide", () => { opened.clear(); holder.replaceChildren(); });
addEventListener("pageshow", (event) => event.persisted && location.reload());
paint();
