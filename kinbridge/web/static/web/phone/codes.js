/*
 * Bytes as a row of square codes, and back. A load is packed (each piece after its length, all
 * of it deflated) and written in the 45 signs that codes hold best; each code says whose part
 * it is, so that they may come in any order, and more than once:
 *   KB1:KIND:SUM:3:12:…   the third of twelve; SUM is of the whole
 */
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const A_CODE = 400; // signs: 69 squares across, which a cheap camera reads from a small screen
const MOST_CODES = 500;
const MOST = 1_000_000; // bytes, unpacked
const LIBRARY = "/static/web/vendor/qr-0.7.0/";
const WRITTEN = /^KB1:([A-Z]{1,12}):([0-9A-F]{12}):(\d{1,3}):(\d{1,3}):(.+)$/s;

const through = (bytes, stream) => new Blob([bytes]).stream().pipeThrough(stream);

async function unpacked(bytes) {
  const parts = [];
  let size = 0;
  for await (const part of through(bytes, new DecompressionStream("deflate-raw"))) {
    size += part.length;
    if (size > MOST) throw new RangeError("too large");
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/* Two bytes are three signs (RFC 9285). */
function spelled(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length;
    let value = isPair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    for (let n = isPair ? 3 : 2; n; n -= 1, value = Math.floor(value / 45)) text += SIGNS[value % 45];
  }
  return text;
}

function read(text) {
  const bytes = [];
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [...text.slice(i, i + 3)].map((sign) => SIGNS.indexOf(sign));
    const value = a + b * 45 + (c ?? 0) * 2025;
    bytes.push(...(c === undefined ? [value] : [value >> 8, value & 255]));
  }
  return new Uint8Array(bytes);
}

async function sum(bytes) {
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes), 0, 6);
  return [...whole].map((byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
}

/** What each code says, for pieces (Uint8Array) of one kind. */
export async function written(kind, pieces) {
  const lengths = pieces.map(({ length }) => new Uint8Array(new Uint32Array([length]).buffer));
  const load = new Blob(pieces.flatMap((piece, n) => [lengths[n], piece]));
  const packed = new Uint8Array(await new Response(through(load, new CompressionStream("deflate-raw"))).arrayBuffer());
  const text = spelled(packed);
  const head = `KB1:${kind}:${await sum(packed)}`;
  const room = A_CODE - head.length - 9;
  const parts = text.match(new RegExp(`.{1,${room}}`, "gs"));
  if (parts.length > MOST_CODES) throw new RangeError("too many");
  return parts.map((part, n) => `${head}:${n + 1}:${parts.length}:${part}`);
}

/** What has been read so far of one load. */
export class Gathered {
  parts = new Map();

  /** Take in what a code says; false, if it is none of ours. Another load begins anew. */
  add(text) {
    const [, kind, of, n, all, part] = text.match(WRITTEN) || [];
    if (!kind || Number(n) > Number(all)) return false;
    if (of !== this.of) Object.assign(this, { of, kind, all: Number(all), parts: new Map() });
    this.parts.set(Number(n), part);
    return true;
  }

  /** { kind, pieces }, once all are there and right. */
  async whole() {
    if (!this.all || this.parts.size < this.all) return null;
    const { kind, of, all, parts } = this;
    this.of = "";
    const packed = read(Array.from({ length: all }, (_, n) => parts.get(n + 1)).join(""));
    if ((await sum(packed)) !== of) return null;
    const load = await unpacked(packed);
    const pieces = [];
    for (let at = 0; at + 4 <= load.length;) {
      const [length] = new Uint32Array(load.slice(at, at + 4).buffer);
      pieces.push(load.slice(at + 4, at + 4 + length));
      at += 4 + length;
    }
    return { kind, pieces };
  }
}

/** Draw a code that says this, each square a whole number of dots. */
export async function draw(canvas, text) {
  const { encodeQR } = await import(`${LIBRARY}index.js`);
  const squares = encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: 4 });
  const dots = Math.max(2, Math.floor(canvas.parentElement.clientWidth * devicePixelRatio / squares.length));
  canvas.width = canvas.height = squares.length * dots;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  squares.forEach((row, y) => row.forEach((isDark, x) => isDark && pen.fillRect(x * dots, y * dots, dots, dots)));
}

/** What the code in a picture says; nothing, where none can be read. */
export async function look(picture, width, height) {
  const { decodeQR } = await import(`${LIBRARY}decode.js`);
  const scale = Math.min(1, 1200 / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return "";
  }
}
