/*
 * One request carries the waiting forms up and brings their answers and the renewed pages
 * down; it is repeated while there is more. Never two at once on this phone. What it cost is
 * noted: { at, up, down, ms, sent, pages, problem }.
 */
import * as kept from "./kept.js";
import * as outbox from "./outbox.js";
import { carriedFor, doneBy, sealedBy, triedToday, waitAgain } from "./seal.js";
import { packedKeys, written } from "./wire.js";

const { AT_ONCE } = outbox;
const LONGEST = 180_000; // ms for one request: 2G is slow
const REMEMBERED = 20;
const MOST_ROUNDS = 60; // in one exchange
const A_DAY = 86_400_000; // ms
const ADDRESS = "/exchange/";

/** Why nothing came of it: "offline", "forget" or "later"; "low", where the phone has no room. */
export class NotNow extends Error {}

async function packed(told) {
  const plain = new Blob([JSON.stringify(told)]);
  if (!window.CompressionStream) return { body: plain, headers: {} };
  const body = await new Response(plain.stream().pipeThrough(new CompressionStream("gzip"))).blob();
  return { body, headers: { "Content-Encoding": "gzip" } };
}

async function send(told, token, cost) {
  const { body, headers } = await packed(told);
  const began = performance.now();
  performance.clearResourceTimings();
  let reply;
  let answer;
  try {
    reply = await fetch(ADDRESS, {
      method: "POST", body, credentials: "omit", redirect: "manual", cache: "no-store",
      signal: AbortSignal.timeout(LONGEST),
      headers: { ...headers, "Content-Type": "application/json", "X-Kinbridge-Exchange": "1", Authorization: `Phone ${token}` },
    });
    if (reply.ok) answer = await reply.json();
  } catch {
    throw new NotNow("offline");
  } finally {
    const [timing] = performance.getEntriesByName(location.origin + ADDRESS).slice(-1);
    cost.up += body.size;
    cost.down += timing?.transferSize || 0;
    cost.ms += Math.round(performance.now() - began);
  }
  if (reply.headers.get("X-Kinbridge-Forget")) throw new NotNow("forget");
  if (!answer) throw new NotNow("later");
  return answer;
}

/** What is sealed here and cannot be read: its key is gone, or it is carried for somebody. */
async function orphans(rows, profile) {
  const known = new Set((await outbox.list(rows)).map(({ key }) => key));
  const left = (await sealedBy(profile.person)).filter(({ key }) => !known.has(key));
  const others = await carriedFor(({ person, tried = 0 }) => person !== profile.person && Date.now() - tried > A_DAY);
  return [...left, ...others].slice(0, AT_ONCE);
}

async function run({ rows, token, profile, masthead }, progress) {
  const cost = { at: Date.now(), up: 0, down: 0, ms: 0, sent: 0, pages: 0, problem: "" };
  let came = [];
  try {
    await kept.regain(rows);
    let going;
    let taken;
    let isAgain;
    let rounds = 0;
    let mark = await rows.read("own", "mark");
    let isLost = !mark; // with no mark, nobody knows whether what was done before is there
    let behind = 0; // what was lost goes before what may rest on it
    do {
      going = behind > AT_ONCE ? [] : await kept.withRoom(rows, () => outbox.leaving(rows));
      const { told, answered } = written(going, masthead?.dataset.version);
      const sealed = await orphans(rows, profile);
      const done = isLost ? await doneBy(profile.person) : [];
      const more = {
        mark, kept: await kept.told(rows), ...(sealed.length && { sealed: sealed.map(({ words }) => words) }),
        ...(done.length && { done: packedKeys(done.map(({ key }) => key)) }),
      };
      const answer = await send({ ...told, ...more }, token, cost);
      const answers = [...answered(answer.answers), ...(answer.opened || [])];
      const isDone = new Set(answers.filter(({ state }) => state === "done").map(({ key }) => key));
      await triedToday(sealed.filter(({ key, carried }) => carried && !isDone.has(key)));
      cost.sent += await kept.withRoom(rows, () => outbox.settle(rows, answers));
      const { unknown = [], lost } = answer;
      isAgain = lost || unknown.length || (sealed.length === AT_ONCE && isDone.size);
      if (lost && !isLost) isLost = true; // the next round asks
      else {
        if (unknown.length) await waitAgain(unknown.map((n) => done[n]));
        behind = Math.max(unknown.length, behind - AT_ONCE);
        isLost = false;
        if (answer.mark !== mark) await kept.withRoom(rows, () => rows.write([["own", "mark", (mark = answer.mark)]]));
      }
      taken = await kept.take(rows, answer.kept);
      came = came.concat(taken.came);
      cost.pages = came.length;
      progress(cost);
    } while ((taken.more || isAgain || going.length === AT_ONCE) && (rounds += 1) < MOST_ROUNDS);
  } catch (problem) {
    const isFull = problem?.name === "QuotaExceededError";
    if (!isFull && !(problem instanceof NotNow)) throw problem;
    cost.problem = isFull ? "low" : problem.message;
  }
  await remember(rows, cost);
  return { ...cost, came };
}

async function remember(rows, cost) {
  const log = (await rows.read("own", "log")) || [];
  await kept.withRoom(rows, () => rows.write([["own", "log", [...log, cost].slice(-REMEMBERED)]])).catch(() => {});
}

export const log = async (rows) => (await rows.read("own", "log")) || [];

let isNext = false;

/** Exchange, after the one that is under way; nothing, if another waits for that already. */
export async function exchange(open, progress = () => {}) {
  if (isNext) return null;
  isNext = true;
  return navigator.locks.request("kinbridge-exchange", () => {
    isNext = false;
    return run(open, progress);
  });
}
