/*
 * <read-aloud>: a button that reads out what it stands in, in the language of the page. Only
 * voices that live on the phone: others would send the words elsewhere. Where there is none
 * for the language, there is no button.
 */
import { piece } from "./words.js";

const A_BREATH = 180; // signs: some browsers fall silent in longer ones
const speech = window.speechSynthesis;

const voiceFor = (language) =>
  speech.getVoices().find((voice) => voice.localService && voice.lang.split(/[-_]/)[0] === language.split("-")[0]);

/** What is read of a place, in breaths. */
function breaths(place) {
  const whole = place.cloneNode(true);
  for (const one of whole.querySelectorAll("read-aloud, form, nav, [aria-hidden], [hidden]")) one.remove();
  const lines = [...whole.querySelectorAll("h1, h2, h3, p, li, dt, dd, blockquote, th, td")];
  const alone = lines.filter((line) => !line.querySelector("p, li, dd, blockquote"));
  return alone.flatMap((line) => line.textContent.replace(/\s+/g, " ").trim().match(new RegExp(`.{1,${A_BREATH}}(?:[.!?؟،;,:\\s]|$)`, "g")) || []);
}

class ReadAloud extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    this.append(piece("read-aloud"));
    this.addEventListener("click", () => (this.isOn ? speech.cancel() : this.read()));
  }

  disconnectedCallback() {
    if (this.isOn) speech.cancel();
  }

  read() {
    speech.cancel();
    const place = this.closest("[data-read]") || this.closest("main");
    const voice = voiceFor(document.documentElement.lang);
    const said = breaths(place).map((text) => Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang }));
    if (!said.length) return;
    this.turn(true);
    for (const one of said) one.onerror = () => this.turn(false);
    said.at(-1).onend = () => this.turn(false);
    said.forEach((one) => speech.speak(one));
  }

  turn(isOn) {
    this.isOn = isOn;
    this.querySelector("button").setAttribute("aria-pressed", isOn);
  }
}

/** Offer it on a page and on each of its parts that ask for it, where a voice is there. */
export function offer(main) {
  if (!voiceFor(document.documentElement.lang)) return;
  if (!customElements.get("read-aloud")) customElements.define("read-aloud", ReadAloud);
  for (const place of [main.querySelector(".page-head"), ...main.querySelectorAll("[data-read]")]) {
    place?.append(document.createElement("read-aloud"));
  }
}

addEventListener("pagehide", () => speech.cancel());
