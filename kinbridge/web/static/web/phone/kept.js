/*
 * The pages a phone keeps. The server says which; here they are put away and found again.
 * One row lists what there should be: { scopes: {name: cursor}, pages: {scope: {address: when it
 * came}}, at: {scope: when it was last known to be up to date} }. Pages that are listed and have
 * no row left for what waits, because the disk was full; they come again when there is room.
 */
import { forgetRows } from "./store.js";

const OWN = "own"; // what belongs to no community: the masthead, today
const A_SHARE = 4; // of all pages, a fourth leaves at once
const BALLAST = 4_000_000; // bytes

const list = async (rows) => (await rows.read("own", "pages")) || { scopes: {}, pages: {}, at: {} };
const addresses = (pages) => Object.values(pages).flatMap(Object.keys);

/* Browsers do not tell how much room there is, and give back that of deleted rows late, that of
 * a deleted file at once. So a file of nothing keeps room for what will wait. */
export const isLow = async () => !(await caches.has("ballast"));

/** Keep room for what will wait; false, where there is none. */
export async function holdRoom() {
  if (!(await isLow())) return true;
  const put = async (cache) => cache.put("/ballast", new Response(new Uint8Array(BALLAST)));
  return caches.open("ballast").then(put).then(() => true, async () => !(await caches.delete("ballast")));
}

/** What an exchange tells of the pages here. */
export const told = async (rows) => ({ scopes: (await list(rows)).scopes, lines: true });

/** Pages that left are asked for anew, once there is room for them. */
export async function regain(rows) {
  const known = await list(rows);
  const all = addresses(known.pages);
  if ((await rows.count("page")) >= all.length || !(await holdRoom())) return;
  const here = await rows.having("page", all);
  for (const [scope, urls] of Object.entries(known.pages)) {
    const gone = Object.keys(urls).filter((url) => !here.has(url));
    for (const url of gone) delete urls[url];
    if (gone.length) delete known.scopes[scope];
  }
  await rows.write([["own", "pages", known]]);
}

async function digest({ title, look, body }) {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode([title, look, body].join("\n")));
  return [...new Uint8Array(sum, 0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A page that came as what became of the lines of the old one: null, if that fails; nothing, if
 * the old one left. */
async function whole(rows, { lines, ...page }) {
  if (!lines) return page;
  const before = await rows.read("page", page.url);
  if (!before) return undefined;
  const old = before.body.split("\n");
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
    const pages = await Promise.all(told.pages.map((page) => whole(rows, page)));
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

/** Write pages; where the disk is full the oldest leave, and those that came do not stay. */
async function putAway(rows, puts, gone, known) {
  const write = (pages) => rows.write([...pages, ["own", "pages", known]], gone.map((url) => ["page", url]));
  try {
    await write(puts);
  } catch (problem) {
    if (problem?.name !== "QuotaExceededError") throw problem;
    await leave(rows);
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
  const { pages } = await list(rows);
  const home = Object.values(pages).map(Object.keys).find((urls) => urls.some((url) => url.includes(near))) || [];
  const forms = home.filter((url) => url.startsWith(`/do/${deed}/`)).sort((a, b) => a.endsWith("blank/") - b.endsWith("blank/"));
  const found = (await Promise.all(forms.map((url) => rows.read("page", url)))).filter(Boolean);
  return found.find((page) => page.body.includes(beside)) || found[0];
}

/** All pages go: somebody signs out. */
export async function forget(rows) {
  await forgetRows(rows.profile, ["page"]);
  await rows.write([], [["own", "pages"]]);
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

/** The oldest pages leave, those of no community last. */
async function leave(rows) {
  const { pages } = await list(rows);
  const here = await rows.having("page", addresses(pages));
  const stay = Object.entries(pages).flatMap(([scope, urls]) =>
    Object.entries(urls).map(([url, came]) => ({ url, order: scope === OWN ? Infinity : came })));
  const old = stay.filter(({ url }) => here.has(url)).sort((a, b) => a.order - b.order);
  await rows.write([], old.slice(0, Math.ceil(old.length / A_SHARE)).map(({ url }) => ["page", url]));
}

/** How many pages there are. */
export const count = (rows) => rows.count("page");
