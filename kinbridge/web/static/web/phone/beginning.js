/* Setting a phone up: a profile behind its PIN, made once and opened ever after. */
import { showErrors } from "./fields.js";
import { holdRoom } from "./kept.js";
import { begin, erase } from "./lock.js";
import { register } from "./parsing.js";
import { whyNot } from "./pin.js";
import { Rows, base64url, keepProfile, profiles } from "./store.js";
import { say } from "./words.js";

/** Who a sealed form is of, for this phone: nobody is named. */
async function tag(person) {
  return base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`kinbridge|${person}`)));
}

function complain(form, errors) {
  for (const old of form.querySelectorAll(".errorlist")) old.remove();
  showErrors(form, errors, document.createElement("ul"));
  form.elements[Object.keys(errors)[0]]?.focus();
}

/** What a form of setting up leads to: a profile behind its PIN, and its open rows. */
export async function setUp(form) {
  const { pin, again, picture } = form.elements;
  const wrong = whyNot(pin.value);
  if (wrong) return complain(form, { pin: [say(wrong)] });
  if (pin.value !== again.value) return complain(form, { again: [say("pin-differs")] });
  const progress = form.querySelector("[data-progress]");
  progress.textContent = say("locking");
  form.querySelector("button").disabled = true;
  try {
    const others = await profiles();
    const number = 1 + Math.max(0, ...others.map((one) => one.number));
    const made = await begin(pin.value, { number, picture: picture.value, contact: Date.now() });
    await register();
    const told = new FormData();
    told.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const reply = await fetch(form.action, { method: "POST", body: told, redirect: "error" });
    if (!reply.ok) throw new Error(reply.status);
    const me = await reply.json();
    Object.assign(made.profile, { language: me.language, person: await tag(me.person) });
    const rows = new Rows(made.profile.id, made.keys);
    await keepProfile(made.profile);
    await rows.write([["own", "me", me]]);
    for (const old of others) if (old.person === made.profile.person) await erase(old);
    await navigator.serviceWorker.ready;
    await navigator.storage?.persist?.();
    await holdRoom();
    return { profile: made.profile, rows, ...me };
  } catch {
    form.querySelector("button").disabled = false;
    progress.textContent = say("not-begun");
  }
}
