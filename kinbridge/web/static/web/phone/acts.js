/* What the buttons of the phone's own pages do: <button data-act="lock">. */
import { goOut } from "./doors.js";
import * as drafts from "./drafts.js";
import { here } from "./here.js";
import { makeRoom } from "./kept.js";
import { erase } from "./lock.js";
import * as outbox from "./outbox.js";
import { paint, renew } from "./renewing.js";
import { afresh } from "./saving.js";
import { PLACE } from "./screens.js";
import { sealedBy, takeIn } from "./seal.js";
import { download, show, visit } from "./showing.js";
import { say } from "./words.js";

async function withdraw() {
  const { key, tried } = here.task.waiting;
  if ((await outbox.dependents(here.own.rows, key)).length) return alert(say("withdraw-first"));
  if (!confirm(say(tried ? "withdraw-tried" : "withdraw-sure"))) return;
  drafts.stop();
  await outbox.withdraw(here.own.rows, key);
  await visit(PLACE, { said: say("withdrawn") });
  await paint();
}

async function carry() {
  const told = JSON.stringify({ kinbridge: await sealedBy(here.own.profile.person) });
  download(new Blob([told], { type: "application/json" }), "kinbridge-unsent.json");
}

/** Sign out: the pages go, what waits stays. */
async function clear() {
  if (!confirm(say("clear-sure"))) return;
  await makeRoom(here.own.rows);
  await goOut();
}

async function wipe() {
  if (!confirm(say("wipe-sure"))) return;
  await erase(here.own.profile);
  await goOut();
}

export const acts = {
  carry, clear, wipe, withdraw,
  send: () => renew(),
  lock: () => goOut(),
  exit: async () => {
    await drafts.flush();
    location.replace("about:blank");
  },
  afresh: async () => {
    await afresh(here.own.rows, here.task);
    await show(new URL(location));
  },
};

/** A file of unsent forms that somebody brings. */
export async function carried(file) {
  if (await takeIn(file, here.own.profile.person)) await renew();
  else alert(say("not-ours"));
}
