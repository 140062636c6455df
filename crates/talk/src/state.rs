//! Where a conversation stands.

use crate::{Body, Delivery, Line, LineId, Millis, Notice};

/// An ended talk may be opened again for this long, in milliseconds.
pub const REOPEN_MS: Millis = 72 * 3_600_000;

/// Where a conversation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Who answers now.
    pub stage: Stage,
    /// The log, oldest first, ids growing.
    pub lines: Vec<Line>,
    /// The conversation with a person, once the desk gave it an id.
    pub conversation: Option<String>,
    /// Number of the last durable event taken in; 0 before the first.
    pub seq: u64,
    /// Whether the desk can be reached, as far as is known.
    pub link: Link,
    /// The person is writing.
    pub typing: bool,
    /// The message that the desk has not answered yet: one at a time, so that the order of writing is kept.
    pub in_flight: Option<String>,
    /// The worst of how the customer felt since the person was last needed; goes along with a handover.
    pub mood: Mood,
    /// What is being asked for.
    pub form: Option<crate::Form>,
    /// What lookups or a person will need, by the merchant's name for it; goes along with a handover.
    pub slots: Vec<(String, String)>,
    /// How the person was asked for last.
    pub asked_from: Option<crate::EntryPoint>,
    /// Counts the changes of the stage in all tabs: of two tabs, the one with the higher number is right.
    pub rev: u64,
}

/// Who answers now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// The machine.
    #[default]
    Bot,
    /// Nobody yet; a person was asked for.
    Waiting(Wait),
    /// A person.
    Person {
        /// The name shown.
        name: String,
        /// The role shown.
        role: String,
    },
    /// Nobody: the talk with the person has ended. Writing again begins anew with the machine.
    Closed {
        /// The customer has rated it.
        rated: bool,
        /// When it ended; it may be opened again until [`REOPEN_MS`] later.
        at: Millis,
    },
}

/// How the customer feels. What is worse is greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mood {
    /// Nothing to be seen.
    #[default]
    Neutral,
    /// Disappointed.
    Unhappy,
    /// Angry: the person is offered before anything else.
    Angry,
    /// In danger of money, body or a child: the person is called at once.
    Urgent,
}

impl Mood {
    /// The word for it at the desk.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Unhappy => "unhappy",
            Self::Angry => "angry",
            Self::Urgent => "urgent",
        }
    }
}

/// What is known of the wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wait {
    /// 1 = next; `None` until the desk has said it.
    pub position: Option<u32>,
    /// Seconds, from and to; `None` when the desk cannot honestly say.
    pub range: Option<(u32, u32)>,
    /// Nobody is on duty now.
    pub closed_now: bool,
    /// When somebody will be, by the shop's hours.
    pub next_open: Option<Millis>,
}

/// Whether the desk can be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// As far as is known.
    #[default]
    Up,
    /// The last try failed; the edge keeps trying.
    Down,
}

impl State {
    /// Whether a line written now goes to a person.
    #[must_use]
    pub fn for_person(&self) -> bool {
        matches!(self.stage, Stage::Waiting(_) | Stage::Person { .. })
    }

    /// The line of that id.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.binary_search_by_key(&id, |l| l.id).ok().map(|i| &self.lines[i])
    }

    /// The state as a new page may continue from it: what was under way when the old page died is due again.
    /// The desk knows messages by `client_id`, so that sending one again doubles nothing.
    #[must_use]
    pub fn resumed(mut self) -> Self {
        for line in &mut self.lines {
            line.wait_again();
        }
        self.in_flight = None;
        self.link = Link::default();
        self.typing = false;
        self
    }

    /// How many lines are on their way to the desk.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.lines.iter().filter_map(|l| l.body.delivery()).filter(|d| d.under_way()).count()
    }

    /// Members of the family who take part: id and name.
    #[must_use]
    pub fn helpers(&self) -> Vec<(String, String)> {
        let mut helpers = Vec::new();
        for line in &self.lines {
            match &line.body {
                Body::Notice(Notice::HelperJoined { id, name }) => helpers.push((id.clone(), name.clone())),
                Body::Notice(Notice::HelperLeft { id, .. }) => helpers.retain(|(other, _)| other != id),
                Body::Notice(Notice::Asked) => helpers.clear(),
                _ => {}
            }
        }
        helpers
    }

    /// Whether a person has written since one joined: then somebody senior may be asked for.
    #[must_use]
    pub fn answered(&self) -> bool {
        let since = |l: &&Line| !matches!(l.body, Body::Notice(Notice::Asked | Notice::Escalated | Notice::Reopened));
        self.lines.iter().rev().take_while(since).any(|l| matches!(l.body, Body::Person { .. }))
    }

    /// Whether the person asked for a rating that was not given.
    #[must_use]
    pub fn rating_asked(&self) -> bool {
        let since = |l: &&Line| !matches!(l.body, Body::Notice(Notice::Asked));
        let asked = |l: &Line| matches!(l.body, Body::Notice(Notice::RatingAsked));
        self.lines.iter().rev().take_while(since).any(asked)
    }

    /// The last thing in the log that began or ended a talk is that the customer ended it.
    pub(crate) fn ended_by_customer(&self) -> bool {
        let turns = self.lines.iter().rev().find_map(|line| match &line.body {
            Body::Notice(Notice::ClosedByVisitor) => Some(true),
            Body::Notice(Notice::Asked | Notice::Joined { .. } | Notice::Reopened | Notice::ClosedByPerson) => {
                Some(false)
            }
            _ => None,
        });
        turns == Some(true)
    }

    /// Who of the desk is here, the newest last: name and role.
    pub(crate) fn persons(&self) -> Vec<(String, String)> {
        let mut here: Vec<(String, String)> = Vec::new();
        for line in &self.lines {
            let Body::Notice(notice) = &line.body else { continue };
            match notice {
                Notice::Joined { name, role } => here.push((name.clone(), role.clone())),
                Notice::Left { name } | Notice::HandedOn { from: name, .. } => {
                    if let Some(at) = here.iter().rposition(|(other, _)| other == name) {
                        here.remove(at);
                    }
                }
                Notice::Asked | Notice::Reopened | Notice::Escalated => here.clear(),
                _ => {}
            }
        }
        here
    }

    pub(crate) fn enter(&mut self, stage: Stage) {
        self.rev += 1;
        self.stage = stage;
    }

    /// Whether the machine refused to answer to the customer's line of that id: it is not handed over.
    #[must_use]
    pub fn refused(&self, id: LineId) -> bool {
        let next = self.lines.iter().find(|line| line.id > id);
        next.is_some_and(|line| line.body == Body::Refused)
    }

    pub(crate) fn push(&mut self, at: Millis, body: Body) -> LineId {
        let id = LineId(self.lines.last().map_or(1, |l| l.id.0.saturating_add(1)));
        self.lines.push(Line { id, at, body });
        id
    }

    /// How many honest noes stand at the end of the log, courtesy aside.
    pub(crate) fn misses(&self) -> u32 {
        for line in self.lines.iter().rev() {
            match line.body {
                Body::Unknown { nth } => return nth,
                Body::Visitor { .. } | Body::Courtesy(_) | Body::Sorry => {}
                _ => return 0,
            }
        }
        0
    }

    pub(crate) fn delivery_mut(&mut self, client_id: &str) -> Option<&mut Delivery> {
        let mine = self.lines.iter_mut().rev().filter_map(|l| l.body.delivery_mut());
        mine.into_iter().find(|d| d.client_id() == Some(client_id))
    }

    pub(crate) fn knows(&self, body: &Body) -> bool {
        let file = matches!(body, Body::File { .. });
        self.lines
            .iter()
            .rev()
            .any(|l| l.body.client_id() == body.client_id() && file == matches!(l.body, Body::File { .. }))
    }
}

impl Line {
    /// What was handed to a network that is gone waits for the next one.
    pub(crate) fn wait_again(&mut self) {
        if let Some(delivery) = self.body.delivery_mut()
            && let Delivery::Sending { client_id } | Delivery::Elsewhere { client_id } = delivery
        {
            *delivery = Delivery::Queued { client_id: std::mem::take(client_id) };
        }
    }
}
