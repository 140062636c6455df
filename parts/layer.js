// The back button of a full page closes what lies on top before it leaves: in a web-view it is the only way out that people
// look for. One entry of the history stands for all that is open. On a merchant's page the history is the merchant's.

const layers = [];
/** Whether our entry is the newest of the history. */
let ours = false;
/** We go back ourselves, since nothing is open any more. */
let leaving = false;

addEventListener('popstate', () => {
  if (leaving) leaving = false;
  else if (ours) {
    ours = false;
    layers.pop()?.();
  }
  settle();
});

function settle() {
  if (leaving) return;
  if (layers.length && !ours) {
    ours = true;
    history.pushState({ ...history.state, renzai: 'layer' }, '');
  } else if (!layers.length && ours) {
    ours = false;
    leaving = true;
    history.back();
  }
}

/** Something was opened that `close` closes; the answer is to be called when it was closed otherwise. */
export function layer(host, close) {
  if (!host.hasAttribute('full')) return () => {};
  layers.push(close);
  settle();
  return () => {
    const at = layers.indexOf(close);
    if (at < 0) return;
    layers.splice(at, 1);
    settle();
  };
}
