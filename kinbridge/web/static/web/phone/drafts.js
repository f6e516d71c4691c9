/* What is being typed is kept as it is typed, encrypted as all the rest. */
import { entries, fill } from "./fields.js";
import { withRoom } from "./kept.js";

const PAUSE = 400; // ms without typing
let timer;
let pending = () => {};

/** Keep the draft of a form from now on. */
export function watch(rows, id, form) {
  const keep = async () => {
    stop();
    const typed = ["draft", id, { at: Date.now(), values: entries(form) }];
    await withRoom(rows, () => rows.write([typed])).catch(() => {}); // it still stands on the page
  };
  form.addEventListener("input", () => {
    stop();
    pending = keep;
    timer = setTimeout(keep, PAUSE);
  });
}

/** Put away at once what has not been put away yet: the page is about to go. */
export const flush = () => pending();

/** No more writing: the form was saved. */
export function stop() {
  clearTimeout(timer);
  pending = () => {};
}

/** Fill in what was typed before; tells when that was. */
export async function restore(rows, id, form) {
  const draft = await rows.read("draft", id);
  if (draft) fill(form, draft.values);
  return draft?.at;
}

export const forget = (rows, id) => rows.write([], [["draft", id]]);
