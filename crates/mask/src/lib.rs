//! Finds what tells who somebody is, or opens what is theirs, and covers it: phone numbers, papers, cards, addresses,
//! passwords, codes. Runs on the shopper's device before anything is stored or handed over.
//!
//! It reads a line as people write it: full-width digits, Chinese numerals, spaces and dashes, simplified and
//! traditional characters, words between the name of a thing and the thing. Order numbers, prices, dates, sizes and
//! tracking numbers stay; so do 400, 800 and 95 hotlines, which belong to nobody in private.
//!
//! ```
//! use mask::{Kind, cover, find, mask};
//!
//! let said = "订单号20261121001，电话138 1234 5678，验证码是482913";
//! let masked = mask(said, &[]);
//! assert_eq!(masked.text, "订单号20261121001，电话[手机 ***78]，验证码是[验证码 ***]");
//!
//! // A number that the merchant publishes stays, however it is written.
//! assert_eq!(mask("打021-61234567没人接", &["(021) 6123 4567"]).text, "打021-61234567没人接");
//!
//! // To show one item on purpose: leave it out of what is covered.
//! let mut spans = find(said);
//! spans.retain(|span| span.kind != Kind::Mobile);
//! assert_eq!(cover(said, &spans), "订单号20261121001，电话138 1234 5678，验证码是[验证码 ***]");
//! ```
//!
//! **What is left to see.** Of a number, the last two characters: its owner knows it by them, nobody can use it. Of an
//! e-mail address, the first letter. Of an address, a password or a code, nothing.
//!
//! Time grows linearly with the length of the text. Masking what is masked changes nothing.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cover;
mod cue;
mod digits;
mod home;
mod line;
mod mail;
mod number;
mod papers;
mod secret;
mod street;

pub use cover::{Masked, cover, mask};

use cue::Cues;
use line::Line;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Mobile phone: mainland, Hong Kong, Macau, Taiwan; any number written with `+` and a country code.
    Mobile,
    /// Landline, with its extension.
    Landline,
    /// Identity card: mainland with 15 or 18 places, Hong Kong, Taiwan.
    IdCard,
    /// Bank card, 13 to 19 digits.
    BankCard,
    /// Passport, or a permit to travel between the mainland, Hong Kong, Macau and Taiwan.
    Passport,
    /// E-mail address.
    Email,
    /// Where somebody lives or works, down to a house, or at least to a street or village.
    Address,
    /// Number plate.
    Plate,
    /// One-time code.
    Otp,
    /// Password, PIN, or the check number of a card.
    Password,
}

impl Kind {
    /// All of them, in the order of the enumeration.
    pub const ALL: [Self; 10] = [
        Self::Mobile,
        Self::Landline,
        Self::IdCard,
        Self::BankCard,
        Self::Passport,
        Self::Email,
        Self::Address,
        Self::Plate,
        Self::Otp,
        Self::Password,
    ];

    /// Its name in files, such as `id_card`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Landline => "landline",
            Self::IdCard => "id_card",
            Self::BankCard => "bank_card",
            Self::Passport => "passport",
            Self::Email => "email",
            Self::Address => "address",
            Self::Plate => "plate",
            Self::Otp => "otp",
            Self::Password => "password",
        }
    }
}

/// A part of a text that should not be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it starts, in bytes; always at a character.
    pub start: usize,
    /// Where it ends, in bytes; always after a character.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// However a text is built, the time stays linear.
const ROUNDS: usize = 8;

/// Everything in a text that should not be seen, in order, never overlapping.
#[must_use]
pub fn find(text: &str) -> Vec<Span> {
    let mut line = Line::read(text);
    let mut spans = Vec::new();
    // What was found is a wall for what is looked for next, as it will be when the masked text is read again: only
    // when nothing more is found is masking twice the same as masking once. Two rounds do, nearly always.
    for _ in 0..ROUNDS {
        let before = spans.len();
        let cues = Cues::of(&line);
        for seek in [mail::find, secret::find, home::find, street::find, papers::find, number::find] {
            seek(&mut line, &cues, &mut spans);
        }
        if spans.len() == before {
            break;
        }
    }
    spans.sort_unstable_by_key(|span: &Span| span.start);
    spans
}
