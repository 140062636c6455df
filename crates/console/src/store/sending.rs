//! What the agent writes: kept first, then sent, and forgotten only when the desk has echoed it.

use super::Store;
use crate::{
    api::{self, Trouble},
    platform,
    state::{self, Delivery, Outgoing, Why, uuid_v7},
};
use leptos::{prelude::*, task::spawn_local};
use wire::{Millis, file::FileInfo};

/// The customer is told at most this often that somebody types.
const TYPING_EVERY: Millis = 3_000;

impl Store {
    /// Writes to the customer of a conversation.
    pub fn write(self, conversation: &str, body: String, file: Option<FileInfo>) {
        let now = platform::now();
        let client_id = uuid_v7(now, platform::chance());
        let message = Outgoing { client_id, body, file, at: now, delivery: Delivery::Sending };
        if let Some(me) = self.me_now() {
            platform::keep_message(&me.agent, conversation, &message);
        }
        self.outboxes.update(|outboxes| outboxes.write(conversation, message));
        self.typing_told.set_value(0);
        self.pump(conversation.to_owned());
    }

    /// Uploads files and sends each as a message of its own.
    pub fn attach(self, conversation: String, files: Vec<platform::Chosen>) {
        if files.is_empty() {
            return;
        }
        self.problem.set(None);
        spawn_local(async move {
            for file in files {
                self.uploading.set(Some(file.name()));
                match api::upload(&conversation, file).await {
                    Ok(file) => self.write(&conversation, String::new(), Some(file)),
                    Err(trouble) => self.complain(trouble),
                }
            }
            self.uploading.set(None);
        });
    }

    /// Puts words into the reply: nothing is sent.
    pub fn insert(self, words: &str) {
        let Some(id) = self.selected.get_untracked() else { return };
        self.quick.set(false);
        self.draft.update(|draft| {
            if !draft.trim().is_empty() {
                draft.push('\n');
            }
            draft.push_str(words);
        });
        self.draft.with_untracked(|draft| platform::keep_draft(&id, draft));
        platform::focus(&["#write"]);
    }

    /// Sends a failed message again.
    pub fn retry(self, conversation: &str, client_id: &str) {
        self.outboxes.update(|outboxes| outboxes.mark(conversation, client_id, &Delivery::Sending));
        self.pump(conversation.to_owned());
    }

    /// Gives up a message that the desk refused: its words go back to where one writes.
    pub fn take_back(self, conversation: &str, client_id: &str) {
        let words = self.outboxes.with_untracked(|outboxes| {
            let message = outboxes.of(conversation).iter().find(|message| message.client_id == client_id);
            message.map(|message| message.body.clone()).unwrap_or_default()
        });
        self.forget(conversation, |id| id == client_id);
        self.insert(&state::fenced(&words));
    }

    /// Tells the customer that somebody types, now and then.
    pub fn typing(self, conversation: String) {
        let now = platform::now();
        if now.saturating_sub(self.typing_told.get_value()) < TYPING_EVERY {
            return;
        }
        self.typing_told.set_value(now);
        spawn_local(async move {
            let _ = api::typing(&conversation).await;
        });
    }

    /// The desk has answered: what could not be sent goes out again.
    pub(super) fn resume(self) {
        for conversation in self.outboxes.try_update(state::Outboxes::resume).unwrap_or_default() {
            self.pump(conversation);
        }
    }

    /// Empties an outbox in order, one message in flight.
    pub(super) fn pump(self, conversation: String) {
        let busy = self.sending.with_value(|sending| sending.contains(&conversation));
        if busy {
            return;
        }
        self.sending.update_value(|sending| sending.push(conversation.clone()));
        spawn_local(async move {
            while let Some(message) = self.outboxes.with_untracked(|outboxes| outboxes.next(&conversation)) {
                let answer = api::write(&conversation, &message).await;
                let sent = &message.client_id;
                self.outboxes.update(|outboxes| match &answer {
                    Ok(_) => outboxes.mark(&conversation, sent, &Delivery::Delivered),
                    // Too often is not never: it goes out again by itself.
                    Err(Trouble::Refused { status: 429 | 503, .. } | Trouble::Unreachable | Trouble::LoggedOut) => {
                        outboxes.stall(&conversation);
                    }
                    Err(Trouble::Refused { message: words, .. }) => {
                        outboxes.mark(&conversation, sent, &Delivery::Failed(Why::Refused(words.clone())));
                    }
                });
                match answer {
                    Err(Trouble::LoggedOut) => self.leave(),
                    // A stream that looks alive may be dead: a new one shows when the desk is back.
                    Err(Trouble::Unreachable | Trouble::Refused { status: 429 | 503, .. }) => self.try_later(),
                    _ => {}
                }
            }
            self.sending.update_value(|sending| sending.retain(|id| *id != conversation));
            self.settle(&conversation);
        });
    }

    /// Forgets what the open conversation shows among the desk's events.
    pub(super) fn settle(self, conversation: &str) {
        let echoed = self.chat.with_untracked(|chat| {
            let chat = chat.as_ref().filter(|chat| chat.card.conversation == conversation)?;
            let outboxes = self.outboxes.get_untracked();
            let ids = outboxes.of(conversation).iter().map(|message| message.client_id.clone());
            Some(ids.filter(|id| chat.has(id)).collect::<Vec<_>>())
        });
        if let Some(echoed) = echoed.filter(|echoed| !echoed.is_empty()) {
            self.forget(conversation, |id| echoed.iter().any(|it| it == id));
        }
    }

    /// Forgets messages, here and in the browser's storage.
    pub(super) fn forget(self, conversation: &str, gone: impl Fn(&str) -> bool) {
        let known = self.outboxes.with_untracked(|boxes| boxes.of(conversation).iter().any(|it| gone(&it.client_id)));
        if !known {
            return;
        }
        let settled = self.outboxes.try_update(|outboxes| outboxes.settle(conversation, gone)).unwrap_or_default();
        if let Some(me) = self.me_now() {
            for id in settled {
                platform::forget_message(&me.agent, conversation, &id);
            }
        }
    }
}
