// What is heard once the widget is there: the panel opens and closes, something is unread, a picture is dropped on it, a
// keyboard comes up. The launcher follows.

/** Whether it is stored that a person was asked for or is there. */
const talks = (shell) => /"stage":"(waiting|person)"/.test(shell.saved(''));

/** The launcher goes out of the way while the panel covers it: there is one button for a person at a time. */
function opened(shell, yes) {
  const launcher = shell.top.querySelector('.launcher');
  const [chat, ...others] = launcher.querySelectorAll('button');
  shell.isOpen = yes;
  launcher.classList.toggle('under', yes);
  for (const button of [chat, ...others]) button.tabIndex = yes ? -1 : 0;
  clearTimeout(shell.covering);
  // Hidden late, or a screen reader that comes from here loses its place. The state changes where nobody meets the button:
  // who came back to it while its state was new heard "collapsed" by itself, and then everything again.
  const settle = () => {
    chat.setAttribute('aria-expanded', yes);
    launcher.hidden = yes || shell.host.full;
  };
  if (yes) shell.covering = setTimeout(settle, 300);
  else settle();
}

/** Hears what the widget tells of the open panel, and what is done to it. */
export function listen(shell) {
  const { signal } = shell.ears;
  const on = (target, name, then, capture) => target.addEventListener(name, then, { signal, capture });
  // Once everybody has heard it: the page may have stepped in.
  const settled = (name, then) =>
    on(shell.host, name, (event) => {
      const inside = shell.root.activeElement;
      queueMicrotask(() => event.defaultPrevented || then(inside));
    });
  const chat = shell.top.querySelector('.launcher button');
  const dot = document.createElement('span');
  dot.className = 'dot';
  chat.append(dot);
  settled('ren-zai-open', () => opened(shell, true));
  settled('ren-zai-close', (inside) => {
    opened(shell, false);
    // The focus goes back only if it was in the panel: who was elsewhere stays there.
    if (inside) chat.focus();
  });
  on(shell.host, 'ren-zai-unread', ({ detail: { count, label } }) => {
    dot.textContent = count || '';
    // Without anything unread it is named by what it shows.
    if (label) chat.setAttribute('aria-label', label);
    else chat.removeAttribute('aria-label');
  });
  // For the large mode, whose part may come after a question and its answer.
  on(shell.host, 'ren-zai-ask', () => (shell.asked = true));
  const covered = () => shell.parts().then((parts) => parts.covered(shell)).catch(() => {});
  on(shell.host, 'ren-zai-human', covered);
  if (talks(shell)) covered();
  // Keys of ours have Alt; which they are is the reader's choice.
  on(shell.mount, 'keydown', (event) => event.altKey && shell.part('key', event), true);
  // A picture that is pasted or dropped into the panel is one to be sent.
  const given = (event) => [...((event.clipboardData || event.dataTransfer)?.files || [])];
  const offer = (event) => {
    if (given(event).length) {
      event.preventDefault();
      shell.part('attach', ...given(event));
    }
  };
  on(shell.mount, 'paste', offer);
  on(shell.mount, 'drop', offer);
  on(shell.mount, 'dragover', (event) => event.preventDefault());
  // A soft keyboard, most likely.
  if (window.visualViewport) on(visualViewport, 'resize', () => shell.parts().then((parts) => parts.keyboard(shell)).catch(() => {}));
  // A page with a stream or a lock is not kept for coming back to: what it needs then is stored.
  on(window, 'pagehide', ({ persisted }) => persisted && talks(shell) && shell.anew());
  // WCAG 2.4.11: what the panel covers on the page is uncovered by Escape, without moving the focus.
  on(document, 'keydown', (event) => {
    const focused = document.activeElement;
    const panel = shell.mount.querySelector('[role=dialog]');
    if (event.key !== 'Escape' || event.defaultPrevented || panel.hidden || focused === shell.host) {
      return;
    }
    const p = panel.getBoundingClientRect();
    const a = focused?.getBoundingClientRect();
    if (a && a.left < p.right && a.right > p.left && a.top < p.bottom && a.bottom > p.top) {
      shell.close();
    }
  });
}
