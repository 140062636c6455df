//! Which messages were announced already. A message comes by the stream, and again with whatever is fetched; it is
//! read aloud, rung and noticed once.

use std::collections::BTreeMap;

/// Event numbers, per conversation.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The newest that was announced.
    announced: BTreeMap<String, u64>,
    /// The newest that came while the conversation was not shown.
    unshown: BTreeMap<String, u64>,
}

impl News {
    /// Whether the event with this number is news; it is none from now on.
    pub fn is_new(&mut self, conversation: &str, seq: u64) -> bool {
        let newest = self.announced.entry(conversation.to_owned()).or_default();
        let new = seq > *newest;
        *newest = seq.max(*newest);
        new
    }

    /// An event came for a conversation that is not shown.
    pub fn not_shown(&mut self, conversation: &str, seq: u64) {
        let newest = self.unshown.entry(conversation.to_owned()).or_default();
        *newest = seq.max(*newest);
    }

    /// Whether a conversation that was fetched up to `seq` is older than what the stream brought while it was on its
    /// way. Said once: a desk that was restored from a backup has lower numbers for good.
    pub fn is_overtaken(&mut self, conversation: &str, seq: u64) -> bool {
        self.unshown.remove(conversation).is_some_and(|newest| newest > seq)
    }

    /// What is before the agent's eyes needs no announcement.
    pub fn seen(&mut self, conversation: &str, seq: u64) {
        self.is_new(conversation, seq);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_news_once() {
        let mut news = News::default();
        assert!(news.is_new("a", 3));
        assert!(!news.is_new("a", 3));
        assert!(!news.is_new("a", 2), "an older one that comes late was before the agent's eyes");
        assert!(news.is_new("b", 1), "each conversation counts for itself");
        news.seen("a", 9);
        assert!(!news.is_new("a", 8) && news.is_new("a", 10));
    }

    #[test]
    fn a_conversation_that_the_stream_has_overtaken_is_fetched_once_more() {
        let mut news = News::default();
        assert!(!news.is_overtaken("a", 2), "nothing came");
        news.not_shown("a", 3);
        news.not_shown("a", 2);
        assert!(news.is_overtaken("a", 2));
        assert!(!news.is_overtaken("a", 2), "a desk that never has more is not asked for ever");
        news.not_shown("a", 3);
        assert!(!news.is_overtaken("a", 3), "it has what came");
    }
}
