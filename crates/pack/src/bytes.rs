//! Small numbers, a byte each, that are read as one piece: element by element a hundred thousand of them took a tenth of
//! the time in which a pack is loaded. In the file they stand as they would otherwise.

use serde::{Deserialize, Deserializer, Serializer};

/// A number of one byte.
pub trait Byte: Copy {
    /// From the byte.
    fn from_byte(byte: u8) -> Self;
    /// The byte.
    fn byte(self) -> u8;
}

impl Byte for u8 {
    fn from_byte(byte: u8) -> Self {
        byte
    }
    fn byte(self) -> u8 {
        self
    }
}

impl Byte for i8 {
    fn from_byte(byte: u8) -> Self {
        byte.cast_signed()
    }
    fn byte(self) -> u8 {
        self.cast_unsigned()
    }
}

/// Writes them.
pub fn serialize<T: Byte, S: Serializer>(numbers: &[T], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(&numbers.iter().map(|number| number.byte()).collect::<Vec<_>>())
}

/// Reads them.
pub fn deserialize<'de, T: Byte, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    <&[u8]>::deserialize(from).map(|bytes| bytes.iter().map(|byte| T::from_byte(*byte)).collect())
}
