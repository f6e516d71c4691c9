/*
 * What sealing needs is fetched beforehand, while somebody is signed in: tokens, the signed
 * directory, the places around. The first root that comes is pinned; another one is not taken.
 */
import * as drawer from "./drawer.js";
import { canonical } from "./plain.js";
import { vouchedFor } from "./directory.js";

const FEW = 5; // tokens
const DAY = 86_400_000;

/* No other site can set a header of ours without asking first. */
async function fetched(address, more, method = "GET") {
  const headers = { "X-Kinbridge-Letters": "1", ...more };
  const reply = await fetch(address, { method, headers, cache: "no-store", redirect: "error" });
  return reply.ok ? reply.json() : null;
}

/** Whether what is here is more than a day old, or tokens run out. */
export async function isDue(now = Date.now()) {
  const n = await drawer.ask("tokens", (store) => store.count());
  return n < FEW || now - ((await drawer.thing("at")) || 0) > DAY;
}

/** Renew what is here, and tell how things stand. ``headers``: who asks, on a phone without a session. */
export const prepare = (headers = {}) =>
  navigator.locks.request("kinbridge-preparing", () => renewed(headers));

async function renewed(headers) {
  const told = await fetched("/s/keys/", headers).catch(() => null);
  if (told) await takeKeys(told);
  if ((await drawer.ask("tokens", (store) => store.count())) < FEW) {
    const drawn = await fetched("/s/tokens/", headers, "POST").catch(() => null);
    if (drawn) await drawer.change("tokens", (store) => drawn.tokens.forEach((one) => store.put(1, one)));
  }
  return standing();
}

async function takeKeys({ statement, root, receipts, places }) {
  const pinned = await drawer.thing("root");
  if (pinned && root && canonical(pinned) !== canonical(root)) return drawer.keep({ foreign: root });
  const known = pinned || root;
  if (!known || !statement) return drawer.keep({ places, receipts });
  const seen = (await drawer.thing("seen")) || 0;
  const words = await vouchedFor(statement, { root: known, seen }).catch(() => null);
  if (!words) return drawer.keep({ root: known, receipts });
  return drawer.keep({ root: known, statement, receipts, places, seen: words.version, at: Date.now() });
}

/** How things stand: { words, root, tokens, receipts, places, problem }. */
export async function standing(now = Date.now()) {
  const names = ["root", "statement", "receipts", "places", "seen", "foreign"];
  const [root, statement, receipts, places, seen, foreign] = await Promise.all(names.map(drawer.thing));
  const tokens = await drawer.ask("tokens", (store) => store.getAllKeys());
  const found = { root, receipts, places: places || [], tokens, words: null, problem: "" };
  if (foreign) return { ...found, problem: "foreign" };
  if (!root || !statement || !tokens.length) return { ...found, problem: "unprepared" };
  try {
    found.words = await vouchedFor(statement, { root, seen, now });
    if (Date.parse(found.words.expires) - now < 7 * DAY) found.problem = "ageing";
  } catch (refusal) {
    found.problem = refusal.message;
  }
  return found;
}
