/*
 * Carrying from phone to phone without a network: one shows square codes, the other reads them,
 * with its camera or from photos. What is carried is sealed before: neither the carrier nor
 * anybody who films the screen reads it.
 *   carry(kind, pieces, place)   shows pieces (Uint8Array) one code after the other
 *   photographed(input, go)   the same reader, for the square on a paper
 *   byCamera(place, taken), byPhotos(files, place, taken)   call taken({ kind, pieces })
 */
import { Gathered, draw, look, written } from "./codes.js";
import { piece, say } from "./words.js";

const OF_PAPER = /^[0-9A-Z](?:-?[0-9A-Z]){7}$/;
const EACH = 400; // ms that a code stands
const BETWEEN = 120; // ms between two looks of the camera
const gathered = new Gathered();
let turns = 0; // who shows or reads anew ends what went on before

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** Show pieces of one kind as codes in ``place``, until something else is shown there. */
export async function carry(kind, pieces, place) {
  const turn = (turns += 1);
  const codes = await written(kind, pieces);
  place.replaceChildren(piece("codes"));
  const [canvas, which, hold] = ["canvas", "[data-which]", "[data-hold]"].map((one) => place.querySelector(one));
  let isHeld = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let n = -1;
  const next = async () => {
    n = (n + 1) % codes.length;
    await draw(canvas, codes[n]);
    which.textContent = say("code", { which: n + 1, of: codes.length });
  };
  hold.hidden = codes.length === 1;
  hold.addEventListener("click", () => (isHeld ? next() : (isHeld = true)));
  await next();
  canvas.scrollIntoView({ block: "center" });
  while (turn === turns && place.isConnected && codes.length > 1) {
    await pause(EACH);
    if (!isHeld) await next();
  }
}

async function tell(place, taken) {
  const said = place.querySelector("[data-which]");
  if (gathered.all) said.textContent = say("codes-read", { which: gathered.parts.size, of: gathered.all });
  const whole = await gathered.whole().catch(() => null);
  if (whole) await taken(whole);
  return Boolean(whole);
}

/** Read codes with the camera until all are there. Says so where there is none. */
export async function byCamera(place, taken) {
  const turn = (turns += 1);
  place.replaceChildren(piece("camera"));
  const video = place.querySelector("video");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch {
    place.replaceChildren(piece("no-camera"));
    return;
  }
  await video.play();
  try {
    while (turn === turns && place.isConnected) {
      if (gathered.add(await look(video, video.videoWidth, video.videoHeight)) && (await tell(place, taken))) break;
      await pause(BETWEEN);
    }
  } finally {
    for (const track of video.srcObject.getTracks()) track.stop();
    video.remove();
  }
}

/** Read codes from photos. */
export async function byPhotos(files, place, taken) {
  turns += 1;
  place.replaceChildren(piece("photos"));
  const said = place.querySelector("[data-which]");
  for (const file of files) {
    const picture = await createImageBitmap(file).catch(() => null);
    const text = picture ? await look(picture, picture.width, picture.height) : "";
    if (!gathered.add(text)) said.textContent = say("no-code");
    else if (await tell(place, taken)) break;
  }
}

/* The code of a line; of an agreement the one at its foot, which the check in its square begins with. */
function onPaper(told) {
  try {
    const { d } = JSON.parse(atob(told.get("c").split(".")[1]));
    const raw = atob(d.slice(0, 8).replaceAll("-", "+").replaceAll("_", "/"));
    return [...raw.slice(0, 4)].map((one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("").toUpperCase();
  } catch {
    return told.get("code") || "";
  }
}

/** Go to the address of the code that a photo of a paper shows, or say that none can be read. */
export async function photographed(photo, go) {
  const picture = await createImageBitmap(photo.files[0]).catch(() => null);
  photo.value = "";
  const said = picture ? await look(picture, picture.width, picture.height) : "";
  const code = URL.canParse(said) ? onPaper(new URL(said).searchParams) : said;
  const isOurs = OF_PAPER.test(code);
  photo.parentElement.querySelector("[data-unread]").hidden = isOurs;
  if (isOurs) await go(`/paper/?${new URLSearchParams({ code })}`);
}
