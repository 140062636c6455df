// How the launcher and the box look, before the style sheet of the panel has come.

/* Below `.top` nothing is inherited from the page, whose `!important` beats what is said of the element itself. The font
   size is the reader's own (medium), not the page's rem. */
export const STYLE = `
:host{all:initial;display:block!important;position:static!important;opacity:1!important;filter:none!important}
.top{all:initial;display:block;position:fixed;inset:0 auto auto 0;z-index:2147483000;color-scheme:light;
--a:var(--renzai-brand,#14634a);--b:var(--a);--o:var(--renzai-on-brand,#fff);--h:#8a2a0b;--s:#fff;--t:#1d2421;--l:min(l,.48);
font:500 medium/1.4 system-ui,sans-serif}
[hidden]{display:none!important}
.launcher,.box{display:flex;position:fixed;inset-block-end:calc(var(--renzai-offset-block,20px) + env(safe-area-inset-bottom,0px));inset-inline-end:var(--renzai-offset-inline,20px);
max-inline-size:calc(100vw - 40px);background:var(--s);color:var(--t);border-radius:28px;box-shadow:0 4px 24px rgb(0 0 0/.3)}
.launcher button,.box a,.box button{font:inherit;box-sizing:border-box;text-align:center;
min-block-size:56px;padding:14px 18px;border:2px solid var(--b);border-radius:28px;background:none;color:var(--b)}
.launcher button{border-color:#0000;color:var(--t)}
.launcher :first-child{background:var(--b);color:var(--o)}
.launcher :nth-child(2){color:var(--h);font-weight:700}
:host([elder]) .launcher,:host([elder]) .box{font-size:1.25em}
.launcher [aria-pressed=true]{text-decoration:underline}
button:focus-visible,a:focus-visible{outline:3px solid var(--t);outline-offset:2px;box-shadow:0 0 0 2px var(--s)}
.box{flex-direction:column;gap:8px;box-sizing:border-box;inline-size:360px;padding:20px;max-block-size:80vh;overflow:auto}
.box textarea{font:inherit}
@supports(color:oklch(from red l c h)){.top{--o:#fff;--b:oklch(from var(--a) var(--l) c h)}}
.dark{color-scheme:dark;--l:max(l,.78);--a:var(--renzai-brand-dark,var(--renzai-brand,#5fd0a5));--o:#0c1512;--h:#ffab8a;--s:#1b211f;--t:#eef2ef}
@media print{:host{display:none!important}}`;
