/*
 * The directory of keys: whom letters can be sealed for. Two of the three custodians whose
 * keys this device pinned must have signed it.
 */
import { canonical, epochAt, hasExactly, raw, sha256, text } from "./plain.js";
import { publicKey, saidBy, thumbprint } from "./signatures.js";

const NEEDED = 2;
const LONGEST = 30 * 86_400_000;
const MEMBERS = ["v", "country", "version", "issued", "expires", "previous", "entries", "revoked"];

/** Why a directory is not gone by: "unsigned", "unreadable", "older", "expired". */
export class NotVouchedFor extends Error {}

/** Thirty digits by which people compare a root. */
export async function rootNumber(root) {
  const prints = (await Promise.all(root.map(thumbprint))).sort().join(".");
  const number = [...(await sha256(prints))].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % 10n ** 30n;
  return String(number).padStart(30, "0").match(/.{5}/g).join(" ");
}

async function signers(whole, root) {
  const found = new Set();
  for (const key of root) {
    const kid = await thumbprint(publicKey(key));
    for (const one of whole.signatures.filter(({ header }) => header.kid === kid)) {
      const letter = `${one.protected}.${whole.payload}.${one.signature}`;
      await saidBy(letter, key, "kinbridge-directory").then(() => found.add(kid), () => {});
    }
  }
  return found.size;
}

/** The words of a statement that may be gone by; or it throws NotVouchedFor. */
export async function vouchedFor(statement, { root, now = Date.now(), seen = 0 }) {
  let words;
  try {
    const whole = JSON.parse(statement);
    if (root.length !== 3 || (await signers(whole, root)) < NEEDED) throw new NotVouchedFor("unsigned");
    words = JSON.parse(text(raw(whole.payload)));
    const lasts = Date.parse(words.expires) - Date.parse(words.issued);
    if (!hasExactly(words, MEMBERS) || words.v !== 1 || !Number.isInteger(words.version)) throw new Error();
    if (!(lasts > 0 && lasts <= LONGEST) || !Array.isArray(words.entries) || !Array.isArray(words.revoked)) throw new Error();
  } catch (problem) {
    throw problem instanceof NotVouchedFor ? problem : new NotVouchedFor("unreadable");
  }
  if (words.version < seen) throw new NotVouchedFor("older");
  if (Date.parse(words.expires) <= now) throw new NotVouchedFor("expired");
  return words;
}

/** A clock that is behind the statement is wrong: then it is when the statement was issued. */
export const epochOf = (words, now = Date.now()) => epochAt(Math.max(now, Date.parse(words.issued)));

/** The mailbox of an entry in this epoch, if its identity signed it and nobody revoked it. */
async function liveMailbox({ identity, mailboxes }, epoch, revoked) {
  for (const { kid, epoch: its, key, signature } of mailboxes) {
    if (its !== epoch || revoked.includes(kid)) continue;
    const said = await saidBy(signature, identity, "kinbridge-mailbox").catch(() => null);
    if (said && canonical(said) === canonical({ kid, epoch, key: publicKey(key) })) return { kid, key };
  }
  return null;
}

/** The entries that can be sealed for now, each with its mailbox. */
export async function live(words, now = Date.now()) {
  const epoch = epochOf(words, now);
  const found = await Promise.all(words.entries.map(async (entry) => ({ ...entry, mailbox: await liveMailbox(entry, epoch, words.revoked) })));
  return found.filter(({ mailbox }) => mailbox);
}
