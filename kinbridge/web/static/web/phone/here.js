/* What is open on this page: ``own``, whoever is in; ``task``, the form that stands here. */
export const here = { own: null, task: null };
export const main = () => document.getElementById("main");
