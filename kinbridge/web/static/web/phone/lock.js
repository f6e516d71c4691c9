/*
 * The lock. A random root key opens everything of one person; it lies wrapped on the phone:
 *   PIN -> Argon2id -> HMAC with a secret of this device that no script can read
 *       -> HKDF -> the key that wraps the root -> one key for rows, one for their names
 * Ten wrong PINs and the wrapped root is gone. What is sealed for the server needs none of it.
 */
import { change, forgetRows, keepProfile } from "./store.js";

const LIBRARY = "/static/web/vendor/noble-hashes-2.4.0/argon2.js";
const COST = { m: 46 * 1024, t: 1, p: 1 }; // 46 MiB: 0.7 to 1.0 s where it was measured
const WAITS = [0, 0, 0, 0, 0, 30, 60, 300, 900, 1800]; // seconds after so many wrong PINs
export const TRIES = 10;
const bytes = (text) => new TextEncoder().encode(text);
const random = (n) => crypto.getRandomValues(new Uint8Array(n));

export class WrongPin extends Error {}
export class Wait extends Error {
  constructor(until) {
    super("wait");
    this.until = until;
  }
}

async function wrappingKey(pin, profile) {
  const { argon2idAsync } = await import(LIBRARY);
  const slow = await argon2idAsync(pin, profile.salt, { ...profile.cost, dkLen: 32, asyncTick: 50 });
  const mixed = await crypto.subtle.sign("HMAC", profile.secret, slow);
  const from = await crypto.subtle.importKey("raw", mixed, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: profile.salt, info: bytes("kinbridge wrap") };
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function keysOf(root) {
  const from = await crypto.subtle.importKey("raw", root, "HKDF", false, ["deriveKey"]);
  const how = (info) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: bytes(info) });
  const names = { name: "HMAC", hash: "SHA-256", length: 256 };
  root.fill(0);
  return {
    rows: await crypto.subtle.deriveKey(how("rows"), from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    names: await crypto.subtle.deriveKey(how("names"), from, names, false, ["sign"]),
  };
}

/** A new profile behind a PIN; returns it with its keys. It is kept by whoever asked. */
export async function begin(pin, told) {
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  const secret = await crypto.subtle.generateKey(hmac, false, ["sign"]);
  const profile = { id: crypto.randomUUID(), salt: random(16), cost: COST, secret, failures: 0, until: 0, ...told };
  const root = random(32);
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: bytes(profile.id) };
  profile.wrapped = { iv, data: await crypto.subtle.encrypt(how, await wrappingKey(pin, profile), root) };
  return { profile, keys: await keysOf(root) };
}

/** The keys behind a PIN. A try counts before it is made: to end the browser wins none. */
export async function unlock(profile, pin) {
  if (profile.until > Date.now()) throw new Wait(profile.until);
  profile.failures += 1;
  const wait = WAITS[profile.failures] ?? 0;
  profile.until = wait ? Date.now() + wait * 1000 : 0;
  await counted(profile);
  try {
    const how = { name: "AES-GCM", iv: profile.wrapped.iv, additionalData: bytes(profile.id) };
    const root = await crypto.subtle.decrypt(how, await wrappingKey(pin, profile), profile.wrapped.data);
    Object.assign(profile, { failures: 0, until: 0 });
    await counted(profile);
    return await keysOf(new Uint8Array(root));
  } catch (problem) {
    if (problem.name !== "OperationError") throw problem;
    if (profile.failures >= TRIES) await erase(profile);
    throw new WrongPin();
  }
}

/** Where the disk is full all pages leave for it, unread: they come again (``kept.regain``). */
async function counted(profile) {
  try {
    await keepProfile(profile);
  } catch (problem) {
    if (problem?.name !== "QuotaExceededError") throw problem;
    if (!(await caches.delete("ballast"))) await forgetRows(profile.id, ["page"]);
    await keepProfile(profile);
  }
}

/** Nothing of this profile can be opened any more; its sealed forms stay. */
export async function erase(profile) {
  await change("profiles", (store) => store.delete(profile.id));
  await forgetRows(profile.id);
}
