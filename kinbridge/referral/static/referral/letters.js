/*
 * Letters: sealed here for others, opened by who holds a slot. The format, and why it is so:
 * docs/sealed-referrals.md. Whatever is wrong with a letter, it throws NotSealed.
 */
import { FlattenedEncrypt } from "./vendor/jose-6.2.18/jwe/flattened/encrypt.js";
import { generalDecrypt } from "./vendor/jose-6.2.18/jwe/general/decrypt.js";
import { base64url, bytes, canonical, digest, hasExactly, random, raw, sha256, text } from "./plain.js";
import { publicKey } from "./signatures.js";

const SLOTS = 4;
const SIZE = 1024; // bytes of the content, filled
const [ALG, ENC, TYPE, VERSION] = ["ECDH-ES+A256KW", "A256GCM", "kinbridge-referral", 1];
export const AGREES = { name: "ECDH", namedCurve: "P-256" };

export class NotSealed extends Error {}

/** What of an envelope can be read without opening it; or it throws NotSealed. */
export async function parse(told) {
  try {
    if (!hasExactly(told, ["protected", "recipients", "iv", "ciphertext", "tag"])) throw new Error();
    raw(told.iv, 12);
    raw(told.tag, 16);
    raw(told.ciphertext, SIZE);
    const kids = told.recipients.map(kidOf);
    if (kids.length !== SLOTS || new Set(kids).size !== SLOTS) throw new Error();
    const head = JSON.parse(text(raw(told.protected)));
    const { ref, ep, dv, to, ac } = head;
    if (!hasExactly(head, ["enc", "typ", "v", "ref", "ep", "dv", "to", "ac"])) throw new Error();
    if (head.enc !== ENC || head.typ !== TYPE || head.v !== VERSION) throw new Error();
    if (!Number.isInteger(ep) || !Number.isInteger(dv) || to !== (await digest(canonical(told.recipients)))) throw new Error();
    raw(ref, 16);
    raw(ac, 32);
    return { ref, epoch: ep, version: dv, answer: ac, kids, digest: await digest(canonical(told)) };
  } catch {
    throw new NotSealed();
  }
}

function kidOf(slot) {
  if (!hasExactly(slot, ["header", "encrypted_key"])) throw new Error();
  const { header } = slot;
  if (!hasExactly(header, ["alg", "epk", "kid"]) || header.alg !== ALG) throw new Error();
  publicKey(header.epk);
  raw(slot.encrypted_key, 40);
  raw(header.kid, 16);
  return header.kid;
}

/** A key that nobody has, for a slot that is nobody's. */
async function decoy() {
  const { publicKey: key } = await crypto.subtle.generateKey(AGREES, true, ["deriveBits"]);
  const { crv, kty, x, y } = await crypto.subtle.exportKey("jwk", key);
  return { kid: base64url(random(16)), key: { crv, kty, x, y } };
}

/** In an order that tells nothing. */
function shuffled(all) {
  return all.map((one) => [base64url(random(8)), one]).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The content key, wrapped for one recipient; what the library encrypts with it is dropped. */
async function slot({ kid, key }, contentKey) {
  const theirs = await crypto.subtle.importKey("jwk", publicKey(key), AGREES, false, []);
  const wrapped = await new FlattenedEncrypt(new Uint8Array())
    .setProtectedHeader({ alg: ALG, enc: ENC })
    .setContentEncryptionKey(contentKey)
    .encrypt(theirs);
  const { epk } = JSON.parse(text(raw(wrapped.protected)));
  return { header: { alg: ALG, kid, epk }, encrypted_key: wrapped.encrypted_key };
}

function padded(content) {
  const told = bytes(canonical(content));
  if (told.length > SIZE) throw new RangeError("more than a letter holds");
  const whole = new Uint8Array(SIZE).fill(32);
  whole.set(told);
  told.fill(0);
  return whole;
}

/** Seal for recipients [{ kid, key }]; nothing of the content stays. */
export async function seal(content, recipients, { epoch, version }) {
  if (!recipients.length || recipients.length > SLOTS) throw new RangeError("one to four recipients");
  const [contentKey, secret, ref] = [random(32), random(32), base64url(random(16))];
  const decoys = await Promise.all(Array.from({ length: SLOTS - recipients.length }, decoy));
  const slots = await Promise.all(shuffled([...recipients, ...decoys]).map((one) => slot(one, contentKey)));
  const to = await digest(canonical(slots));
  const head = { enc: ENC, typ: TYPE, v: VERSION, ref, ep: epoch, dv: version, to, ac: await digest(await sha256(secret)) };
  const plain = padded({ ...content, v: VERSION, ref, secret: base64url(secret) });
  const body = await new FlattenedEncrypt(plain).setProtectedHeader(head).setUnprotectedHeader({ alg: "dir" }).encrypt(contentKey);
  for (const one of [plain, contentKey, secret]) one.fill(0);
  return { protected: body.protected, iv: body.iv, ciphertext: body.ciphertext, tag: body.tag, recipients: slots };
}

/** The content, and the proof that it was opened: { content, proof }. */
export async function open(letter, { kid, key, ref, epoch }) {
  const envelope = await parse(letter);
  try {
    if (envelope.ref !== ref || envelope.epoch !== epoch) throw new Error();
    const mine = letter.recipients.filter(({ header }) => header.kid === kid);
    const allowed = { keyManagementAlgorithms: [ALG], contentEncryptionAlgorithms: [ENC] };
    const { plaintext } = await generalDecrypt({ ...letter, recipients: mine }, key, allowed);
    const content = JSON.parse(text(plaintext));
    const proof = await digest(raw(content.secret, 32));
    if (content.v !== VERSION || content.ref !== ref || (await digest(raw(proof))) !== envelope.answer) throw new Error();
    return { content, proof };
  } catch {
    throw new NotSealed();
  }
}
