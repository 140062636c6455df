//! What an agent does.

use super::{Problem, Store, Who};
use crate::{
    api::{self, Trouble},
    platform,
    state::{self, Chat, Delivery, Outboxes, Why, hash_of, uuid_v7},
    words::{Lang, fill},
};
use leptos::{prelude::*, task::spawn_local};
use wire::{
    Millis,
    agent::{Case, DutyRequest, LoginRequest, Me},
    visitor::MessageRequest,
};

/// The customer is told at most this often that somebody types.
const TYPING_EVERY: Millis = 3_000;

impl Store {
    /// Changes the language of the page, for good.
    pub fn speak(self, lang: Lang) {
        platform::keep_lang(lang);
        self.lang.set(lang);
    }

    /// Logs in. The error is for the form.
    pub async fn login(self, request: LoginRequest) -> Result<(), Trouble> {
        self.enter(api::login(&request).await?);
        Ok(())
    }

    /// Logs out, for this browser at once and for the desk as soon as it hears it.
    pub fn logout(self) {
        self.who.set(Who::Nobody);
        self.outboxes.set(Outboxes::default());
        self.leave();
        platform::set_hash(&hash_of(None));
        spawn_local(async move {
            let _ = api::logout().await;
        });
    }

    pub(super) fn enter(self, me: Me) {
        let known = matches!(self.who.get_untracked(), Who::Agent(known) if known == me);
        if !known {
            self.who.set(Who::Agent(me));
        }
        self.open_stream();
        self.follow_address();
    }

    /// Begins or ends the duty.
    pub fn switch_duty(self) {
        let Some(me) = self.who.with_untracked(|who| if let Who::Agent(me) = who { Some(me.clone()) } else { None })
        else {
            return;
        };
        let on_duty = !me.on_duty;
        spawn_local(async move {
            match api::duty(DutyRequest { on_duty, auto: None }).await {
                Ok(()) => self.who.set(Who::Agent(Me { on_duty, ..me })),
                Err(trouble) => self.complain(trouble),
            }
        });
    }

    /// Fetches the board.
    pub(super) fn refresh_board(self) {
        spawn_local(async move {
            match api::board().await {
                Ok(mut board) => {
                    let read = self.selected.get_untracked().filter(|id| self.is_read(id));
                    if let Some(read) = read {
                        state::mark_read(&mut board, &read);
                    }
                    let before = self.board.with_untracked(|board| board.waiting.len());
                    let waiting = board.waiting.len();
                    self.board.set(board);
                    if waiting > before {
                        self.say(fill(self.lang.get_untracked().words().new_waiting, waiting));
                    }
                }
                Err(Trouble::LoggedOut) => self.leave(),
                Err(_) => {}
            }
        });
    }

    /// Opens a conversation, or goes back to the board.
    pub fn open(self, conversation: Option<String>) {
        platform::set_hash(&hash_of(conversation.as_deref()));
        self.show(conversation);
    }

    pub(super) fn show(self, conversation: Option<String>) {
        self.problem.set(None);
        self.selected.set(conversation.clone());
        let shown = self.chat.with_untracked(|chat| chat.as_ref().map(|chat| chat.card.conversation.clone()));
        if shown == conversation {
            return;
        }
        self.chat.set(None);
        let Some(id) = conversation else { return };
        spawn_local(async move {
            match api::conversation(&id).await {
                Ok(case) => {
                    self.receive(&id, case);
                    platform::focus(if platform::is_wide() { &["#write", "#chat-title"] } else { &["#chat-title"] });
                }
                Err(trouble) => self.drop_selection(&id, trouble),
            }
        });
    }

    /// Takes a waiting customer; the composer is next.
    pub fn take(self, id: String) {
        self.problem.set(None);
        spawn_local(async move {
            match api::take(&id).await {
                Ok(case) => {
                    platform::set_hash(&hash_of(Some(&id)));
                    self.selected.set(Some(id.clone()));
                    self.receive(&id, case);
                    platform::focus(&["#write"]);
                }
                Err(trouble) => self.complain(trouble),
            }
            self.refresh_board();
        });
    }

    /// Reads the open conversation again, which also marks it as read.
    pub(super) fn reload_chat(self) {
        let Some(id) = self.selected.get_untracked() else { return };
        spawn_local(async move {
            match api::conversation(&id).await {
                Ok(case) => self.receive(&id, case),
                Err(Trouble::LoggedOut) => self.leave(),
                Err(_) => {}
            }
        });
    }

    /// Writes to the customer of the open conversation.
    pub fn write(self, conversation: &str, body: String) {
        let now = platform::now();
        let message = MessageRequest { client_id: uuid_v7(now, platform::chance()), body, ..MessageRequest::default() };
        self.outboxes.update(|outboxes| outboxes.write(conversation, message, now));
        self.typing_told.set_value(0);
        self.keep_outbox(conversation);
        self.pump(conversation.to_owned());
    }

    /// Sends a failed message again.
    pub fn retry(self, conversation: &str, client_id: &str) {
        self.outboxes.update(|outboxes| outboxes.mark(conversation, client_id, &Delivery::Sending));
        self.pump(conversation.to_owned());
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

    /// Ends a conversation.
    pub fn close(self, id: String) {
        spawn_local(async move {
            match api::close(&id).await {
                Ok(()) => self.reload_chat(),
                Err(trouble) => self.complain(trouble),
            }
            self.refresh_board();
            platform::focus(&["#chat-title"]);
        });
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
                    Err(Trouble::Refused { message: words, .. }) => {
                        outboxes.mark(&conversation, sent, &Delivery::Failed(Why::Refused(words.clone())));
                    }
                    Err(Trouble::Unreachable | Trouble::LoggedOut) => outboxes.stall(&conversation),
                });
                match answer {
                    Err(Trouble::LoggedOut) => self.leave(),
                    // A stream that looks alive may be dead: a new one shows when the desk is back.
                    Err(Trouble::Unreachable) => self.try_later(),
                    _ => {}
                }
            }
            self.sending.update_value(|sending| sending.retain(|id| *id != conversation));
            self.settle(&conversation);
        });
    }

    /// Forgets what the desk has echoed, and keeps the rest over a reload.
    pub(super) fn settle(self, conversation: &str) {
        let echoed = self.chat.with_untracked(|chat| {
            let chat = chat.as_ref().filter(|chat| chat.card.conversation == conversation)?;
            let outboxes = self.outboxes.get_untracked();
            let ids = outboxes.of(conversation).iter().map(|message| message.client_id.clone());
            Some(ids.filter(|id| chat.has(id)).collect::<Vec<_>>())
        });
        if let Some(echoed) = echoed.filter(|echoed| !echoed.is_empty()) {
            self.outboxes.update(|outboxes| outboxes.settle(conversation, |id| echoed.iter().any(|it| it == id)));
        }
        self.keep_outbox(conversation);
    }

    /// Shows a problem, or the log-in if the session is over.
    fn complain(self, trouble: Trouble) {
        match trouble {
            Trouble::LoggedOut => self.leave(),
            Trouble::Refused { status: 409, .. } => self.problem.set(Some(Problem::Taken)),
            Trouble::Refused { status: 404, .. } => self.problem.set(Some(Problem::Gone)),
            Trouble::Refused { message, .. } => self.problem.set(Some(Problem::Refused(message))),
            Trouble::Unreachable => {
                self.problem.set(Some(Problem::Refused(self.lang.get_untracked().words().no_answer.to_owned())));
            }
        }
    }

    fn drop_selection(self, id: &str, trouble: Trouble) {
        if self.selected.get_untracked().as_deref() != Some(id) {
            return;
        }
        // A desk that is away may come back: the stream reads the conversation again then.
        if matches!(trouble, Trouble::Refused { .. }) {
            self.open(None);
        }
        self.complain(trouble);
    }

    /// A conversation came: shows it, unless the agent has gone on to another.
    fn receive(self, id: &str, case: Case) {
        if self.selected.get_untracked().as_deref() != Some(id) {
            return;
        }
        let now = platform::now();
        self.outboxes.update(|outboxes| outboxes.restore(id, platform::outbox(id), now));
        self.chat.update(|chat| match chat {
            Some(chat) => chat.renew(Chat::from(case)),
            None => *chat = Some(Chat::from(case)),
        });
        self.board.update(|board| state::mark_read(board, id));
        self.settle(id);
        self.resume();
    }

    fn keep_outbox(self, conversation: &str) {
        platform::keep_outbox(conversation, &self.outboxes.with_untracked(|outboxes| outboxes.to_keep(conversation)));
    }
}
