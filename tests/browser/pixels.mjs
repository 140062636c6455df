// Contrast as it is painted: of texts, controls and the focus the pixels are looked at, whatever the style sheets promise.

/**
 * The texts of the widget that are in sight and whose painted contrast is below `least`, as lines to read. The ground is
 * the colour that most pixels around a text have; its ink is the one that differs most from it.
 */
export async function faint(page, least) {
  const before = await page.evaluate(textBoxes);
  await page.evaluate(giveEyes);
  const picture = await shot(page);
  // What moved meanwhile, as a log that scrolls to its end, is not where it was looked for.
  const after = new Set((await page.evaluate(textBoxes)).map((it) => JSON.stringify(it)));
  const boxes = before.filter((it) => after.has(JSON.stringify(it)));
  const measured = await page.evaluate(contrasts, { boxes, picture });
  return { count: measured.length, faint: measured.filter(([, ratio]) => ratio < least).map(([text, ratio]) => `${ratio.toFixed(2)}: ${text}`) };
}

/** Runs in the page: where each text of the panel and the launcher stands, if nothing lies over it. */
function textBoxes() {
  const root = document.querySelector("ren-zai").shadowRoot;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const boxes = [];
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const element = node.parentElement;
    if (!node.data.trim() || element.matches("style, .vh, .vh *, [aria-hidden=true]")) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { x, y, width, height } of range.getClientRects()) {
      const middle = root.elementFromPoint(x + width / 2, y + height / 2);
      const inside = x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight;
      const seen = [y + 2, y + height - 2].every((at) => element.contains(root.elementFromPoint(x + width / 2, at)));
      if (inside && seen && width > 8 && height > 8 && element.contains(middle)) boxes.push({ text: node.data.trim(), x, y, width, height });
    }
  }
  return boxes;
}

/** Runs in the page: `[text, contrast]` of each box, from the picture. */
async function contrasts({ boxes, picture }) {
  const { read, ratio } = await globalThis.eyes(picture);
  return boxes.map(({ text, x, y, width, height }) => {
    const counts = new Map();
    for (const colour of read(x, y, width, height)) counts.set(colour, (counts.get(colour) ?? 0) + 1);
    const [[ground]] = [...counts].sort(([, a], [, b]) => b - a);
    return [text, Math.max(...[...counts.keys()].map((colour) => ratio(colour, ground)))];
  });
}

/**
 * WCAG 1.4.11: the controls in sight that cannot be told from what is around them, as lines to read. A border or a ground
 * of its own is looked for along a line across the middle of each side; a control without either must be told by its
 * sign or its words. A field needs the border.
 */
export async function unseen(page, least) {
  await page.evaluate(giveEyes);
  const picture = await shot(page);
  const { count, found } = await page.evaluate(edges, { picture, least });
  return { count, unseen: found };
}

/** Runs in the page. */
async function edges({ picture, least }) {
  const { read, ratio } = await globalThis.eyes(picture);
  const root = document.querySelector("ren-zai").shadowRoot;
  const found = [];
  const controls = [...root.querySelectorAll("button, a.button, textarea, input, label.button")].filter((it) => {
    if (!it.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || it.closest(".vh, .under")) return false;
    const { x, y, width, height } = it.getBoundingClientRect();
    const inside = x >= 6 && y >= 6 && x + width <= innerWidth - 6 && y + height <= innerHeight - 6;
    const corners = [[x + width / 2, y + 2], [x + width / 2, y + height - 2], [x + 2, y + height / 2], [x + width - 2, y + height / 2]];
    return inside && corners.every(([left, top]) => it.contains(root.elementFromPoint(left, top)));
  });
  for (const control of controls) {
    const { x, y, width, height } = control.getBoundingClientRect();
    const [middle, centre] = [x + width / 2, y + height / 2];
    // From 4 px outside to 4 px inside, a pixel wide.
    const lines = [read(middle, y - 4, 0, 8), read(middle, y + height - 4, 0, 8).reverse(), read(x - 4, centre, 8, 0), read(x + width - 4, centre, 8, 0).reverse()];
    const edge = Math.min(...lines.map(([outside, ...across]) => Math.max(...across.map((colour) => ratio(colour, outside)))));
    const pixels = read(x + 4, y + 4, width - 8, height - 8);
    const sign = Math.max(...[...new Set(pixels)].map((colour) => ratio(colour, pixels[0])));
    const field = control.matches("textarea, input");
    const seen = field ? edge : Math.max(edge, sign);
    if (seen < least) found.push(`${seen.toFixed(2)}: ${control.ariaLabel || control.textContent.trim() || control.localName}`);
  }
  return { count: controls.length, found };
}

/**
 * WCAG 2.4.13: how much the focus shows on the element that has it, in CSS pixels: of those painted with and without the
 * focus, how many differ by 3:1; and how many a line of 2 px around the element has.
 */
export async function ring(page) {
  await page.evaluate(giveEyes);
  // An answer that has just come may still be scrolled to: what moved meanwhile is looked at again.
  for (let looks = 0; looks < 10; looks++) {
    const place = await page.evaluate(whereFocused);
    const focused = await shot(page);
    await page.evaluate(() => globalThis.focusedNow.blur());
    const plain = await shot(page);
    await page.evaluate(() => globalThis.focusedNow.focus({ preventScroll: true }));
    if (JSON.stringify(await page.evaluate(whereFocused)) === JSON.stringify(place)) {
      return page.evaluate(differing, { ...place, focused, plain });
    }
  }
  throw new Error("what has the focus never stands still");
}

/** Runs in the page. */
function whereFocused() {
  const { activeElement: element } = document.querySelector("ren-zai").shadowRoot;
  const { x, y, width, height } = element.getBoundingClientRect();
  globalThis.focusedNow = element;
  return { name: element.ariaLabel || element.textContent.trim() || element.localName, x: x - 8, y: y - 8, width: width + 16, height: height + 16 };
}

/** Runs in the page. */
async function differing({ name, x, y, width, height, focused, plain }) {
  const [one, other] = [await globalThis.eyes(focused), await globalThis.eyes(plain)];
  const [seen, before] = [one.read(x, y, width, height), other.read(x, y, width, height)];
  const changed = seen.filter((colour, at) => colour !== before[at] && one.ratio(colour, before[at]) >= 3).length;
  return { name, changed: changed / one.scale ** 2, wanted: 2 * 2 * (width - 16 + height - 16) };
}

const shot = async (page) => (await page.screenshot({ animations: "disabled", caret: "hide" })).toString("base64");

/** Runs in the page: `await eyes(picture)` reads colours of a picture of it, and compares them. */
function giveEyes() {
  globalThis.eyes ??= async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(image, 0, 0);
    const scale = image.width / innerWidth;
    /** The colours in a place of the page, row by row; a side of 0 is one pixel of the picture. */
    const read = (...place) => {
      const [x, y, width, height] = place.map((it) => Math.round(it * scale));
      const { data } = pen.getImageData(x, y, Math.max(1, width), Math.max(1, height));
      return Array.from({ length: data.length / 4 }, (_, at) => (data[at * 4] << 16) | (data[at * 4 + 1] << 8) | data[at * 4 + 2]);
    };
    const linear = (value) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const luminance = (colour) => 0.2126 * linear(colour >> 16) + 0.7152 * linear((colour >> 8) & 255) + 0.0722 * linear(colour & 255);
    /** Between 1 and 21. */
    const ratio = (one, other) => {
      const [low, high] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    return { read, ratio, scale };
  };
}
