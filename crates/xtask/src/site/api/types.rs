//! What editors and frameworks read: TypeScript's declarations and the custom-elements manifest.

use super::{Api, Event, Kind};
use anyhow::Result;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub fn declarations(api: &Api) -> String {
    let mut text = String::from(
        "// Written by `cargo xtask api` from `api.toml`: change that.\n\n/** `<ren-zai>`: a shop's helper, and a person one click away. */\nexport interface RenZaiElement extends HTMLElement {\n",
    );
    for it in api.attribute.iter().filter(|it| it.kind != Kind::Own) {
        let kind = if it.kind == Kind::Text { "string" } else { "boolean" };
        let _ = writeln!(text, "  /** {} */\n  {}: {kind};", it.about, it.name);
    }
    for it in &api.property {
        let _ = writeln!(text, "  /** {} */\n  {}?: {};", it.about, it.name, it.r#type);
    }
    for it in &api.method {
        let _ = writeln!(text, "  /** {} */\n  {}({}): {};", it.about, it.name, it.args, it.returns);
    }
    text.push_str(
        "  addEventListener<K extends keyof RenZaiEventMap>(name: K, then: (event: RenZaiEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;\n  \
         addEventListener(name: string, then: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;\n}\n\n\
         /** The element's events and their details. */\nexport interface RenZaiEventMap extends HTMLElementEventMap {\n",
    );
    for it in &api.event {
        let cancelable = if it.cancelable { " Cancelable." } else { "" };
        let _ = writeln!(text, "  /** {}{cancelable} */\n  'ren-zai-{}': {};", it.about, it.name, kind_of(it));
    }
    text.push_str("}\n\ntype Name = ");
    let names: Vec<_> = api.method.iter().map(|it| format!("'{}'", it.name)).collect();
    text.push_str(&names.join(" | "));
    text.push_str(
        ";\n\ndeclare global {\n  /** Calls a method of the element on the page, now or as soon as there is one. */\n  \
         function renzai<K extends Name>(name: K, ...args: Parameters<RenZaiElement[K]>): ReturnType<RenZaiElement[K]> | undefined;\n  \
         interface HTMLElementTagNameMap {\n    'ren-zai': RenZaiElement;\n  }\n}\n",
    );
    text
}

pub fn manifest(api: &Api) -> Result<String> {
    let own = |it: &&super::Attribute| it.kind != Kind::Own;
    let fields = api.attribute.iter().filter(own).map(|it| {
        let kind = if it.kind == Kind::Text { "string" } else { "boolean" };
        json!({ "kind": "field", "name": it.name, "type": { "text": kind }, "description": it.about, "attribute": it.name, "reflects": true })
    });
    let properties = api
        .property
        .iter()
        .map(|it| json!({ "kind": "field", "name": it.name, "type": { "text": it.r#type }, "description": it.about }));
    let methods = api.method.iter().map(|it| {
        json!({ "kind": "method", "name": it.name, "return": { "type": { "text": it.returns } }, "description": it.about })
    });
    let attributes = api.attribute.iter().map(|it| json!({ "name": it.name, "description": it.about }));
    let events = api.event.iter().map(|it| {
        let cancelable = if it.cancelable { " Cancelable." } else { "" };
        json!({ "name": format!("ren-zai-{}", it.name), "type": { "text": kind_of(it) }, "description": format!("{}{cancelable}", it.about) })
    });
    let styles = api.style.iter().map(|it| json!({ "name": it.name, "default": it.default, "description": it.about }));
    let parts = api.part.iter().map(|it| json!({ "name": it.name, "description": it.about }));
    let slots = api.slot.iter().map(|it| json!({ "name": it.name, "description": it.about }));
    let all = |values: Vec<Value>| Value::Array(values);
    let manifest = json!({
        "schemaVersion": "1.0.0",
        "modules": [{
            "kind": "javascript-module",
            "path": "renzai.js",
            "declarations": [{
                "kind": "class",
                "customElement": true,
                "tagName": "ren-zai",
                "name": "RenZai",
                "superclass": { "name": "HTMLElement" },
                "attributes": all(attributes.collect()),
                "members": all(fields.chain(properties).chain(methods).collect()),
                "events": all(events.collect()),
                "cssProperties": all(styles.collect()),
                "cssParts": all(parts.collect()),
                "slots": all(slots.collect()),
            }],
            "exports": [{ "kind": "custom-element-definition", "name": "ren-zai", "declaration": { "name": "RenZai", "module": "renzai.js" } }],
        }],
    });
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

fn kind_of(event: &Event) -> String {
    let fields: Vec<_> = event.detail.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
    if fields.is_empty() { "CustomEvent<{}>".to_owned() } else { format!("CustomEvent<{{ {} }}>", fields.join("; ")) }
}
