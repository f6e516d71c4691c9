/* PINs that a stranger tries first: runs, repeats, dates. A PIN has six digits or more. */
const RUNS = "01234567890123456789 98765432109876543210";
const KEYPAD = ["147258369", "159753", "258025", "789456123", "123654789", "112233", "121212"];

function isDate(pin) {
  const plausible = (day, month) => day >= 1 && day <= 31 && month >= 1 && month <= 12;
  const year = (two) => two >= 40 || two <= 35;
  const [a, b, c] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number);
  if (pin.length === 6) {
    return ((plausible(a, b) || plausible(b, a)) && year(c)) || (plausible(c, b) && year(a));
  }
  const whole = (text) => text >= 1900 && text <= 2099;
  return pin.length === 8 && ((whole(pin.slice(4)) && (plausible(a, b) || plausible(b, a))) || whole(pin.slice(0, 4)));
}

function isRepeat(pin) {
  return [1, 2, 3, 4].some((n) => pin.length % n === 0 && pin.slice(0, n).repeat(pin.length / n) === pin);
}

/** Why a PIN will not do, as the name of a sentence; nothing, if it will. */
export function whyNot(pin) {
  if (!/^\d{6,32}$/.test(pin)) return "pin-short";
  const mirrored = [...pin].reverse().join("");
  const tried = [pin, mirrored].some((told) => KEYPAD.some((known) => known.startsWith(told)));
  if (RUNS.includes(pin) || isRepeat(pin) || tried || new Set(pin).size < 3) return "pin-easy";
  return isDate(pin) ? "pin-date" : "";
}
