//! The other tabs of this browser: a lock that one of them holds, and a channel that all of them hear.

use super::{clock, page};
use js_sys::{Function, Object, Promise, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

#[wasm_bindgen]
extern "C" {
    type Locks;
    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, options: &JsValue, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// How to come by the lock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// When the tab that has it goes.
    Wait,
    /// At once: the tab that has it is told that it lost it.
    Steal,
}

/// How a tab stands to the lock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has it.
    Leads,
    /// It was taken away.
    Lost,
}

/// A lock that is held or waited for; given back when dropped, and by the browser when the tab dies.
pub struct Lock {
    abort: AbortController,
    release: Rc<RefCell<Option<Function>>>,
}

impl Lock {
    /// Asks for the lock; `None` where the browser has none.
    pub fn request(name: &str, manner: Manner, told: impl Fn(Standing) + Clone + 'static) -> Option<Self> {
        let locks = Reflect::get(&page::window().navigator(), &"locks".into()).ok().filter(|l| l.is_object())?;
        let abort = AbortController::new().ok()?;
        let options = Object::new();
        // The two exclude each other: a lock that is taken at once is never waited for.
        let _ = match manner {
            Manner::Wait => Reflect::set(&options, &"signal".into(), &abort.signal()),
            Manner::Steal => Reflect::set(&options, &"steal".into(), &JsValue::TRUE),
        };
        let release = Rc::new(RefCell::new(None));
        let held = Promise::new(&mut |resolve, _| *release.borrow_mut() = Some(resolve));
        let lead = told.clone();
        let granted = Closure::once_into_js(move || {
            lead(Standing::Leads);
            held
        });
        let ended = locks.unchecked_ref::<Locks>().request(name, &options, &granted).ok()?;
        let gone = Rc::clone(&release);
        clock::spawn(async move {
            let taken_away = JsFuture::from(ended).await.is_err();
            if taken_away && gone.borrow_mut().take().is_some() {
                told(Standing::Lost);
            }
        });
        Some(Self { abort, release })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
        self.abort.abort();
    }
}

/// What one tab says all others hear; itself not.
pub struct Channel {
    channel: BroadcastChannel,
    _ear: page::Listener,
}

impl Channel {
    /// Opens it; `None` where the browser has none.
    pub fn open(name: &str, heard: impl Fn(String) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let ear = page::Listener::new(&channel, "message", move |event| {
            heard(event.unchecked_ref::<MessageEvent>().data().as_string().unwrap_or_default());
        });
        Some(Self { channel, _ear: ear })
    }

    /// Says it.
    pub fn post(&self, text: &str) {
        let _ = self.channel.post_message(&JsValue::from_str(text));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
