// Starts the console. A file of its own because an inline script would break `script-src 'self'`.
// The build puts the hashed names of the two files that trunk made in place of GLUE_URL and WASM_URL.
const here = (name) => new URL(name, import.meta.url).href;

try {
  const { default: init } = await import(here(GLUE_URL));
  await init({ module_or_path: here(WASM_URL) });
} catch (error) {
  console.error("The console could not start:", error);
  const words = document.createElement("p");
  words.className = "boot-failed";
  words.setAttribute("role", "alert");
  words.textContent =
    "客服台没有启动，请更新浏览器后刷新本页。 The desk did not start: update your browser and reload this page.";
  document.body.append(words);
}
