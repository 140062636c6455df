//! Who is there: log-in, duty, language.

use super::{Store, Who};
use crate::{
    api::{self, Trouble},
    platform,
    state::{Outboxes, hash_of},
    words::Lang,
};
use leptos::{prelude::*, task::spawn_local};
use wire::agent::{DutyRequest, LoginRequest, Me};

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
        let known = self.me_now().is_some_and(|known| known == me);
        let kept = platform::messages(&me.agent);
        self.outboxes.update(|outboxes| outboxes.restore(kept));
        if !known {
            self.who.set(Who::Agent(me));
        }
        self.open_stream();
        self.follow_address();
        self.resume();
    }

    /// The session is over. What was being written stays in the browser.
    pub(super) fn leave(self) {
        self.end_stream();
        platform::close_dialog();
        self.dialog.set(None);
        self.board.set(wire::agent::Board::default());
        self.chat.set(None);
        self.selected.set(None);
        self.rooms.clear();
        self.problem.set(None);
        self.done.set(None);
        self.who.update(|who| {
            *who = if matches!(who, Who::Agent(_) | Who::Expired) { Who::Expired } else { Who::Nobody };
        });
    }

    /// Fetches where this agent is logged in.
    pub fn read_sessions(self) {
        self.act(api::sessions(), move |all| self.rooms.sessions.set(Some(all.sessions)));
    }

    /// Asks the desk something for one view; what goes wrong is said as everywhere.
    pub fn consult<T: 'static>(
        self,
        call: impl Future<Output = Result<T, Trouble>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.act(call, then);
    }

    /// Ends another session of this agent.
    pub fn end_session(self, id: String) {
        self.act(async move { api::end_session(&id).await }, move |_| {
            self.read_sessions();
            platform::focus(&["#sessions-title"]);
        });
    }

    /// Begins or ends the duty.
    pub fn switch_duty(self) {
        let Some(me) = self.me_now() else { return };
        let me = Me { on_duty: !me.on_duty, ..me };
        self.act(api::duty(DutyRequest { on_duty: me.on_duty, auto: None }), move |()| self.who.set(Who::Agent(me)));
    }

    /// Lets the desk give customers by itself, or not.
    pub fn switch_auto(self) {
        let Some(me) = self.me_now() else { return };
        let me = Me { auto: !me.auto, ..me };
        let request = DutyRequest { on_duty: me.on_duty, auto: Some(me.auto) };
        self.act(api::duty(request), move |()| self.who.set(Who::Agent(me)));
    }
}
