/*
 * The pages a phone keeps. The server says which; here they are put away and found again.
 * One row lists what there is: { scopes: {name: cursor}, pages: {scope: {address: when it
 * came}}, at: {scope: when it was last known to be up to date}, away: {address: true} }.
 * ``away`` left for what waits, because the disk was full; they come again when there is room.
 */
import { ask, forgetRows } from "./store.js";

const OWN = "own"; // what belongs to no community: the masthead, today
const A_SHARE = 4; // of all pages, a fourth leaves at once
const BALLAST = 4_000_000; // bytes

const list = async (rows) => (await rows.read("own", "pages")) || { scopes: {}, pages: {}, at: {}, away: {} };

/* Browsers do not tell how much room there is, and give back that of deleted rows late, that of
 * a deleted file at once. So a file of nothing keeps room for what will wait. */
export const isLow = async () => !(await caches.has("ballast"));

/** Keep room for what will wait; false, where there is none. */
export async function holdRoom() {
  if (!(await isLow())) return true;
  const put = async (cache) => cache.put("/ballast", new Response(new Uint8Array(BALLAST)));
  return caches.open("ballast").then(put).then(() => true, async () => !(await caches.delete("ballast")));
}

/** What an exchange tells of the pages here; a scope whose pages left is asked for anew, once
 * there is room for it. */
export async function told(rows) {
  const { scopes, pages, away } = await list(rows);
  const isRoomy = Object.keys(away).length && (await holdRoom());
  const whole = ([scope]) => !isRoomy || !Object.keys(pages[scope]).some((url) => away[url]);
  return { scopes: Object.fromEntries(Object.entries(scopes).filter(whole)), lines: true };
}

async function digest({ title, look, body }) {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode([title, look, body].join("\n")));
  return [...new Uint8Array(sum, 0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A page that came as what became of the lines of the old one; nothing, if that fails. */
async function whole(rows, { lines, ...page }) {
  if (!lines) return page;
  const old = ((await rows.read("page", page.url))?.body ?? "").split("\n");
  page.body = lines.map((one) => (Array.isArray(one) ? old.slice(one[0], one[0] + one[1]).join("\n") : one)).join("\n");
  return (await digest(page)) === page.digest ? page : null;
}

/** Put away what an exchange brought: the addresses that came, and whether there is more. */
export async function take(rows, news, now = Date.now()) {
  const known = await list(rows);
  const puts = [];
  const gone = [];
  const drop = (scope) => gone.push(...Object.keys(known.pages[scope] || {}));
  for (const scope of news.gone) {
    drop(scope);
    for (const part of [known.scopes, known.pages, known.at]) delete part[scope];
  }
  let more = false;
  for (const [scope, told] of Object.entries(news.scopes)) {
    if (told.fresh) drop(scope);
    const here = told.fresh ? {} : { ...known.pages[scope] };
    for (const url of told.gone) delete here[url];
    gone.push(...told.gone);
    const coming = told.pages.filter(({ url, lines }) => !(lines && known.away[url]));
    const pages = await Promise.all(coming.map((page) => whole(rows, page)));
    const isRight = !pages.includes(null);
    for (const page of pages) {
      if (!page) continue;
      here[page.url] = now;
      puts.push(["page", page.url, page]);
    }
    known.pages[scope] = here;
    if (isRight) known.scopes[scope] = told.cursor;
    else delete known.scopes[scope];
    more ||= told.more || !isRight;
  }
  if (!more) for (const scope of Object.keys(known.scopes)) known.at[scope] = now;
  await putAway(rows, puts, gone, known);
  return { came: puts.map(([, url]) => url), more };
}

/** Write pages; where the disk is full the oldest leave, and those that came stay away. */
async function putAway(rows, puts, gone, known) {
  const write = (pages) => rows.write([...pages, ["own", "pages", known]], gone.map((url) => ["page", url]));
  for (const url of [...puts.map(([, url]) => url), ...gone]) delete known.away[url];
  try {
    await write(puts);
  } catch (problem) {
    if (problem?.name !== "QuotaExceededError") throw problem;
    for (const url of [...(await leave(rows)), ...puts.map(([, address]) => address)]) known.away[url] = true;
    await withRoom(rows, () => write([]));
  }
}

/** The page kept for an address, and how old it is. */
export async function find(rows, path) {
  const page = await rows.read("page", path);
  if (!page) return null;
  const { pages, at } = await list(rows);
  return { ...page, at: at[Object.keys(pages).find((scope) => pages[scope][path])] };
}

/** A form of this deed that fits what was made here: of a record beside it, else of another of
 * the same scope, else the blank one. */
export async function formLike(rows, deed, near, beside) {
  const { pages, away } = await list(rows);
  const home = Object.values(pages).map(Object.keys).find((urls) => urls.some((url) => url.includes(near))) || [];
  const forms = home.filter((url) => url.startsWith(`/do/${deed}/`) && !away[url]).sort((a, b) => a.endsWith("blank/") - b.endsWith("blank/"));
  const found = await Promise.all(forms.map((url) => rows.read("page", url)));
  return found.find((page) => page?.body.includes(beside)) || found[0];
}

/** All pages go: somebody signs out. */
export async function forget(rows) {
  await forgetRows(rows.profile, ["page"]);
  await rows.write([], [["own", "pages"]]);
}

/** Pages that left before anybody was in come again. */
export async function mend(rows) {
  const here = await ask("rows", (all) => all.count(IDBKeyRange.bound([rows.profile, "page"], [rows.profile, "page", []])));
  if (here < (await count(rows))) await forget(rows);
}

/** Do what writes what waits. Where the disk is full, the ballast goes for it, then old pages. */
export async function withRoom(rows, work) {
  for (const makeRoom of [() => caches.delete("ballast"), () => leave(rows)]) {
    try {
      return await work();
    } catch (problem) {
      if (problem?.name !== "QuotaExceededError") throw problem;
      await makeRoom();
    }
  }
  return work();
}

/** The oldest pages leave, those of no community last: their addresses; none, if none is left. */
async function leave(rows) {
  const known = await list(rows);
  const stay = Object.entries(known.pages).flatMap(([scope, urls]) =>
    Object.entries(urls).map(([url, came]) => ({ url, order: scope === OWN ? Infinity : came })));
  const here = stay.filter(({ url }) => !known.away[url]).sort((a, b) => a.order - b.order);
  const gone = here.slice(0, Math.ceil(here.length / A_SHARE)).map(({ url }) => url);
  if (!gone.length) return gone;
  await rows.write([], gone.map((url) => ["page", url]));
  for (const url of gone) known.away[url] = true;
  await rows.write([["own", "pages", known]]).catch(() => {}); // there may be no room even for this
  return gone;
}

/** How many pages there are. */
export async function count(rows) {
  const { pages, away } = await list(rows);
  return Object.values(pages).map(Object.keys).flat().filter((url) => !away[url]).length;
}
