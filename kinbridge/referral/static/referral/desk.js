/*
 * <letters-desk point="KEY" submit="/do/submit_keys/KEY/"> … </letters-desk>: one desk of a focal
 * point on this device. Shows one of its parts: [data-part="make"] where there are no keys,
 * "unlock" where they are locked, "open" once they are not. Fires "unlocked" with its keys.
 */
import { say } from "/static/web/phone/words.js";
import { download } from "./handover.js";
import * as keys from "./keys.js";

class LettersDesk extends HTMLElement {
  async connectedCallback() {
    this.point = this.getAttribute("point");
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run(event.target);
    });
    this.addEventListener("click", ({ target }) => this.act(target.closest("button")?.dataset.act));
    this.addEventListener("change", ({ target }) => target.type === "file" && this.takeIn(target));
    this.part((await keys.known()).includes(this.point) ? "unlock" : "make");
  }

  part(name) {
    for (const one of this.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== name;
  }

  say(what) {
    this.querySelector("[role=status]").textContent = what ? say(what) : "";
  }

  async run(form) {
    const { passphrase, again } = form.elements;
    if (again && passphrase.value.length < keys.SHORTEST) return this.say("passphrase-short");
    if (again && passphrase.value !== again.value) return this.say("passphrase-differs");
    const button = form.querySelector("button:not([type=button])");
    this.say("working");
    button.disabled = true;
    try {
      const bunch = await (again ? keys.begin : keys.unlock)(this.point, passphrase.value, this.handed());
      await this.opened(bunch, Boolean(again));
    } catch (problem) {
      this.say(problem instanceof keys.WrongPassphrase ? "passphrase-wrong" : "not-made");
    }
    form.reset();
    button.disabled = false;
  }

  /** What the server has of this desk's keys: kid -> epoch. */
  handed() {
    const told = (this.getAttribute("kids") || "").split(" ").filter(Boolean);
    return new Map(told.map((one) => [one.split(":")[0], Number(one.split(":")[1])]));
  }

  /** Unlocked: what the server does not have yet is handed in, and the keys are tried. */
  async opened(bunch, isNew) {
    this.bunch = bunch;
    this.part("open");
    this.say("");
    const handed = this.handed();
    const isMissing = isNew || bunch.row.mailboxes.some(({ kid }) => !handed.has(kid));
    if (isMissing && !(await this.handIn().catch(() => false))) this.say("not-handed-in");
    else if (isMissing) this.say("handed-in");
    if (bunch.isBehind && !isNew) this.say("other-device");
    if (!(await keys.selfTest(bunch).catch(() => false))) this.say("test-failed");
    this.dispatchEvent(new CustomEvent("unlocked", { bubbles: true, detail: bunch }));
  }

  async handIn() {
    const told = new FormData();
    told.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    told.set("key", crypto.randomUUID());
    told.set("keys", JSON.stringify(await keys.publicHalves(this.bunch)));
    const reply = await fetch(this.getAttribute("submit"), { method: "POST", body: told, redirect: "manual" });
    return reply.type === "opaqueredirect";
  }

  async act(what) {
    if (what === "lock") location.reload();
    if (what === "to-file") download(keys.toFile(this.bunch), "kinbridge-keys.json");
    if (what === "test") this.say((await keys.selfTest(this.bunch).catch(() => false)) ? "test-well" : "test-failed");
    if (what === "lost" && confirm(say("lost-sure"))) {
      await keys.forget(this.point);
      this.part("make");
    }
  }

  async takeIn({ files: [file] }) {
    const isTaken = file && (await keys.fromFile(file, this.point));
    if (isTaken) this.part("unlock");
    this.say(isTaken ? "taken-in" : "not-keys");
  }
}

customElements.define("letters-desk", LettersDesk);
