//! The way to the desk: is it there, when to try again, what the address bar says, and ids for messages.

use std::fmt::Write;
use wire::Millis;

/// Whether the desk can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The stream is open, or is being opened for the first time.
    Up,
    /// It was lost, and so many tries since have failed.
    Lost(u32),
}

impl Link {
    /// After one more failure.
    pub fn lost(self) -> Self {
        match self {
            Self::Up => Self::Lost(0),
            Self::Lost(tries) => Self::Lost(tries.saturating_add(1)),
        }
    }

    /// A stream that breaks and comes back at once is no news to the agent.
    pub fn is_worth_telling(self) -> bool {
        matches!(self, Self::Lost(1..))
    }
}

/// Milliseconds until the next try: anywhere (`luck` in 0–1000) between half a second and a ceiling that doubles
/// up to 30 s, so that a hundred consoles do not knock together when the desk comes back.
pub fn back_off(tries: u32, luck: u32) -> u32 {
    let ceiling = 1_000u32.saturating_mul(1 << tries.min(5)).min(30_000);
    500 + (ceiling - 500) / 1_000 * luck.min(1_000)
}

/// The conversation that the address bar names: `#c=…`.
pub fn conversation_of(hash: &str) -> Option<String> {
    let id = hash.strip_prefix("#c=")?;
    let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    plain.then(|| id.to_owned())
}

/// What the address bar says for a conversation, or for none.
pub fn hash_of(conversation: Option<&str>) -> String {
    conversation.map_or_else(|| "#".to_owned(), |id| format!("#c={id}"))
}

/// A `UUIDv7`: 48 bits of time, then chance. `crypto.randomUUID` is missing on plain http, this is not.
pub fn uuid_v7(now: Millis, chance: [u8; 10]) -> String {
    let mut bytes = [0u8; 16];
    bytes[..6].copy_from_slice(&now.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&chance);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_break_is_not_told() {
        let once = Link::Up.lost();
        assert!(!once.is_worth_telling());
        assert!(once.lost().is_worth_telling());
    }

    #[test]
    fn tries_spread_out_and_never_stop() {
        assert_eq!(back_off(0, 0), 500);
        assert!(back_off(0, 1_000) <= 1_000);
        assert!(back_off(u32::MAX, 1_000) <= 30_000);
        assert!(back_off(9, 1_000) > 25_000);
    }

    #[test]
    fn the_address_bar_names_a_conversation_or_nothing() {
        assert_eq!(conversation_of(&hash_of(Some("0190-ab_C"))).as_deref(), Some("0190-ab_C"));
        for odd in ["", "#", "#c=", "#c=../board", "#c=a b", "c=a"] {
            assert_eq!(conversation_of(odd), None, "{odd}");
        }
    }

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let id = uuid_v7(0x0123_4567_89ab, [0xff; 10]);
        assert_eq!(id, "01234567-89ab-7fff-bfff-ffffffffffff");
        assert!(uuid_v7(2, [0; 10]) > uuid_v7(1, [0xff; 10]));
    }
}
