/*
 * The closed questions, one screen after the other: <form data-seal> with <section data-step>.
 * What is answered stands in the form and nowhere else; leaving the page empties it.
 */
import { random } from "./plain.js";

const LETTERS = "23456789CFGHJMPQRVWX"; // none that read alike, no words

/** By this a referral is named on the telephone: 7 letters that say nothing. */
function newCode() {
  const drawn = [];
  while (drawn.length < 7) drawn.push(...[...random(16)].filter((byte) => byte < 240).map((byte) => LETTERS[byte % 20]));
  return `${drawn.slice(0, 3).join("")}-${drawn.slice(3, 7).join("")}`;
}

const one = (told, name) => told.get(name) ?? "";

/** The content of a letter, as the form says it now. */
export function contentOf(form) {
  const told = new FormData(form);
  return {
    code: newCode(),
    ...Object.fromEntries(["urgency", "need", "age", "sex", "duty", "language", "ward", "since"].map((name) => [name, one(told, name)])),
    consent: { child: one(told, "consent_child"), carer: one(told, "consent_carer") },
    safety: told.getAll("safety"),
    access: told.getAll("access"),
    reach: { how: one(told, "reach"), when: one(told, "when"), through: one(told, "through") },
    sender: { role: one(told, "role"), callback: one(told, "callback").trim(), hours: one(told, "hours").trim() },
  };
}

export class Steps {
  constructor(form, arrived) {
    this.form = form;
    this.all = [...form.querySelectorAll("[data-step]")];
    this.arrived = arrived;
    form.addEventListener("click", ({ target }) => {
      const way = target.closest("[data-go]")?.dataset.go;
      if (way === "on" && this.isWell()) this.show(this.at + 1);
      else if (way === "back") this.show(this.at - 1);
    });
    addEventListener("pagehide", () => this.empty());
    this.show(0, false);
  }

  /** What is missing on this screen is said at its field. */
  isWell() {
    const wrong = [...this.all[this.at].querySelectorAll("input, select")].filter((control) => !control.checkValidity());
    for (const field of this.all[this.at].querySelectorAll(".field")) {
      const isWrong = wrong.some((control) => field.contains(control));
      field.classList.toggle("has-errors", isWrong);
      const said = field.querySelector(".errorlist");
      if (said) said.hidden = !isWrong;
    }
    wrong[0]?.focus();
    return !wrong.length;
  }

  show(at, moves = true) {
    this.at = Math.max(0, Math.min(at, this.all.length - 1));
    this.all.forEach((step, n) => { step.hidden = n !== this.at; });
    if (!moves) return;
    this.arrived?.(this.all[this.at]);
    scrollTo(0, 0);
    this.all[this.at].querySelector("h2").focus();
  }

  empty() {
    this.form.reset();
    this.show(0, false);
  }
}
