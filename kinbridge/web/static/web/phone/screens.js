/* What the phone itself adds to its pages: how things stand, what waits. */
import { log } from "./exchange.js";
import * as kept from "./kept.js";
import * as outbox from "./outbox.js";
import { ago, piece, say } from "./words.js";

export const PLACE = "/phone/waiting/";

/** A key as addresses write it. */
export const dashed = (key) => key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** Pieces one after the other. */
export function all(pieces) {
  const whole = document.createDocumentFragment();
  whole.append(...pieces);
  return whole;
}

function state(form) {
  const waits = form.tried ? "tried" : form.file ? "file" : "waiting";
  const said = say(`state-${form.state === "waiting" ? waits : form.state}`);
  return form.message ? `${said} (${form.message})` : said;
}

/** A waiting form in a list. */
export const row = (form) =>
  piece("waiting", { title: form.title, url: `${PLACE}${form.key}/`, of: form.of, when: ago(Date.parse(form.at)), state: state(form) });

/** What the strip under the masthead says. */
export async function strip(rows, problem) {
  const forms = await outbox.list(rows);
  const needy = forms.filter((form) => outbox.NEEDS_YOU.includes(form.state)).length;
  const last = (await log(rows)).filter((one) => !one.problem).at(-1);
  const said = [];
  if (needy) said.push(say("needs", { n: needy }));
  if (forms.length > needy) said.push(say("waiting", { n: forms.length - needy }));
  said.push(problem ? say(problem) : last ? say("sent", { ago: ago(last.at) }) : say("never"));
  return { text: said.join(" · "), icon: needy ? "differs" : forms.length ? "today" : "kept" };
}

/** One waiting form: what it is about, how it stands, what can be written about it already. */
export async function goOn(rows, form, masthead) {
  const made = masthead?.querySelector(`[data-deed="${form.deed}"]`)?.dataset.makes;
  const about = [...(masthead?.querySelectorAll(`[data-about="${made}"]`) || [])];
  const links = [];
  for (const { dataset, textContent } of made ? about : []) {
    if (!(await kept.formLike(rows, dataset.deed, form.home, dashed(form.about)))) continue;
    const link = document.createElement("a");
    link.href = `/do/${dataset.deed}/${dashed(form.key)}/`;
    link.textContent = textContent;
    links.push(document.createElement("li"));
    links.at(-1).append(link);
  }
  const whole = piece("go-on", { state: state(form), record: form.leadsTo, deeds: all(links) });
  if (!links.length) whole.querySelector(".go-on").remove();
  return whole;
}

/** What waits about the things on this page. */
export async function waitingHere(rows, path) {
  const here = (await outbox.list(rows)).filter((form) => form.from === path || path.includes(dashed(form.about)));
  return here.length ? piece("waiting-here", { forms: all(here.map(row)) }) : null;
}
