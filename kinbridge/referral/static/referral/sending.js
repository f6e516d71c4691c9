/*
 * Letters on their way: put away sealed, sent with a token, a receipt checked, then what became
 * of them. No sign-in and no cookie: a token is the right to send, a capability the right to ask.
 */
import * as drawer from "./drawer.js";
import { base64url, canonical, digest, random, raw } from "./plain.js";
import { saidBy } from "./signatures.js";

const LONGEST = 60_000; // ms for one request

async function post(address, told) {
  const reply = await fetch(address, {
    method: "POST", body: JSON.stringify(told), headers: { "Content-Type": "application/json" },
    credentials: "omit", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(LONGEST),
  });
  return { ok: reply.ok, ...(await reply.json().catch(() => ({}))) };
}

/** Put a sealed letter away; from here on it goes by itself. */
export async function putAway({ envelope, ref, urgency, token, code, instead }) {
  // Sealed anew, it goes by the capability of the one before: so the server knows whose word it is.
  const capability = instead?.capability || base64url(random(32));
  const watch = await digest(raw(capability));
  const letter = { ref, code, urgency, envelope, token, watch, capability, sealedAt: Date.now(), instead: instead?.ref };
  letter.digest = await digest(canonical(envelope));
  await drawer.change(["letters", "tokens"], (letters, tokens) => {
    letters.put(letter);
    tokens.delete(token);
  });
  const kept = await drawer.ask("letters", (store) => store.get(ref));
  if (canonical(kept.envelope) !== canonical(envelope)) throw new Error("not kept");
  return letter;
}

async function deliver(letter) {
  const { token, urgency, envelope, watch, ref } = letter;
  const answer = await post("/s/", { token, urgency, envelope, watch });
  // Whose letter it is learns the rest from the server.
  if (letter.isCarried) return answer.receipt || answer.error ? letGo(ref) : null;
  if (answer.receipt) return receipted(letter, answer);
  if (["recipients", "malformed", "too_large"].includes(answer.error)) {
    return drawer.note(ref, { problem: answer.error, dead: answer.dead });
  }
  return answer.error ? anotherToken(letter) : null;
}

/** A token that does not count is replaced by the next. */
async function anotherToken({ ref }) {
  const [token] = await drawer.ask("tokens", (store) => store.getAllKeys());
  if (!token) return drawer.note(ref, { problem: "token_unknown" });
  await drawer.change(["tokens", "letters"], (tokens, letters) => {
    tokens.delete(token);
    const asked = letters.get(ref);
    asked.onsuccess = () => letters.put({ ...asked.result, token });
  });
  return deliver(await drawer.ask("letters", (store) => store.get(ref)));
}

/** The server's word counts if it is signed and is about this letter; then the letter itself goes. */
async function receipted(letter, { receipt, dead }) {
  const said = await saidBy(receipt, await drawer.thing("receipts"), "kinbridge-receipt").catch(() => null);
  if (!said || said.ref !== letter.ref || said.envelope !== letter.digest) {
    return drawer.note(letter.ref, { problem: "receipt" });
  }
  const gone = { envelope: undefined, token: undefined, problem: undefined };
  return drawer.note(letter.ref, { ...gone, receipt, storedAt: Date.parse(said.at), dead });
}

/** The new letter is there: the one that it was sealed instead of is closed, and goes from here. */
async function replace({ ref, capability, instead }) {
  const before = await drawer.ask("letters", (store) => store.get(instead));
  if (before?.receipt) {
    const told = await post("/s/answer/", { ref: instead, capability, arrived: "resealed", instead: ref });
    if (!told.ok) return;
  }
  if (before) await letGo(instead);
  await drawer.note(ref, { instead: undefined });
}

async function askAfter(letter) {
  const { ref, capability } = letter;
  if (letter.instead) await replace(letter);
  const state = await post("/s/state/", { ref, capability });
  if (state.ok) await drawer.note(ref, { state, askedAt: Date.now() });
}

/** Send what waits, ask after what was stored. Never two at once on this device. */
export const goOn = () =>
  navigator.locks.request("kinbridge-letters", async () => {
    for (const letter of await drawer.letters()) {
      if (letter.state?.state === "closed") continue;
      await (letter.receipt ? askAfter(letter) : deliver(letter)).catch(() => null);
    }
  });

/** Did help arrive? The answer, and what is known now. */
export async function answer({ ref, capability }, arrived) {
  const state = await post("/s/answer/", { ref, capability, arrived });
  if (state.ok) await drawer.note(ref, { state, answered: arrived, answeredAt: Date.now() });
  return state.ok;
}

export const letGo = (ref) => drawer.change("letters", (store) => store.delete(ref));
