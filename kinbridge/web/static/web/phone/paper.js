/*
 * Paper as an equal: the code beside a line of a slip leads to its form, also without a network. The
 * page /paper/, which the phone keeps, lists whose codes are here.
 */
import { find } from "./kept.js";
import { parsed } from "./parsing.js";

const PAPER = "/paper/";
const READ_AS = { 0: "Q", O: "Q", 1: "J", I: "J", L: "J" };

/** However it was typed: the letter of its kind, and signs that are not taken for others. */
function plain(code) {
  const [letter = "", ...signs] = code.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return letter + signs.map((sign) => READ_AS[sign] || sign).join("");
}

/** Where a code leads, as far as this phone knows: its form, else the address as it was. */
export async function led(rows, url, code) {
  const page = url.pathname === PAPER && (await find(rows, PAPER));
  if (!page) return url;
  const wanted = plain(code);
  const links = [...parsed(page.body).querySelectorAll("a[data-code]")];
  const form = links.find((link) => plain(link.dataset.code) === wanted)?.getAttribute("href");
  if (form) history.replaceState(null, "", form);
  return form ? new URL(form, url) : url;
}
