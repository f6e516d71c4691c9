/*
 * A letter that another phone takes along: shown here as square codes, read there, sent from
 * there. Whoever carries it reads nothing of it and learns nothing of what becomes of it.
 */
import * as drawer from "./drawer.js";
import { parse } from "./letters.js";
import { bytes, text } from "./plain.js";

const KIND = "LETTER";
const carrying = () => import("/static/web/phone/carrying.js");

/** Show a letter that waits, as codes in ``place``. */
export async function show({ token, urgency, envelope, watch }, place) {
  const { carry } = await carrying();
  await carry(KIND, [bytes(JSON.stringify({ token, urgency, envelope, watch }))], place);
}

/** Take in what codes said; false, if it is no letter. */
async function takeIn({ kind, pieces }) {
  try {
    if (kind !== KIND) return false;
    const { token, urgency, envelope, watch } = JSON.parse(text(pieces[0]));
    const { ref } = await parse(envelope);
    if (await drawer.ask("letters", (store) => store.get(ref))) return true;
    const letter = { ref, token, urgency, envelope, watch, isCarried: true, sealedAt: Date.now() };
    await drawer.change("letters", (store) => store.put(letter));
    return true;
  } catch {
    return false;
  }
}

export const byCamera = async (place, taken) =>
  (await carrying()).byCamera(place, async (whole) => taken(await takeIn(whole)));
export const byPhotos = async (files, place, taken) =>
  (await carrying()).byPhotos(files, place, async (whole) => taken(await takeIn(whole)));
