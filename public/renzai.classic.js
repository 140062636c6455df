/* For pages that can only paste a script: one line makes the tag, and its `data-…` are the tag's attributes.
 *
 *   <script async src="…/renzai.classic.js" data-pack="…" data-desk="…" data-lang="zh-CN"></script>
 *
 * `data-launcher` is the first button's text, and with `data-launcher-image` the name of its picture: in a tag those are a child.
 *
 * A tag that the page has already is the one that speaks. */
const { launcher, launcherImage, ...attributes } = document.currentScript.dataset;

import './renzai.js';

const place = () => {
  if (!document.querySelector('ren-zai')) {
    const tag = document.createElement('ren-zai');
    for (const [name, value] of Object.entries(attributes)) {
      tag.setAttribute(name, value);
    }
    if (launcher) {
      const picture = launcherImage && Object.assign(new Image(), { src: launcherImage, alt: launcher, height: 28 });
      const face = picture || Object.assign(document.createElement('span'), { textContent: launcher });
      face.slot = 'launcher';
      tag.append(face);
    } else if (launcherImage) {
      console.warn('ren-zai: data-launcher-image needs data-launcher: what is the button called?');
    }
    // Beside the body: frameworks that put another body in its place leave it alone.
    document.documentElement.append(tag);
  }
};
// A tag further down the page counts, too.
document.readyState === 'loading' ? addEventListener('DOMContentLoaded', place) : place();
