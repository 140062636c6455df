/* For pages that can only paste a script: one line makes the tag, and its `data-…` are the tag's attributes.
 *
 *   <script async src="…/renzai.classic.js" data-pack="…" data-desk="…" data-lang="zh-CN"></script>
 *
 * A tag that the page has already is the one that speaks. */
const { dataset } = document.currentScript;

import './renzai.js';

const place = () => {
  if (!document.querySelector('ren-zai')) {
    const tag = document.createElement('ren-zai');
    for (const [name, value] of Object.entries(dataset)) {
      tag.setAttribute(name, value);
    }
    // Beside the body: frameworks that put another body in its place leave it alone.
    document.documentElement.append(tag);
  }
};
// A tag further down the page counts, too.
document.readyState === 'loading' ? addEventListener('DOMContentLoaded', place) : place();
