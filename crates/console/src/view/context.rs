//! What the widget handed over, so that the customer need not say it again.

use super::lines::star_row;
use crate::{
    platform,
    state::Chat,
    store::Store,
    words::{Words, entry_point, fill, language_name, mood},
};
use leptos::prelude::*;
use wire::visitor::{HandoverRequest, Intent, Want};

/// The last column.
pub fn context(store: Store) -> impl IntoView {
    let chat = Memo::new(move |_| {
        store.chat.with(|chat| {
            chat.as_ref().map(|Chat { card, handover, .. }| Known {
                conversation: card.conversation.clone(),
                handover: handover.clone(),
                since: platform::clock(card.since, store.lang.get()),
                stars: chat.as_ref().and_then(Chat::stars),
            })
        })
    });
    view! {
        <section class="context" id="context" tabindex="0" aria-labelledby="context-title">
            {move || {
                let words = store.words();
                chat.get().map(|known| view! {
                    <h2 id="context-title">{words.context}</h2>
                    <h3>{words.understood}</h3>
                    {intent(words, known.handover.intent.clone())}
                    <dl>{facts(words, known)}</dl>
                })
            }}
        </section>
    }
}

#[derive(Clone)]
struct Known {
    conversation: String,
    handover: HandoverRequest,
    since: String,
    stars: Option<u8>,
}

impl PartialEq for Known {
    /// The handover never changes; only the rating comes later.
    fn eq(&self, other: &Self) -> bool {
        (&self.conversation, &self.since, self.stars) == (&other.conversation, &other.since, other.stars)
    }
}

fn intent(words: &'static Words, intent: Option<Intent>) -> AnyView {
    match intent {
        Some(intent) => view! {
            <div class="intent">
                <p class="intent-question">{intent.question}</p>
                <p class="intent-sure">
                    <meter min="0" max="1000" value=intent.confidence.to_string() aria-hidden="true"></meter>
                    <span>{fill(words.sure, intent.confidence / 10)}</span>
                </p>
            </div>
        }
        .into_any(),
        None => view! { <p class="hint">{words.understood_none}</p> }.into_any(),
    }
}

fn facts(words: &'static Words, known: Known) -> impl IntoView {
    let Known { handover, since, stars, .. } = known;
    let want = match handover.want {
        Want::Chat => None,
        Want::Message => Some(words.want_message),
        Want::Callback => Some(words.want_callback),
    };
    let rows = [
        (words.rating, "fact", stars.map(|stars| format!("{} {stars} / 5", star_row(stars)))),
        (words.mood, "fact mood", handover.mood.map(|key| mood(words, &key).to_owned())),
        (words.order, "fact", handover.order),
        (words.tier, "fact", handover.tier),
        (words.want, "fact", want.map(str::to_owned)),
        (words.asked, "fact", Some(since)),
        (words.via, "fact", Some(entry_point(words, &handover.entry_point).to_owned())),
        (words.page, "fact", Some(handover.page)),
        (words.language, "fact", Some(language_name(words, &handover.locale))),
    ];
    rows.into_iter()
        .filter_map(|(name, class, value)| Some(view! { <div class=class><dt>{name}</dt><dd>{value?}</dd></div> }))
        .collect_view()
}
