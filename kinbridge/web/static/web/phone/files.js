/*
 * Photos of flip charts and recordings of a text read aloud. A chosen file is stripped, kept
 * encrypted, and sent in pieces once what it belongs to has arrived: over Wi-Fi, or when its
 * person says so. Its form leaves after it. Cut anywhere, it goes on from where the server says
 * that it is. Two kinds of rows:
 *   file   { key, form, name, size, digest, have, may }   may: "wifi", "now" or "held"
 *   piece  the bytes, one row for each piece: base64
 * What was done stays as long as its sealed form: a restored server may ask for it once more.
 */
import { here, main } from "./here.js";
import { isLow, withRoom } from "./kept.js";
import * as outbox from "./outbox.js";
import { PLACE, dashed } from "./screens.js";
import { doneBy } from "./seal.js";
import { stripped } from "./stripping.js";
import { kilobytes, piece, say } from "./words.js";

const PIECE = 32_768; // bytes: some 6 s on 2G
const LARGEST = 8_000_000;
const MOST_DONE = 10_000_000; // bytes of files that were sent
const LONGEST = 120_000; // ms for one piece
const AGAIN = 30_000; // ms after a piece that was cut

class NotTaken extends Error {
  constructor(said) {
    super(said);
    this.said = said;
  }
}

const known = async (rows, form) => (await rows.all("file")).find((file) => file.form === form);
const base64 = (bytes) => {
  let told = "";
  for (let at = 0; at < bytes.length; at += 4096) told += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(told);
};
const unpacked = (told) => Uint8Array.from(atob(told), (one) => one.charCodeAt(0));
const pieces = ({ key, size }) => Array.from({ length: Math.ceil(size / PIECE) }, (_, n) => `${key}/${n}`);

/** Take the chosen file in: the key under which it goes, or that of the one taken before. */
export async function attach(rows, chooser, form, before) {
  const [chosen] = chooser.files;
  if (!chosen) {
    const kept = await known(rows, form); // what the server has of it is asked anew
    if (kept) await rows.write([["file", kept.key, { ...kept, have: 0, isLookedAt: false }]]);
    return before;
  }
  const bytes = await stripped(chosen, chooser.accept.startsWith("image")).catch(() => { throw new NotTaken("file-unreadable"); });
  if (!bytes.length || bytes.length > LARGEST) throw new NotTaken("file-large");
  const key = crypto.randomUUID().replaceAll("-", "");
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const digest = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const file = { key, form, name: chooser.name, size: bytes.length, digest, have: 0, may: "wifi" };
  const puts = pieces(file).map((id, n) => ["piece", id, base64(bytes.subarray(n * PIECE, (n + 1) * PIECE))]);
  await withRoom(rows, () => rows.write([["file", key, file], ...puts]));
  return key;
}

/** On the page of a form: what is kept already need not be chosen again. */
export async function prepare(rows, chooser, waiting) {
  const file = waiting && (await known(rows, waiting.key));
  if (!file) return;
  chooser.required = false;
  const list = Object.assign(document.createElement("ul"), { className: "records" });
  list.append(await shown(rows, file, waiting));
  chooser.before(list);
}

const forget = (rows, files) =>
  rows.write([], files.flatMap((file) => [["file", file.key], ...pieces(file).map((id) => ["piece", id])]));

/** Files whose form was withdrawn leave, and those replaced; of those sent, the older ones. */
export async function sweep({ rows, profile }) {
  const waiting = new Map((await outbox.list(rows)).map((form) => [form.key, form]));
  const done = (await doneBy(profile.person)).map(({ key }) => key);
  let room = (await isLow()) ? 0 : MOST_DONE;
  const stays = (file) => {
    if (waiting.has(file.form)) return waiting.get(file.form).file === file.key;
    return done.includes(file.form) && (room -= file.size) >= 0;
  };
  const all = (await rows.all("file")).sort((a, b) => done.indexOf(b.form) - done.indexOf(a.form));
  const gone = all.filter((file) => !stays(file));
  if (gone.length) await forget(rows, gone);
}

/** "yes", "no", or "ask" where the browser does not tell. */
function isWifi() {
  const { type = "unknown", saveData } = navigator.connection || {};
  if (saveData) return "no";
  return { wifi: "yes", ethernet: "yes", unknown: "ask", other: "ask", mixed: "ask" }[type] || "no";
}

const mayGo = ({ may }) => may === "now" || (may === "wifi" && isWifi() === "yes");

async function how(rows, { may, form }, { about }) {
  if (may === "held") return "file-held";
  if (await outbox.find(rows, about)) return "file-after";
  if (mayGo({ may, form })) return "file-going";
  return isWifi() === "ask" ? "file-ask" : "file-wifi";
}

const progress = ({ have, size }) => say("file-part", { sent: kilobytes(have), size: kilobytes(size) });

async function shown(rows, file, form) {
  const said = piece("file", { title: form.title, url: `${PLACE}${form.key}/`, of: form.of, part: progress(file), how: say(await how(rows, file, form)) });
  const box = said.querySelector("[data-file]");
  box.dataset.file = file.key;
  Object.assign(box.querySelector("progress"), { max: file.size, value: file.have });
  box.querySelector("[data-act=fileNow]").hidden = file.may === "now";
  box.querySelector("[data-act=fileHold]").hidden = file.may === "held";
  return said;
}

/** The files that wait, for the page about this phone. */
export async function waitingFiles({ rows, profile }) {
  await sweep({ rows, profile });
  const forms = new Map((await outbox.list(rows)).map((form) => [form.key, form]));
  const files = (await rows.all("file")).filter((file) => forms.has(file.form));
  return Promise.all(files.map((file) => shown(rows, file, forms.get(file.form))));
}

async function may(button, word) {
  const { rows } = here.own;
  const { file: key } = button.closest("[data-file]").dataset;
  const file = await rows.read("file", key);
  if (!file) return;
  await rows.write([["file", key, { ...file, may: word }]]);
  const form = await outbox.find(rows, file.form);
  button.closest("[data-file]").replaceWith(await shown(rows, { ...file, may: word }, form));
}

export const hold = (button) => may(button, "held");
export const letGo = (button) => may(button, "now");

/* One piece, or none, to ask: how much of the file the server has. */
async function post(token, { key, size, digest }, at, bytes) {
  const reply = await fetch(`/file/arriving/${dashed(key)}/?${new URLSearchParams({ size, digest, at })}`, {
    method: "POST", body: bytes, credentials: "omit", redirect: "manual", cache: "no-store",
    signal: AbortSignal.timeout(LONGEST),
    headers: { "Content-Type": "application/octet-stream", "X-Kinbridge-Exchange": "1", Authorization: `Phone ${token}` },
  });
  return reply.ok ? (await reply.json()).have : -1;
}

const NOTHING = new Uint8Array();

/** Until all of it is there, or its person holds it back. */
async function sendOne({ rows, token }, key) {
  let file = await rows.read("file", key);
  let have = await post(token, file, 0, NOTHING);
  for (let before = -1; have > before;) {
    file = await rows.read("file", key);
    if (!file) return false;
    await rows.write([["file", key, { ...file, have }]]);
    told({ ...file, have });
    if (have >= file.size) return true;
    const n = Math.floor(have / PIECE);
    const bytes = await rows.read("piece", `${key}/${n}`);
    if (!bytes || !mayGo(file)) return false;
    before = have;
    have = await post(token, file, have, unpacked(bytes).subarray(have - n * PIECE));
  }
  return false;
}

function told(file) {
  const box = main().querySelector(`[data-file="${file.key}"]`);
  if (!box) return;
  box.querySelector("progress").value = file.have;
  box.querySelector("[data-gap=part]").textContent = progress(file);
}

/** Whether a form came back because its file has gone there; one that stands there whole was
 * refused for what it is, and is looked at once. */
async function isGone({ rows, token }, form, file) {
  const isAlone = form.state === "refused" && Object.keys(form.errors).join() === file.name;
  if (!isAlone || file.isLookedAt || (await post(token, file, 0, NOTHING)) < file.size) return isAlone && !file.isLookedAt;
  await rows.write([["file", file.key, { ...file, isLookedAt: true }]]);
  return false;
}

let timer;

async function run(own) {
  const { rows } = own;
  await sweep(own);
  const forms = new Map((await outbox.list(rows)).map((form) => [form.key, form]));
  let isReady = false;
  for (const file of await rows.all("file")) {
    const form = forms.get(file.form);
    if (!form || forms.has(form.about) || !mayGo(file)) continue;
    const isBack = await isGone(own, form, file);
    if (!isBack && (file.have >= file.size || outbox.NEEDS_YOU.includes(form.state))) continue;
    if (!(await sendOne(own, file.key))) continue;
    if (isBack) await rows.write([["waiting", form.key, { ...form, state: "waiting", errors: {} }]]);
    isReady = true;
  }
  return isReady;
}

/** Send what may go, in its turn; then its forms, by ``renew``. */
export async function send(renew) {
  clearTimeout(timer);
  const own = here.own;
  const isReady = await navigator.locks.request("kinbridge-files", { ifAvailable: true }, async (lock) => {
    try {
      return lock && (await run(own));
    } catch (problem) {
      if (!(problem instanceof TypeError || problem instanceof DOMException)) throw problem;
      timer = setTimeout(() => here.own && send(renew), AGAIN);
      return false;
    }
  });
  if (isReady) await renew();
}
