/*
 * Words come from the page, in its language: <template data-say="sent">Sent {ago}.</template>.
 * Where a number decides, one template for each form of the plural: data-say="waiting-few".
 */
const kept = (name) => document.querySelector(`template[data-say="${name}"]`);
const language = () => document.documentElement.lang || "en";

/** The sentence of this name, its {gaps} filled in. */
export function say(name, gaps = {}) {
  const found = kept(name) || kept(`${name}-${new Intl.PluralRules(language()).select(gaps.n)}`) || kept(`${name}-other`);
  return (found ? found.content.textContent.trim() : name).replace(/\{(\w+)\}/g, (all, gap) =>
    gap === "n" ? new Intl.NumberFormat(language()).format(gaps.n) : gaps[gap] ?? all);
}

/** A copy of a larger piece: <template data-piece="lock">…<p data-gap="ago"></p>…</template>. */
export function piece(name, gaps = {}) {
  const copy = document.querySelector(`template[data-piece="${name}"]`).content.cloneNode(true);
  const links = copy.querySelectorAll("[data-to]");
  for (const place of copy.querySelectorAll("[data-gap]")) {
    const value = gaps[place.dataset.gap];
    if (value instanceof Node) place.replaceChildren(value);
    else if (value === undefined || value === "") place.remove();
    else place.textContent = value;
  }
  for (const link of links) {
    if (gaps[link.dataset.to]) link.setAttribute("href", gaps[link.dataset.to]);
    else link.remove();
  }
  return copy;
}

const STEPS = [[60, "second"], [3600, "minute"], [86400, "hour"], [Infinity, "day"]];
const LENGTH = { second: 1, minute: 60, hour: 3600, day: 86400 };

/** "10 minutes ago", as the browser says it in this language. */
export function ago(at, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const [, unit] = STEPS.find(([limit]) => seconds < limit);
  const said = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  return said.format(-Math.floor(seconds / LENGTH[unit]), unit);
}

/** 1.2 kB, as the browser says it in this language. */
export function kilobytes(bytes) {
  const said = { style: "unit", unit: "kilobyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language(), said).format(bytes / 1000);
}
