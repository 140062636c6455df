//! What stands in the place of a find.

use crate::{
    Kind, Span, find,
    line::{Line, digit, has, is_han},
};

/// A text with its finds covered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masked {
    /// What may be stored and handed over.
    pub text: String,
    /// What was covered, as places in the text that came in.
    pub spans: Vec<Span>,
}

/// What stands between the kind and what is left to see.
const STARS: &str = " ***";

/// The names of [`Kind::ALL`] in a text in English, in simplified and in traditional characters.
const NAMES: [&str; 3] = [
    "mobile landline ID card passport email address plate code password",
    "手机 座机 身份证 银行卡 护照 邮箱 地址 车牌 验证码 密码",
    "手機 座機 身份證 銀行卡 護照 郵箱 地址 車牌 驗證碼 密碼",
];

/// Covers everything that [`find`] finds, but what is in `keep`: numbers and addresses that the merchant publishes,
/// however they are written.
#[must_use]
pub fn mask(text: &str, keep: &[&str]) -> Masked {
    let keep: Vec<String> = keep.iter().map(|kept| bare(kept)).filter(|kept| !kept.is_empty()).collect();
    let mut spans = find(text);
    spans.retain(|span| {
        let found = bare(&text[span.start..span.end]);
        // A published number may be followed by an extension.
        !keep.iter().any(|kept| found == *kept || span.kind == Kind::Landline && found.starts_with(kept.as_str()))
    });
    Masked { text: cover(text, &spans), spans }
}

/// Puts a stand-in in the place of each span. Spans are taken in order; one that overlaps an earlier one, or lies
/// outside the text, is passed over.
#[must_use]
pub fn cover(text: &str, spans: &[Span]) -> String {
    let names = NAMES[script(text)];
    let mut covered = String::with_capacity(text.len());
    let mut done = 0;
    for span in spans {
        let (Some(before), Some(found)) = (text.get(done..span.start), text.get(span.start..span.end)) else {
            continue;
        };
        let name = names.split(' ').nth(span.kind as usize).unwrap_or_default();
        covered.extend([before, "[", name, STARS, &left(found, span.kind), "]"]);
        done = span.end;
    }
    covered + &text[done..]
}

/// The length in bytes of the stand-in that a text starts with.
pub(crate) fn covered(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let names = NAMES.iter().flat_map(|names| names.split(' '));
    let rest = names.filter_map(|name| inside.strip_prefix(name)).find_map(|rest| rest.strip_prefix(STARS))?;
    let end = rest.char_indices().take(3).find(|(_, c)| *c == ']')?.0;
    rest[..end].chars().all(char::is_alphanumeric).then_some(text.len() - rest.len() + end + 1)
}

/// What is left to see of a find.
fn left(found: &str, kind: Kind) -> String {
    let bare = bare(found);
    let chars = bare.chars();
    match kind {
        Kind::Address | Kind::Otp | Kind::Password => String::new(),
        Kind::Email => chars.take(1).collect(),
        _ => chars.skip(bare.chars().count().saturating_sub(2)).collect(),
    }
}

/// Letters and numerals only, without the code of the mainland and the zeros of an area code.
fn bare(text: &str) -> String {
    let line = Line::read(text);
    let chars = (0..line.len()).map(|i| line.get(i)).filter(|c| c.is_alphanumeric());
    let bare: String = chars.map(|c| digit(c).map_or(c, |value| char::from(b'0' + value))).collect();
    let national = bare.strip_prefix("86").filter(|_| line.get(0) == '+').unwrap_or(&bare);
    national.trim_start_matches('0').into()
}

/// Which of [`NAMES`].
fn script(text: &str) -> usize {
    match text.chars().any(is_han) {
        true if text.chars().any(is_traditional) => 2,
        true => 1,
        false => 0,
    }
}

fn is_traditional(c: char) -> bool {
    has("號機電話證碼郵處這個們請問麼沒還會對說時間寄給開關貨單訂錢買賣點嗎樓區東車", c)
}
