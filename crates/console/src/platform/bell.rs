//! The tone and the desktop notices. Both are off until the agent turns them on.

use wasm_bindgen::{JsCast, closure::Closure};

thread_local! {
    /// One for the page: browsers allow only a few.
    static SOUND: Option<web_sys::AudioContext> = web_sys::AudioContext::new().ok();
}

/// Two short tones. Silent where the browser wants a click first.
pub fn ring() {
    SOUND.with(|sound| {
        if let Some(sound) = sound {
            let _ = sound.resume();
            for (after, pitch) in [(0.0, 880.0), (0.16, 1_174.7)] {
                let _ = tone(sound, sound.current_time() + after, pitch);
            }
        }
    });
}

fn tone(sound: &web_sys::AudioContext, at: f64, pitch: f32) -> Result<(), wasm_bindgen::JsValue> {
    let (source, volume) = (sound.create_oscillator()?, sound.create_gain()?);
    source.frequency().set_value(pitch);
    volume.gain().set_value_at_time(0.15, at)?;
    volume.gain().exponential_ramp_to_value_at_time(0.001, at + 0.14)?;
    source.connect_with_audio_node(&volume)?.connect_with_audio_node(&sound.destination())?;
    source.start_with_when(at)?;
    source.stop_with_when(at + 0.15)
}

/// Whether notices may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Nobody has asked yet.
    Unasked,
    /// Yes.
    Given,
    /// No; only the browser's own settings change that.
    Denied,
    /// The browser has none.
    Missing,
}

/// What the browser says.
pub fn permission() -> Permission {
    if js_sys::Reflect::get(&leptos::prelude::window(), &"Notification".into()).is_ok_and(|it| it.is_undefined()) {
        return Permission::Missing;
    }
    match web_sys::Notification::permission() {
        web_sys::NotificationPermission::Granted => Permission::Given,
        web_sys::NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Unasked,
    }
}

/// Asks for it. Only ever on a click.
pub async fn ask_permission() -> Permission {
    if let Ok(asked) = web_sys::Notification::request_permission() {
        let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
    }
    permission()
}

/// Shows a notice; another one with the same `tag` takes its place. A click on it brings the page to the front.
pub fn notice(title: &str, tag: &str, then: impl FnOnce() + 'static) {
    if permission() != Permission::Given {
        return;
    }
    let options = web_sys::NotificationOptions::new();
    options.set_tag(tag);
    // Phones allow notices to service workers only: then there is none.
    let Ok(notice) = web_sys::Notification::new_with_options(title, &options) else { return };
    let closing = notice.clone();
    let clicked = Closure::once_into_js(move || {
        let _ = leptos::prelude::window().focus();
        closing.close();
        then();
    });
    notice.set_onclick(Some(clicked.unchecked_ref()));
}
