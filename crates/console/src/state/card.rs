//! Cards: plain text whose first line says what it is, such as `[Product] Cloud runner`. The widget dresses it for the
//! customer (`parts/cards.js`), this page for the agent. Here no address is followed and no picture fetched.

use pack::card_title;

/// A line with this begins a card among other words, one with [`END`] ends it: as in an answer of the knowledge.
const BEGIN: &str = "```card";
const END: &str = "```";

/// A card by its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What it is, in the writer's language.
    pub kind: String,
    /// Its title; may be empty.
    pub title: String,
    /// What follows, in order.
    pub parts: Vec<Part>,
}

/// A line of a card, or lines of one kind that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// A picture: what it shows, and its address.
    Image(String, String),
    /// Names with their values.
    Facts(Vec<(String, String)>),
    /// Steps in their order.
    Steps(Vec<String>),
    /// A list without order.
    Bullets(Vec<String>),
    /// Buttons: what they say, and where they lead.
    Links(Vec<(String, String)>),
    /// What the customer is asked to fill in.
    Fields(Vec<String>),
}

/// The card that a message is.
pub fn read(message: &str) -> Option<Card> {
    let mut lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    let (kind, title) = card_title(lines.next()?)?;
    let mut parts: Vec<Part> = Vec::new();
    for next in lines.map(part) {
        match (parts.last_mut(), next) {
            (Some(Part::Facts(all)), Part::Facts(more)) | (Some(Part::Links(all)), Part::Links(more)) => {
                all.extend(more);
            }
            (Some(Part::Steps(all)), Part::Steps(more))
            | (Some(Part::Bullets(all)), Part::Bullets(more))
            | (Some(Part::Fields(all)), Part::Fields(more)) => all.extend(more),
            (_, next) => parts.push(next),
        }
    }
    Some(Card { kind: kind.to_owned(), title: title.to_owned(), parts })
}

/// What is written is sent as: a card that stands between its two lines is a message of its own.
pub fn messages(written: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut inside = false;
    for line in written.lines() {
        let fence = line.trim();
        if fence == if inside { END } else { BEGIN } {
            inside = !inside;
            all.push(String::new());
        } else if let Some(message) = all.last_mut() {
            message.push_str(line);
            message.push('\n');
        }
    }
    all.iter().map(|message| message.trim()).filter(|message| !message.is_empty()).map(str::to_owned).collect()
}

/// Text as it is written into a reply: a card between its two lines.
pub fn fenced(text: &str) -> String {
    if read(text).is_some() { format!("{BEGIN}\n{text}\n{END}") } else { text.to_owned() }
}

fn part(line: &str) -> Part {
    let owned = |(one, other): (&str, &str)| (one.trim().to_owned(), other.trim().to_owned());
    if let Some(image) = line.strip_prefix("![").and_then(|rest| rest.strip_suffix(')')?.split_once("](")) {
        let (alt, src) = owned(image);
        return Part::Image(alt, src);
    }
    if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return match item.split_once("->").or_else(|| item.split_once('→')) {
            Some(button) => Part::Links(vec![owned(button)]),
            None => Part::Bullets(vec![item.trim().to_owned()]),
        };
    }
    if let Some(field) = line.strip_prefix(['?', '？']) {
        return Part::Fields(vec![field.trim().to_owned()]);
    }
    let step = line.split_once(['.', '、', '．']);
    if let Some((_, step)) =
        step.filter(|(at, _)| (1..=2).contains(&at.len()) && at.bytes().all(|it| it.is_ascii_digit()))
    {
        return Part::Steps(vec![step.trim().to_owned()]);
    }
    match line.split_once([':', '：']) {
        Some((name, value)) if is_name(name) && !value.starts_with("//") && !value.trim().is_empty() => {
            Part::Facts(vec![owned((name, value))])
        }
        _ => Part::Text(line.to_owned()),
    }
}

/// Whether a line's beginning is short enough to be the name of a fact, and no sentence.
fn is_name(name: &str) -> bool {
    (1..=24).contains(&name.chars().count()) && !name.contains([',', '，', '。', '.', '!', '?', '！', '？'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(one: &str, other: &str) -> (String, String) {
        (one.to_owned(), other.to_owned())
    }

    #[test]
    fn a_product_by_its_parts() {
        let text = "【商品】亚麻衬衫\n![正面](/a.jpg)\n水洗过。\n价格：¥239\n尺码：S 到 XXL\n\n- 看商品 -> /order.html\n- 有货吗？ → ask:stock\n- 七天可退";
        let card = read(text).expect("a card");
        assert_eq!((card.kind.as_str(), card.title.as_str()), ("商品", "亚麻衬衫"));
        let expected = vec![
            Part::Image("正面".into(), "/a.jpg".into()),
            Part::Text("水洗过。".into()),
            Part::Facts(vec![pair("价格", "¥239"), pair("尺码", "S 到 XXL")]),
            Part::Links(vec![pair("看商品", "/order.html"), pair("有货吗？", "ask:stock")]),
            Part::Bullets(vec!["七天可退".into()]),
        ];
        assert_eq!(card.parts, expected);
    }

    #[test]
    fn steps_fields_and_addresses() {
        let card = read("[Steps] Return it\n1. Open “Orders”\n2、Choose\n? Order number *\nhttps://shop.example/a: b")
            .expect("a card");
        assert_eq!(card.parts[0], Part::Steps(vec!["Open “Orders”".into(), "Choose".into()]));
        assert_eq!(card.parts[1], Part::Fields(vec!["Order number *".into()]));
        assert_eq!(card.parts[2], Part::Text("https://shop.example/a: b".into()));
    }

    #[test]
    fn what_only_looks_like_one_is_words() {
        for text in ["", "[Note] x", "Product: x", "[Product", "hello\n[Product] x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_card_among_words_goes_as_its_own_message() {
        assert_eq!(
            messages("推荐：\n```card\n【商品】衬衫\n价格：1\n```\n\n七天可退。\n还有吗？"),
            ["推荐：", "【商品】衬衫\n价格：1", "七天可退。\n还有吗？"]
        );
        assert_eq!(messages(" 一句话\n\n又一句 "), ["一句话\n\n又一句"]);
        assert_eq!(messages("```card\n[Order] 1"), ["[Order] 1"], "one that nobody ended");
        assert_eq!(messages("a\n```\nb"), ["a\n```\nb"], "an end without a beginning is words");
        assert!(messages(" \n```card\n```\n").is_empty());
        assert_eq!(messages(&fenced("[Order] 1\nState: sent")), ["[Order] 1\nState: sent"]);
        assert_eq!(fenced("words"), "words");
    }
}
