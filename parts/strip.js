// What a photo tells beside the picture (where, when, with which phone) is taken out before it leaves the device.

/** The file without its metadata, smaller if it must be; `null` if it cannot be had within `most` bytes. */
export async function cleaned(file, kinds, most) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = kindOf(bytes);
  if (kind === 'application/pdf' && kinds.includes(kind)) return within(file, most);
  const clean = { 'image/jpeg': jpeg, 'image/png': png, 'image/webp': webp, 'image/gif': (it) => it }[kind];
  if (clean && kinds.includes(kind)) {
    const small = within(new Blob([clean(bytes)], { type: kind }), most);
    if (small && (await pixels(small)) <= PIXELS) return small;
  }
  // Too large, or a picture of a kind that the desk does not take: drawn anew, which leaves nothing but the picture.
  return /^image\//.test(file.type) || clean ? redrawn(file, most) : undefined;
}

/** As many as the desk reads; a larger picture is drawn anew here. */
const PIXELS = 25000000;

/** How many a picture has; one that cannot be read has too many for anybody. */
async function pixels(blob) {
  try {
    const picture = await createImageBitmap(blob);
    const count = picture.width * picture.height;
    picture.close();
    return count;
  } catch {
    return Infinity;
  }
}

const within = (blob, most) => (blob.size <= most ? blob : null);

const starts = (bytes, text, at = 0) => [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0));

function kindOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg';
  if (starts(bytes, '\x89PNG')) return 'image/png';
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return 'image/webp';
  if (starts(bytes, 'GIF8')) return 'image/gif';
  return starts(bytes, '%PDF') ? 'application/pdf' : '';
}

async function redrawn(file, most) {
  try {
    const picture = await createImageBitmap(file);
    for (const longest of [2560, 1600, 1024]) {
      const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
      if (blob && blob.size <= most) return blob;
    }
    return null;
  } catch {
    return undefined;
  }
}

/** Which way up, and the colours, are kept: without them it would be another picture. */
export function jpeg(bytes) {
  const kept = [bytes.subarray(0, 2)];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const [marker, length] = [bytes[at + 1], view.getUint16(at + 2)];
    const segment = bytes.subarray(at, at + 2 + length);
    const exif = marker === 0xe1 && starts(segment, 'Exif', 4);
    const way = exif ? orientation(segment) : 1;
    if (way > 1) kept.push(upright(way));
    const colours = marker === 0xe2 && starts(segment, 'ICC_PROFILE', 4);
    const other = marker >= 0xe1 && marker <= 0xef && marker !== 0xee;
    if ((!other && marker !== 0xfe) || colours) kept.push(segment);
    at += 2 + length;
  }
  // A second picture behind the first, as phones put it there, has metadata of its own.
  const end = lastEnd(bytes, at);
  return join([...kept, bytes.subarray(at, end)]);
}

/** Behind the end mark of the first picture's data. */
function lastEnd(bytes, from) {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at + 2;
  }
  return bytes.length;
}

/** The EXIF word for which way is up: 1 is upright. */
function orientation(segment) {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  try {
    const little = view.getUint16(10) === 0x4949;
    const first = 10 + view.getUint32(14, little);
    for (let n = 0; n < view.getUint16(first, little); n += 1) {
      const entry = first + 2 + n * 12;
      if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
    }
  } catch {
    // Metadata that ends in the middle says nothing.
  }
  return 1;
}

/** An EXIF segment that says which way is up, and nothing else. */
const upright = (way) =>
  new Uint8Array([0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0]);

export function png(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = 12 + view.getUint32(at);
    if (!['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'].some((name) => starts(bytes, name, at + 4))) {
      kept.push(bytes.subarray(at, at + length));
    }
    const last = starts(bytes, 'IEND', at + 4);
    at += length;
    if (last) break;
  }
  return join(kept);
}

export function webp(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.slice(0, 12)];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const length = 8 + size + (size % 2);
    if (!starts(bytes, 'EXIF', at) && !starts(bytes, 'XMP ', at)) {
      const chunk = bytes.slice(at, at + length);
      // The flags say that EXIF and XMP follow: they do not any more.
      if (starts(bytes, 'VP8X', at)) chunk[8] &= ~0x0c;
      kept.push(chunk);
    }
    at += length;
  }
  const whole = join(kept);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}

function join(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
