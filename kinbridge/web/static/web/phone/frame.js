/*
 * The frame: the one page of a phone that was set up. It holds the open rows in memory, opens
 * addresses by swapping <main>, and keeps forms instead of sending them.
 */
import { act } from "./acts.js";
import { goOut, lock, watchOver } from "./doors.js";
import * as drafts from "./drafts.js";
import { here, main } from "./here.js";
import { dress, keepTemplates, speak } from "./masthead.js";
import * as outbox from "./outbox.js";
import { DAY, paint, renew, renewSometimes } from "./renewing.js";
import { PLACE } from "./screens.js";
import { show, visit } from "./showing.js";
import { profiles } from "./store.js";
import { say } from "./words.js";

const PLAIN = /^\/(sign-in|sign-out|account|language|people|static)\/|^\/(phone|now|serious|serious\/in\/\w+)\/$/;
const LONGEST_ALONE = 30 * DAY;

async function enter(told) {
  here.own = told;
  await speak(told.profile.language);
  const isTooOld = Date.now() - told.profile.contact > LONGEST_ALONE;
  if (isTooOld && (await renew())?.problem !== "") return goOut(say("silent"));
  document.querySelector(".phone-strip").hidden = false;
  await dress();
  await paint();
  await show(new URL(location));
  await renew();
}

/** Somebody waits: go in as soon as the first pages have come; the others come behind. */
async function firstTime(told) {
  here.own = told;
  await new Promise((come) => { renew(come).then(come); });
  history.replaceState(null, "", "/");
  await enter(told);
}

async function keepForm(form) {
  const from = new URLSearchParams(location.search).get("from");
  const { rows, seal } = here.own;
  const { save } = await import("./saving.js");
  const saved = await save(rows, form, here.task, { from, seal });
  if (!saved) return paint();
  await visit(saved.back, { said: say("saved") });
  await paint();
  const told = await renew();
  const still = told && (await outbox.find(rows, saved.key));
  const isStillHere = !here.task && location.pathname === new URL(saved.back, location).pathname;
  if (still && isStillHere && outbox.NEEDS_YOU.includes(still.state)) await visit(`${PLACE}${saved.key}/`, { said: say("needs-you") });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-act]");
  if (button && here.own) {
    event.preventDefault();
    return act(button.dataset.act, button);
  }
  const link = event.target.closest("a[href]");
  if (!here.own || !link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isOnPage = link.pathname === location.pathname && link.search === location.search && link.hash;
  if (link.origin !== location.origin || link.download || link.target || PLAIN.test(link.pathname) || isOnPage) return;
  event.preventDefault();
  await visit(link.href);
  await renewSometimes();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-begin]")) {
    event.preventDefault();
    const told = await (await import("./beginning.js")).setUp(form);
    if (told) await firstTime(told);
  } else if (here.own && form.method === "get") {
    event.preventDefault();
    await visit(`${form.getAttribute("action") || location.pathname}?${new URLSearchParams(new FormData(form))}`);
  } else if (here.own && here.task) {
    event.preventDefault();
    await keepForm(form);
  }
});

document.addEventListener("change", ({ target }) => here.own && target.matches("input[data-act]") && act(target.dataset.act, target));
addEventListener("popstate", () => here.own && show(new URL(location)));
addEventListener("online", () => renew());
addEventListener("offline", () => here.own && paint("offline"));
addEventListener("pagehide", () => drafts.flush());
addEventListener("pageshow", (event) => event.persisted && location.reload());
watchOver(() => here.own && goOut());

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
