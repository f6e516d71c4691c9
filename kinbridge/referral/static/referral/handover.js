/*
 * An opened letter in words, and as what a service takes into its own records: a file and a
 * sheet. Made on this device only; the server never sees either.
 */
import { say } from "/static/web/phone/words.js";

/** Hand a file to whoever is there. */
export function download(file, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const words = (lists, list, code) => lists[list]?.find(([known]) => known === code)?.[1] ?? code;

/** The answers of a letter in order, as [what, words]. ``lists``: codes and their words. */
export function inWords(content, lists, places = []) {
  const of = (list, code) => words(lists, list, code);
  const { sender, reach, consent } = content;
  const place = places.find(({ code }) => code === content.ward)?.name;
  const told = {
    code: content.code, urgency: of("urgency", content.urgency), need: of("need", content.need),
    since: of("since", content.since), age: of("age", content.age), sex: of("sex", content.sex),
    consent_child: of("consent", consent.child), consent_carer: of("consent", consent.carer),
    safety: content.safety.map((code) => of("safety", code)).join(" · "),
    reach: of("reach", reach.how), when: of("when", reach.when),
    through: reach.through === "nobody" ? "" : of("through", reach.through),
    access: content.access.map((code) => of("access", code)).join(" · "),
    language: of("language", content.language), ward: place ? `${place} (${content.ward})` : content.ward,
    duty: of("duty", content.duty), role: of("role", sender.role), callback: sender.callback, hours: sender.hours,
  };
  return Object.entries(told).filter(([, said]) => said).map(([name, said]) => [say(`field-${name}`), said, name]);
}

/** The documented file (docs/sealed-referrals.md): what the letter says, without its secret. */
export function toFile({ secret, ...content }, accepted) {
  const told = { format: "kinbridge-hand-over", version: 1, accepted, referral: content };
  return new Blob([`${JSON.stringify(told, null, 1)}\n`], { type: "application/json" });
}
