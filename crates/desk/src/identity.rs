//! Who the customer is, where the merchant's back end has signed it.
//!
//! The page hands over `id`, `signature` and perhaps `expires` among the slots (`setUser`). The signature is HMAC-SHA256, in
//! hexadecimal digits, with the secret of the site that the visitor came from: over the id alone, or over the id, a line
//! feed, and the second since 1970 at which it ends.

use crate::auth::unhex;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use wire::{Millis, visitor::Slot};

/// Takes the proof out of `slots` and answers with the id that it proves; `None` without a proof that holds.
pub fn proved(slots: &mut Vec<Slot>, secret: Option<&str>, now: Millis) -> Option<String> {
    let signature = take(slots, "signature");
    let expires = take(slots, "expires");
    let mut ids = slots.iter().filter(|slot| slot.name == "id");
    // Two ids, and nobody could say which of them was signed.
    let (Some(id), None) = (ids.next(), ids.next()) else { return None };
    let mut mac = Hmac::<Sha256>::new_from_slice(secret?.as_bytes()).ok()?;
    mac.update(id.value.as_bytes());
    if let Some(expires) = expires {
        if expires.parse::<u64>().ok()?.saturating_mul(1_000) <= now {
            return None;
        }
        mac.update(b"\n");
        mac.update(expires.as_bytes());
    }
    // An id with a line feed could be read as another one with an end.
    if id.value.contains('\n') {
        return None;
    }
    mac.verify_slice(&unhex(&signature?)?).ok()?;
    Some(id.value.clone())
}

/// The first value of this name. All of them go: what proves something is nobody's to read.
fn take(slots: &mut Vec<Slot>, name: &str) -> Option<String> {
    let found = slots.iter().find(|slot| slot.name == name).map(|slot| slot.value.trim().to_owned());
    slots.retain(|slot| slot.name != name);
    found
}
