//! The reference for merchants' engineers, in English and in Chinese.

use super::{Api, Event, Kind};
use std::fmt::Write as _;

struct Heads {
    title: &'static str,
    intro: &'static str,
    attributes: [&'static str; 3],
    attributes_intro: &'static str,
    properties: [&'static str; 3],
    methods: [&'static str; 3],
    methods_intro: &'static str,
    events: [&'static str; 5],
    events_intro: &'static str,
    styles: [&'static str; 4],
    parts: [&'static str; 3],
    slots: [&'static str; 3],
    page: [&'static str; 3],
    yes: &'static str,
}

const ENGLISH: Heads = Heads {
    title: "The element, for scripts and style sheets",
    intro: "[中文](api.zh-CN.md) · How to put it on a page: [embedding.md](embedding.md)\n\nWritten by `cargo xtask api` from `api.toml`: change that.",
    attributes: ["Attributes", "attribute", "what"],
    attributes_intro: "Read when the panel is first opened, unless it says otherwise. Those marked * are properties of the element as well.",
    properties: ["Properties", "property", "what"],
    methods: ["Methods", "method", "what"],
    methods_intro: "`renzai('name', …)` calls them from anywhere, as soon as `renzai.js` has run; before that, with the [stub](embedding.md#scripts). The element has them by name: `document.querySelector('ren-zai').open()`.",
    events: ["Events", "event", "detail", "cancelable", "when"],
    events_intro: "Fired on the element as `CustomEvent`; they bubble out to the document. `event.preventDefault()` on a cancelable one keeps it from happening: your page steps in.",
    styles: ["Custom properties", "property", "default", "what"],
    parts: ["Parts", "`::part(…)`", "what"],
    slots: ["Slots", "`slot=\"…\"`", "what"],
    page: ["On the page and in links", "name", "what"],
    yes: "yes",
};

const CHINESE: Heads = Heads {
    title: "标签的接口：脚本与样式",
    intro: "[English](api.md) · 怎样放进网页：[embedding.zh-CN.md](embedding.zh-CN.md)\n\n由 `cargo xtask api` 按 `api.toml` 写成，要改请改那里。",
    attributes: ["属性", "属性", "含义"],
    attributes_intro: "除另有说明外，在第一次打开对话时读取。带 * 的同时是标签的 JavaScript 属性。",
    properties: ["JavaScript 属性", "属性", "含义"],
    methods: ["方法", "方法", "作用"],
    methods_intro: "`renzai.js` 运行后，任何地方都可以用 `renzai('名字', …)` 调用；在那之前用[排队函数](embedding.zh-CN.md#脚本)。标签上也有同名方法：`document.querySelector('ren-zai').open()`。",
    events: ["事件", "事件", "内容", "可取消", "何时"],
    events_intro: "在标签上以 `CustomEvent` 触发，会冒泡到网页。可取消的事件调用 `event.preventDefault()` 后就不会发生，由您的网页接手。",
    styles: ["自定义样式", "名字", "默认", "含义"],
    parts: ["部件", "`::part(…)`", "含义"],
    slots: ["插槽", "`slot=\"…\"`", "放什么"],
    page: ["网页上和链接里", "名字", "作用"],
    yes: "是",
};

pub fn english(api: &Api) -> String {
    reference(api, &ENGLISH, |about, _| about)
}

pub fn chinese(api: &Api) -> String {
    reference(api, &CHINESE, |_, zh| zh)
}

fn reference(api: &Api, heads: &Heads, pick: for<'a> fn(&'a str, &'a str) -> &'a str) -> String {
    let mut page = format!("# {}\n\n{}\n", heads.title, heads.intro);
    let attributes = api.attribute.iter().map(|it| {
        let star = if it.kind == Kind::Own { "" } else { " *" };
        vec![format!("`{}`{star}", it.name), pick(&it.about, &it.zh).to_owned()]
    });
    table(&mut page, &heads.attributes, heads.attributes_intro, attributes);
    let properties = api.property.iter().map(|it| {
        vec![format!("`{}: {}`", it.name, it.r#type.replace('|', "\\|")), pick(&it.about, &it.zh).to_owned()]
    });
    table(&mut page, &heads.properties, "", properties);
    let methods = api.method.iter().map(|it| {
        let said = format!("`{}({}): {}`", it.name, it.args, it.returns).replace('|', "\\|");
        vec![said, pick(&it.about, &it.zh).to_owned()]
    });
    table(&mut page, &heads.methods, heads.methods_intro, methods);
    let events = api.event.iter().map(|it| {
        let cancelable = if it.cancelable { heads.yes } else { "" };
        vec![
            format!("`ren-zai-{}`", it.name),
            detail(it).replace('|', "\\|"),
            cancelable.to_owned(),
            pick(&it.about, &it.zh).to_owned(),
        ]
    });
    table(&mut page, &heads.events, heads.events_intro, events);
    let styles = api
        .style
        .iter()
        .map(|it| vec![format!("`{}`", it.name), format!("`{}`", it.default), pick(&it.about, &it.zh).to_owned()]);
    table(&mut page, &heads.styles, "", styles);
    for (heads, names) in [(&heads.parts, &api.part), (&heads.slots, &api.slot), (&heads.page, &api.page)] {
        let rows = names.iter().map(|it| vec![format!("`{}`", it.name), pick(&it.about, &it.zh).to_owned()]);
        table(&mut page, heads, "", rows);
    }
    page
}

fn detail(event: &Event) -> String {
    let fields: Vec<_> = event.detail.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
    if fields.is_empty() { String::new() } else { format!("`{}`", fields.join("; ")) }
}

/// A heading and a table: the first of `heads` is the heading, the others are the columns.
fn table(page: &mut String, heads: &[&str], intro: &str, rows: impl Iterator<Item = Vec<String>>) {
    let [heading, columns @ ..] = heads else { return };
    let _ = write!(page, "\n## {heading}\n\n");
    if !intro.is_empty() {
        let _ = write!(page, "{intro}\n\n");
    }
    let _ = writeln!(page, "| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for row in rows {
        let _ = writeln!(page, "| {} |", row.join(" | "));
    }
}
