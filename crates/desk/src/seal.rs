//! What customers say is kept under seal: who copies the disk without the key reads none of it.
//!
//! XChaCha20-Poly1305 (RFC 8439 with the 24-byte nonce of draft-irtf-cfrg-xchacha-03), a fresh random nonce each time.
//! A sealed value is one byte of version, four bytes that name the key, the nonce, and the ciphertext with its tag.

use crate::auth::hex;
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256};

/// Bytes of a key.
pub const KEY: usize = 32;

const VERSION: u8 = 1;
const NAME: usize = 4;
const NONCE: usize = 24;
const HEAD: usize = 1 + NAME + NONCE;

/// The first key seals; all of them open, so that a key can be changed.
#[derive(Clone)]
pub struct Keyring(Vec<Key>);

#[derive(Clone)]
struct Key {
    name: [u8; NAME],
    cipher: XChaCha20Poly1305,
}

/// Why something sealed does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// It is nothing that was sealed.
    #[error("this was never sealed, or it was cut off")]
    NotSealed,
    /// The key is another one.
    #[error("this was sealed with a key that is not here")]
    OtherKey,
    /// The key is right, and the value is not what was sealed.
    #[error("this was changed after it was sealed")]
    Changed,
}

impl Keyring {
    /// No key at all: seals and opens nothing.
    pub fn empty() -> Self {
        Self(Vec::new())
    }

    pub fn new(keys: &[[u8; KEY]]) -> Self {
        let key = |bytes: &[u8; KEY]| {
            let [a, b, c, d, ..] = <[u8; KEY]>::from(Sha256::digest(bytes));
            Key { name: [a, b, c, d], cipher: XChaCha20Poly1305::new(bytes.into()) }
        };
        Self(keys.iter().map(key).collect())
    }

    /// # Errors
    /// [`Closed::OtherKey`] if there is no key.
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, Closed> {
        let key = self.0.first().ok_or(Closed::OtherKey)?;
        let nonce: [u8; NONCE] = rand::random();
        let mut sealed = Vec::with_capacity(HEAD + plain.len() + 16);
        sealed.push(VERSION);
        sealed.extend(key.name);
        sealed.extend(nonce);
        let payload = Payload { msg: plain, aad: &sealed[..=NAME] };
        let secret = key.cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| Closed::Changed)?;
        sealed.extend(secret);
        Ok(sealed)
    }

    /// # Errors
    /// See [`Closed`].
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, Closed> {
        let (Some((head, secret)), Some(&VERSION)) = (sealed.split_at_checked(HEAD), sealed.first()) else {
            return Err(Closed::NotSealed);
        };
        let key = self.0.iter().find(|key| key.name == head[1..=NAME]).ok_or(Closed::OtherKey)?;
        let payload = Payload { msg: secret, aad: &head[..=NAME] };
        key.cipher.decrypt(XNonce::from_slice(&head[1 + NAME..]), payload).map_err(|_| Closed::Changed)
    }
}

/// A new key, as a key file has it: 64 hexadecimal digits.
pub fn fresh() -> String {
    hex(&rand::random::<[u8; KEY]>())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const OLD: [u8; KEY] = [1; KEY];
    const NEW: [u8; KEY] = [2; KEY];

    #[test]
    fn what_is_sealed_opens_with_its_key_and_no_other() {
        let sealed = Keyring::new(&[OLD]).seal("退货".as_bytes()).unwrap();
        assert_eq!(Keyring::new(&[NEW, OLD]).open(&sealed).unwrap(), "退货".as_bytes());
        assert_eq!(Keyring::new(&[NEW]).open(&sealed), Err(Closed::OtherKey));
        assert_eq!(Keyring::empty().open(&sealed), Err(Closed::OtherKey));
        assert_eq!(Keyring::empty().seal(b"x"), Err(Closed::OtherKey));
    }

    #[test]
    fn the_same_words_never_look_the_same() {
        let keys = Keyring::new(&[OLD]);
        assert_ne!(keys.seal(b"x").unwrap(), keys.seal(b"x").unwrap());
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_noticed() {
        let keys = Keyring::new(&[OLD]);
        let sealed = keys.seal(b"599").unwrap();
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut changed = sealed.clone();
                changed[at] ^= 1 << bit;
                assert!(keys.open(&changed).is_err(), "byte {at}, bit {bit}");
            }
            assert!(keys.open(&sealed[..at]).is_err(), "cut at {at}");
        }
    }
}
