//! What was said before, as far as the next question may lean on it.

use crate::{Mood, Outcome, Reply};
use pack::Turn;

/// Characters below which a message goes on from what was said: "要等多久" is still about the exchange.
const SHORT: usize = 12;
/// Characters up to which what was said is kept together.
const KEPT: usize = 40;

/// What was said before. Plain data: the caller keeps it, hands it in with each question, and lets it take each reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// What the customer asked last, as written, with the short questions that went on from it; courtesies and picks
    /// leave it.
    pub said: String,
    /// Entries answered, the newest last.
    pub answered: Vec<u32>,
    /// Entries that the customer said are not what was meant.
    pub rejected: Vec<u32>,
    /// What the last reply offered to choose from; empty when it was something else.
    pub offered: Vec<u32>,
    /// Honest noes in a row.
    pub misses: u8,
    /// Messages in a row in which the customer was unhappy or worse.
    pub unhappy: u8,
}

impl Context {
    /// Of a conversation that begins.
    pub const NEW: Self = Self {
        said: String::new(),
        answered: Vec::new(),
        rejected: Vec::new(),
        offered: Vec::new(),
        misses: 0,
        unhappy: 0,
    };

    /// Takes in what was asked and what came back.
    ///
    /// ```
    /// use answer::{Context, Courtesy, Outcome, Reply};
    /// let reply = |outcome| Reply { outcome, ..Reply::default() };
    /// let mut context = Context::NEW;
    /// context.take("怎么退货", &reply(Outcome::Answer(3)));
    /// context.take("谢谢", &reply(Outcome::Greeting(Courtesy::Thanks)));
    /// assert_eq!((context.said.as_str(), context.answered.as_slice()), ("怎么退货", [3].as_slice()));
    /// ```
    pub fn take(&mut self, text: &str, reply: &Reply) {
        if matches!(reply.turn, Some(Turn::No | Turn::Wrong)) {
            self.rejected.extend(self.offered.drain(..).chain(self.answered.last().copied()));
        }
        self.offered.clear();
        self.unhappy = if reply.mood > Mood::Neutral { self.unhappy.saturating_add(1) } else { 0 };
        match &reply.outcome {
            Outcome::Answer(entry) => {
                self.answered.push(*entry);
                self.misses = 0;
            }
            Outcome::Choices(offered) => {
                self.offered.clone_from(offered);
                self.misses = 0;
            }
            Outcome::Unknown => self.misses = self.misses.saturating_add(1),
            Outcome::Greeting(_) | Outcome::Human | Outcome::Refused => return,
        }
        if reply.turn.is_none() {
            self.rejected.clear();
            if self.said.is_empty() || !fewer(text, SHORT) || !fewer(&self.said, KEPT) {
                text.clone_into(&mut self.said);
            } else {
                self.said.push(' ');
                self.said.push_str(text);
            }
        }
    }

    /// The entry that the conversation is about: what was offered first, else what was answered last.
    pub(crate) fn topic(&self) -> Option<u32> {
        self.offered.first().or(self.answered.last()).copied()
    }
}

fn fewer(text: &str, characters: usize) -> bool {
    text.chars().nth(characters).is_none()
}
