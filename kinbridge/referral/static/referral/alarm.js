/*
 * <letters-alarm></letters-alarm> stands in a page, that of the lock too, and shows itself where
 * a letter waits for an answer longer than it may. Needs no network, no server and no key; a
 * page cannot wake a sleeping phone, so it also asks for the phone's own alarm.
 *   <letters-alarm hidden> <p data-when="due">…</p> <p data-when="open">…</p> </letters-alarm>
 */
import * as drawer from "./drawer.js";

const MINUTE = 60_000;
// How long after sealing: until the server must have it, until somebody must have accepted it.
const DUE = { U1: [20, 90], U2: [120, 1440], U3: [1440, 4320] };
const AGAIN = { U1: 10, U2: 60, U3: 240 }; // minutes between two alarms
const ACCEPTED = ["accepted", "acted", "confirmed", "closed"];

export const isAccepted = ({ state }) => ACCEPTED.includes(state?.state);

/** Whether a letter of one's own is still under way. */
export const isOpen = ({ isCarried, state }) => !isCarried && state?.state !== "closed";

/** When a letter sounds; nothing, if somebody took it on. A clock that went back sounds now. */
export function dueAt(letter) {
  if (isAccepted(letter)) return Infinity;
  const [stored, accepted] = DUE[letter.urgency];
  return letter.sealedAt + (letter.receipt ? accepted : stored) * MINUTE;
}

/** When this phone asks its person, by its own clock and whatever the network: did help arrive? */
export function asksAt({ state, answeredAt = 0 }) {
  const accepted = (state?.steps || []).filter(({ what }) => what === "accepted").at(-1);
  if (!accepted || state.state === "closed") return Infinity;
  const moments = state.answer_by.map((seconds) => Date.parse(accepted.at) + seconds * 1000);
  return moments.find((at) => at > answeredAt) ?? Infinity;
}

export const isAsking = (letter, now = Date.now()) => isOpen(letter) && now >= asksAt(letter);

/** Whether its sender can say so now; that stays, whatever was said before, until it is closed. */
export const canAnswer = (letter, now = Date.now()) => isAsking({ ...letter, answeredAt: 0 }, now);

export const isDue = (letter, now = Date.now()) => now >= dueAt(letter) || now < letter.sealedAt - MINUTE;

let sound;

function beep() {
  sound ??= new AudioContext();
  if (sound.state !== "running") return; // nobody has touched the page yet
  for (const at of [0, 0.5, 1]) {
    const tone = sound.createOscillator();
    tone.frequency.value = 880;
    tone.connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.3);
  }
}

class LettersAlarm extends HTMLElement {
  connectedCallback() {
    this.last = 0;
    addEventListener("pointerdown", () => sound?.resume(), { passive: true });
    this.timer = setInterval(() => this.look(), 10_000);
    this.look();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  /** What waits is sent from wherever somebody looks, from behind the lock too. */
  async goOn() {
    if (this.isSending || !navigator.onLine) return;
    this.isSending = true;
    const { goOn } = await import("./sending.js");
    await goOn().catch(() => {});
    setTimeout(() => { this.isSending = false; }, MINUTE / 2);
  }

  async look() {
    const all = await drawer.letters().catch(() => []);
    if (all.length && !document.querySelector("letters-list")) this.goOn();
    const open = all.filter((letter) => isOpen(letter));
    const due = open.filter((letter) => isDue(letter));
    const how = (due.length && "due") || (open.some((letter) => isAsking(letter)) && "asks") || "open";
    this.classList.toggle("danger", due.length > 0);
    for (const part of this.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== how;
    this.hidden = !open.length || !this.querySelector(`[data-when=${how}]`);
    const rest = Math.min(...due.map(({ urgency }) => AGAIN[urgency])) * MINUTE;
    if (!due.length || Date.now() - this.last < rest) return;
    this.last = Date.now();
    beep();
    navigator.vibrate?.([300, 200, 300]);
  }
}

customElements.define("letters-alarm", LettersAlarm);
