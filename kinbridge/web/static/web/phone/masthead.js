/* The frame's own dress: its language, and the masthead of whoever is in. */
import { here } from "./here.js";
import { parsed } from "./parsing.js";
import { sealer } from "./seal.js";
import { piece } from "./words.js";

/** Sentences and pieces outlive the pages that are swapped in <main>. */
export function keepTemplates(page = document) {
  page.querySelector(".phone-strip").append(...page.querySelectorAll("main template"));
}

/** Let the frame speak another language. */
export async function speak(language) {
  if (!language || document.documentElement.lang === language) return;
  const page = parsed(await (await fetch(`/phone/frame/?in=${language}`)).text());
  for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, page.documentElement.getAttribute(name));
  keepTemplates(page);
  document.body.replaceChildren(...page.body.childNodes);
}

/** Put on what is kept of this person's masthead. */
export async function dress() {
  const kept = await here.own.rows.read("page", "/phone/masthead/");
  if (!kept) return;
  const told = parsed(kept.body).querySelector("[data-masthead]");
  here.own.masthead = told;
  here.own.seal = sealer(here.own, told.dataset);
  const worn = piece("masthead", { name: told.dataset.name });
  worn.querySelector(".primary").append(told.querySelector(".links").cloneNode(true));
  for (const old of document.querySelectorAll(".masthead nav")) old.remove();
  document.querySelector(".wordmark").after(worn);
}
