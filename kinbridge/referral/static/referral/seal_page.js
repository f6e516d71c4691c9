/*
 * The page on which a letter is sealed: what is asked, who may not receive it, sealing, and
 * what became of letters before. What was answered is in the form and, until the server has the
 * letter, in this page's memory; never anywhere else.
 */
import { piece, say } from "/static/web/phone/words.js";
import { isOpen } from "./alarm.js";
import { Steps, contentOf } from "./asking.js";
import { live, epochOf, rootNumber } from "./directory.js";
import * as drawer from "./drawer.js";
import { parse, seal } from "./letters.js";
import { panel } from "./panel.js";
import { prepare, standing } from "./preparing.js";
import { letGo, putAway } from "./sending.js";
import "./letters_list.js";

const CODES = "/static/web/vendor/qr-0.7.0/index.js";
const form = document.querySelector("form[data-seal]");
const list = document.querySelector("letters-list");
let device; // how things stand: directory, tokens, places
let isReady = false; // to seal
let isAsked = false; // for the questions, beside letters that are under way
let entries = [];
let aside = new Set(); // persons' keys; why is nobody's business
let unsent = null; // { ref, content, place }, until the server has it
let instead = null; // the letter that the next one is sealed instead of

const placeOf = (code) => device.places.find((one) => one.code === code);

/** Numbers to call, of the duty desks around: the nation's first. */
function numbers(words) {
  const seen = new Set();
  const all = (words?.entries || []).filter(({ phone }) => phone && !seen.has(phone) && seen.add(phone));
  const far = { nation: 0, province: 1, district: 2 };
  return all.sort((a, b) => (far[a.level] ?? 9) - (far[b.level] ?? 9)).map(({ role, organisation, phone }) => {
    const copy = piece("number", { role, organisation, phone });
    copy.querySelector("a").href = `tel:${phone}`;
    return copy;
  });
}

function fillPlaces() {
  const options = device.places.map(({ code, name }) => new Option(name, code));
  form.elements.ward.append(...options);
  if (options.length === 1) options[0].selected = true;
}

/** The screen of those who would receive it, for what was answered so far. */
function showPanel() {
  const { need, ward } = Object.fromEntries(new FormData(form));
  const chosen = panel(entries, placeOf(ward), need, aside);
  const holder = form.querySelector("[data-panel]");
  holder.replaceChildren(...chosen.map((entry) => {
    const copy = piece("recipient", { role: entry.role, organisation: entry.organisation, hours: entry.hours });
    copy.querySelector("input").value = entry.person;
    return copy;
  }));
  for (const part of form.querySelectorAll("[data-if]")) part.hidden = part.dataset.if !== (chosen.length ? "some" : "none");
  form.querySelector("[data-aside]").hidden = !aside.size;
  saySubmit();
  return chosen;
}

/** What the button does: leave somebody out, or seal. */
function saySubmit() {
  const isMarked = new FormData(form).has("involved");
  for (const part of form.querySelectorAll("[data-marked]")) part.hidden = (part.dataset.marked === "yes") !== isMarked;
}

/** Whoever was marked gets nothing; whoever comes instead is shown before anything is sealed. */
async function decide() {
  const marked = new FormData(form).getAll("involved");
  const { need } = Object.fromEntries(new FormData(form));
  for (const person of marked) {
    const { organisation_key: key } = entries.find((one) => one.person === person);
    // About somebody's conduct at work, nobody of that organisation is told.
    for (const one of entries) if (one.person === person || (need === "staff" && one.organisation_key === key)) aside.add(one.person);
  }
  if (marked.length) return showPanel();
  const content = contentOf(form);
  await sealAndPutAway(content, placeOf(content.ward));
  aside = new Set();
  steps.empty();
  isAsked = false;
  form.hidden = true;
  list.scrollIntoView();
  await list.renew();
}

async function sealAndPutAway(content, place) {
  const chosen = panel(entries, place, content.need, aside);
  const recipients = chosen.map(({ mailbox }) => mailbox);
  const { words } = device;
  const envelope = await seal(content, recipients, { epoch: epochOf(words), version: words.version });
  const { ref } = await parse(envelope);
  const [token] = await drawer.ask("tokens", (store) => store.getAllKeys());
  await putAway({ envelope, ref, urgency: content.urgency, token, code: content.code, instead });
  instead = null;
  unsent = { ref, content, place, aside };
}

/** Somebody of the panel is no longer in use: sealed anew for others, while this page is open. */
async function sealAnew() {
  if (!unsent) return;
  const letter = await drawer.ask("letters", (store) => store.get(unsent.ref));
  if (!letter || letter.receipt) unsent = null;
  else if (letter.problem === "recipients") {
    const gone = new Set(letter.dead);
    const left = unsent.aside;
    for (const { mailbox, person } of entries) if (gone.has(mailbox.kid)) left.add(person);
    await look(await prepare());
    const { content, place } = unsent;
    aside = left;
    unsent = null;
    instead = letter.instead ? { ref: letter.instead, capability: letter.capability } : null;
    if (panel(entries, place, content.need, aside).length) {
      await sealAndPutAway(content, place);
      await letGo(letter.ref); // else it stays, and says that it could not be delivered
    }
    aside = new Set();
    await list.renew();
  }
}

/** What this device can do now: ask, or only tell whom to call. */
async function look(found) {
  device = found;
  entries = device.words ? await live(device.words) : [];
  isReady = device.words && entries.length && device.places.length && device.tokens.length;
  form.hidden = !isReady || (!isAsked && (await drawer.letters()).some(isOpen));
  const why = isReady ? device.problem : device.problem || "unprepared";
  for (const part of document.querySelectorAll("[data-device]")) part.hidden = !part.dataset.device.split(" ").includes(why || "well");
  for (const holder of document.querySelectorAll("[data-numbers]")) holder.replaceChildren(...numbers(device.words));
  const number = device.root && (await rootNumber(device.root));
  for (const place of document.querySelectorAll("[data-root]")) place.textContent = number || "";
}

const steps = new Steps(form, (step) => step.matches("[data-receives]") && showPanel());

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[data-seals]");
  button.disabled = true;
  await decide().catch(() => { form.querySelector("[data-failed]").textContent = say("not-sealed"); });
  button.disabled = false;
});
form.addEventListener("change", saySubmit);
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-another]")) return;
  isAsked = true;
  form.hidden = !isReady;
});
list.addEventListener("renewed", sealAnew);
// This phone cannot read what it sealed: the questions are asked again.
list.addEventListener("anew", async ({ detail }) => {
  await looked;
  if (!isReady) await renewed;
  if (!isReady) return document.getElementById("numbers").scrollIntoView();
  instead = detail;
  isAsked = true;
  form.hidden = false;
  return steps.show(0);
});

/* First as this device kept it, then as the server says. */
const looked = standing().then(look).then(fillPlaces);
const renewed = looked.then(async () => {
  if (!navigator.onLine) return;
  await look(await prepare());
  if (form.elements.ward.options.length < 2) fillPlaces();
});
import(CODES).catch(() => {}); // to draw codes later, when there may be no network
