/* Exchanging by itself: after a form was saved, when the network is back, now and then. */
import { goOut } from "./doors.js";
import { exchange, log } from "./exchange.js";
import { here, main } from "./here.js";
import { holdRoom, isLow } from "./kept.js";
import { erase } from "./lock.js";
import { dress } from "./masthead.js";
import * as outbox from "./outbox.js";
import { PLACE, strip } from "./screens.js";
import { prepareSealing } from "./sealing.js";
import { doneBy } from "./seal.js";
import { show, visit } from "./showing.js";
import { keepProfile } from "./store.js";
import { ago, say } from "./words.js";

export const DAY = 86_400_000;
const BACK_OFF = [5, 15, 60, 300].map((seconds) => seconds * 1000);
let failures = 0;

/** Say in the strip how things stand. */
export async function paint(problem) {
  const { profile, rows } = here.own;
  const { text, icon } = await strip(rows, problem);
  const said = [text];
  if (!problem && Date.now() - profile.contact > 7 * DAY) said.push(say("quiet", { ago: ago(profile.contact) }));
  if (problem !== "low" && (await isLow())) said.push(say("low"));
  const drawn = document.querySelector("template[data-piece=who]").content.querySelector("svg").cloneNode(true);
  const use = drawn.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href")}#${icon}`);
  document.querySelector("[data-strip]").replaceChildren(drawn, said.join(" · "));
}

/** Exchange now; what came is on the page at once, if nothing is being written there. */
export async function renew(progress) {
  if (!here.own) return null;
  if (!navigator.onLine) return paint("offline");
  await paint("sending");
  const told = await exchange(here.own, progress);
  if (!told || !here.own) return null; // another is on its way
  if (told.problem === "forget") return forgotten();
  failures = told.problem ? failures + 1 : 0;
  if (told.problem) setTimeout(() => renew(), BACK_OFF[Math.min(failures, BACK_OFF.length) - 1]);
  else {
    await keepProfile(Object.assign(here.own.profile, { contact: Date.now() }));
    await holdRoom();
    await doneBy(here.own.profile.person, await isLow());
    navigator.serviceWorker.controller?.postMessage("keep the rest");
    prepareSealing(here.own).catch(() => {});
  }
  await dress();
  await paint(told.problem);
  await refresh(told);
  if (!told.problem && (await here.own?.rows.count("file"))) (await import("./files.js")).send(renew);
  return told;
}

async function refresh({ came, sent }) {
  const { waiting } = here.task || {};
  if (waiting && !(await outbox.find(here.own.rows, waiting.key))) return visit(PLACE, { said: say("arrived") });
  const isHere = location.pathname === PLACE || came.includes(location.pathname) || sent;
  if (!isHere || here.task || main().contains(document.activeElement.closest("input, textarea"))) return;
  await show(new URL(location), { keep: true, said: sent ? say("arrived") : "" });
}

/** Renew behind a page that was just opened, unless that was a moment ago. */
export async function renewSometimes() {
  const last = (await log(here.own.rows)).at(-1);
  if (!last || Date.now() - last.at > 60_000) await renew();
}

async function forgotten() {
  await erase(here.own.profile);
  await goOut(say("forgotten"));
}
