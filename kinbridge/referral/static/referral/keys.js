/*
 * A focal point's keys: an identity that signs, and a mailbox for each epoch that letters are
 * sealed for. They are made here, lie here behind a passphrase, and once unlocked no script can
 * read them out.
 *   passphrase -> Argon2id -> HKDF -> the key that wraps each private key
 */
import * as drawer from "./drawer.js";
import { AGREES, open, parse, seal } from "./letters.js";
import { base64url, bytes, epochAt, isOver, random } from "./plain.js";
import { signed } from "./signatures.js";

const LIBRARY = "/static/web/vendor/noble-hashes-2.4.0/argon2.js";
const COST = { m: 64 * 1024, t: 1, p: 1 }; // 64 MiB
const SIGNS = { name: "ECDSA", namedCurve: "P-256" };
const AHEAD = 3; // epochs: this one and the next two
export const SHORTEST = 15; // letters of a passphrase

export class WrongPassphrase extends Error {}

async function wrappingKey(passphrase, { salt, cost }) {
  const { argon2idAsync } = await import(LIBRARY);
  const slow = await argon2idAsync(passphrase.normalize("NFKC"), salt, { ...cost, dkLen: 32, asyncTick: 50 });
  const from = await crypto.subtle.importKey("raw", slow, "HKDF", false, ["deriveKey"]);
  slow.fill(0);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: bytes("kinbridge focal point") };
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A new pair: its public half, its private half wrapped, and in memory closed to scripts. */
async function made(kind, uses, wrapping, label) {
  const pair = await crypto.subtle.generateKey(kind, true, uses);
  const { crv, kty, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const plain = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const iv = random(12);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(label) }, wrapping, plain);
  const key = await crypto.subtle.importKey("pkcs8", plain, kind, false, uses);
  plain.fill(0);
  return { kept: { public: { crv, kty, x, y }, iv, data }, key };
}

async function unwrapped({ iv, data }, kind, uses, wrapping, label) {
  const how = { name: "AES-GCM", iv, additionalData: bytes(label) };
  const plain = new Uint8Array(await crypto.subtle.decrypt(how, wrapping, data));
  const key = await crypto.subtle.importKey("pkcs8", plain, kind, false, uses);
  plain.fill(0);
  return key;
}

const newMailbox = async (epoch, wrapping) => {
  const kid = base64url(random(16));
  const { kept, key } = await made(AGREES, ["deriveBits"], wrapping, kid);
  return { kept: { kid, epoch, ...kept }, key };
};

/**
 * Keys for this time and the next two, with what was missing made. ``handed``: kid -> epoch of what
 * the server has; where another device made them they are not made twice, but ``isBehind`` tells.
 */
async function renewed(bunch, handed = new Map(), now = Date.now()) {
  const epoch = epochAt(now);
  const row = { ...bunch.row, mailboxes: bunch.row.mailboxes.filter((one) => !isOver(one.epoch, now)) };
  const mailboxes = new Map(row.mailboxes.map(({ kid }) => [kid, bunch.mailboxes.get(kid)]));
  const isElsewhere = (kid, its) => its >= epoch && !mailboxes.has(kid);
  const elsewhere = [...handed].filter(([kid, its]) => isElsewhere(kid, its)).map(([, its]) => its);
  for (let next = epoch; next < epoch + AHEAD; next += 1) {
    if (elsewhere.includes(next) || row.mailboxes.some((one) => one.epoch === next)) continue;
    const { kept, key } = await newMailbox(next, bunch.wrapping);
    row.mailboxes.push(kept);
    mailboxes.set(kept.kid, { epoch: next, key });
  }
  const isChanged = row.mailboxes.length !== bunch.row.mailboxes.length || row.mailboxes.some((one, n) => one !== bunch.row.mailboxes[n]);
  if (isChanged) await drawer.change("keys", (store) => store.put(row));
  return { ...bunch, row, mailboxes, isBehind: elsewhere.length > 0 };
}

/** Make keys for a focal point's desk. What this device had for it before is gone. */
export async function begin(point, passphrase) {
  const row = { point, salt: random(16), cost: COST, mailboxes: [] };
  const wrapping = await wrappingKey(passphrase, row);
  const identity = await made(SIGNS, ["sign"], wrapping, "identity");
  row.identity = identity.kept;
  await drawer.change("keys", (store) => store.put(row));
  return renewed({ row, wrapping, identity: identity.key, mailboxes: new Map() });
}

/** The keys behind a passphrase; keys of times past go, those of times to come are made. */
export async function unlock(point, passphrase, handed) {
  const row = await drawer.ask("keys", (store) => store.get(point));
  const wrapping = await wrappingKey(passphrase, row);
  try {
    const identity = await unwrapped(row.identity, SIGNS, ["sign"], wrapping, "identity");
    const opened = row.mailboxes.map(async (one) =>
      [one.kid, { epoch: one.epoch, key: await unwrapped(one, AGREES, ["deriveBits"], wrapping, one.kid) }]);
    return await renewed({ row, wrapping, identity, mailboxes: new Map(await Promise.all(opened)) }, handed);
  } catch (problem) {
    throw problem.name === "OperationError" ? new WrongPassphrase() : problem;
  }
}

/** What the server is handed: public halves, each mailbox signed by the identity. */
export async function publicHalves({ row, identity }) {
  const told = row.mailboxes.map(({ kid, epoch, public: key }) => ({ kid, epoch, key }));
  const mailboxes = await Promise.all(told.map(async (one) => ({ ...one, signature: await signed(one, identity, "kinbridge-mailbox") })));
  return { identity: row.identity.public, mailboxes };
}

/** Whether what is sealed for these keys now opens with them. */
export async function selfTest({ row, mailboxes }) {
  const mine = row.mailboxes.find(({ epoch }) => epoch === epochAt());
  if (!mine) return false;
  const letter = await seal({ code: "test" }, [{ kid: mine.kid, key: mine.public }], { epoch: mine.epoch, version: 0 });
  const { ref } = await parse(letter);
  const { content } = await open(letter, { kid: mine.kid, ...mailboxes.get(mine.kid), ref });
  return content.code === "test";
}

/* Between devices the keys travel as they lie here: behind their passphrase. */
const asText = (value) => (value instanceof Uint8Array || value instanceof ArrayBuffer ? { bytes: base64url(value) } : value);
const packed = (one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, asText(value)]));
const fromText = (value) => (value?.bytes ? Uint8Array.from(atob(value.bytes.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)) : value);
const unpacked = (one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, fromText(value)]));

/** A file for another device of the same person. */
export function toFile({ row }) {
  const told = { ...packed(row), identity: packed(row.identity), mailboxes: row.mailboxes.map(packed) };
  return new Blob([JSON.stringify({ kinbridge: "keys", v: 1, ...told })], { type: "application/json" });
}

/**
 * Take keys in from another device, beside those that are here; false, if the file is none, of
 * another desk, or behind another passphrase than these.
 */
export async function fromFile(file, point) {
  const told = await file.text().then(JSON.parse).catch(() => null);
  if (told?.kinbridge !== "keys" || told.point !== point || !told.identity || !told.mailboxes?.length) return false;
  const { kinbridge, v, ...whole } = told;
  const row = { ...unpacked(whole), identity: unpacked(whole.identity), mailboxes: whole.mailboxes.map(unpacked) };
  const here = await drawer.ask("keys", (store) => store.get(point));
  if (here && base64url(here.salt) !== base64url(row.salt)) return false;
  const more = (here?.mailboxes || []).filter(({ kid }) => !row.mailboxes.some((one) => one.kid === kid));
  row.mailboxes = [...row.mailboxes, ...more].sort((a, b) => a.epoch - b.epoch);
  await drawer.change("keys", (store) => store.put(row));
  return true;
}

export const known = async () => (await drawer.ask("keys", (store) => store.getAllKeys()));
export const forget = (point) => drawer.change("keys", (store) => store.delete(point));
