/*
 * What a form of the server says, as it waits on a phone: { name: value or [values] }.
 * Of a correction only what was touched travels. What belongs to one field may have two
 * controls (a day and words: when_0, when_1): they go together. A file goes apart (files.js).
 */
const OWN = new Set(["csrfmiddlewaretoken", "key", "base", "after", "from"]);
const isOwn = (name) => OWN.has(name) || name.startsWith("initial-");
const field = (name) => name.replace(/_\d$/, "");

/** Everything that stands in the form now: { name: [values] }. */
export function entries(form) {
  const found = {};
  for (const { name, type } of form.elements) if (name && type !== "file" && !isOwn(name)) found[name] = [];
  for (const [name, value] of new FormData(form)) found[name]?.push(value);
  return found;
}

const same = (a = [], b = []) => JSON.stringify(a) === JSON.stringify(b);
const alone = (values) => (values.length === 1 ? values[0] : values);

/** What travels: what was filled in; of a correction, what differs from ``before``. */
export function travelling(form, before) {
  const now = entries(form);
  const isCorrection = Boolean(form.elements.base);
  const touched = new Set(Object.keys(now).filter((name) => !same(now[name], before[name])).map(field));
  for (const name of Object.keys(now)) {
    if (name.startsWith("settle-") && now[name].length) touched.add(name.slice("settle-".length));
  }
  const goes = (name) => (isCorrection ? touched.has(field(name)) : now[name].some((value) => value !== ""));
  return Object.fromEntries(Object.keys(now).filter(goes).map((name) => [name, alone(now[name])]));
}

/** Fill in what was typed before. */
export function fill(form, values) {
  for (const control of form.elements) {
    if (!(control.name in values) || isOwn(control.name) || control.type === "file") continue;
    const told = [values[control.name]].flat();
    if (["checkbox", "radio"].includes(control.type)) control.checked = told.includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = told.includes(option.value);
    else control.value = told[0] ?? "";
  }
}

/** Make a form as if nobody had written in it. */
export function empty(form) {
  for (const control of form.elements) {
    if (["checkbox", "radio"].includes(control.type)) control.checked = false;
    else if (control.type !== "hidden" && control.type !== "submit") control.value = control.defaultValue || "";
  }
}

function place(form, name) {
  const control = [...form.elements].find((one) => one.id === name || (one.name && field(one.name) === name));
  return { control, box: control?.closest(".field") };
}

/** Show at each field what is wrong with it, and above the form how many. */
export function showErrors(form, errors, summary) {
  for (const [name, messages] of Object.entries(errors)) {
    const { control, box } = place(form, name);
    const lines = messages.map((one) => one.message ?? one);
    for (const line of lines) summary.append(item(line, control, box));
    if (!box) continue;
    const told = Object.assign(document.createElement("ul"), { className: "errorlist", id: `${control.id}_wrong` });
    told.append(...lines.map((line) => item(line)));
    box.classList.add("has-errors");
    box.querySelector("label, legend").after(told);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") || ""} ${told.id}`.trim());
  }
}

function item(line, control, box) {
  const one = document.createElement("li");
  if (!control?.id) one.textContent = line;
  else {
    const label = box?.querySelector("label, legend")?.firstChild?.textContent.trim();
    const link = Object.assign(document.createElement("a"), { href: `#${control.id}` });
    link.textContent = label ? `${label}: ${line}` : line;
    one.append(link);
  }
  return one;
}

/** Required fields that nobody has filled in: { name: [sentence] }. */
export function missing(form, sentence) {
  const lacking = [...form.elements].filter((one) => one.willValidate && one.validity.valueMissing);
  return Object.fromEntries(lacking.map((one) => [field(one.name), [sentence]]));
}
