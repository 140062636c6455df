//! Says each thing once to those who listen.
//!
//! The rules were measured with a screen reader: paragraphs that appear less than 200 ms apart are spoken in the wrong
//! order; the same text twice running is dropped unless a no-break space tells them apart; a message that comes while
//! the reader types is cut off by the key echo; an empty live region that is always there is heard, one that appears
//! with its text is not.

use super::Ui;
use crate::{
    model::Announcement,
    platform::{clock, dom::El, dom::effect},
};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

const APART_MS: u32 = 250;
const AFTER_KEY_MS: u64 = 1_200;
const HELD_AT_MOST_MS: u64 = 8_000;
const STAYS_MS: u32 = 6_000;
/// So many at a time are said in one breath.
const MANY: usize = 8;

struct Queue {
    waiting: RefCell<VecDeque<(u64, Announcement)>>,
    running: Cell<bool>,
    last_key: Rc<Cell<u64>>,
    region: El,
}

pub(super) fn announcer(ui: &Ui, last_key: Rc<Cell<u64>>) -> El {
    let region = El::new("div")
        .class("vh")
        .attr("role", "log")
        .attr("aria-live", "polite")
        .attr("aria-label", ui.words.announcer);
    let queue =
        Rc::new(Queue { waiting: RefCell::default(), running: Cell::default(), last_key, region: region.clone() });
    let newest = ui.model.announcement.clone();
    effect(move || {
        let announcement = newest.read().clone();
        if announcement.nth == 0 {
            return;
        }
        queue.waiting.borrow_mut().push_back((clock::now(), announcement));
        if !queue.running.replace(true) {
            pump(Rc::clone(&queue));
        }
    });
    region
}

fn pump(queue: Rc<Queue>) {
    let Some(since) = queue.waiting.borrow().front().map(|(since, _)| *since) else {
        queue.running.set(false);
        return;
    };
    let now = clock::now();
    let typing = now < queue.last_key.get() + AFTER_KEY_MS && now < since + HELD_AT_MOST_MS;
    let next = if typing { None } else { take(&mut queue.waiting.borrow_mut()) };
    if let Some(announcement) = next {
        let different = if announcement.nth % 2 == 0 { "\u{a0}" } else { "" };
        let said = El::new("p").text(&[&announcement.text, different].concat());
        queue.region.clone().child(said.clone());
        clock::after(STAYS_MS, move || said.remove());
    }
    clock::after(APART_MS, move || pump(queue));
}

/// The next one; all of them as one when there are many.
fn take(waiting: &mut VecDeque<(u64, Announcement)>) -> Option<Announcement> {
    let many = waiting.len() >= MANY;
    let (_, mut first) = waiting.pop_front()?;
    if many {
        for (_, next) in waiting.drain(..) {
            first.text.extend(["\n", &next.text]);
        }
    }
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_said_one_by_one_and_many_together_in_their_order() {
        let queue = |n: u32| (1..=n).map(|nth| (0, Announcement { nth, text: nth.to_string() })).collect();
        let mut few: VecDeque<_> = queue(7);
        assert_eq!(take(&mut few).map(|it| it.text).as_deref(), Some("1"));
        assert_eq!(few.len(), 6);
        let mut many: VecDeque<_> = queue(8);
        assert_eq!(take(&mut many).map(|it| it.text).as_deref(), Some("1\n2\n3\n4\n5\n6\n7\n8"));
        assert_eq!(take(&mut many), None);
    }
}
