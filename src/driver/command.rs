//! What the customer may tell the panel itself instead of asking something: a whole message, typed or spoken, that is a
//! word of a short list.

use super::Driver;
use crate::platform::page;
use std::rc::Rc;

/// The first of the list: a person. It stays a message, because the person reads how the talk began.
const PERSON: usize = 0;

/// Before a command that is typed while a person reads along.
const MARK: char = '/';

impl Driver {
    /// The list in use: commands between `|`, the ways to say each between `/`. The reader's own, else the language's;
    /// behind a `-` it is turned off.
    pub fn commands(&self) -> String {
        self.host.kept(&["commands:", self.words.lang].concat()).unwrap_or_else(|| self.words.commands.into())
    }

    /// The place in the list of what was said as a whole.
    pub fn command(&self, said: &str) -> Option<usize> {
        find(&page::lower(said), &page::lower(&self.commands()))
    }

    /// Whether a message asks for a person in the language of the panel, whatever that of the knowledge is.
    pub(super) fn calls_a_person(&self, said: &str) -> bool {
        self.command(said) == Some(PERSON)
    }

    /// Does what a typed message commands, if it does. What is written to a person goes to the person.
    pub(super) fn obeys(self: &Rc<Self>, text: &str) -> bool {
        let to_person = self.state.borrow().for_person() && !text.trim_start().starts_with(MARK);
        let Some(place) = self.command(text).filter(|place| *place != PERSON && !to_person) else { return false };
        self.set_draft(String::new());
        self.open_part(&["command\n", &place.to_string()].concat());
        true
    }
}

fn find(said: &str, list: &str) -> Option<usize> {
    let said = bare(said);
    if said.is_empty() || list.starts_with('-') {
        return None;
    }
    list.split('|').position(|ways| ways.split('/').any(|way| bare(way) == said))
}

/// Without spaces, and without the marks that a voice puts at the end of a sentence.
fn bare(text: &str) -> String {
    const MARKS: [char; 9] = [MARK, '。', '．', '.', '，', ',', '！', '!', '、'];
    text.chars().filter(|it| !it.is_whitespace() && !MARKS.contains(it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::words_for;

    const TAGS: [&str; 14] =
        ["ar", "de", "en", "es", "fr", "id", "ja", "ko", "pt", "ru", "th", "vi", "zh-Hans", "zh-Hant"];

    const LIST: &str = "人工/转人工|重读|上一条/previous message";

    #[test]
    fn only_a_whole_message_is_a_command() {
        for (said, place) in [("转人工。", 0), (" 重读 ", 1), ("previous message", 2), ("/重读", 1)] {
            assert_eq!(find(said, LIST), Some(place), "{said}");
        }
        for said in ["", "/", "怎么重读一年级", "人工费多少", "previous", "重读？", "人工/转人工"] {
            assert_eq!(find(said, LIST), None, "{said}");
        }
    }

    #[test]
    fn a_list_can_be_turned_off_and_a_command_left_without_a_word() {
        assert_eq!(find("重读", &["-", LIST].concat()), None);
        assert_eq!(find("上一条", "人工||上一条"), Some(2));
        assert_eq!(find("", "人工||上一条"), None);
    }

    #[test]
    fn every_language_has_words_for_each_command_and_no_word_for_two() {
        for tag in TAGS {
            let list = words_for(tag).commands.to_lowercase();
            assert_eq!(list.split('|').count(), 6, "{tag}");
            for (place, ways) in list.split('|').enumerate() {
                for way in ways.split('/') {
                    assert_eq!(find(way, &list), Some(place), "{tag}: {way}");
                }
            }
        }
    }
}
