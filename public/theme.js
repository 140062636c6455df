// The page on which a merchant tries the widget's colours and place, and copies what they chose.
const form = document.querySelector("[data-theme]");
const code = document.querySelector("[data-code]");
const copied = document.querySelector("[data-copied]");
const element = document.querySelector("ren-zai");

function show() {
  const { theme, launcher, ...chosen } = Object.fromEntries(new FormData(form));
  const lines = Object.entries(chosen).map(([name, value]) => [`--renzai-${name}`, name.startsWith("offset") ? `${Number(value) || 0}px` : value]);
  for (const [name, value] of lines) element.style.setProperty(name, value);
  element.setAttribute("theme", theme);
  const words = Object.assign(document.createElement("span"), { slot: "launcher", textContent: launcher.trim() });
  element.replaceChildren(...(launcher.trim() ? [words] : []));
  const css = lines.map(([name, value]) => `  ${name}: ${value};`).join("\n");
  code.textContent = `<style>\nren-zai {\n${css}\n}\n</style>\n<ren-zai theme="${theme}" …>${element.innerHTML}</ren-zai>`;
  copied.textContent = "";
}

form.addEventListener("input", show);
document.querySelector("[data-copy]").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(code.textContent);
    copied.textContent = "已复制";
  } catch {
    getSelection().selectAllChildren(code);
    copied.textContent = "已选中，请按 Ctrl+C";
  }
});
show();
