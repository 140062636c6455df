// The sample shop's own behaviour: a bag kept in this browser, and the category filter.
// Every page works without it.
const en = document.documentElement.lang.startsWith("en");
const KEY = "qinghe-bag";

function readBag() {
  try {
    const bag = JSON.parse(localStorage.getItem(KEY));
    return bag && typeof bag === "object" && !Array.isArray(bag) ? bag : {};
  } catch {
    return {};
  }
}
function writeBag(bag) {
  try { localStorage.setItem(KEY, JSON.stringify(bag)); } catch { /* private mode: the count is lost */ }
}
const amount = (bag) => Object.values(bag).reduce((n, x) => n + (Number(x.count) || 0), 0);
function make(tag, text, className) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (className) node.className = className;
  return node;
}

let bag = readBag();
const status = document.querySelector("[data-status]");
const say = (text) => { if (status) status.textContent = text; };

function show() {
  for (const node of document.querySelectorAll("[data-bag-count]")) node.textContent = String(amount(bag));
  const section = document.querySelector("[data-bag]");
  if (!section) return;
  section.hidden = amount(bag) === 0 && location.hash !== "#bag";
  const list = section.querySelector("[data-bag-list]");
  list.replaceChildren();
  let total = 0;
  for (const [id, item] of Object.entries(bag)) {
    if (!/^[a-z-]+$/.test(id)) continue;
    const count = Number(item.count) || 0;
    const sum = (Number(item.price) || 0) * count;
    total += sum;
    const line = make("li", "", "line");
    const image = make("img");
    image.src = `/img/${id}.svg`;
    image.alt = "";
    const name = make("div", en ? item.en : item.zh);
    name.append(make("small", `× ${count}`));
    line.append(image, name, make("span", `¥${sum.toFixed(2)}`, "price"));
    list.append(line);
  }
  section.querySelector("[data-bag-total]").textContent = `¥${total.toFixed(2)}`;
}

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (add) {
    const { add: id, price, zh, en: english } = add.dataset;
    bag = readBag();
    bag[id] = { price: Number(price), zh, en: english, count: (Number(bag[id]?.count) || 0) + 1 };
    writeBag(bag);
    show();
    say(en ? `${english} added. ${amount(bag)} in your bag.` : `${zh}已加入购物袋，共 ${amount(bag)} 件。`);
    return;
  }
  if (event.target.closest("[data-bag-clear]")) {
    bag = {};
    writeBag(bag);
    show();
    say(en ? "Your bag is empty." : "购物袋已清空。");
    return;
  }
  const chosen = event.target.closest("[data-cat]");
  if (chosen) {
    event.preventDefault();
    const cat = chosen.dataset.cat;
    for (const link of document.querySelectorAll("[data-cat]")) {
      if (link === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    let shown = 0;
    for (const card of document.querySelectorAll("[data-kind]")) {
      card.hidden = cat !== "all" && card.dataset.kind !== cat;
      if (!card.hidden) shown += 1;
    }
    say(en ? `${shown} products shown.` : `共 ${shown} 件商品。`);
  }
});
// The account form of the failed refund: shows what a shop would say, sends nothing.
// It stays hidden without this script, so a plain form can never carry the number away.
document.querySelector("details.swap")?.removeAttribute("hidden");
document.querySelector("[data-refund-form]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  form.elements.account.value = "";
  const done = form.querySelector("[data-refund-done]");
  done.hidden = false;
  done.focus();
});
// Links to the error box open its form.
function openLinked() {
  if (location.hash === "#refund-failed") document.querySelector("#refund-failed details")?.setAttribute("open", "");
}
addEventListener("hashchange", openLinked);
openLinked();

show();
// The bag appears only now, after the browser has looked for its anchor.
if (location.hash === "#bag") document.getElementById("bag")?.scrollIntoView();
addEventListener("hashchange", show);

// The order page tells the assistant which error it shows: the first questions follow.
if (document.getElementById("refund-failed")) {
  customElements.whenDefined("ren-zai").then(() => {
    document.querySelector("ren-zai").setScene({ code: "RF-204", attributes: { refund: "failed" } });
  });
}
