/* What the buttons of the phone's own pages do: <button data-act="lock">. */
import { goOut } from "./doors.js";
import * as drafts from "./drafts.js";
import { here } from "./here.js";
import * as outbox from "./outbox.js";
import { paint, renew } from "./renewing.js";
import { PLACE } from "./screens.js";
import { show, visit } from "./showing.js";
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

const acts = {
  withdraw,
  send: () => renew(),
  lock: () => goOut(),
  exit: async () => {
    await drafts.flush();
    location.replace("about:blank");
  },
  afresh: async () => {
    await (await import("./saving.js")).afresh(here.own.rows, here.task);
    await show(new URL(location));
  },
};

/** Do what a button names; what is rarely done comes with a script of its own. */
export async function act(name, button) {
  const all = acts[name] ? acts : (await import("./this_phone.js")).acts;
  return all[name](button);
}
