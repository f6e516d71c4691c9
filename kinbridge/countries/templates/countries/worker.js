{% autoescape off %}/* Keeps /now/ and what it looks like, and nothing else. A new list is a new worker. */
const FILES = {{ files }};
const CACHE = "now-{{ version }}";

self.addEventListener("install", (event) => {
  const fresh = FILES.map((url) => new Request(url, { cache: "no-cache", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("now-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))));
});

/* From the network, where there is one; else as it was kept, in the first language that fits. */
async function answer(request) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(CACHE);
    const path = new URL(request.url).pathname;
    const languages = request.mode === "navigate" ? navigator.languages.map((one) => `${path}?in=${one.slice(0, 2)}`) : [];
    for (const url of [...languages, request.url, `${path}?in=en`]) {
      const kept = await cache.match(url);
      if (kept) return kept;
    }
    return Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === location.origin) event.respondWith(answer(event.request));
});
{% endautoescape %}
