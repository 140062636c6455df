//! Answers that come in another order than they were asked for: an old one must not replace a newer one.

/// Numbers the questions of one kind, and knows which answer was shown last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turns {
    asked: u64,
    shown: u64,
}

impl Turns {
    /// The number of a question that is asked now.
    pub fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// Whether the answer to this question is to be shown: unless a later question was answered before it.
    pub fn show(&mut self, turn: u64) -> bool {
        let newer = turn > self.shown;
        self.shown = turn.max(self.shown);
        newer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_was_overtaken_is_not_shown() {
        let mut turns = Turns::default();
        let (first, second, third) = (turns.ask(), turns.ask(), turns.ask());
        assert!(turns.show(second), "none has to wait for the newest");
        assert!(!turns.show(first), "it tells of an earlier time");
        assert!(turns.show(third));
        let fourth = turns.ask();
        assert!(turns.show(fourth));
    }
}
