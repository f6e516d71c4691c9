/*
 * The frame: the one page of a phone that was set up. It holds the open rows in memory, opens
 * addresses by swapping <main>, and keeps forms instead of sending them.
 */
import { lock, setUp, watchOver } from "./doors.js";
import * as drafts from "./drafts.js";
import { exchange, log } from "./exchange.js";
import { open as openAddress } from "./opening.js";
import * as outbox from "./outbox.js";
import { parsed } from "./parsing.js";
import { afresh, prepare, save } from "./saving.js";
import { sealedBy, sealer, takeIn } from "./seal.js";
import { PLACE, strip, waitingHere } from "./screens.js";
import { erase } from "./lock.js";
import { forgetRows, keepProfile, profiles } from "./store.js";
import { ago, piece, say } from "./words.js";

const MASTHEAD = "/phone/masthead/";
const PLAIN = /^\/(sign-in|sign-out|account|language|people|static)\/|^\/phone\/$/;
const DAY = 86_400_000;
const BACK_OFF = [5, 15, 60, 300].map((seconds) => seconds * 1000);
const main = () => document.getElementById("main");
let own = null; // whoever is in: { profile, rows, token, person, masthead }
let task = null; // the form on the page
let failures = 0;
let turns = 0;

/* ------------------------------------------------------------------ showing pages */

async function show(url, { said = "", keep = false } = {}) {
  const turn = (turns += 1);
  await drafts.flush();
  const page = await openAddress(own, url);
  if (turn !== turns) return; // somebody went on meanwhile
  if (page.file) return download(page.file, url.pathname.split("/").pop());
  const at = keep ? scrollY : 0;
  task = page.task || null;
  main().className = page.look;
  main().replaceChildren(page.body);
  for (const one of main().querySelectorAll("[data-plain]")) one.remove();
  for (const one of document.forms) one.autocomplete = "off"; // the browser keeps what is typed otherwise
  const form = task && main().querySelector("form.form");
  if (form) await prepare(own.rows, form, task);
  else main().prepend((await waitingHere(own.rows, url.pathname)) || "");
  if (said) main().prepend(piece("notice", { said }));
  if (page.at) main().append(aged(page.at));
  document.title = page.title;
  for (const link of document.querySelectorAll(".primary a")) {
    link.toggleAttribute("aria-current", link.pathname === url.pathname);
    if (link.pathname === url.pathname) link.setAttribute("aria-current", "page");
  }
  if (!keep && !main().querySelector(".errors")) main().focus({ preventScroll: true });
  const target = url.hash && document.getElementById(url.hash.slice(1));
  if (target && !keep) target.scrollIntoView();
  else scrollTo(0, at);
}

function aged(at) {
  return Object.assign(document.createElement("p"), { className: "as-of", textContent: say("as-of", { ago: ago(at) }) });
}

function download(file, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function visit(to, options) {
  const url = new URL(to, location);
  history.pushState(null, "", url);
  await show(url, options);
  renewSometimes();
}

/* ------------------------------------------------------------------ the exchange */

async function paint(problem) {
  const { text, icon } = await strip(own.rows, problem);
  const link = document.querySelector("[data-strip]");
  const drawn = document.querySelector("template[data-piece=who]").content.querySelector("svg").cloneNode(true);
  const use = drawn.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href")}#${icon}`);
  link.replaceChildren(drawn, problem || Date.now() - own.profile.contact < 7 * DAY ? text : `${text} · ${say("quiet", { ago: ago(own.profile.contact) })}`);
}

/** Exchange now; what came is on the page already, if nothing is being written there. */
async function renew(progress) {
  if (!own || !navigator.onLine) return paint("offline");
  await paint("sending");
  const told = await exchange(own, progress);
  if (!told) return null;
  if (told.problem === "forget") return forgotten();
  failures = told.problem ? failures + 1 : 0;
  if (told.problem) setTimeout(renew, BACK_OFF[Math.min(failures, BACK_OFF.length) - 1]);
  else await keepProfile(Object.assign(own.profile, { contact: Date.now() }));
  await dress();
  await paint(told.problem);
  if (task?.waiting && !(await outbox.find(own.rows, task.waiting.key))) return visit(PLACE, { said: say("arrived") });
  const isHere = location.pathname === PLACE || told.came.includes(location.pathname) || told.sent;
  if (isHere && !task && !main().contains(document.activeElement.closest("input, textarea"))) {
    await show(new URL(location), { keep: true, said: told.sent ? say("arrived") : "" });
  }
  return told;
}

async function renewSometimes() {
  const last = (await log(own.rows)).at(-1);
  if (!last || Date.now() - last.at > 60_000) await renew();
}

async function forgotten() {
  await erase(own.profile);
  goOut(say("forgotten"));
}

/* ------------------------------------------------------------------ in and out */

async function speak(language) {
  if (!language || document.documentElement.lang === language) return;
  const told = await (await fetch(`/phone/frame/?in=${language}`)).text();
  const page = parsed(told);
  for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, page.documentElement.getAttribute(name));
  keepTemplates(page);
  document.body.replaceChildren(...page.body.childNodes);
}

/** Sentences and pieces outlive the pages that are swapped in <main>. */
function keepTemplates(page = document) {
  page.querySelector(".phone-strip").append(...page.querySelectorAll("main template"));
}

async function dress() {
  const kept = await own.rows.read("page", MASTHEAD);
  if (!kept) return;
  const told = parsed(kept.body).querySelector("[data-masthead]");
  own.masthead = told;
  own.seal = sealer(own, told.dataset);
  const worn = piece("masthead", { name: told.dataset.name });
  worn.querySelector(".primary").append(told.querySelector(".links").cloneNode(true));
  for (const old of document.querySelectorAll(".masthead nav")) old.remove();
  document.querySelector(".wordmark").after(worn);
}

async function enter(told) {
  own = told;
  await speak(own.profile.language);
  if (Date.now() - own.profile.contact > 30 * DAY && (await renew())?.problem !== "") return goOut(say("silent"));
  document.querySelector(".phone-strip").hidden = false;
  await dress();
  await paint();
  await show(new URL(location));
  await renew();
}

async function goOut(why = "") {
  await drafts.flush();
  if (why) sessionStorage.setItem("why", why);
  own = null;
  const worker = await navigator.serviceWorker?.getRegistration();
  worker?.waiting?.postMessage("take over");
  location.reload();
}

const acts = {
  lock: () => goOut(),
  exit: async () => {
    await drafts.flush();
    location.replace("about:blank");
  },
  send: () => renew(),
  afresh: async () => {
    await afresh(own.rows, task);
    await show(new URL(location));
  },
  withdraw: async () => {
    const { key, tried } = task.waiting;
    if ((await outbox.dependents(own.rows, key)).length) return alert(say("withdraw-first"));
    if (!confirm(say(tried ? "withdraw-tried" : "withdraw-sure"))) return;
    drafts.stop();
    await outbox.withdraw(own.rows, key);
    await visit(PLACE, { said: say("withdrawn") });
    await paint();
  },
  carry: async () => {
    const told = JSON.stringify({ kinbridge: await sealedBy(own.profile.person) });
    download(new Blob([told], { type: "application/json" }), "kinbridge-unsent.json");
  },
  clear: async () => {
    if (!confirm(say("clear-sure"))) return;
    await own.rows.write([], [["own", "kept"]]);
    await forgetRows(own.profile.id, ["page"]);
    await goOut();
  },
  wipe: async () => {
    if (!confirm(say("wipe-sure"))) return;
    await erase(own.profile);
    await goOut();
  },
};

/* ------------------------------------------------------------------ what people do */

document.addEventListener("click", async (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act && own) {
    event.preventDefault();
    return acts[act]();
  }
  const link = event.target.closest("a[href]");
  if (!own || !link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isHere = link.pathname === location.pathname && link.search === location.search && link.hash;
  if (link.origin !== location.origin || link.download || link.target || PLAIN.test(link.pathname) || isHere) return;
  event.preventDefault();
  await visit(link.href);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-begin]")) {
    event.preventDefault();
    const told = await setUp(form);
    if (told) await firstTime(told, form.querySelector("[data-progress]"));
  } else if (own && form.method === "get") {
    event.preventDefault();
    await visit(`${form.getAttribute("action") || location.pathname}?${new URLSearchParams(new FormData(form))}`);
  } else if (own && task) {
    event.preventDefault();
    await keepForm(form);
  }
});

async function keepForm(form) {
  const from = new URLSearchParams(location.search).get("from");
  const saved = await save(own.rows, form, task, { from, seal: own.seal });
  if (!saved) return;
  await visit(saved.back, { said: say("saved") });
  await paint();
  const told = await renew();
  const still = told && (await outbox.find(own.rows, saved.key));
  if (still && outbox.NEEDS_YOU.includes(still.state)) await visit(`${PLACE}${saved.key}/`, { said: say("needs-you") });
}

async function firstTime(told, progress) {
  own = told;
  await renew((cost) => { progress.textContent = say("fetching", { n: cost.pages }); });
  history.replaceState(null, "", "/");
  await enter(own);
}

document.addEventListener("change", async ({ target }) => {
  if (!own || target.id !== "carried" || !target.files[0]) return;
  if (await takeIn(target.files[0], own.profile.person)) await renew();
  else alert(say("not-ours"));
});

addEventListener("popstate", () => own && show(new URL(location)));
addEventListener("online", () => own && renew());
addEventListener("offline", () => own && paint("offline"));
addEventListener("pagehide", () => drafts.flush());
addEventListener("pageshow", (event) => event.persisted && location.reload());
watchOver(() => own && goOut());

keepTemplates();
const beginning = document.querySelector("[data-begin] button");
if (beginning) beginning.disabled = false;
else {
  const languages = new Set((await profiles()).map(({ language }) => language));
  if (languages.size === 1) await speak([...languages][0]);
  const why = sessionStorage.getItem("why") || "";
  sessionStorage.removeItem("why");
  await lock(main(), enter, why);
}
