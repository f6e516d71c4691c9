/* Following an address: the page is swapped into <main>, and everything around it follows. */
import * as drafts from "./drafts.js";
import { here, main } from "./here.js";
import { open } from "./opening.js";
import { waitingHere } from "./screens.js";
import { ago, piece, say } from "./words.js";

let turns = 0;
let going = null; // somewhere, and not shown yet: { said }

/** Show an address. ``keep``: the same page renewed, nobody is moved, what was said stays. */
export async function show(url, { said = "", keep = false } = {}) {
  const turn = (turns += 1);
  if (!keep) going = { said };
  else if (going) return show(url, { said: said || going.said });
  await drafts.flush();
  const page = await open(here.own, url);
  if (turn !== turns) return; // somebody went on meanwhile
  if (page.file) {
    going = null;
    return download(page.file, url.pathname.split("/").pop());
  }
  const standing = keep && main().querySelector(".messages p")?.textContent;
  await furnish(page, url, said || standing);
  if (turn !== turns) return;
  going = null;
  drafts.flush(); // of the form that goes now
  const at = keep ? scrollY : 0;
  here.task = page.task || null;
  main().className = page.look;
  main().replaceChildren(page.body);
  if (window.speechSynthesis?.getVoices().length) (await import("./reading.js")).offer(main());
  document.title = "Kinbridge"; // the browser's history keeps titles, in clear
  for (const link of document.querySelectorAll(".primary a")) {
    if (link.pathname === url.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    link.closest("details")?.removeAttribute("open");
  }
  if (!keep) (main().querySelector(".errors") || main()).focus({ preventScroll: true });
  const target = url.hash && document.getElementById(url.hash.slice(1));
  if (target && !keep) target.scrollIntoView();
  else scrollTo(0, at);
}

/** What the phone adds to a page before it is shown: what is typed into it is kept from the
 * first letter on. What was typed before, what waits, what was said, how old it is. */
async function furnish({ body, task, at }, url, said) {
  for (const one of body.querySelectorAll("[data-plain]")) one.remove();
  for (const one of body.querySelectorAll("form")) one.autocomplete = "off"; // the browser keeps what is typed otherwise
  const form = task && body.querySelector("form.form");
  if (form) await (await import("./saving.js")).prepare(here.own.rows, form, task);
  else body.prepend((await waitingHere(here.own.rows, url.pathname)) || "");
  if (said) body.prepend(piece("notice", { said }));
  if (!at) return;
  const aged = { className: "as-of", textContent: say("as-of", { ago: ago(at) }) };
  body.append(Object.assign(document.createElement("p"), aged));
}

/** Go to an address. */
export async function visit(to, options) {
  const url = new URL(to, location);
  history.pushState(null, "", url);
  await show(url, options);
}

/** Hand a file to whoever is there. */
export function download(file, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
