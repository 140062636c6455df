//! The signals of the page and the acts of the agent. Nothing else writes the signals.

mod alerts;
mod hand_on;
mod knowledge;
mod rooms;
mod sending;
mod session;
mod stream;
mod talk;

pub use knowledge::{Found, Shelf};
pub use rooms::Rooms;

use crate::{
    api::Trouble,
    platform,
    state::{Chat, Link, News, Outboxes, Right, Room, Standing, Turns, conversation_of, may},
    words::{Lang, Office, Words},
};
use leptos::{prelude::*, task::spawn_local};
use wire::{
    Millis,
    agent::{Board, Colleague, Level, Me, NewLogin, Proposal},
};

/// Who sits before the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The desk was not asked yet.
    Unknown,
    /// Nobody.
    Nobody,
    /// An agent whose log-in ended by itself.
    Expired,
    /// This agent.
    Agent(Me),
}

/// What the agent should know about the last act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Somebody else has the customer.
    Taken,
    /// Somebody else has the ticket.
    TicketTaken,
    /// The conversation is not there.
    Gone,
    /// The desk said no, in these words.
    Refused(String),
}

/// A question that stands above the page. Those about a conversation name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// To whom does it go?
    Transfer(String),
    /// To which agent does it go, says a lead?
    Assign(String),
    /// Who comes in?
    Invite(String),
    /// Why does it need somebody senior?
    Escalate(String),
    /// What should colleagues know?
    Note(String),
    /// Really shut the visitor out?
    Block(String),
    /// Really erase the visitor's data?
    Erase(String),
    /// What should the knowledge say?
    Propose(Proposal),
    /// What was done about the ticket?
    Finish(String),
    /// Sound, notices, shortcuts.
    Settings,
    /// Who is the new agent?
    AddAgent,
    /// What changes about this agent?
    ChangeAgent(Colleague),
    /// Really a new password for this agent?
    Reset(Colleague),
    /// A password that is shown once.
    NewLogin(NewLogin),
}

/// The signals, and what an agent does. `Copy`, so that every handler has its own; they live as long as the page.
#[derive(Clone, Copy)]
pub struct Store(&'static Signals);

impl std::ops::Deref for Store {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

/// All signals.
pub struct Signals {
    /// Language of the page.
    pub lang: RwSignal<Lang>,
    /// Who is logged in.
    pub who: RwSignal<Who>,
    /// The part of the page that the address bar names.
    pub room: RwSignal<Room>,
    /// What waits and what is mine.
    pub board: RwSignal<Board>,
    /// The conversation that the address bar names.
    pub selected: RwSignal<Option<String>>,
    /// The open conversation, once it was read.
    pub chat: RwSignal<Option<Chat>>,
    /// What is being written in it.
    pub draft: RwSignal<String>,
    /// Whether the quick replies are open above the composer.
    pub quick: RwSignal<bool>,
    /// Name of the file that is on its way.
    pub uploading: RwSignal<Option<String>>,
    /// What is on its way to customers.
    pub outboxes: RwSignal<Outboxes>,
    /// Whether the desk can be reached.
    pub link: RwSignal<Link>,
    /// What went wrong with the last act.
    pub problem: RwSignal<Option<Problem>>,
    /// What the last act did, if it cannot be seen.
    pub done: RwSignal<Option<String>>,
    /// The question above the page.
    pub dialog: RwSignal<Option<Dialog>>,
    /// What the rooms around the conversations show.
    pub rooms: Rooms,
    /// The knowledge for quick replies.
    pub shelf: Shelf,
    /// How this browser's agent likes it.
    pub prefs: RwSignal<platform::Prefs>,
    /// The clock, every few seconds.
    pub now: RwSignal<Millis>,
    /// What a screen reader should say, numbered: two equal lines are said twice.
    pub said: RwSignal<Vec<(u32, String)>>,
    /// The order of the boards that were asked for.
    boards: StoredValue<Turns>,
    /// The order in which the open conversation was asked for.
    chats: StoredValue<Turns>,
    /// What was said already.
    news: StoredValue<News>,
    /// The open stream; dropping it closes it.
    stream: StoredValue<Option<platform::Stream>, LocalStorage>,
    /// What is known of it.
    hearing: StoredValue<stream::Hearing>,
    /// Conversations whose outbox is being emptied right now.
    sending: StoredValue<Vec<String>>,
    /// When the customer was last told that somebody is typing.
    typing_told: StoredValue<Millis>,
}

impl Store {
    /// Asks the desk who is logged in, and follows the browser's address bar, clock and network from then on.
    pub fn start() -> Self {
        let store = Self(Box::leak(Box::new(Signals {
            lang: RwSignal::new(platform::lang()),
            who: RwSignal::new(Who::Unknown),
            room: RwSignal::new(Room::default()),
            board: RwSignal::new(Board::default()),
            selected: RwSignal::new(None),
            chat: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            quick: RwSignal::new(false),
            uploading: RwSignal::new(None),
            outboxes: RwSignal::new(Outboxes::default()),
            link: RwSignal::new(Link::Up),
            problem: RwSignal::new(None),
            done: RwSignal::new(None),
            dialog: RwSignal::new(None),
            rooms: Rooms::new(),
            shelf: Shelf::new(),
            prefs: RwSignal::new(platform::prefs()),
            now: RwSignal::new(platform::now()),
            said: RwSignal::new(Vec::new()),
            boards: StoredValue::new(Turns::default()),
            chats: StoredValue::new(Turns::default()),
            news: StoredValue::new(News::default()),
            stream: StoredValue::new_local(None),
            hearing: StoredValue::new(stream::Hearing::default()),
            sending: StoredValue::new(Vec::new()),
            typing_told: StoredValue::new(0),
        })));
        platform::every(5_000, move || {
            store.now.set(platform::now());
            store.check_stream();
        });
        platform::every(3_000, move || store.look());
        platform::on_window("hashchange", move || store.follow_address());
        for back in ["online", "focus", "pageshow"] {
            platform::on_window(back, move || store.reconnect_now());
        }
        platform::on_visibility(move || store.on_visibility());
        store.connect();
        store
    }

    /// The texts in the language of the page; a view that calls this follows the switch.
    pub fn words(self) -> &'static Words {
        self.lang.get().words()
    }

    /// The texts of the rooms; a view that calls this follows the switch.
    pub fn office(self) -> &'static Office {
        self.lang.get().office()
    }

    /// The agent, if one is logged in.
    pub fn me(self) -> Option<Me> {
        match self.who.get() {
            Who::Agent(me) => Some(me),
            _ => None,
        }
    }

    /// Whether the agent may.
    pub fn may(self, right: Right) -> bool {
        self.me().is_some_and(|me| may(me.level, right))
    }

    /// How the agent stands to the open conversation; `None` if none is open.
    pub fn standing(self) -> Option<Standing> {
        let me = self.me()?;
        self.chat.with(|chat| self.board.with(|board| Some(Standing::of(chat.as_ref()?, &me, board))))
    }

    fn me_now(self) -> Option<Me> {
        self.who.with_untracked(|who| if let Who::Agent(me) = who { Some(me.clone()) } else { None })
    }

    fn level_now(self) -> Level {
        self.me_now().map_or(Level::Agent, |me| me.level)
    }

    fn words_now(self) -> &'static Words {
        self.lang.get_untracked().words()
    }

    /// Asks a question above the page.
    pub fn ask(self, dialog: Dialog) {
        self.problem.set(None);
        self.done.set(None);
        self.dialog.set(Some(dialog));
    }

    /// Numbers a question whose answer replaces what the page shows.
    fn turn(turns: StoredValue<Turns>) -> u64 {
        turns.try_update_value(Turns::ask).unwrap_or_default()
    }

    /// Whether the answer to that question may replace it.
    fn is_newer(turns: StoredValue<Turns>, turn: u64) -> bool {
        turns.try_update_value(|turns| turns.show(turn)) == Some(true)
    }

    /// Makes a call, then does something with the answer or tells what went wrong.
    fn act<T: 'static>(self, call: impl Future<Output = Result<T, Trouble>> + 'static, then: impl FnOnce(T) + 'static) {
        self.problem.set(None);
        self.done.set(None);
        spawn_local(async move {
            match call.await {
                Ok(answer) => then(answer),
                Err(trouble) => self.complain(trouble),
            }
        });
    }

    /// Says what the last act did.
    fn report(self, what: impl Into<String>) {
        platform::close_dialog();
        self.done.set(Some(what.into()));
    }

    /// Shows a problem, or the log-in if the session is over.
    fn complain(self, trouble: Trouble) {
        let problem = match trouble {
            Trouble::LoggedOut => return self.leave(),
            Trouble::Refused { error, .. } if ["taken", "not_taken"].contains(&error.as_str()) => Problem::Taken,
            Trouble::Refused { error, .. } if error == "unknown_conversation" => Problem::Gone,
            Trouble::Refused { message, .. } => Problem::Refused(message),
            Trouble::Unreachable => Problem::Refused(self.words_now().no_answer.to_owned()),
        };
        // What is wrong stands in the page, below a dialog nobody sees it.
        platform::close_dialog();
        self.problem.set(Some(problem));
    }

    /// Has a screen reader say a line when it has a moment.
    fn say(self, text: String) {
        const KEPT: usize = 3;
        self.said.update(|said| {
            let number = said.last().map_or(0, |(number, _)| number + 1);
            said.push((number, text));
            said.drain(..said.len().saturating_sub(KEPT));
        });
    }

    /// Opens what the address bar names.
    fn follow_address(self) {
        let hash = platform::hash();
        let room = Some(Room::of(&hash)).filter(|room| room.is_for(self.level_now())).unwrap_or_default();
        self.room.set(room);
        let named = conversation_of(&hash);
        if named != self.selected.get_untracked() {
            self.show(named);
        }
        self.furnish(room);
    }

    /// Goes to a part of the page.
    pub fn go(self, room: Room) {
        self.problem.set(None);
        self.done.set(None);
        platform::set_hash(room.hash());
        self.follow_address();
        platform::focus(&["#room-title", "#waiting-title"]);
    }

    /// Whether the agent has this conversation before their eyes.
    fn is_read(self, conversation: &str) -> bool {
        platform::is_visible()
            && self.chat.with_untracked(|chat| chat.as_ref().is_some_and(|chat| chat.card.conversation == conversation))
    }
}
