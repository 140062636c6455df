//! Telling the agent: aloud for a screen reader, by a tone, by a notice of the desktop. Each thing once.

use super::Store;
use crate::{platform, state::hash_of, words::fill};
use leptos::prelude::*;
use wire::event::Message;

impl Store {
    /// Changes how this browser's agent likes it, for good.
    pub fn prefer(self, change: impl FnOnce(&mut platform::Prefs)) {
        self.prefs.update(change);
        self.prefs.with_untracked(platform::keep_prefs);
    }

    pub(super) fn tell_waiting(self, waiting: usize) {
        self.say(fill(self.words_now().new_waiting, waiting));
        if self.me_now().is_some_and(|me| me.on_duty) {
            self.attract(self.lang.get_untracked().office().notice_waiting, None);
        }
    }

    pub(super) fn tell_ticket(self) {
        self.say(self.lang.get_untracked().office().new_ticket.to_owned());
    }

    pub(super) fn tell_given(self, conversation: &str, by: &str) {
        let words = self.words_now();
        let said = if by.is_empty() { words.given_desk.to_owned() } else { fill(words.given_by, by) };
        self.say(said.clone());
        self.done.set(Some(said));
        self.attract(self.lang.get_untracked().office().notice_given, Some(conversation));
    }

    pub(super) fn tell_message(self, conversation: &str, message: &Message) {
        let words = message.file.as_ref().filter(|_| message.body.is_empty()).map_or(&message.body, |file| &file.name);
        self.say(fill(self.words_now().says, words));
        if !self.is_read(conversation) {
            self.attract(self.lang.get_untracked().office().notice_message, Some(conversation));
        }
    }

    /// Without a stream it is only known that something came.
    pub(super) fn tell_unread(self) {
        self.attract(self.lang.get_untracked().office().notice_message, None);
    }

    /// A tone, and a notice where nobody looks. It says that something is there, never what: others see the screen too.
    fn attract(self, title: &str, conversation: Option<&str>) {
        let platform::Prefs { sound, notices, .. } = self.prefs.get_untracked();
        if sound {
            platform::ring();
        }
        if notices && !platform::is_visible() {
            let hash = hash_of(conversation);
            platform::notice(title, conversation.unwrap_or("waiting"), move || {
                platform::set_hash(&hash);
            });
        }
    }
}
