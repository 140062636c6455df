//! What the shortcuts do.

use crate::{
    platform,
    state::{Deed, Room, Standing, Way},
    store::{Dialog, Store},
};
use leptos::prelude::*;

/// Hears the keys of the page. Nothing happens behind a dialog, or before the log-in.
pub fn listen(store: Store) {
    platform::on_key(move |event| {
        if store.me().is_none() || store.dialog.with_untracked(Option::is_some) {
            return false;
        }
        let deed = platform::press(event)
            .and_then(|press| store.prefs.with_untracked(|it| it.keys.deed(&press, platform::focus_is_in_field())));
        deed.is_some_and(|deed| does(store, deed))
    });
}

/// Does it; answers whether there was anything to do.
fn does(store: Store, deed: Deed) -> bool {
    let open = || store.selected.get_untracked().filter(|_| store.standing() == Some(Standing::Mine));
    match deed {
        Deed::Help => store.ask(Dialog::Settings),
        Deed::Take => store.take_next(),
        Deed::Next => store.open_beside(Way::Down),
        Deed::Previous => store.open_beside(Way::Up),
        Deed::Write => platform::focus(&["#write"]),
        Deed::Tickets => store.go(Room::Tickets),
        Deed::Desk => store.go(Room::Desk),
        Deed::Quick => {
            if !store.standing().is_some_and(Standing::writes) {
                return false;
            }
            store.quick.update(|quick| *quick = !*quick);
            platform::focus(if store.quick.get_untracked() { &["#quick-find"] } else { &["#write"] });
        }
        Deed::Transfer | Deed::Escalate => {
            let Some(id) = open() else { return false };
            store.ask(if deed == Deed::Transfer { Dialog::Transfer(id) } else { Dialog::Escalate(id) });
        }
        Deed::Close => {
            if open().is_none() {
                return false;
            }
            platform::press_button("#end");
        }
    }
    true
}
