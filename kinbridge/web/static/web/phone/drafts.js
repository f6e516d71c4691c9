/* What is being typed is put away as it is typed; the page of a form says how. */
const PAUSE = 400; // ms without typing
let timer;
let pending = () => {};

/** Put away what stands in a form from now on. */
export function watch(form, put) {
  const keep = () => {
    stop();
    return put();
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
