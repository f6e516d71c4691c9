/* This phone's own page, and what can be done there: all that waits, was sent, is kept. */
import { goOut } from "./doors.js";
import { log } from "./exchange.js";
import { here } from "./here.js";
import * as kept from "./kept.js";
import { erase } from "./lock.js";
import * as outbox from "./outbox.js";
import { renew } from "./renewing.js";
import { all, row, strip } from "./screens.js";
import { sealedBy, takeIn } from "./seal.js";
import { download } from "./showing.js";
import { ago, kilobytes, piece, say } from "./words.js";

/** Everything about this phone on one page. */
export async function thisPhone({ rows }) {
  const forms = await outbox.list(rows);
  const done = ((await rows.read("own", "done")) || []).slice(-10).reverse();
  const { usage } = (await navigator.storage?.estimate?.()) || {};
  const body = piece("this-phone", {
    state: (await strip(rows)).text,
    waiting: all(forms.map(row)),
    done: all(done.map((one) => piece("waiting", { ...one, when: ago(one.at) }))),
    log: all((await log(rows)).reverse().map(cost)),
    pages: say("pages", { n: await kept.count(rows) }),
    space: usage ? kilobytes(usage) : "",
  });
  if (forms.length) body.querySelector(".empty-line").remove();
  if (!done.length) body.querySelector(".were-sent").remove();
  return { title: say("this-phone"), look: "page", body };
}

function cost(one) {
  const gaps = { up: kilobytes(one.up), down: kilobytes(one.down), seconds: (one.ms / 1000).toFixed(1) };
  const what = say(one.problem || "brought", { sent: one.sent, pages: one.pages });
  return piece("cost", { when: ago(one.at), cost: say("cost", gaps), what });
}

async function carry() {
  const told = JSON.stringify({ kinbridge: await sealedBy(here.own.profile.person) });
  download(new Blob([told], { type: "application/json" }), "kinbridge-unsent.json");
}

/** Sign out: the pages go, what waits stays. */
async function clear() {
  if (!confirm(say("clear-sure"))) return;
  await kept.forget(here.own.rows);
  await goOut();
}

async function wipe() {
  if (!confirm(say("wipe-sure"))) return;
  await erase(here.own.profile);
  await goOut();
}

/** A file of unsent forms that somebody brings. */
async function carried({ files: [file] }) {
  if (await takeIn(file, here.own.profile.person)) await renew();
  else alert(say("not-ours"));
}

export const acts = { carry, carried, clear, wipe };
