// How the simple way looks. It comes with the part: who does not want it does not fetch it.

/** A pointer of 64 px for weak eyes: the systems' own have 16 to 32. */
const POINTER = `url("data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><path d="M5 3v51l13-12 9 19 9-4-9-19h18z" fill="#000" stroke="#fff" stroke-width="4"/></svg>',
)}") 5 3`;

/** The pairs of colours that the reader can choose beside the device's own: everything is one of the two. */
const PAIRS = [
  ['light', '#fff', '#000'],
  ['dark', '#000', '#ffe14d'],
  ['light', '#fdf3d3', '#1a1a1a'],
];

const pair = ([scheme, ground, text], at) => `
.rz.elder[data-colours="${at + 1}"] .panel{color-scheme:${scheme};color:${text};--ground:${ground};--sunken:${ground};--raised:${ground};--me:${ground};
--human-soft:${ground};--on-brand:${ground};--on-human:${ground};--text:${text};--muted:${text};--brand:${text};--human:${text};
--human-line:${text};--line:${text};--edge:${text};--danger:${text};--focus:${text}}`;

export const EASY = `
.rz.elder{font-size:calc(1em*var(--easy,1.5));line-height:1.6}
.rz.elder .panel{overflow-y:auto}
.rz.elder :is(.log,.easy){flex:1 0 auto;overflow:visible;contain:none}
.rz.elder .titles{flex:1 1 100%;block-size:1px;margin:0;padding:0;overflow:hidden;opacity:0}
.rz.elder .bar{position:sticky;inset-block-start:0;z-index:2;background:var(--ground)}
.rz.elder .bar .human{flex:4 1 3em;font-size:min(1em,30px);padding-inline:8px}
.rz.elder .bar .quiet{flex:1 0 auto;font-size:min(.8em,24px);white-space:nowrap}
.rz:not(.elder) :is(.easy,.easy-foot){display:none}
.rz.elder .easy:empty{display:none}
.rz.elder .easy{display:grid;gap:14px;padding:16px;align-content:start}
.easy h3{font-size:1.1em;font-weight:700;line-height:1.5;margin:0}
.easy h3:focus{outline:none}
.easy .button{min-block-size:76px;padding:12px 16px;font-weight:600;border-width:2px;white-space:normal;inline-size:100%}
.easy .human{background:var(--human);border-color:var(--human);color:var(--on-human);font-weight:700}
.rz.elder .easy-foot{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(5em,100%),1fr));gap:8px;padding:10px 12px;
position:sticky;inset-block-end:0;background:var(--ground);border-block-start:2px solid var(--line);font-size:min(.85em,26px)}
.rz.elder:is([data-easy=home],[data-easy=type],[data-easy=person]) .easy-foot{position:static}
.easy-foot .button{padding:6px 8px;border-width:2px}
.easy-foot .send{background:var(--brand);color:var(--on-brand);border-color:var(--brand);font-weight:700}
.easy-foot [aria-pressed=true]{border-color:var(--brand);color:var(--brand);font-weight:700;text-decoration:underline}
.easy-step{grid-column:1/-1;font-weight:700;text-align:center}
.rz.elder .honest{display:none}
.rz.elder:is([data-easy=home],[data-easy=questions],[data-easy=leave]) :is(.log,.newest,.composer,.status){display:none}
.rz.elder[data-easy=answer] :is(.composer,.chips,.thumbs){display:none}
.rz.elder[data-easy=type] :is(.chips,.thumbs){display:none}
.rz.elder:is([data-easy=answer],[data-easy=type],[data-easy=person]) .log>.part:first-child,
.rz.elder:is([data-easy=answer],[data-easy=type],[data-easy=person]) .log>.lines>:not([data-now]){display:none}
.rz.elder .steps{list-style:none;padding:0}
.rz.elder[data-easy=answer] .steps>[data-later]{display:none}
.rz.elder .panel:has(.sheet>*) :is(.easy,.easy-foot,.log,.composer){display:none}
.heard{font-size:1.2em;font-weight:700;min-block-size:3em}
.rz.elder .composer{flex-wrap:wrap}.rz.elder .composer textarea{flex:1 1 8em}.rz.elder .composer .send{flex:1 0 auto}
.rz.elder .panel{scroll-padding-block:110px 190px}
@media(max-height:480px){.rz.elder :is(.easy-foot,.composer){position:static}.rz.elder .panel{scroll-padding-block:110px 0}}
@media(max-height:480px) and (max-width:480px){.rz.elder .bar{position:static}}
@media(pointer:fine){.rz.elder,.rz.elder *{cursor:${POINTER},auto}}
.dark .rz.elder .panel{--ground:#0b0f0d}${PAIRS.map(pair).join('')}
.rz.elder .bubble>*+*{margin-block-start:.8em}
@media(forced-colors:active){.easy-foot [aria-pressed=true]{outline:3px solid Highlight}}`;
