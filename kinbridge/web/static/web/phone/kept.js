/*
 * The pages a phone keeps. The server says which; here they are put away and found again.
 * One row lists what there is: { scopes: {name: cursor}, pages: {scope: {url: digest}},
 * at: {scope: when it was last known to be up to date} }.
 */
const EMPTY = { scopes: {}, pages: {}, at: {} };

const list = async (rows) => (await rows.read("own", "kept")) || structuredClone(EMPTY);

/** What an exchange tells of the pages here; digests only where they were asked for. */
export async function told(rows, asked) {
  const { scopes, pages } = await list(rows);
  return { scopes, pages: Object.fromEntries(asked.map((scope) => [scope, pages[scope] || {}])) };
}

/** Put away what an exchange brought. Returns the pages that came and the scopes to ask for. */
export async function take(rows, news, now = Date.now()) {
  const known = await list(rows);
  const puts = [];
  const gone = [];
  const ask = [...news.changed];
  for (const scope of news.gone) {
    gone.push(...Object.keys(known.pages[scope] || {}));
    for (const part of Object.values(known)) delete part[scope];
  }
  for (const [scope, told] of Object.entries(news.scopes)) {
    const pages = (known.pages[scope] ??= {});
    for (const url of told.gone) delete pages[url];
    for (const page of told.pages) {
      pages[page.url] = page.digest;
      puts.push(["page", page.url, page]);
    }
    gone.push(...told.gone);
    if (told.more) ask.push(scope);
    else known.scopes[scope] = told.cursor;
  }
  for (const scope of Object.keys(known.scopes)) if (!ask.includes(scope)) known.at[scope] = now;
  await rows.write([...puts, ["own", "kept", known]], gone.map((url) => ["page", url]));
  return { came: puts.map(([, url]) => url), ask };
}

/** The page kept for an address, with the scope it came in and how old it is. */
export async function find(rows, path) {
  const page = await rows.read("page", path);
  if (!page) return null;
  const { pages, at } = await list(rows);
  const scope = Object.keys(pages).find((name) => path in pages[name]);
  return { ...page, scope, at: at[scope] };
}

/** The form of the same deed about another record of the same scope: a form that fits. */
export async function formLike(rows, deed, near) {
  const { pages } = await list(rows);
  const home = Object.values(pages).filter((urls) => Object.keys(urls).some((url) => near.some((key) => url.includes(key))));
  const url = home.flatMap((urls) => Object.keys(urls)).find((url) => url.startsWith(`/do/${deed}/`));
  return url ? rows.read("page", url) : null;
}

/** How many pages there are. */
export async function count(rows) {
  const { pages } = await list(rows);
  return Object.values(pages).reduce((n, urls) => n + Object.keys(urls).length, 0);
}
