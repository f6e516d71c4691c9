/*
 * Waiting forms: { n, key, deed, about, at, fields, base, after, title, of, url, from, state,
 * tried, … }. A form is "saved on this phone" only when it was read back from the
 * disk; it leaves only when the server has answered that it is done. ``file``: the key of a
 * file that goes before it (files.js).
 */
import * as drafts from "./drafts.js";
import { doneNow } from "./seal.js";
import { plain } from "./wire.js";

export const AT_ONCE = 100;
export const NEEDS_YOU = ["refused", "not_yours", "earlier"];

/** All of them, in the order they were made; no clock decides. */
export async function list(rows) {
  return (await rows.all("waiting")).sort((a, b) => a.n - b.n);
}

export const find = (rows, key) => rows.read("waiting", key);

/** Keep a form, and read it back; its draft goes in the same moment. */
export async function keep(rows, form, draft, seal) {
  const before = [...(await list(rows)), ...((await rows.read("own", "done")) || [])];
  form.n ??= 1 + Math.max(0, ...before.map(({ n = 0 }) => n));
  const sealed = seal && (await seal(form));
  await rows.write([["waiting", form.key, form]], [["draft", draft]], (store) => sealed && store.put(sealed));
  const back = await find(rows, form.key);
  if (JSON.stringify(back) !== JSON.stringify(form)) throw new Error("not kept");
}

/** Those written about a form's record, or about what comes of it. */
export const dependents = async (rows, key) => (await list(rows)).filter(({ about }) => about === key);

export const withdraw = (rows, key) =>
  rows.write([], [["waiting", key], ["draft", key]], (sealed) => sealed.delete(key));

/** The keys of my own earlier corrections of a record: their words are not somebody else's. */
export async function earlierAbout(rows, about, but) {
  const done = (await rows.read("own", "done")) || [];
  const mine = [...done, ...(await list(rows))].filter((form) => form.about === about && form.key !== but);
  return mine.map(({ key }) => key);
}

/** What goes up now, each marked as tried before it leaves: not what needs its person or a file
 * that has not arrived, nor what rests on that. */
export async function leaving(rows) {
  const stay = new Set();
  for (const { key, have, size } of await rows.all("file")) if (have < size) stay.add(key);
  const going = (await list(rows)).filter(({ key, state, about, after = [], fields }) => {
    const named = Object.values(fields).flat().map(plain);
    const goes = !NEEDS_YOU.includes(state) && ![about, ...after, ...named].some((one) => stay.has(one));
    if (!goes) stay.add(key);
    return goes;
  }).slice(0, AT_ONCE);
  const fresh = going.filter(({ tried }) => !tried);
  for (const form of fresh) form.tried = true;
  if (fresh.length) await rows.write(fresh.map((form) => ["waiting", form.key, form]));
  return going;
}

/** Take the answers in; a form that comes back from its seal is mine again. One that was being
 * changed as it arrived stays, for its person. Returns how many were done. */
export async function settle(rows, answers) {
  await drafts.flush();
  const puts = [];
  const gone = [];
  const changed = [];
  const done = (await rows.read("own", "done")) || [];
  for (const answer of answers) {
    const form = (await find(rows, answer.key)) || answer.form;
    if (answer.state === "done") gone.push(answer.key);
    if (!form) continue; // withdrawn meanwhile, or sent from its seal
    if (answer.state === "done") {
      done.push({ key: form.key, n: form.n, about: form.about, title: form.title, of: form.of, url: answer.leads_to, at: Date.now() });
      if (!(await rows.read("draft", form.key))) continue;
      changed.push(form.key);
      puts.push(["waiting", form.key, { ...form, state: "earlier", leadsTo: answer.leads_to }]);
      continue;
    }
    const { state, errors, marked, message, leads_to: url } = answer;
    Object.assign(form, { state, errors, marked, message, leadsTo: url, tried: false });
    puts.push(["waiting", form.key, form]);
  }
  if (gone.length || puts.length) {
    puts.push(["own", "done", done.slice(-60)]);
    const left = gone.filter((key) => !changed.includes(key));
    await rows.write(puts, left.map((key) => ["waiting", key]), (sealed) => gone.forEach((key) => doneNow(sealed, key)));
  }
  return gone.length;
}
