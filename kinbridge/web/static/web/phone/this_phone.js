/* This phone's own page, and what can be done there: all that waits, was sent, is kept. */
import { goOut } from "./doors.js";
import { log } from "./exchange.js";
import { here } from "./here.js";
import * as kept from "./kept.js";
import { erase } from "./lock.js";
import * as outbox from "./outbox.js";
import { paint, renew } from "./renewing.js";
import { PLACE, all, row, strip } from "./screens.js";
import { carriedFor, sealedBy, takeIn } from "./seal.js";
import { download, visit } from "./showing.js";
import { ago, kilobytes, piece, say } from "./words.js";

const files = () => import("./files.js");

/** Forms that were begun and not saved, the newest first. */
async function begun(rows) {
  const drafts = (await rows.all("draft")).filter(({ path }) => path).sort((a, b) => b.at - a.at);
  return drafts.map(({ path, title, of, at }) => {
    const line = piece("begun", { title, of, url: path, when: ago(at) });
    line.querySelector("button").dataset.draft = path;
    return line;
  });
}

/** Everything about this phone on one page. */
export async function thisPhone({ rows, profile }) {
  const forms = await outbox.list(rows);
  const done = ((await rows.read("own", "done")) || []).slice(-10).reverse();
  const { usage } = (await navigator.storage?.estimate?.()) || {};
  const isSafe = await navigator.storage?.persist?.();
  const drafts = await begun(rows);
  const others = await carriedFor(({ person }) => person !== profile.person);
  const body = piece("this-phone", {
    state: (await strip(rows)).text,
    waiting: all(forms.map(row)),
    begun: all(drafts),
    done: all(done.map((one) => piece("waiting", { ...one, when: ago(one.at) }))),
    log: all((await log(rows)).reverse().map(cost)),
    pages: say("pages", { n: await kept.count(rows) }),
    space: usage ? kilobytes(usage) : "",
    safe: say(isSafe ? "safe" : "not-safe"),
    files: all((await rows.count("file")) ? await (await files()).waitingFiles({ rows, profile }) : []),
    others: others.length ? say("others", { n: others.length }) : "",
  });
  if (forms.length) body.querySelector(".empty-line").remove();
  if (!drafts.length) body.querySelector(".were-begun").remove();
  if (!done.length) body.querySelector(".were-sent").remove();
  return { title: say("this-phone"), look: "page", body };
}

function cost(one) {
  const gaps = { up: kilobytes(one.up), down: kilobytes(one.down), seconds: (one.ms / 1000).toFixed(1) };
  const what = say(one.problem || "brought", { sent: one.sent, pages: one.pages });
  return piece("cost", { when: ago(one.at), cost: say("cost", gaps), what });
}

const FORMS = "FORMS";
const bytes = (told) => new TextEncoder().encode(JSON.stringify(told));
const codes = (button) => button.closest("details").querySelector("[data-codes]");
const mine = async () => (await sealedBy(here.own.profile.person)).map(({ key, n, person, words }) => ({ key, n, person, words }));

async function carry() {
  download(new Blob([bytes({ kinbridge: await mine() })], { type: "application/json" }), "kinbridge-unsent.json");
}

async function carryByCodes(button) {
  const { carry: show } = await import("./carrying.js");
  await show(FORMS, (await mine()).map(bytes), codes(button));
}

/** Unsent forms that somebody brings are put away, and sent as soon as there is a network. */
async function bring(forms) {
  const n = await takeIn(forms, here.own.profile.person);
  await visit(PLACE, { said: n ? say("taken", { n }) : say("taken-before") });
  await renew();
}

async function carried({ files: [file] }) {
  const told = await file?.text().then(JSON.parse).catch(() => null);
  if (Array.isArray(told?.kinbridge)) await bring(told.kinbridge);
  else alert(say("not-ours"));
}

async function taken({ kind, pieces }) {
  if (kind !== FORMS) return alert(say("not-ours"));
  return bring(pieces.map((one) => JSON.parse(new TextDecoder().decode(one))));
}

const camera = async (button) => (await import("./carrying.js")).byCamera(codes(button), taken);
const photos = async (input) => (await import("./carrying.js")).byPhotos(input.files, codes(input), taken);

const fileHold = async (button) => (await files()).hold(button);

async function fileNow(button) {
  await (await files()).letGo(button);
  await renew();
}

async function fileDelete(button) {
  const { rows } = here.own;
  const file = await rows.read("file", button.closest("[data-file]").dataset.file);
  const form = file && (await outbox.find(rows, file.form));
  if (!form || !confirm(say(form.tried ? "withdraw-tried" : "file-sure"))) return;
  await outbox.withdraw(rows, form.key);
  await visit(PLACE, { said: say("withdrawn") });
  await paint();
}

async function forget({ dataset: { draft } }) {
  if (!confirm(say("forget-sure"))) return;
  await here.own.rows.write([], [["draft", draft]]);
  await visit(PLACE);
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

/* A photo of the square beside a line of a paper leads to its form. */
const paper = async (photo) => (await import("./carrying.js")).photographed(photo, visit);

export const acts = {
  paper, carry, carryByCodes, carried, camera, photos, clear, wipe, fileNow, fileHold, fileDelete, forget,
};
