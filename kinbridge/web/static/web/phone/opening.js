/*
 * What an address shows on a phone: the page that is kept, at once; the form of a thing that
 * was itself made here; what the server shows, where there is a network; or that it is not here.
 */
import * as kept from "./kept.js";
import * as outbox from "./outbox.js";
import { parsed } from "./parsing.js";
import { PLACE, dashed, goOn } from "./screens.js";
import { piece, say } from "./words.js";

const DEED = /^\/do\/([\w-]+)\/([0-9a-f-]{36})\/$/;

function fragment(holder) {
  const whole = document.createDocumentFragment();
  whole.append(...holder.childNodes);
  return whole;
}

const asPage = ({ title, look, body, at }) => ({ title, look, body: fragment(parsed(body).body), at });

/** The form of a deed: { deed, about, home, page }; ``home`` is a key that the server knows. */
async function formAt({ rows }, path) {
  const [, deed, key] = path.match(DEED) || [];
  if (!deed) return null;
  const about = key.replaceAll("-", "");
  const own = await kept.find(rows, path);
  if (own) return { deed, about, home: key, path, page: asPage(own) };
  const parent = await outbox.find(rows, about);
  const like = parent && (await kept.formLike(rows, deed, parent.home, dashed(parent.about)));
  if (!like) return null;
  const page = asPage(like);
  const back = page.body.querySelector(".trail a");
  if (back) Object.assign(back, { textContent: parent.title, href: `${PLACE}${parent.key}/` });
  return { deed, about, home: parent.home, path, page, isBlank: true };
}

async function waitingAt(open, key) {
  const waiting = await outbox.find(open.rows, key);
  const found = waiting && (await formAt(open, waiting.path));
  if (!found) return null;
  const head = found.page.body.querySelector(".page-head");
  head.querySelector(".lead")?.remove();
  head.after(await goOn(open.rows, waiting, open.masthead));
  return { ...found.page, task: { ...found, waiting } };
}

async function live({ token }, url) {
  let reply;
  try {
    reply = await fetch(url, { headers: { Authorization: `Phone ${token}` }, credentials: "omit", redirect: "follow" });
  } catch {
    return null;
  }
  if (!reply.headers.get("Content-Type")?.startsWith("text/html")) {
    return { file: reply.ok ? await reply.blob() : null };
  }
  const told = parsed(await reply.text());
  const main = told.querySelector("main");
  if (!main || told.querySelector("input[name=password]")) return null;
  return { title: told.title, look: main.className, body: fragment(main), path: new URL(reply.url).pathname };
}

/** { title, look, body, at, task }; ``task`` where it is a form to be kept here. */
export async function open(own, to) {
  const code = to.searchParams.get("code");
  const url = code ? await (await import("./paper.js")).led(own.rows, to, code) : to;
  const path = url.pathname;
  if (path === PLACE) return (await import("./this_phone.js")).thisPhone(own);
  if (path.startsWith(PLACE)) return (await waitingAt(own, path.slice(PLACE.length, -1))) || nothing();
  const isWhole = [...url.searchParams.keys()].every((name) => name === "from");
  const task = await formAt(own, path);
  if (task) return { ...task.page, task };
  const page = isWhole && (await kept.find(own.rows, path));
  if (page) return asPage(page);
  const found = await live(own, url);
  if (!found || found.file === null) return nothing();
  const [, deed, key] = found.path?.match(DEED) || [];
  if (deed) found.task = { deed, about: key.replaceAll("-", ""), home: key, path: found.path, page: found };
  return found;
}

const nothing = () => ({ title: say("not-kept"), look: "page narrow", body: piece("not-kept") });


