/*
 * Coming in and going out: the PIN, locking by itself, the quick exit.
 * Going out loads the frame anew: nothing of what was open stays in memory.
 */
import * as drafts from "./drafts.js";
import { TRIES, Wait, WrongPin, unlock } from "./lock.js";
import { Rows, profiles } from "./store.js";
import { piece, say } from "./words.js";

const IDLE = 5 * 60_000; // ms
const HIDDEN = 30_000;

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
      else if (!(problem instanceof WrongPin || problem instanceof Wait || isFull(problem))) throw problem;
    }
  });
}

const isFull = (problem) => problem?.name === "QuotaExceededError";

function refusal(problem, profile) {
  if (isFull(problem)) return say("full");
  const at = problem.until || profile.until;
  if (at) return say("wait", { time: new Date(at).toLocaleTimeString(document.documentElement.lang) });
  return say("tries", { n: TRIES - profile.failures });
}

/** Out: the frame is loaded anew, and a newer worker may take over; nothing is open now. */
export async function goOut(why = "") {
  await drafts.flush();
  if (why) sessionStorage.setItem("why", why);
  document.documentElement.classList.add("away");
  const newer = (await navigator.serviceWorker?.getRegistration())?.waiting;
  if (newer) await takenOver(newer);
  location.reload();
}

/* The next frame is all of one version; where another is still open, it stays the old one. */
function takenOver(worker) {
  return new Promise((done) => {
    navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
    setTimeout(done, 2000);
    worker.postMessage("take over");
  });
}

/** Lock after a while without anybody, and soon after the page was left. */
export function watchOver(goOut) {
  let last = Date.now();
  let hiddenAt = 0;
  const check = () => {
    const now = Date.now();
    const away = document.activeElement?.type === "file" ? IDLE : HIDDEN; // at the camera
    if (now - last > IDLE || (hiddenAt && now - hiddenAt > away)) goOut();
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
