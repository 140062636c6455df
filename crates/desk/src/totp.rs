//! Codes of an authenticator app (RFC 6238: HMAC-SHA1, 30 seconds, six digits), as all of them know them.

use hmac::{Hmac, Mac};
use sha1::Sha1;
use wire::Millis;

/// Milliseconds for which a code stands.
const STEP: Millis = 30_000;
/// A phone's clock may be off by so many steps.
const SLACK: u64 = 1;
const DIGITS: u32 = 1_000_000;
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret of 160 bits, as people type it into an app: base32, 32 letters and digits.
pub fn new_secret() -> String {
    let bits: Vec<u8> =
        rand::random::<[u8; 20]>().iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)).collect();
    bits.chunks(5)
        .map(|five| char::from(LETTERS[five.iter().fold(0, |sum, bit| sum << 1 | usize::from(*bit))]))
        .collect()
}

/// The step whose code was typed, if it is one of now and later than `used`: a code that was seen over somebody's shoulder
/// opens nothing any more.
pub fn accepted(secret: &str, typed: &str, now: Millis, used: u64) -> Option<u64> {
    let key = bytes(secret)?;
    let typed: u32 = typed.parse().ok().filter(|_| typed.len() == 6)?;
    let step = now / STEP;
    (step.saturating_sub(SLACK)..=step + SLACK).find(|step| *step > used && code(&key, *step) == typed)
}

/// What an app reads from a QR code.
pub fn address(login: &str, secret: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let login: String = login
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("otpauth://totp/Renzai:{login}?secret={secret}&issuer=Renzai")
}

fn code(key: &[u8], step: u64) -> u32 {
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(key) else { return DIGITS };
    let sum = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let at = usize::from(sum[19] & 15);
    (u32::from_be_bytes([sum[at], sum[at + 1], sum[at + 2], sum[at + 3]]) & 0x7fff_ffff) % DIGITS
}

fn bytes(secret: &str) -> Option<Vec<u8>> {
    let mut bits = Vec::new();
    for letter in secret.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        bits.extend((0..5).rev().map(|at| u8::from(value >> at & 1 == 1)));
    }
    Some(bits.chunks_exact(8).map(|eight| eight.iter().fold(0, |sum, bit| sum << 1 | bit)).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// `12345678901234567890` in base32, the secret of RFC 6238, appendix B.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        assert_eq!(bytes(RFC).unwrap(), b"12345678901234567890");
        // Its last six digits of the eight that the table has.
        for (second, expected) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code(&bytes(RFC).unwrap(), second / 30), expected, "at {second}");
        }
    }

    #[test]
    fn a_code_holds_for_its_step_and_one_beside_and_only_once() {
        let typed = "287082";
        assert_eq!(accepted(RFC, typed, 59_000, 0), Some(1));
        assert_eq!(accepted(RFC, typed, 89_000, 0), Some(1), "a slow clock");
        assert_eq!(accepted(RFC, typed, 90_000, 0), None, "too late");
        assert_eq!(accepted(RFC, typed, 59_000, 1), None, "used");
        for wrong in ["", "28708", "0287082", "28708x", "+87082", "２８７０８２", "287083"] {
            assert_eq!(accepted(RFC, wrong, 59_000, 0), None, "{wrong}");
        }
    }

    #[test]
    fn secrets_are_long_differ_and_go_into_an_address() {
        let secret = new_secret();
        assert_eq!((secret.len(), bytes(&secret).unwrap().len()), (32, 20));
        assert_ne!(secret, new_secret());
        assert!(address("小 梅&x", "A").starts_with("otpauth://totp/Renzai:%E5%B0%8F%20%E6%A2%85%26x?secret=A&"));
    }
}
