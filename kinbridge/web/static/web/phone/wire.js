/*
 * Forms as they go up (``sync.wire`` on the server): each key is sent once, form n has key n,
 * and where a form names a key it says its place. Times are minutes since the form before.
 */
const KEY = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;
const bytes = (key) => key.match(/../g).map((two) => parseInt(two, 16));
const short = (key) => btoa(String.fromCharCode(...bytes(key))).slice(0, 22);
export const packedKeys = (keys) => keys.map(short).join("").replaceAll("+", "-").replaceAll("/", "_");
const each = (object, change) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
export const plain = (key) => key.replaceAll("-", "");

/** What is sent, and how its answers read: by the keys of their forms, with whole addresses. */
export function written(waiting, version) {
  const keys = waiting.map(({ key }) => key);
  const place = (key) => (keys.includes(plain(key)) ? keys.indexOf(plain(key)) : keys.push(plain(key)) - 1);
  const said = (value) => (Array.isArray(value) ? value.map(said) : KEY.test(value) ? { key: place(value) } : value);
  const minute = ({ at }) => Math.floor(Date.parse(at) / 60_000);
  const forms = waiting.map((form, n) => {
    const at = n ? minute(form) - minute(waiting[n - 1]) : form.at;
    const told = { deed: form.deed, about: place(form.about), at, fields: each(form.fields, said) };
    if (form.version && form.version !== version) told.version = form.version;
    if (Number(form.base)) told.base = form.base;
    if (form.after?.length) told.after = form.after.map(place);
    return told;
  });
  const whole = (_, n) => keys[n].replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const read = (answer, n) => ({ ...answer, key: keys[n], leads_to: answer.leads_to?.replace(/\{(\d+)\}/g, whole) });
  return { told: { keys: packedKeys(keys), forms, version }, answered: (answers) => answers.map(read) };
}
