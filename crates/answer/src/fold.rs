//! Folding: the many ways to write the same thing become one.
//!
//! Width, case, accents, traditional characters, punctuation, emoji, numerals, regional words and politeness. The same
//! folding is applied to the merchant's words when packing and to the shopper's when asking.

use crate::phrases::{Phrases, Sorts};
use pack::Meaning;

/// Characters of a message that are looked at. A longer message is a story whose question stands at its beginning or
/// was asked before; the limit keeps the cost of any message bounded.
const LONGEST: usize = 600;

/// Said at the end of a sentence for its tone; "怎么退货啊" asks what "怎么退货" asks.
pub const PARTICLES: [char; 12] = ['啊', '呀', '呢', '哦', '嘛', '吧', '哈', '哟', '诶', '啦', '哎', '哇'];

/// Folds text with the tables of one pack.
#[derive(Default)]
pub struct Folder {
    /// Traditional character and its simplified form, ascending.
    pub simplify: Vec<(char, char)>,
    /// Phrases with a meaning of their own.
    pub phrases: Phrases,
}

/// A message in its folded form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Everything that was said; words in letters are separated by a space, a pause in Chinese too.
    pub full: String,
    /// The same without politeness and filling; never empty when `full` is not.
    pub core: String,
}

impl Folder {
    /// Folds a message.
    pub fn fold(&self, text: &str) -> Folded {
        self.without_filling(self.rewrite(&numbers(&self.characters(text))))
    }

    /// Takes politeness and filling off a folded text.
    pub fn without_filling(&self, full: String) -> Folded {
        let mut core = String::with_capacity(full.len());
        let mut at = 0;
        while let Some(char) = full[at..].chars().next() {
            if let Some((end, _)) = self.phrases.longest(&full, at, Sorts::FILLER) {
                gap(&mut core);
                at = end;
                continue;
            }
            if char == ' ' {
                gap(&mut core);
            } else {
                core.push(char);
            }
            at += char.len_utf8();
        }
        core.truncate(core.trim_end_matches(|char| char == ' ' || PARTICLES.contains(&char)).len());
        if core.is_empty() {
            core.clone_from(&full);
        }
        Folded { full, core }
    }

    /// Character by character: width, case, script; what says nothing becomes one space.
    fn characters(&self, text: &str) -> String {
        let mut out = String::new();
        let mut spaced = false;
        for char in text.chars().filter(|char| !invisible(*char)).take(LONGEST) {
            let char = self.simplified(plain(char));
            let Some(kind) = Kind::of(char) else {
                // A blank between Chinese characters is no pause; a comma is.
                spaced = spaced || char == ' ';
                let apostrophe = matches!(char, '\'' | '’' | '`' | '´');
                if !(apostrophe || char == ' ') {
                    gap(&mut out);
                }
                continue;
            };
            if spaced && kind == Kind::Letter && out.chars().next_back().and_then(Kind::of) == Some(Kind::Letter) {
                out.push(' ');
            }
            spaced = false;
            out.push(char);
        }
        out.truncate(out.trim_end().len());
        out
    }

    fn simplified(&self, char: char) -> char {
        match self.simplify.binary_search_by_key(&char, |pair| pair.0) {
            Ok(at) => self.simplify[at].1,
            Err(_) => char,
        }
    }

    /// Regional words become those of the mainland.
    fn rewrite(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(char) = text[at..].chars().next() {
            let found = self.phrases.longest(text, at, Sorts::SAME);
            if let Some((end, Meaning::Same(other))) = found {
                out.push_str(other);
                at = end;
            } else {
                out.push(char);
                at += char.len_utf8();
            }
        }
        out
    }
}

fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// What a folded character is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of letters and digits.
    Letter,
    /// A script without spaces, where each character counts.
    Sign,
}

impl Kind {
    /// `None`: the character says nothing.
    pub fn of(char: char) -> Option<Self> {
        match u32::from(char) {
            0x30..=0x39
            | 0x61..=0x7A
            | 0xDF..=0x24F
            | 0x370..=0x52F
            | 0x531..=0x587
            | 0x5D0..=0x5EA
            | 0x620..=0x669
            | 0x900..=0xDFF
            | 0x1E00..=0x1FFF => Some(Self::Letter),
            0xE00..=0xEFF
            | 0x3005
            | 0x3007
            | 0x3041..=0x30FF
            | 0x3105..=0x312F
            | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF
            | 0x2_0000..=0x3_FFFF => Some(Self::Sign),
            _ => None,
        }
    }
}

/// Marks that change how a character looks or where it stands, not what it says.
fn invisible(char: char) -> bool {
    matches!(u32::from(char), 0xAD | 0x300..=0x36F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
        | 0xFE00..=0xFE0F | 0xFEFF | 0xE_0000..=0xE_FFFF)
}

/// Letters without accent, from U+00C0 on; a space where it is no letter.
const LATIN: &[u8; 64] = b"aaaaaaaceeeeiiiidnooooo ouuuuypsaaaaaaaceeeeiiiidnooooo ouuuuypy";

/// Full width to half width, capitals to small, accents away. By arithmetic: the tables of `str::to_lowercase` weigh
/// 11 KB in the widget.
fn plain(char: char) -> char {
    let code = u32::from(char);
    let code = if (0xFF01..=0xFF5E).contains(&code) { code - 0xFEE0 } else { code };
    let code = match code {
        0x41..=0x5A | 0x391..=0x3A9 | 0x410..=0x42F => code + 0x20,
        0xC0..=0xFF => u32::from(LATIN[(code - 0xC0) as usize]),
        0x100..=0x137 | 0x14A..=0x177 => code | 1,
        0x400..=0x40F => code + 0x50,
        0x09..=0x0D | 0xA0 | 0x2000..=0x200A | 0x3000 => 0x20,
        _ => code,
    };
    char::from_u32(code).unwrap_or(' ')
}

const UNITS: &str = "天日号月年个件块元折小分秒次级倍斤双条张单星周层米码套箱瓶岁人楼位笔点万";

/// Chinese numerals before a unit become digits: 七天 = 7天, 十五个 = 15个, 第三 = 第3 = 3th, 十二点五 = 12.5 = 12 5.
fn numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let numeral = |from: usize| {
        let rest = chars.get(from..).unwrap_or_default();
        from + rest.iter().take(8).take_while(|char| digit(**char).is_some()).count()
    };
    let figure = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let counted = |at: usize| figure(at) || numeral(at) > at;
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == '第' && counted(at + 1) {
            let figures = chars[at + 1..].iter().take_while(|char| char.is_ascii_digit()).count();
            let end = if figures > 0 { at + 1 + figures } else { numeral(at + 1) };
            if chars.get(end).is_none_or(|next| !next.is_ascii_alphabetic()) {
                match figures {
                    0 => push_number(&mut out, value(&chars[at + 1..end])),
                    _ => out.extend(&chars[at + 1..end]),
                }
                out.push_str("th");
                at = end;
                continue;
            }
        }
        // What a point stands before is a fraction.
        let fraction = chars[at] == '点' && counted(at + 1) && out.ends_with(|char: char| char.is_ascii_digit());
        if fraction {
            out.push(' ');
            at += 1;
        }
        let end = numeral(at);
        let point = chars.get(end) == Some(&'点');
        let idiom = end == at + 1 && chars[at] == '一' && point && !counted(end + 1)
            || chars[at] == '万'
            || end == at + 1 && chars[at] == '十' && chars.get(end) == Some(&'分');
        let counts = fraction || chars.get(end).is_some_and(|char| UNITS.contains(*char)) && !idiom;
        if end > at && counts {
            push_number(&mut out, value(&chars[at..end]));
            at = end;
        } else {
            let stop = end.max(at + 1);
            out.extend(&chars[at..stop]);
            at = stop;
        }
    }
    out
}

/// Value of a numeral's character: digits below 10, powers of ten above.
fn digit(char: char) -> Option<u32> {
    Some(match char {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        _ => return None,
    })
}

fn value(numeral: &[char]) -> u32 {
    let (mut sum, mut last) = (0u32, 0u32);
    for value in numeral.iter().filter_map(|char| digit(*char)) {
        if value < 10 {
            last = last.saturating_mul(10).saturating_add(value);
        } else if value == 10_000 {
            sum = sum.saturating_add(last).max(1).saturating_mul(value);
            last = 0;
        } else {
            sum = sum.saturating_add(last.max(1).saturating_mul(value));
            last = 0;
        }
    }
    sum.saturating_add(last)
}

fn push_number(out: &mut String, number: u32) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from_digit(number % 10, 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(text: &str) -> String {
        Folder { simplify: vec![('貨', '货'), ('運', '运')], ..Default::default() }.fold(text).full
    }

    #[test]
    fn one_form_for_many_spellings() {
        for (text, folded) in [
            ("ＰＬＵＳ　会员！", "plus会员"),
            ("退 貨　運費", "退货运費"),
            ("Où est ma COMMANDE?", "ou est ma commande"),
            ("I didn’t get it", "i didnt get it"),
            ("七天无理由", "7天无理由"),
            ("十五天、两百三十块", "15天 230块"),
            ("一点都不好，万一丢了", "一点都不好 万一丢了"),
            ("三万元", "30000元"),
            ("第三个，第３，第十二次，第二", "3th个 3th 12th次 2th"),
            ("第3rd", "第3rd"),
            ("十二点五元，12.5元，１２．５元", "12 5元 12 5元 12 5元"),
            ("一点五倍，一点二五", "1 5倍 1 25"),
            ("三点不满意", "3点不满意"),
            ("🙂🙂", ""),
            ("ПРИВЕТ", "привет"),
            ("a\u{200b}b", "ab"),
        ] {
            assert_eq!(full(text), folded, "{text}");
        }
    }
}
