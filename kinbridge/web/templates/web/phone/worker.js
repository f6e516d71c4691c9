{% autoescape off %}/*
 * The service worker. It serves the one frame page for every address, and the files that the
 * frame needs; it keeps no page of anybody and knows no key. A new version waits until the
 * frame says that nothing is being written.
 */
const TOLD = {{ told }};
const CACHE = `phone-${TOLD.version}`;
const FRAMES = Object.values(TOLD.frames);
const FILES = [...TOLD.loaded, ...TOLD.first, ...TOLD.later];

/* What the page has loaded already is asked about at once; the rest comes in one answer,
 * { address: [heads, body] }: on 2G each request costs seconds. */
const askAgain = { cache: "no-cache", credentials: "omit" };

async function keepLoaded() {
  await (await caches.open(CACHE)).addAll(TOLD.loaded.map((url) => new Request(url, askAgain)));
}

async function keep(part) {
  const told = await fetch(TOLD.bundles[part], askAgain);
  if (!told.ok) throw new Error(told.status);
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(await told.json()).map(([url, [headers, body]]) => cache.put(url, new Response(body, { headers }))));
}

self.addEventListener("install", (event) => event.waitUntil(Promise.all([keep("first"), keepLoaded()])));

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name.startsWith("phone-") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

/* What is rarely needed comes when all else is there. */
async function keepTheRest() {
  const here = (await (await caches.open(CACHE)).keys()).map(({ url }) => url.slice(location.origin.length));
  if (TOLD.later.some((url) => !here.includes(url))) await keep("later");
}

/* Never behind the back of another frame in which something may be being written. */
async function takeOver() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length < 2) await self.skipWaiting();
}

self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOver());
  if (event.data === "keep the rest") event.waitUntil(keepTheRest().catch(() => {}));
});

/* Signing in, and what belongs to the account, stays between the person and the server. */
const isPlain = (path) => path === TOLD.begin || TOLD.plain.some((start) => path.startsWith(start));

const kept = async (url) => (await caches.open(CACHE)).match(url);

/* First steps and triage: at once, in the language asked for, or in the first one. */
const alwaysAt = (path) => TOLD.always.find((url) => url.startsWith(`${path}?`));

async function navigated(request, { pathname: path, search }) {
  const always = alwaysAt(path);
  if (always) return (await kept(path + search)) || (await kept(always)) || fetch(request);
  if (!isPlain(path)) return (await kept(FRAMES[0])) || fetch(request);
  try {
    return await fetch(request);
  } catch {
    return kept(FRAMES[0]);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(navigated(request, url));
  else if (FILES.includes(url.pathname + url.search)) {
    event.respondWith(kept(url.pathname + url.search).then((found) => found || fetch(request)));
  }
});
{% endautoescape %}
