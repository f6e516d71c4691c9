/*
 * <letters-list>… <div data-letters></div></letters-list>: every letter that this device sent or
 * has to send, how it stands, what is asked of its sender. Pieces of the page: "letter",
 * "letter-step", "call"; the numbers to call are the links in #numbers.
 */
import { ago, piece, say } from "/static/web/phone/words.js";
import { canAnswer, isAccepted, isOpen } from "./alarm.js";
import { byCamera, byPhotos, show } from "./carried.js";
import * as drawer from "./drawer.js";
import { answer, goOn, letGo } from "./sending.js";

const EVERY = 20_000; // ms, while the page is open

/** In one word, how a letter stands; each is a sentence of the page ("letter-waiting", …). */
export function standingOf(letter) {
  if (letter.isCarried) return "carried";
  if (!letter.receipt) return letter.problem ? "refused" : "waiting";
  if (letter.state?.reseal) return "reseal";
  return letter.state?.state || "stored";
}

/** The first numbers of the page, to be called at once. */
function numbers() {
  const whole = document.createDocumentFragment();
  for (const { href } of [...document.querySelectorAll("#numbers a[href^=tel]")].slice(0, 2)) {
    const copy = piece("call", { phone: href.slice("tel:".length) });
    copy.querySelector("a").href = href;
    whole.append(copy);
  }
  return whole;
}

const by = ({ role, organisation }) => (role ? say("by", { role, organisation }) : "");

function stepOf({ what, at, phone, ...who }) {
  const copy = piece("letter-step", { what: say(`step-${what}`), by: by(who), when: new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }) });
  const link = copy.querySelector("a");
  if (phone) Object.assign(link, { href: `tel:${phone}`, textContent: phone });
  else link?.remove();
  return copy;
}

/* Silence is neither done nor failed: it has an age, and that is all there is to say of it. */
const newsOf = ({ state, storedAt }) => (storedAt ? say("no-news", { ago: ago(Date.parse(state?.news) || storedAt) }) : "");

function cardOf(letter) {
  const standing = standingOf(letter);
  const known = letter.state?.steps || [];
  const steps = document.createDocumentFragment();
  steps.append(...known.filter(({ what }) => what !== "asked").map(stepOf));
  const card = piece("letter", { code: letter.code, standing: say(`letter-${standing}`), sealed: say("sealed-ago", { ago: ago(letter.sealedAt) }), news: newsOf(letter), steps });
  const shows = {
    own: !letter.isCarried,
    call: !isAccepted(letter) && !letter.isCarried,
    carry: standing === "waiting",
    asks: Boolean(letter.state?.asks) || canAnswer(letter),
    news: isOpen(letter) && Boolean(letter.receipt),
    anew: standing === "refused" || standing === "reseal",
    dead: Boolean((letter.dead || letter.state?.dead)?.length),
    "let-go": standing === "closed" || standing === "refused" || standing === "reseal",
  };
  for (const part of card.querySelectorAll("[data-if]")) if (!shows[part.dataset.if]) part.remove();
  card.querySelector("[data-call]")?.replaceWith(numbers());
  const whole = card.firstElementChild;
  whole.dataset.ref = letter.ref;
  whole.classList.toggle("danger", shows.call);
  return card;
}

class LettersList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.act(event));
    addEventListener("online", () => this.renew());
    this.timer = setInterval(() => this.renew(), EVERY);
    this.paint().then(() => this.renew());
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async act({ target }) {
    const ref = target.closest("[data-ref]")?.dataset.ref;
    const { arrived, act } = target.closest("button")?.dataset || {};
    if (!ref || !(arrived || act)) return;
    const letter = (await drawer.letters()).find((one) => one.ref === ref);
    if (arrived && !(await answer(letter, arrived).catch(() => false))) return this.say("not-sent");
    if (act === "anew") return this.dispatchEvent(new CustomEvent("anew", { bubbles: true, detail: letter }));
    if (act === "let-go" && confirm(say("let-go-sure"))) await letGo(ref);
    if (act === "send") return this.renew();
    if (act === "carry") return show(letter, target.closest("[data-ref]").querySelector("[data-codes]"));
    await this.paint();
  }

  say(what) {
    this.querySelector("[role=status]").textContent = say(what);
  }

  /** Send, ask, and show what came of it. */
  async renew() {
    await goOn();
    await this.paint();
    this.dispatchEvent(new CustomEvent("renewed", { bubbles: true }));
  }

  async paint() {
    const all = await drawer.letters();
    const minute = Math.floor(Date.now() / 60_000); // ages go on
    const told = JSON.stringify([all, numbers().childElementCount, minute]);
    this.hidden = !all.length;
    if (told === this.told) return;
    this.told = told;
    this.querySelector("[data-letters]").replaceChildren(...all.map(cardOf));
  }
}

/* Another phone's letter is read in <details data-carry>: a button, photos, a place for the camera. */
document.querySelector("[data-carry]")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.closest("[data-camera]")) byCamera(currentTarget.querySelector("[data-codes]"), isTaken(currentTarget));
});
document.querySelector("[data-carry]")?.addEventListener("change", ({ target, currentTarget }) =>
  byPhotos(target.files, currentTarget.querySelector("[data-codes]"), isTaken(currentTarget)));

const isTaken = (place) => async (isLetter) => {
  place.querySelector("[data-codes]").textContent = say(isLetter ? "carried-in" : "no-letter");
  await document.querySelector("letters-list").renew();
};

customElements.define("letters-list", LettersList);
