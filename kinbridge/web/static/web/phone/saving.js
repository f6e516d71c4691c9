/*
 * A form on the page becomes a waiting form: prepared with what was typed before, kept as a
 * draft while it is typed, and saved here with a key of its own.
 */
import * as drafts from "./drafts.js";
import { empty, entries, fill, missing, showErrors, travelling } from "./fields.js";
import { withRoom } from "./kept.js";
import * as outbox from "./outbox.js";
import { ago, piece, say } from "./words.js";

let before = {};

const draftOf = ({ waiting, path }) => (waiting ? waiting.key : path);

/** Make the form on the page ready to be kept: fill in, show what is wrong, watch. */
export async function prepare(rows, form, task) {
  if (task.isBlank) empty(form);
  for (const own of ["key", "csrfmiddlewaretoken"]) form.elements[own]?.remove();
  if (form.elements.base) await fillInMine(rows, form, task);
  before = entries(form);
  const { waiting } = task;
  if (waiting) {
    if (!form.elements.base) empty(form);
    fill(form, waiting.fields);
    if (waiting.errors) complain(form, waiting.errors);
    if (waiting.marked && Object.keys(waiting.marked).length) form.querySelector(".actions").before(guard(waiting.marked));
  }
  const at = await drafts.restore(rows, draftOf(task), form);
  if (at) form.prepend(piece("draft", { said: say("draft", { ago: ago(at) }) }));
  drafts.watch(rows, draftOf(task), form);
}

/** A correction begins with my own earlier words, also those that have not arrived yet. */
async function fillInMine(rows, form, { deed, about, waiting }) {
  for (const mine of await outbox.list(rows)) {
    if (mine.deed === deed && mine.about === about && mine.key !== waiting?.key) fill(form, mine.fields);
  }
}

function complain(form, errors) {
  for (const old of form.querySelectorAll(".errors, .errorlist")) old.remove();
  for (const old of form.querySelectorAll(".has-errors")) old.classList.remove("has-errors");
  const box = piece("errors");
  showErrors(form, errors, box.querySelector("ul"));
  form.prepend(box);
  form.querySelector(".errors").focus();
}

function guard(marked) {
  const box = piece("guard");
  for (const words of Object.values(marked).flat()) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("mark"), { textContent: words }));
    box.querySelector("ul").append(line);
  }
  return box;
}

const trailed = (form) => form.closest("main").querySelector(".trail li:last-child a");

/** Save what stands in the form on this phone. Returns where to go on; nothing, if it stays. */
export async function save(rows, form, task, { from, seal }) {
  const lacking = missing(form, say("fill-in"));
  if (Object.keys(lacking).length) return complain(form, lacking);
  const { deed, about, home, path, waiting } = task;
  const fields = travelling(form, before);
  const key = waiting?.key || crypto.randomUUID().replaceAll("-", "");
  const title = form.closest("main").querySelector("h1").textContent.trim();
  const back = from || trailed(form)?.getAttribute("href") || "/";
  const made = {
    n: waiting?.n, key, deed, about, home, path, title, fields, from: waiting?.from || back,
    of: trailed(form)?.textContent.trim() || "", at: new Date().toISOString(), state: "waiting", tried: waiting?.tried,
  };
  if (form.elements.base) {
    made.base = waiting?.base ?? Number(form.elements.base.value);
    made.after = await outbox.earlierAbout(rows, about, key);
  }
  drafts.stop();
  try {
    await withRoom(rows, () => outbox.keep(rows, made, draftOf(task), seal));
  } catch {
    return complain(form, { "": [say("not-saved")] });
  }
  return { back: made.from, key };
}

/** Begin the form anew. */
export async function afresh(rows, task) {
  drafts.stop();
  await drafts.forget(rows, draftOf(task));
}
