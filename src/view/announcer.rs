//! Says each thing once to those who listen.
//!
//! The rules were measured with a screen reader: paragraphs that appear less than 200 ms apart are spoken in the wrong
//! order; the same text twice running is dropped unless a no-break space tells them apart; a message that comes while
//! the reader types is cut off by the key echo; an empty live region that is always there is heard, one that appears
//! with its text is not.

use super::Ui;
use crate::{model::Announcement, platform::clock};
use leptos::prelude::*;
use std::collections::VecDeque;

const APART_MS: u32 = 250;
const AFTER_KEY_MS: u64 = 1_200;
const HELD_AT_MOST_MS: u64 = 8_000;
const STAYS_MS: u32 = 6_000;

#[derive(Clone, Copy)]
struct Queue {
    waiting: StoredValue<VecDeque<(u64, Announcement)>>,
    shown: RwSignal<Vec<Announcement>>,
    running: StoredValue<bool>,
    last_key: StoredValue<u64>,
}

pub(super) fn announcer(ui: Ui, last_key: StoredValue<u64>) -> impl IntoView {
    let queue = Queue {
        waiting: StoredValue::default(),
        shown: RwSignal::default(),
        running: StoredValue::default(),
        last_key,
    };
    Effect::new(move |_| {
        let announcement = ui.model.announcement.get();
        if announcement.nth > 0 {
            queue.waiting.update_value(|w| w.push_back((clock::now(), announcement)));
            if !queue.running.get_value() {
                queue.running.set_value(true);
                pump(queue);
            }
        }
    });
    view! {
        <div class="vh" role="log" aria-live="polite" aria-label=ui.words.announcer>
            <For each=move || queue.shown.get() key=|a| a.nth let:a>
                <p>{if a.nth % 2 == 0 { a.text + "\u{a0}" } else { a.text }}</p>
            </For>
        </div>
    }
}

fn pump(queue: Queue) {
    // The widget may have been unmounted while the timer ran.
    let Some(next) = queue.waiting.try_with_value(|w| w.front().map(|(since, _)| *since)) else { return };
    let Some(since) = next else {
        queue.running.set_value(false);
        return;
    };
    let now = clock::now();
    let typing = now < queue.last_key.get_value() + AFTER_KEY_MS && now < since + HELD_AT_MOST_MS;
    if !typing && let Some((_, announcement)) = queue.waiting.try_update_value(VecDeque::pop_front).flatten() {
        let nth = announcement.nth;
        queue.shown.update(|s| s.push(announcement));
        clock::after(STAYS_MS, move || {
            let _ = queue.shown.try_update(|s| s.retain(|a| a.nth != nth));
        });
    }
    clock::after(APART_MS, move || pump(queue));
}
