/*
 * The pages a phone keeps. The server says which; here they are put away and found again.
 * One row lists what there is: { scopes: {name: cursor}, pages: {scope: [addresses]},
 * at: {scope: when it was last known to be up to date} }.
 */
import { forgetRows } from "./store.js";

const list = async (rows) => (await rows.read("own", "kept")) || { scopes: {}, pages: {}, at: {} };

/** What an exchange tells of the pages here. */
export const told = async (rows) => ({ scopes: (await list(rows)).scopes, lines: true });

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
  const drop = (scope) => gone.push(...(known.pages[scope] || []));
  for (const scope of news.gone) {
    drop(scope);
    for (const part of Object.values(known)) delete part[scope];
  }
  let more = false;
  for (const [scope, told] of Object.entries(news.scopes)) {
    if (told.fresh) drop(scope);
    const left = new Set(told.fresh ? [] : known.pages[scope]);
    const pages = await Promise.all(told.pages.map((page) => whole(rows, page)));
    const isRight = !pages.includes(null);
    for (const url of told.gone) left.delete(url);
    for (const page of pages) {
      if (!page) continue;
      left.add(page.url);
      puts.push(["page", page.url, page]);
    }
    gone.push(...told.gone);
    known.pages[scope] = [...left];
    if (isRight) known.scopes[scope] = told.cursor;
    else delete known.scopes[scope];
    more ||= told.more || !isRight;
  }
  if (!more) for (const scope of Object.keys(known.scopes)) known.at[scope] = now;
  await rows.write([...puts, ["own", "kept", known]], gone.map((url) => ["page", url]));
  return { came: puts.map(([, url]) => url), more };
}

/** The page kept for an address, and how old it is. */
export async function find(rows, path) {
  const page = await rows.read("page", path);
  if (!page) return null;
  const { pages, at } = await list(rows);
  return { ...page, at: at[Object.keys(pages).find((scope) => pages[scope].includes(path))] };
}

/** The form of the same deed about another record of the same scope: a form that fits. */
export async function formLike(rows, deed, near) {
  const { pages } = await list(rows);
  const home = Object.values(pages).filter((urls) => urls.some((url) => url.includes(near)));
  const url = home.flat().find((one) => one.startsWith(`/do/${deed}/`));
  return url ? rows.read("page", url) : null;
}

/** Pages leave for what waits; they come again when there is room. */
export async function makeRoom(rows) {
  await forgetRows(rows.profile, ["page"]);
  await rows.write([], [["own", "kept"]]);
}

/** How many pages there are. */
export async function count(rows) {
  return Object.values((await list(rows)).pages).flat().length;
}
