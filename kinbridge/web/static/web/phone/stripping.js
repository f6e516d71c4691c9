/*
 * What a camera or a recorder wrote beside picture and sound is left behind on the phone; the
 * server cleans once more (``foundation.pictures``, ``foundation.sounds``). A picture is drawn
 * anew; of a recording the container is walked through, as there.
 */
const LONGEST_SIDE = 1600; // pixels
const QUALITY = 0.8;
const HOLDERS = ["moov", "trak", "mdia", "minf", "stbl", "edts", "dinf"];
const TELLING = ["udta", "meta", "uuid", "free", "skip", "loci"];
const TIMED = ["mvhd", "tkhd", "mdhd"];
const text = (bytes, at, n = 4) => String.fromCharCode(...bytes.subarray(at, at + n));

async function picture(file) {
  const drawn = await createImageBitmap(file);
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(drawn.width * shrink), height: Math.round(drawn.height * shrink) });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
  return new Uint8Array(await made.arrayBuffer());
}

/** Boxes of MP4 and 3GP: what tells is blanked in place, so that all else stays where it is. */
function walk(bytes, start, end) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = start; at < end;) {
    let size = view.getUint32(at);
    const head = size === 1 ? 16 : 8;
    if (size === 1) size = Number(view.getBigUint64(at + 8));
    size ||= end - at;
    if (size < head || at + size > end) throw new RangeError("a box that does not fit");
    const name = text(bytes, at + 4);
    const inside = at + head;
    if (HOLDERS.includes(name)) walk(bytes, inside, at + size);
    else if (TELLING.includes(name)) {
      bytes.set(new TextEncoder().encode("free"), at + 4);
      bytes.fill(0, inside, at + size);
    } else if (TIMED.includes(name)) bytes.fill(0, inside + 4, inside + 4 + (bytes[inside] ? 16 : 8));
    else if (name === "hdlr") bytes.fill(0, Math.min(inside + 24, at + size), at + size);
    at += size;
  }
  return bytes;
}

/** Frames of MP3, without the tags before and after them. */
function frames(bytes) {
  let start = 0;
  let end = bytes.length;
  while (text(bytes, start, 3) === "ID3") start += 10 + [...bytes.subarray(start + 6, start + 10)].reduce((sum, byte) => sum * 128 + byte, 0);
  if (text(bytes, end - 128, 3) === "TAG") end -= 128;
  if (end <= start || bytes[start] !== 0xff) throw new RangeError("no frame of sound");
  return bytes.slice(start, end);
}

/** The bare bytes of a chosen file. Throws, where it cannot be read. */
export async function stripped(file, isPicture) {
  if (isPicture) return picture(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  return text(bytes, 4) === "ftyp" ? walk(bytes, 0, bytes.length) : frames(bytes);
}
