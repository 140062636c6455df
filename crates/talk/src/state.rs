//! Where a conversation stands.

use crate::{Body, Delivery, Line, LineId, Millis};

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
            if let Body::Visitor { delivery, .. } = &mut line.body
                && let Delivery::Sending { client_id } = delivery
            {
                *delivery = Delivery::Queued { client_id: std::mem::take(client_id) };
            }
        }
        self.in_flight = None;
        self.link = Link::default();
        self.typing = false;
        self
    }

    /// How many lines are on their way to the desk.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.deliveries().filter(|d| matches!(d, Delivery::Queued { .. } | Delivery::Sending { .. })).count()
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
        self.lines.iter_mut().rev().find_map(|l| match &mut l.body {
            Body::Visitor { delivery, .. } if delivery.client_id() == Some(client_id) => Some(delivery),
            _ => None,
        })
    }

    pub(crate) fn knows_person_message(&self, id: &str) -> bool {
        self.lines.iter().any(|l| matches!(&l.body, Body::Person { client_id, .. } if client_id == id))
    }

    fn deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.lines.iter().filter_map(|l| match &l.body {
            Body::Visitor { delivery, .. } => Some(delivery),
            _ => None,
        })
    }
}
