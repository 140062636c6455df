// What the merchant's page told by the methods of the tag, handed to the widget.

/** Asks for a person for the page, a link or a script: `page`, `link` or `api`. */
export const human = ({ handle }, from, details = {}) => handle.humanFrom(from, pairs(details).join('\n'));

const known = (data) => Object.entries(data).map(([name, value]) => (value === true ? name : `${name}=${value}`));
const pairs = (data) =>
  Object.entries(data).filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => `${name}\t${String(value).replace(/\s+/g, ' ')}`);

/** A card as text, the way `cards.js` reads it; without a title, `text` is one already. */
function text({ title, text, price, order, image, url }, zh) {
  const [product, ordered] = zh ? ['【商品】', '【订单】'] : ['[Product] ', '[Order] '];
  return [title && (order ? ordered : product) + title, image && `![${title}](${image})`, text, price, order, url].filter(Boolean).join('\n');
}
/** Cards that the widget was given: each is shown once, and goes along with every hand-over. */
const shown = new WeakSet();

/** What was done, as words. */
function step([event, data]) {
  try {
    return data ? `${event} ${JSON.stringify(data)}` : event;
  } catch {
    // What cannot be written down, such as an element of the page.
    return event;
  }
}

/** Hands the widget what the merchant's page told: for each method, what its calls were given. */
export function tell({ host, handle, tag }, { setUser = [], setAttributes = [], setScene = [], track = [], sendCard = [] }) {
  const said = ([card]) => text({ ...card }, /^zh/.test(tag));
  const attributes = Object.assign({}, ...setAttributes.map(([some]) => some));
  // They add up, however often there are some: one call says what all did.
  if (setAttributes[1]) setAttributes.splice(0, Infinity, [attributes]);
  const [[scene]] = [...setScene.slice(-1), []];
  const [[user]] = [...setUser.slice(-1), []];
  const { scene: name, code = '', title = '', steps = [], attributes: own } = { ...scene };
  const kind = known({ ...attributes, ...own }).join('\n');
  handle.setScene(name ?? host.scene, code, title, [...track.slice(-20).map(step), ...steps].join('\n'), kind);
  const cards = sendCard.filter((card) => shown.has(card)).flatMap((card) => pairs({ card: said(card).replace(/\n/g, ' · ') }));
  handle.tell([...pairs({ ...user, ...attributes }), ...cards].join('\n'));
  for (const card of sendCard.filter((card) => !shown.has(card))) {
    shown.add(card);
    handle.sendCard(said(card));
  }
}
