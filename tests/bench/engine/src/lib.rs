//! Three calls: room for bytes, take a pack, ask. Built with the widget's profile, so that the speed is the widget's.

use answer::{Engine, Query};
use pack::Pack;
use std::cell::RefCell;

thread_local! {
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// Room for `length` bytes; where it begins.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    BYTES.with_borrow_mut(|bytes| {
        bytes.clear();
        bytes.resize(length, 0);
        bytes.as_mut_ptr()
    })
}

/// Takes the pack that stands in the room; 1 if it is one.
#[unsafe(no_mangle)]
pub extern "C" fn load() -> u32 {
    let bytes = BYTES.take();
    let pack = Pack::read(&bytes).ok();
    // As the widget does.
    drop(bytes);
    ENGINE.set(pack.map(Engine::new));
    ENGINE.with_borrow(|engine| u32::from(engine.is_some()))
}

/// Asks what stands in the room: the first candidate, or -1.
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> i32 {
    BYTES.with_borrow(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        ENGINE.with_borrow(|engine| {
            let reply = engine.as_ref()?.ask(&Query { text: &text, today: 20_000, ..Query::default() });
            i32::try_from(reply.candidates.first()?.entry).ok()
        })
    })
    .unwrap_or(-1)
}
