/*
 * A waiting form, sealed so that only the server reads it (JWE: ECDH-ES on P-256, A256GCM). It
 * needs no PIN to be sent, and tells nobody anything: it outlives lock, wipe and phone.
 */
import { ask, base64url, change } from "./store.js";

const LONGEST_DONE = 14 * 86_400_000; // ms that a done form is kept, should the server lose it
const MOST_DONE = 1000;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const bytes = (text) => new TextEncoder().encode(text);

/* RFC 7518, 4.6.2: round 1, the agreed secret, what it is for, nobody named, 256 bits. */
function contentSecret(agreed) {
  const purpose = [0, 0, 0, 7, ...bytes("A256GCM"), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
  return crypto.subtle.digest("SHA-256", new Uint8Array([0, 0, 0, 1, ...new Uint8Array(agreed), ...purpose]));
}

async function sealed(told, { x, y }) {
  const theirs = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const epk = await crypto.subtle.exportKey("jwk", ours.publicKey);
  const head = base64url(bytes(JSON.stringify({ alg: "ECDH-ES", enc: "A256GCM", epk: { kty: "EC", crv: "P-256", x: epk.x, y: epk.y } })));
  const secret = await contentSecret(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256));
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(head) }, key, bytes(JSON.stringify(told))));
  return [head, "", base64url(iv), base64url(closed.slice(0, -16)), base64url(closed.slice(-16))].join(".");
}

/** How this person's forms are sealed, once the server's key is known. Their phone's token is
 * in there: so the server knows who wrote them, whoever brings them. */
export const sealer = ({ profile, person, token }, point) => async (form) =>
  ({ key: form.key, n: form.n, person: profile.person, words: await sealed({ person, token, form }, point) });

const inOrder = (forms) => forms.sort((a, b) => a.n - b.n);

const allBy = async (person) => inOrder(await ask("sealed", (store) => store.index("person").getAll(person)));

/** All that this person's forms have left sealed on this phone and waits, in their order. */
export const sealedBy = async (person) => (await allBy(person)).filter(({ done }) => !done);

/** What was done and is kept for a while all the same, in case the server has to be restored
 * from a backup (``sync.restored``). Those of long ago leave; all, where there is no room. */
export async function doneBy(person, isLow) {
  const kept = (await allBy(person)).filter(({ done }) => done).sort((a, b) => b.done - a.done);
  const goes = ({ done }, n) => isLow || n >= MOST_DONE || Math.abs(Date.now() - done) > LONGEST_DONE;
  const old = kept.filter(goes);
  if (old.length) await change("sealed", (store) => old.forEach(({ key }) => store.delete(key)));
  return inOrder(kept.filter((one) => !old.includes(one)));
}

/** In a transaction that tells it done: what is carried for somebody leaves. */
export function doneNow(store, key) {
  const asked = store.get(key);
  asked.onsuccess = () => {
    if (asked.result?.carried) store.delete(key);
    else if (asked.result) store.put({ ...asked.result, done: Date.now() });
  };
}

/** The server does not know these: they wait again. */
export const waitAgain = (forms) => change("sealed", (store) => forms.forEach(({ done, ...form }) => store.put(form)));

/** What this phone carries for others. */
export const carriedFor = async (others) => inOrder((await ask("sealed", (store) => store.getAll())).filter((one) => one.carried && others(one)));

/** Take in what another phone had waiting: how many that were not here. */
export async function takeIn(told, person) {
  const here = new Set(await ask("sealed", (store) => store.getAllKeys()));
  const sound = told.filter((one) => [one?.key, one?.words, one?.person].every((part) => typeof part === "string") && !here.has(one.key));
  const put = (store) => sound.forEach(({ key, n, words, person: whose }) => store.put({ key, n: Number(n) || 0, words, person: whose, carried: whose !== person }));
  if (sound.length) await change("sealed", put);
  return sound.length;
}

/** These could not be done yet; they are tried again another day. */
export async function triedToday(forms) {
  if (forms.length) await change("sealed", (store) => forms.forEach((form) => store.put({ ...form, tried: Date.now() })));
}
