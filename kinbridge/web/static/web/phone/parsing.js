/*
 * The one place where text of our server becomes a page, or the worker: the policy of the site
 * (trusted types) lets no other do it. No script in such text ever runs.
 */
const same = (text) => text;
const ours = { createHTML: same, createScriptURL: (url) => (url === "/service-worker.js" ? url : "") };
const policy = window.trustedTypes?.createPolicy("kinbridge", ours) || ours;

export const parsed = (html) => new DOMParser().parseFromString(policy.createHTML(html), "text/html");

export const register = () => navigator.serviceWorker.register(policy.createScriptURL("/service-worker.js"));
