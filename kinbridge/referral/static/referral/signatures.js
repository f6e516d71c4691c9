/* Signatures (compact JWS, ES256), each of a kind, so that none passes as another. */
import { CompactSign } from "./vendor/jose-6.2.18/jws/compact/sign.js";
import { compactVerify } from "./vendor/jose-6.2.18/jws/compact/verify.js";
import { bytes, canonical, digest, hasExactly, raw, text } from "./plain.js";

const SIGNS = { name: "ECDSA", namedCurve: "P-256" };

/** The four members of a public key, and nothing else; or it throws. */
export function publicKey(told) {
  if (!hasExactly(told, ["crv", "kty", "x", "y"]) || told.kty !== "EC" || told.crv !== "P-256") throw new Error("not a key of ours");
  raw(told.x, 32);
  raw(told.y, 32);
  return told;
}

/** What a public key is known by (RFC 7638). */
export const thumbprint = ({ crv, kty, x, y }) => digest(canonical({ crv, kty, x, y }));

/** What the owner of this public key signed; or it throws. */
export async function saidBy(signature, key, kind) {
  const verifier = await crypto.subtle.importKey("jwk", publicKey(key), SIGNS, false, ["verify"]);
  const { payload, protectedHeader } = await compactVerify(signature, verifier, { algorithms: ["ES256"] });
  if (canonical(protectedHeader) !== canonical({ alg: "ES256", typ: kind })) throw new Error("another kind");
  raw(signature.split(".")[2], 64);
  return JSON.parse(text(payload));
}

export const signed = (said, key, kind) =>
  new CompactSign(bytes(canonical(said))).setProtectedHeader({ alg: "ES256", typ: kind }).sign(key);
