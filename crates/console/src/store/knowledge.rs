//! The merchant's knowledge, asked by the engine that answers customers: for quick replies.

use super::Store;
use crate::{
    api, platform,
    state::{Suggestion, suggest},
    words::Lang,
};
use answer::Engine;
use leptos::{prelude::*, task::spawn_local};
use pack::Pack;
use wire::agent::Proposal;

/// What came of fetching a pack.
enum Fetched {
    Coming,
    There(Box<Engine>),
    Failed,
}

/// The engines of both languages, fetched when they are first needed.
#[derive(Clone, Copy)]
pub struct Shelf {
    engines: StoredValue<Vec<(Lang, Fetched)>, LocalStorage>,
    /// Counts what came, so that a view asks again.
    news: RwSignal<u32>,
}

/// What the shelf says to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The knowledge is on its way.
    Loading,
    /// It cannot be read.
    Failed,
    /// What fits, best first.
    These(Vec<Suggestion>),
}

impl Shelf {
    pub(super) fn new() -> Self {
        Self { engines: StoredValue::new_local(Vec::new()), news: RwSignal::new(0) }
    }

    /// What the knowledge of a language has for these words. A view that calls this asks again when the knowledge
    /// comes.
    pub fn find(self, lang: Lang, words: &str) -> Found {
        self.news.track();
        self.engines.with_value(|engines| match engines.iter().find(|(it, _)| *it == lang) {
            None | Some((_, Fetched::Coming)) => Found::Loading,
            Some((_, Fetched::Failed)) => Found::Failed,
            Some((_, Fetched::There(engine))) => Found::These(suggest(engine, words, platform::today())),
        })
    }

    fn put(self, lang: Lang, fetched: Fetched) {
        self.engines.update_value(|engines| {
            engines.retain(|(it, _)| *it != lang);
            engines.push((lang, fetched));
        });
        self.news.update(|news| *news += 1);
    }
}

impl Store {
    /// The language in which the open conversation's customer reads.
    pub fn customers_lang(self) -> Lang {
        self.chat.with(|chat| chat.as_ref().map_or(Lang::Zh, |chat| Lang::of(&chat.card.locale)))
    }

    /// Fetches the knowledge of a language, unless it is there or on its way.
    pub fn want_knowledge(self, lang: Lang) {
        let books = self.shelf;
        let there = books.engines.with_value(|engines| {
            engines.iter().any(|(it, fetched)| *it == lang && !matches!(fetched, Fetched::Failed))
        });
        if there {
            return;
        }
        books.put(lang, Fetched::Coming);
        spawn_local(async move {
            let fetched = match api::file(&platform::pack_url(lang)).await {
                Ok(bytes) => Pack::read(&bytes).map_err(|error| error.to_string()),
                Err(trouble) => Err(format!("{trouble:?}")),
            };
            books.put(
                lang,
                match fetched {
                    Ok(pack) => Fetched::There(Box::new(Engine::new(pack))),
                    Err(why) => {
                        leptos::logging::warn!("The knowledge ({}) cannot be read: {why}", lang.tag());
                        Fetched::Failed
                    }
                },
            );
        });
    }

    /// A proposal with the customer's last words and what is being written.
    pub fn proposal(self) -> Proposal {
        let question = self.chat.with_untracked(|chat| chat.as_ref()?.last_words().map(str::to_owned));
        let lang = match self.customers_lang() {
            Lang::Zh => "zh",
            Lang::En => "en",
        };
        Proposal {
            question: question.unwrap_or_default(),
            answer: self.draft.get_untracked(),
            lang: lang.to_owned(),
            ..Proposal::default()
        }
    }
}
