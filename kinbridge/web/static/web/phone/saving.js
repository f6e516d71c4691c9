/*
 * A form on the page becomes a waiting form: prepared with what was typed before, kept as a
 * draft while it is typed, and saved here with a key of its own.
 */
import * as drafts from "./drafts.js";
import { empty, entries, fill, missing, showErrors, travelling } from "./fields.js";
import { Guard } from "./guarding.js";
import { here } from "./here.js";
import { withRoom } from "./kept.js";
import * as outbox from "./outbox.js";
import { ago, piece, say } from "./words.js";

const draftOf = ({ waiting, path }) => (waiting ? waiting.key : path);
const files = () => import("./files.js");
const chooserIn = (form) => form.querySelector("input[type=file]");

/** Fill in what was typed before; tells when that was. */
async function restore(rows, id, form) {
  const draft = await rows.read("draft", id);
  if (draft) fill(form, draft.values);
  return draft?.at;
}

/** Put away what stands there now, encrypted as all the rest. */
async function putAway(rows, id, form, begun) {
  const typed = ["draft", id, { at: Date.now(), values: entries(form), ...begun }];
  await withRoom(rows, () => rows.write([typed])).catch(() => {}); // it still stands on the page
}

/** Make the form on the page ready to be kept: fill in, show what is wrong, watch. */
export async function prepare(rows, form, task) {
  if (task.isBlank) empty(form);
  for (const own of ["key", "csrfmiddlewaretoken"]) form.elements[own]?.remove();
  if (form.elements.base) await fillInMine(rows, form, task);
  task.before = entries(form);
  const { waiting } = task;
  if (waiting) {
    if (!form.elements.base) empty(form);
    fill(form, waiting.fields);
    if (waiting.errors) complain(form, waiting.errors, waiting);
  }
  const at = await restore(rows, draftOf(task), form);
  if (at) form.prepend(piece("draft", { said: say("draft", { ago: ago(at) }) }));
  const begun = waiting ? {} : { path: task.path, title: titleOf(form), of: placeOf(form) };
  drafts.watch(form, () => putAway(rows, draftOf(task), form, begun));
  if (chooserIn(form)) await (await files()).prepare(rows, chooserIn(form), waiting);
}

/** A correction begins with my own earlier words, also those that have not arrived yet. */
async function fillInMine(rows, form, { deed, about, waiting }) {
  for (const mine of await outbox.list(rows)) {
    if (mine.deed === deed && mine.about === about && mine.key !== waiting?.key) fill(form, mine.fields);
  }
}

/** Show what is wrong at its field, and what may be answered: look again; once more. */
function complain(form, errors, { marked = {}, leadsTo } = {}) {
  for (const old of form.querySelectorAll(".errors, .errorlist, .guard")) old.remove();
  for (const old of form.querySelectorAll(".has-errors")) old.classList.remove("has-errors");
  const asked = [];
  if (Object.keys(marked).length) asked.push(guard(marked));
  if (errors.once_more) asked.push(piece("once-more", { record: leadsTo }));
  form.querySelector(".actions").before(...asked);
  const box = piece("errors");
  showErrors(form, errors, box.querySelector("ul"));
  form.prepend(box);
  form.querySelector(".errors").focus();
}

function guard(marked) {
  const box = piece("guard");
  for (const words of Object.values(marked).flat()) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("mark"), { textContent: words, dir: "auto" }));
    box.querySelector("ul").append(line);
  }
  return box;
}

/** Words that travel and may lead to a person: { field: [words] }; none, once somebody has looked. */
function pointing(form, fields) {
  const rules = here.own.masthead?.querySelector("[data-guard]");
  if (!rules || form.elements.looked_again?.checked) return {};
  const looker = new Guard(rules);
  const typed = [...form.elements].filter((one) => one.matches("textarea, input[type=text]") && one.name in fields && !("unguarded" in one.dataset));
  const found = typed.map(({ name, value }) => [name, looker.look(value)]);
  return Object.fromEntries(found.filter(([, words]) => words.length));
}

// Around a form that is not shown yet is its page alone.
const around = (form) => form.closest("main") || form.getRootNode();
const titleOf = (form) => around(form).querySelector("h1").textContent.trim();
const trailed = (form) => around(form).querySelector(".trail li:last-child a");
const placeOf = (form) => trailed(form)?.textContent.trim() || "";

/** Save what stands in the form on this phone. Returns where to go on; nothing, if it stays. */
export async function save(rows, form, task, { from, seal }) {
  const lacking = missing(form, say("fill-in"));
  if (Object.keys(lacking).length) return complain(form, lacking);
  const { deed, about, home, path, waiting } = task;
  const fields = travelling(form, task.before);
  const marked = pointing(form, fields);
  const wrong = Object.keys(marked);
  if (wrong.length) return complain(form, Object.fromEntries(wrong.map((name) => [name, [say("look-again")]])), { marked });
  const key = waiting?.key || crypto.randomUUID().replaceAll("-", "");
  const back = from || trailed(form)?.getAttribute("href") || "/";
  const made = {
    n: waiting?.n, key, deed, about, home, path, title: titleOf(form), fields, from: waiting?.from || back,
    of: placeOf(form), at: new Date().toISOString(), state: "waiting", tried: waiting?.tried, version: here.own.masthead?.dataset.version,
  };
  const chooser = chooserIn(form);
  if (chooser) {
    try {
      made.file = await (await files()).attach(rows, chooser, key, waiting?.file);
    } catch (problem) {
      return complain(form, { [chooser.name]: [say(problem.said || "not-saved")] });
    }
    fields[chooser.name] = made.file;
  }
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
  await rows.write([], [["draft", draftOf(task)]]);
}
