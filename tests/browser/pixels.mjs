// Contrast as it is painted: of each text in sight the pixels are looked at, whatever the style sheets promise.

/**
 * The texts of the widget that are in sight and whose painted contrast is below `least`, as lines to read. The ground is
 * the colour that most pixels around a text have; its ink is the one that differs most from it.
 */
export async function faint(page, least) {
  const before = await page.evaluate(textBoxes);
  const picture = (await page.screenshot({ animations: "disabled", caret: "hide" })).toString("base64");
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
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  const scale = image.width / innerWidth;
  const linear = (value) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) => 0.2126 * linear(colour >> 16) + 0.7152 * linear((colour >> 8) & 255) + 0.0722 * linear(colour & 255);
  return boxes.map(({ text, x, y, width, height }) => {
    const { data } = pen.getImageData(x * scale, y * scale, Math.ceil(width * scale), Math.ceil(height * scale));
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const [[ground]] = [...counts].sort(([, a], [, b]) => b - a);
    const below = luminance(ground) + 0.05;
    const ratios = [...counts.keys()].map((colour) => (luminance(colour) + 0.05) / below);
    return [text, Math.max(...ratios, ...ratios.map((ratio) => 1 / ratio))];
  });
}
