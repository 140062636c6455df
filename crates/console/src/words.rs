//! Every text of the page. A text that is missing in one language does not compile.

mod desk;
mod office;

pub use desk::Words;
pub use office::Office;

use wire::{Millis, agent::Level, ticket::TicketKind};

/// The language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language for a BCP 47 tag; everything that is not Chinese is English.
    pub fn of(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The one that the switch leads to.
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Its texts.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Zh => &desk::ZH,
            Self::En => &desk::EN,
        }
    }

    /// The texts of everything around the conversations: tickets, knowledge, log, team, settings.
    pub fn office(self) -> &'static Office {
        match self {
            Self::Zh => &office::ZH,
            Self::En => &office::EN,
        }
    }

    /// How a product, an order, steps, links and a form begin, in the order of `card_kinds`.
    pub fn card_beginnings(self) -> [&'static str; 5] {
        match self {
            Self::Zh => [
                "【商品】名称\n价格：¥0\n- 看商品 -> /products/",
                "【订单】订单号\n状态：已发货\n- 看物流 -> /orders/",
                "【步骤】标题\n1. 第一步\n2. 第二步",
                "【链接】标题\n- 看这里 -> /help/",
                "【表单】标题\n? 订单号 *\n? 备注",
            ],
            Self::En => [
                "[Product] Name\nPrice: 0\n- See it -> /products/",
                "[Order] Number\nState: sent\n- Track it -> /orders/",
                "[Steps] Title\n1. First\n2. Second",
                "[Links] Title\n- Look here -> /help/",
                "[Form] Title\n? Order number *\n? Anything else",
            ],
        }
    }

    /// A length of time, in the words of a busy person: `不到 1 分钟`, `3 分钟`, `2 h 5 min`.
    pub fn span(self, length: Millis) -> String {
        let minutes = length / 60_000;
        let (hours, rest) = (minutes / 60, minutes % 60);
        match (self, hours) {
            (_, 0) if minutes == 0 => self.words().just_now.to_owned(),
            (Self::Zh, 0) => format!("{minutes} 分钟"),
            (Self::En, 0) => format!("{minutes} min"),
            (Self::Zh, 1..48) => format!("{hours} 小时 {rest} 分"),
            (Self::En, 1..48) => format!("{hours} h {rest} min"),
            (Self::Zh, _) => format!("{} 天", hours / 24),
            (Self::En, _) => format!("{} days", hours / 24),
        }
    }
}

/// Puts `value` in the place of `{}`.
pub fn fill(text: &str, value: impl ToString) -> String {
    text.replace("{}", &value.to_string())
}

/// Puts the values in the places of the `{}`, one after another.
pub fn fill_each(text: &str, values: &[&str]) -> String {
    let mut pieces = text.split("{}");
    let first = pieces.next().unwrap_or_default().to_owned();
    let values = values.iter().copied().chain(std::iter::repeat(""));
    pieces.zip(values).fold(first, |filled, (piece, value)| filled + value + piece)
}

/// The name of a customer's language; its tag if it is none of ours.
pub fn language_name(words: &Words, tag: &str) -> String {
    match tag.to_ascii_lowercase().as_str() {
        "zh" | "zh-cn" | "zh-hans" | "zh-hans-cn" => words.chinese_simplified.to_owned(),
        "zh-tw" | "zh-hk" | "zh-hant" | "zh-hant-tw" | "zh-hant-hk" => words.chinese_traditional.to_owned(),
        lower if lower == "en" || lower.starts_with("en-") => words.english.to_owned(),
        _ => tag.to_owned(),
    }
}

/// How the customer asked for a person.
pub fn entry_point<'a>(words: &'a Words, key: &'a str) -> &'a str {
    match key {
        "launcher" => words.entry_launcher,
        "panel" => words.entry_panel,
        "typed" => words.entry_typed,
        "offer" => words.entry_offer,
        "choices" => words.entry_choices,
        "page" => words.entry_page,
        "link" => words.entry_link,
        "api" => words.entry_api,
        other => other,
    }
}

/// The customer's mood, if it is one to act on.
pub fn mood<'a>(words: &'a Words, key: &'a str) -> &'a str {
    match key {
        "neutral" => words.mood_neutral,
        "unhappy" => words.mood_unhappy,
        "angry" => words.mood_angry,
        "urgent" => words.mood_urgent,
        other => other,
    }
}

/// What an agent may do, as the team's list says it.
pub fn level(office: &Office, level: Level) -> &'static str {
    match level {
        Level::Agent => office.level_agent,
        Level::Senior => office.level_senior,
        Level::Lead => office.level_lead,
        Level::Admin => office.level_admin,
    }
}

/// What a customer left.
pub fn ticket_kind(office: &Office, kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::Message => office.message,
        TicketKind::Callback => office.callback,
    }
}

/// The size of a file, as people say it.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// Declares the texts of a part of the page, Chinese first.
macro_rules! words {
    ($words:ident: $($key:ident: $zh:literal, $en:literal;)*) => {
        /// The texts of one language.
        pub struct $words { $(pub $key: &'static str,)* }
        pub(super) static ZH: $words = $words { $($key: $zh,)* };
        pub(super) static EN: $words = $words { $($key: $en,)* };
        #[cfg(test)]
        pub(super) static PAIRS: &[(&str, &str, &str)] = &[$((stringify!($key), $zh, $en),)*];
    };
}
use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_kind_of_thing() {
        for (key, zh, en) in desk::PAIRS.iter().chain(office::PAIRS) {
            assert!(!zh.is_empty() && !en.is_empty(), "{key} is empty");
            assert_eq!(zh.matches("{}").count(), en.matches("{}").count(), "{key}: places to fill differ");
            let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(han(zh) || ["other_language", "speaks", "of_capacity"].contains(key), "{key} is not Chinese: {zh}");
        }
    }

    #[test]
    fn spans_are_read_at_a_glance() {
        let minute = 60_000;
        assert_eq!(Lang::Zh.span(59_999), "不到 1 分钟");
        assert_eq!(Lang::En.span(3 * minute), "3 min");
        assert_eq!(Lang::Zh.span(125 * minute), "2 小时 5 分");
        assert_eq!(Lang::En.span(72 * 60 * minute), "3 days");
    }

    #[test]
    fn the_browser_chooses_the_language() {
        assert_eq!(Lang::of("zh-TW"), Lang::Zh);
        assert_eq!(Lang::of("ZH"), Lang::Zh);
        assert_eq!(Lang::of("de"), Lang::En);
    }

    #[test]
    fn unknown_keys_are_shown_as_they_came() {
        assert_eq!(entry_point(&desk::EN, "smart-fridge"), "smart-fridge");
        assert_eq!(mood(&desk::ZH, "angry"), "生气");
        assert_eq!(language_name(&desk::EN, "zh-Hant"), "Chinese (traditional)");
        assert_eq!(language_name(&desk::EN, "th"), "th");
    }

    #[test]
    fn places_are_filled_in_order_and_values_are_not_read_again() {
        assert_eq!(fill_each("{} → {}", &["{}", "b"]), "{} → b");
        assert_eq!(fill_each("{} → {}", &["a"]), "a → ");
    }

    #[test]
    fn sizes_are_read_at_a_glance() {
        assert_eq!([size(900), size(1_025), size(1_572_864)], ["900 B", "2 KB", "1.5 MB"]);
    }
}
