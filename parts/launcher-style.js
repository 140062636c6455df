// How the launcher and the box look, before the style sheet of the panel has come.

/* Below `.top` nothing is inherited from the page, whose `!important` beats what is said of the element itself. The font
   size is the reader's own (medium), not the page's rem. */
export const STYLE = `
:host{all:initial;display:block!important;position:static!important;opacity:1!important;filter:none!important}
.top{all:initial;display:block;position:fixed;inset:0 auto auto 0;overflow:visible;color-scheme:light;
--a:var(--renzai-brand,#14634a);--b:var(--a);--o:var(--renzai-on-brand,#fff);--h:#8a2a0b;--s:#fff;--t:#1d2421;
font:500 medium/1.4 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
[hidden]{display:none!important}
.under{opacity:0;pointer-events:none}
.launcher{position:fixed;inset-block-end:calc(var(--renzai-offset-block,20px) + env(safe-area-inset-bottom,0px));inset-inline-end:var(--renzai-offset-inline,20px);z-index:2147483000;
max-inline-size:calc(100vw - 40px);display:flex;border-radius:28px;box-shadow:0 2px 6px rgb(0 0 0/.18),0 8px 28px rgb(0 0 0/.2)}
.launcher button,.box a,.box button{font:inherit;cursor:pointer;box-sizing:border-box;text-decoration:none}
.launcher button{display:flex;align-items:center;justify-content:center;min-block-size:56px;min-inline-size:64px;margin:0;
padding:0 20px;border:2px solid var(--b);background:var(--b);color:var(--o);
border-start-start-radius:28px;border-end-start-radius:28px}
:host([elder]) .launcher button{min-block-size:60px;font-size:1.25em}
.launcher button+button{background:var(--s);color:var(--h);border-color:var(--s);border-radius:0;font-weight:700}
.launcher .large{border-start-end-radius:28px;border-end-end-radius:28px;color:var(--t);font-weight:400;padding:0 14px;min-inline-size:56px}
.launcher [aria-pressed=true]{text-decoration:underline;font-weight:700}
button:focus-visible,a:focus-visible{outline:3px solid var(--t);outline-offset:2px;box-shadow:0 0 0 2px var(--s)}
.dot:not(:empty){margin-inline-start:8px;min-inline-size:22px;border-radius:11px;background:#fff;color:#a63a16;font-size:.85em;text-align:center}
.box{position:fixed;inset-block-end:20px;inset-inline-end:20px;z-index:2147483000;box-sizing:border-box;
inline-size:min(360px,calc(100vw - 32px));padding:20px;border-radius:18px;background:var(--s);color:var(--t);
border:1px solid #d5d9d4;box-shadow:0 12px 40px rgb(0 0 0/.25);max-block-size:calc(100vh - 40px);overflow:auto}
.box p{margin:0 0 12px}
.box a,.box button{display:block;inline-size:100%;min-block-size:48px;margin-block-start:8px;padding:11px;border:2px solid var(--b);
border-radius:12px;background:none;color:var(--b);text-align:center}
.box a.tel{background:var(--h);border-color:var(--h);color:#fff}
.dark{color-scheme:dark;--a:var(--renzai-brand-dark,var(--renzai-brand,#5fd0a5));--o:#0c1512;--h:#ffab8a;--s:#1b211f;--t:#eef2ef}
@supports(color:color(from red xyz-d65 x y z)){.top{--k:min(1,.145/y);--o:#fff;
--b:color(from var(--a) xyz-d65 calc(x*var(--k)) calc(y*var(--k)) calc(z*var(--k)))}
.dark{--k:max(0,(.3 - y)/(1 - y));--o:#0c1512;
--b:color(from var(--a) xyz-d65 calc(x + var(--k)*(.9505 - x)) calc(y + var(--k)*(1 - y)) calc(z + var(--k)*(1.089 - z)))}}
.dark .box{border-color:#3a4441}.dark .box a.tel{color:#1b211f}
.launcher button:hover{filter:brightness(1.08)}
@media print{:host{display:none!important}}`;
