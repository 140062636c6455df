// A soft keyboard that lies over the page instead of making it smaller (iOS, some web-views): the panel makes room for it, so that
// what is written, and the button for a person, stay in sight.

/** Less than this is a bar of the browser's, in pixels. */
const KEYBOARD = 120;

const watched = new WeakSet();

export function keyboard(host) {
  const seen = globalThis.visualViewport;
  const panel = host.shadowRoot.querySelector('.panel');
  if (!panel || watched.has(panel)) return;
  watched.add(panel);
  const settle = () => {
    // What the reader's fingers made larger is their own doing.
    const over = seen.scale < 1.05 && innerHeight - seen.height > KEYBOARD;
    const told = over ? { insetBlock: `${seen.offsetTop}px auto`, blockSize: `${seen.height}px` } : { insetBlock: '', blockSize: '' };
    Object.assign(panel.style, told);
  };
  for (const name of ['resize', 'scroll']) seen.addEventListener(name, settle, { signal: host.shell.ears.signal });
  settle();
}
