//! Whether a message is nothing but a greeting.

use crate::{Greeting, fold::Folder};
use pack::Greetings;

/// The greeting that the whole message is, if any.
pub fn greeting(folder: &Folder, greetings: &Greetings, full: &str) -> Option<Greeting> {
    let bare = full.replace(' ', "");
    let is = |words: &[String]| words.iter().any(|word| folder.fold(word).full.replace(' ', "") == bare);
    if bare.is_empty() {
        None
    } else if is(&greetings.words_hello) {
        Some(Greeting::Hello)
    } else if is(&greetings.words_thanks) {
        Some(Greeting::Thanks)
    } else if is(&greetings.words_bye) {
        Some(Greeting::Bye)
    } else {
        None
    }
}
