/* Bytes and their one spelling, as docs/sealed-referrals.md writes them. */
export const bytes = (text) => new TextEncoder().encode(text);
export const text = (raw) => new TextDecoder("utf-8", { fatal: true }).decode(raw);
export const random = (n) => crypto.getRandomValues(new Uint8Array(n));

export const base64url = (raw) =>
  btoa(String.fromCharCode(...new Uint8Array(raw))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** The bytes that base64url says, in its one spelling and of this length; or it throws. */
export function raw(told, length) {
  if (typeof told !== "string" || !/^[\w-]*$/.test(told)) throw new Error("not base64url");
  const found = Uint8Array.from(atob(told.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  if (base64url(found) !== told || (length !== undefined && found.length !== length)) throw new Error("another spelling");
  return found;
}

/** JSON with its members sorted, no spaces. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const said = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${said.join(",")}}`;
}

export const sha256 = async (told) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", typeof told === "string" ? bytes(told) : told));
export const digest = async (told) => base64url(await sha256(told));

/** Whether an object has just these members. */
export const hasExactly = (told, names) =>
  told !== null && typeof told === "object" && !Array.isArray(told) &&
  Object.keys(told).sort().join() === [...names].sort().join();

/** A moment to the minute: 2026-11-25T10:00Z. */
export const minute = (at = Date.now()) => `${new Date(at).toISOString().slice(0, 16)}Z`;

const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const EPOCH = 30 * DAY;
const GRACE = 14 * DAY;
export const epochAt = (at = Date.now()) => Math.floor((at - FIRST_DAY) / EPOCH);
/** Whether a key of this epoch has served its time. */
export const isOver = (epoch, at = Date.now()) => at >= FIRST_DAY + (epoch + 1) * EPOCH + GRACE;
