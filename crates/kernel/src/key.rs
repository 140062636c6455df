//! Keys: units of a text as one number.

/// Bits of a feature's id.
pub const FEATURE_BITS: u32 = 24;

/// Bits of a form's key.
pub const FORM_BITS: u32 = 26;

/// The feature that these parts make.
#[must_use]
pub fn hash(parts: &[&str]) -> u32 {
    let mut key = Key::default();
    for part in parts {
        key.push(part);
    }
    key.feature()
}

/// FNV-1a over units.
#[derive(Clone, Copy, Default)]
pub struct Key(Option<u32>);

impl Key {
    /// Of one unit.
    #[must_use]
    pub fn of(unit: &str) -> Self {
        Self::default().and(unit)
    }

    /// With one more unit.
    #[must_use]
    pub fn and(mut self, unit: &str) -> Self {
        self.push(unit);
        self
    }

    /// Adds a unit.
    pub fn push(&mut self, unit: &str) {
        if self.0.is_some() {
            self.byte(0xFF);
        }
        for &byte in unit.as_bytes() {
            self.byte(u32::from(byte));
        }
    }

    /// Adds a character or a byte.
    pub fn byte(&mut self, byte: u32) {
        self.0 = Some((self.0.unwrap_or(0x811C_9DC5) ^ byte).wrapping_mul(0x0100_0193));
    }

    /// 24 bits: short differences in the pack, and one collision in ten thousand look-ups.
    #[must_use]
    pub fn feature(self) -> u32 {
        let hash = self.0.unwrap_or(0x811C_9DC5);
        (hash ^ (hash >> FEATURE_BITS)) & ((1 << FEATURE_BITS) - 1)
    }

    /// 26 bits: every piece of a message is looked up among two thousand forms, which takes one for another in one of
    /// two hundred messages.
    #[must_use]
    pub fn form(self) -> u32 {
        let hash = self.0.unwrap_or(0x811C_9DC5);
        (hash ^ (hash >> FORM_BITS)) & ((1 << FORM_BITS) - 1)
    }
}
