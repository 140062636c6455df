//! Which messages were announced already. A message comes by the stream, and again with whatever is fetched; it is
//! read aloud, rung and noticed once.

use std::collections::BTreeMap;

/// The newest number that was announced, per conversation.
#[derive(Clone, Debug, Default)]
pub struct News(BTreeMap<String, u64>);

impl News {
    /// Whether the event with this number is news; it is none from now on.
    pub fn is_new(&mut self, conversation: &str, seq: u64) -> bool {
        let newest = self.0.entry(conversation.to_owned()).or_default();
        let new = seq > *newest;
        *newest = seq.max(*newest);
        new
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
}
