//! Cards: plain text whose first line says what it is. Whoever reads an answer has to know one: the sources' reader, which
//! checks it, and the agent's page, which shows it. The widget dresses it by a script of its own (`parts/cards.js`).

/// The word behind the three signs that begin a card among other words.
pub const FENCE: &str = "card";

/// What a first line may name.
const KINDS: [&str; 17] = [
    "product", "order", "steps", "image", "links", "form", "商品", "订单", "訂單", "步骤", "步驟", "图片", "圖片",
    "链接", "連結", "表单", "表單",
];

/// What a card is, in the writer's language, and its title, by its first line; `None` if that begins none.
///
/// ```
/// assert_eq!(pack::card_title("【商品】亚麻衬衫"), Some(("商品", "亚麻衬衫")));
/// assert_eq!(pack::card_title("[Note] to the agent"), None);
/// ```
#[must_use]
pub fn card_title(line: &str) -> Option<(&str, &str)> {
    let (kind, title) = match line.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => line.strip_prefix('【')?.split_once('】')?,
    };
    KINDS.contains(&kind.to_lowercase().as_str()).then(|| (kind, title.trim()))
}
