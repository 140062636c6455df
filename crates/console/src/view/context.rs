//! What the widget handed over, so that the customer need not say it again, and what else is known of the customer.

use super::{history, lines::star_row};
use crate::{
    platform,
    state::{About, Chat, Due, due},
    store::Store,
    words::{Words, entry_point, fill, language_name, mood, ticket_kind},
};
use leptos::prelude::*;
use wire::{
    Person, Speaker,
    agent::Note,
    ticket::{Ticket, TicketState},
    visitor::{HandoverRequest, Intent, RatingRequest, Slot, Want},
};

/// The last column.
pub fn context(store: Store) -> impl IntoView {
    let chat = Memo::new(move |_| {
        store.chat.with(|chat| {
            chat.as_ref().map(|Chat { card, handover, about, .. }| Known {
                conversation: card.conversation.clone(),
                handover: handover.clone(),
                since: platform::clock(card.since, store.lang.get()),
                about: about.clone(),
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
                    <dl>{facts(words, &known)}</dl>
                    {slots(words, known.handover.slots)}
                    {people(words, known.about.people)}
                    {notes(store, known.about.notes)}
                    {tickets(store, known.about.tickets)}
                    {history::history(store, known.conversation, known.about.visitor, known.about.earlier)}
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
    about: About,
}

impl PartialEq for Known {
    /// The handover never changes.
    fn eq(&self, other: &Self) -> bool {
        (&self.conversation, &self.since, &self.about) == (&other.conversation, &other.since, &other.about)
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
                {(!intent.evidence.is_empty())
                    .then(|| view! { <p class="evidence">{fill(words.evidence, intent.evidence)}</p> })}
            </div>
        }
        .into_any(),
        None => view! { <p class="hint">{words.understood_none}</p> }.into_any(),
    }
}

fn facts(words: &'static Words, known: &Known) -> impl IntoView + use<> {
    let Known { handover, since, about, .. } = known.clone();
    let want = match handover.want {
        Want::Chat => None,
        Want::Message => Some(words.want_message),
        Want::Callback => Some(words.want_callback),
    };
    let rows = [
        (words.identity, "fact identity", identity(words, &handover)),
        (words.rating, "fact", about.rating.map(|rating| rated(words, rating))),
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

/// Who the page says that this is, and whether the merchant's back end has signed it.
fn identity(words: &Words, handover: &HandoverRequest) -> Option<String> {
    let said = handover.slots.iter().find(|slot| slot.name == "id").map(|slot| slot.value.clone());
    match &handover.proved {
        Some(id) => Some(format!("{id} · {}", words.proved)),
        None => Some(format!("{} · {}", said?, words.unproved)),
    }
}

fn rated(words: &Words, rating: RatingRequest) -> String {
    let solved = rating.solved.map(|solved| if solved { words.solved } else { words.unsolved }.to_owned());
    let said = Some(rating.words).filter(|said| !said.is_empty());
    let stars = format!("{} {} / 5", star_row(rating.stars), rating.stars);
    [Some(stars), solved].into_iter().flatten().chain(rating.tags).chain(said).collect::<Vec<_>>().join(" · ")
}

fn slots(words: &'static Words, mut slots: Vec<Slot>) -> impl IntoView {
    slots.retain(|slot| slot.name != "id");
    (!slots.is_empty()).then(|| {
        let rows = slots.into_iter().map(|Slot { name, value }| {
            view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> }
        });
        view! { <h3>{words.slots}</h3> <dl>{rows.collect_view()}</dl> }
    })
}

fn people(words: &'static Words, people: Vec<Person>) -> impl IntoView {
    (!people.is_empty()).then(|| {
        let rows = people.into_iter().map(|person| {
            let name = match person.from {
                Speaker::Visitor => words.customer.to_owned(),
                Speaker::Helper => fill(words.helper_named, person.name),
                Speaker::Bot => words.bot.to_owned(),
                Speaker::Agent => format!("{} {}", person.name, person.role),
            };
            let there = if person.online { words.online } else { words.offline };
            view! { <li>{name} " " <span class="tag" class:there=person.online>{there}</span></li> }
        });
        view! { <h3 id="people-title">{words.people}</h3> <ul class="plain-list" aria-labelledby="people-title">{rows.collect_view()}</ul> }
    })
}

fn notes(store: Store, notes: Vec<Note>) -> impl IntoView {
    (!notes.is_empty()).then(|| {
        let lang = store.lang.get();
        let rows = notes.into_iter().map(|note| view! {
            <li class="note">
                <p class="meta">
                    <span class="who">{note.name}</span><span class="time">{platform::clock(note.at, lang)}</span>
                </p>
                <p>{note.text}</p>
            </li>
        });
        let title = lang.words().notes;
        view! { <h3 id="notes-title">{title}</h3> <ul class="plain-list" aria-labelledby="notes-title">{rows.collect_view()}</ul> }
    })
}

fn tickets(store: Store, tickets: Vec<Ticket>) -> impl IntoView {
    (!tickets.is_empty()).then(|| {
        let (lang, now) = (store.lang.get(), store.now.get_untracked());
        let office = lang.office();
        let rows = tickets.into_iter().map(|ticket| {
            let left = match (ticket.state, due(ticket.due, now)) {
                (TicketState::Done, _) => office.show_done.to_owned(),
                (_, Due::In(left)) => fill(office.due_in, lang.span(left)),
                (_, Due::Late(over)) => fill(office.due_late, lang.span(over)),
            };
            view! {
                <li class="note">
                    <p class="meta"><span class="who">{ticket_kind(office, ticket.kind)}</span><span>{left}</span></p>
                    <p>{ticket.body}</p>
                </li>
            }
        });
        let title = lang.words().their_tickets;
        view! { <h3 id="their-tickets">{title}</h3> <ul class="plain-list" aria-labelledby="their-tickets">{rows.collect_view()}</ul> }
    })
}
