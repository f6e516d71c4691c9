/*
 * On the pages that are always at hand: <a href="about:blank" data-exit>. Leaving puts another
 * page in the place of this one, so that "back" does not return to it. And /now/ is kept by a
 * worker that controls nothing else, so that it opens without a network once it was seen; a phone
 * that was set up has a worker of its own, which keeps it already.
 */
for (const link of document.querySelectorAll("[data-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

const worker = "/now/worker.js";
const ours = { createScriptURL: (url) => (url === worker ? url : "") };
if (location.pathname === "/now/" && navigator.serviceWorker && !(await navigator.serviceWorker.getRegistration("/"))) {
  const policy = window.trustedTypes?.createPolicy("kinbridge", ours) || ours;
  await navigator.serviceWorker.register(policy.createScriptURL(worker)).catch(() => {});
}
