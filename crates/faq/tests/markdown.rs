//! Answers: what each piece of Markdown becomes.
#![allow(clippy::unwrap_used)]

use pack::{Block, Span};

fn spans(spans: &[Span]) -> String {
    let shown = spans.iter().map(|span| match span {
        Span::Text(text) => text.clone(),
        Span::Strong(text) => format!("strong({text})"),
        Span::Link { text, url } => format!("link({text} {url})"),
        Span::Phone { text, number } => format!("phone({text} {number})"),
        Span::Break => "break".into(),
    });
    shown.collect::<Vec<_>>().join("+")
}

fn items(list: &[Vec<Span>]) -> String {
    list.iter().map(|item| spans(item)).collect::<Vec<_>>().join("; ")
}

fn blocks(answer: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let shop =
        "[site]\nname = \"S\"\nlocale = \"en\"\nphone = \"95100\"\ntimezone = \"UTC\"\n[hours]\ndaily = \"9:00-18:00\"";
    std::fs::write(dir.path().join("shop.toml"), shop).unwrap();
    let table = format!("id,question,answer\na,b?,\"{}\"\n", answer.replace('"', "\"\""));
    std::fs::write(dir.path().join("faq.csv"), table).unwrap();
    let outcome = faq::read(dir.path(), 20_778, None);
    let Some(draft) = outcome.draft else { return outcome.diagnostics[0].message.clone() };
    let shown = draft.knowledge.entries[0].answer.iter().map(|block| match block {
        Block::Paragraph(text) => format!("p[{}]", spans(text)),
        Block::Bullets(list) => format!("ul[{}]", items(list)),
        Block::Steps(list) => format!("ol[{}]", items(list)),
        Block::Image { src, alt } => format!("img[{src} {alt}]"),
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_an_answer_becomes() {
    let cases = [
        ("One line.", "p[One line.]"),
        ("One\ntwo", "p[One+break+two]"),
        ("One  \ntwo", "p[One+break+two]"),
        ("One\n\ntwo", "p[One] p[two]"),
        ("**7 天**内", "p[strong(7 天)+内]"),
        ("See [returns](/help.html#returns).", "p[See +link(returns /help.html#returns)+.]"),
        ("<https://example.com/a>", "p[link(https://example.com/a https://example.com/a)]"),
        ("Call [400-123-4567](tel:400-123-4567)", "p[Call +phone(400-123-4567 4001234567)]"),
        ("- a\n- **b**\n", "ul[a; strong(b)]"),
        ("- a\n\n- b", "ul[a; b]"),
        ("步骤：\n1. a\n2. b\n   c", "p[步骤：] ol[a; b+break+c]"),
        ("1. a\n\n   b", "ol[a+break+b]"),
        ("Look: ![size chart](/img/s.svg) done", "p[Look: ] img[/img/s.svg size chart] p[ done]"),
        (
            "Look:\n```card\n[product] Shoe\n![grey](/s.svg)\nPrice: ¥9\n\n- See -> /s.html\n- Same -> ask:a\n- Who -> human\n```\nDone",
            "p[Look:] p[[product] Shoe+break+![grey](/s.svg)+break+Price: ¥9+break+- See -> /s.html+break+- Same -> ask:a+break+- Who -> human] p[Done]",
        ),
        ("```card\n【表单】换货\n? 订单号 *\n```", "p[【表单】换货+break+? 订单号 *]"),
        ("3~5 days, 2*3, a_b, &amp; \\<b>", "p[3~5 days, 2*3, a_b, & <b>]"),
    ];
    for (answer, expected) in cases {
        assert_eq!(blocks(answer), expected, "{answer:?}");
    }
}

#[test]
fn what_an_answer_cannot_be() {
    let cases = [
        ("<b>bold</b>", "HTML cannot be shown in an answer"),
        ("<script>alert(1)</script>", "HTML cannot be shown in an answer"),
        ("`code`", "code cannot be shown in an answer"),
        ("```\ncode\n```", "code cannot be shown in an answer"),
        ("# Title", "a heading cannot be shown in an answer"),
        ("|a|b|\n|-|-|\n|1|2|", "a table cannot be shown in an answer"),
        ("> so", "a quotation cannot be shown in an answer"),
        ("*so*", "italic cannot be shown in an answer"),
        ("- a\n  - b", "a list within a list cannot be shown in an answer"),
        ("**[a](/b)**", "bold and a link in one another cannot be shown in an answer"),
        ("2. b", "steps always count from 1 when shown, and these begin with another number"),
        ("![](/a.svg)", "an image without words"),
        ("[a](http://example.com)", "an address that anybody on the way can change: `http://example.com`"),
        ("[a](javascript:alert(1))", "this address is not allowed: `javascript:alert(1)`"),
        ("[a](data:text/html,x)", "this address is not allowed: `data:text/html,x`"),
        ("[a](tel:none)", "not a phone number: `tel:none`"),
        ("```card\nShoe\n```", "a card that does not say what it is: `Shoe`"),
        ("```card\n[other] Shoe\n```", "a card that does not say what it is: `[other] Shoe`"),
        ("```card\n[image]\n![](/a.svg)\n```", "an image without words"),
        ("```card\n[image]\n![a](tel:95100)\n```", "a phone number is not an image: `95100`"),
        ("```card\n[links]\n- a -> javascript:x\n```", "this address is not allowed: `javascript:x`"),
        (
            "```card\n[links]\n- a → http://example.com\n```",
            "an address that anybody on the way can change: `http://example.com`",
        ),
        ("- a\n  ```card\n  [form]\n  ```", "code cannot be shown in an answer"),
        ("---", "a ruled line cannot be shown in an answer"),
        ("&nbsp;", "empty answer"),
    ];
    for (answer, expected) in cases {
        assert_eq!(blocks(answer), expected, "{answer:?}");
    }
}
