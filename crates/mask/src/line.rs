//! A text as it is compared: one width, one case, one script, one kind of dash, and nothing that cannot be seen.

use crate::{Kind, Span, cover};

/// Where something was found already, and the ends of the text: nothing reaches through.
pub(crate) const WALL: char = '\0';

/// The characters of a text, folded, and where each of them stands.
pub(crate) struct Line<'a> {
    text: &'a str,
    chars: Vec<char>,
    /// Bytes; one more than there are characters.
    at: Vec<usize>,
}

impl<'a> Line<'a> {
    /// Folds a text. What covers something already is a wall.
    pub fn read(text: &'a str) -> Self {
        let mut line = Self { text, chars: Vec::new(), at: Vec::new() };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let covered = cover::covered(&text[at..]);
            if let Some(folded) = covered.map_or_else(|| fold(c), |_| Some(WALL)) {
                line.chars.push(folded);
                line.at.push(at);
            }
            at += covered.unwrap_or(c.len_utf8());
        }
        line.at.push(text.len());
        line
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The folded character; a wall beyond the ends.
    pub fn get(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or(WALL)
    }

    /// The folded character before `i`.
    pub fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or(WALL, |i| self.get(i))
    }

    /// The character as it was written.
    pub fn written(&self, i: usize) -> char {
        self.at.get(i).and_then(|at| self.text[*at..].chars().next()).unwrap_or(WALL)
    }

    /// Where `word` ends if it stands at `i`. An underscore stands for any spaces or dashes, or none. A word of
    /// letters must not go on in letters.
    pub fn word(&self, i: usize, word: &str) -> Option<usize> {
        let mut end = i;
        let mut last = ' ';
        if self.get(i).is_ascii_lowercase() && self.before(i).is_ascii_lowercase() {
            return None;
        }
        for c in word.chars() {
            if c == '_' {
                while matches!(self.get(end), ' ' | '-') {
                    end += 1;
                }
            } else if self.get(end) == c {
                end += 1;
            } else {
                return None;
            }
            last = c;
        }
        (!last.is_ascii_lowercase() || !self.get(end).is_ascii_lowercase()).then_some(end)
    }

    /// Where the longest of these words, which are separated by spaces, ends if it stands at `i`.
    pub fn any(&self, i: usize, words: &str) -> Option<usize> {
        let first = self.get(i);
        // Most characters begin no word: one search is quicker than trying each.
        if first == WALL || !has(words, first) {
            return None;
        }
        words.split(' ').filter(|word| word.starts_with(first)).filter_map(|word| self.word(i, word)).max()
    }

    /// Where the run of characters that are `of` a kind ends.
    pub fn run(&self, mut i: usize, of: impl Fn(char) -> bool) -> usize {
        while of(self.get(i)) {
            i += 1;
        }
        i
    }

    /// Where the spaces from `i` on end.
    pub fn space(&self, i: usize) -> usize {
        self.run(i, |c| c == ' ')
    }

    /// Notes a find, and walls it in.
    pub fn take(&mut self, start: usize, end: usize, kind: Kind, spans: &mut Vec<Span>) {
        spans.push(Span { start: self.at[start], end: self.at[end], kind });
        self.chars[start..end].fill(WALL);
    }
}

/// Whether a character is one of these.
pub(crate) fn has(set: &str, c: char) -> bool {
    set.chars().any(|one| one == c)
}

/// Whether it is a character of Chinese writing.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '〇')
}

/// What a numeral counts: 0 to 9, whichever writing.
pub(crate) fn digit(c: char) -> Option<u8> {
    const HAN: &str = "〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖";
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '幺' => Some(1),
        '两' => Some(2),
        _ if is_han(c) => HAN.chars().zip((0..10).cycle()).find(|(han, _)| *han == c).map(|(_, value)| value),
        _ => None,
    }
}

/// The folded character; nothing for what is not seen.
fn fold(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => return None,
        ' '..='~' => c.to_ascii_lowercase(),
        '！'..='～' => from(c, 0xfee0).to_ascii_lowercase(),
        '\u{1d7ce}'..='\u{1d7ff}' => char::from(b'0' + ((c as u32 - 0x1d7ce) % 10) as u8),
        '①'..='⑨' => from(c, '①' as u32 - '1' as u32),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => '\n',
        '\0'..='\u{1f}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '‐'..='―' | '−' | '─' | '﹣' => '-',
        '•' | '・' | '‧' | '●' => '·',
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》' => '"',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        _ if is_han(c) => simple(c),
        _ => c,
    })
}

fn from(c: char, shift: u32) -> char {
    char::from_u32(c as u32 - shift).unwrap_or(c)
}

/// The simplified character, of those that the tables of this crate contain.
fn simple(c: char) -> char {
    const PAIRS: &str = "區区縣县鎮镇鄉乡號号棟栋單单樓楼層层廣广場场廈厦園园驗验證证碼码電电話话機机護护車车臺台灣湾\
        東东莊庄貴贵雲云寧宁遼辽魯鲁贛赣滬沪粵粤瓊琼陝陕蘇苏晉晋訂订編编貨货運运訊讯動动態态銀银帳账賬账帐账戶户郵邮\
        輸输為为給给個个這这應应該该設设寫写鐘钟塊块條条點点時时間间學学領领門门閩闽貳贰參叁陸陆兩两係系後后裡里裏里\
        還还發发來来從从過过現现會会員员禮礼儲储繫系絡络聯联駕驾馬马龍龙閣阁屬属組组隊队鋪铺舊旧剛刚說说錯错嗎吗請请\
        換换變变線线轉转內内當当記记實实當当從从價价張张鬧闹對对認认確确顯显邊边達达飛飞團团開开關关島岛麗丽豐丰興兴";
    let mut pairs = PAIRS.chars();
    while let (Some(old), Some(new)) = (pairs.next(), pairs.next()) {
        if old == c {
            return new;
        }
    }
    c
}
