//! The `<ren-zai>` element: its attributes, and the events that the merchant's page may listen to.

use super::{answerer::Answerer, clock, json, net::Abort, storage::Vault};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// What `renzai.js` does for the widget, and for nobody else: the element itself has only what is public.
    #[derive(Clone)]
    pub type Shell;
    #[wasm_bindgen(method)]
    fn part(this: &Shell, name: &str);
    #[wasm_bindgen(method)]
    fn errand(this: &Shell, path: &str, body: &str) -> Promise;
    #[wasm_bindgen(method, catch)]
    async fn answerer(this: &Shell, pack: &str, okay: &str, chat: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    fn kept(this: &Shell, name: &str) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn vault(this: &Shell) -> Vault;
}

/// The element around the widget.
#[derive(Clone)]
pub struct Host(HtmlElement, Shell);

impl Host {
    /// Around this element, with what its shell does for the widget.
    pub fn new(element: HtmlElement, shell: Shell) -> Self {
        Self(element, shell)
    }

    /// An attribute's value; empty if absent.
    pub fn attribute(&self, name: &str) -> String {
        self.0.get_attribute(name).unwrap_or_default()
    }

    /// Whether a switch stands on the element.
    pub fn has(&self, name: &str) -> bool {
        self.0.has_attribute(name)
    }

    /// Asks the function that the page registered as `element.lookups[name]`; `None` when there is none.
    pub async fn look_up(&self, name: &str, slots: &[(String, String)], abort: &Abort) -> Option<Result<String, ()>> {
        let get = |from: &JsValue, key: &str| Reflect::get(from, &JsValue::from_str(key)).ok();
        let lookups = get(&self.0, "lookups").filter(JsValue::is_object)?;
        let function: Function = get(&lookups, name)?.dyn_into().ok()?;
        let given = Object::new();
        for (slot, value) in slots {
            let _ = Reflect::set(&given, &JsValue::from_str(slot), &JsValue::from_str(value));
        }
        let signal: JsValue = abort.signal().map_or(JsValue::UNDEFINED, JsValue::from);
        let Ok(promised) = function.call2(&lookups, &given, &signal) else { return Some(Err(())) };
        let answer = JsFuture::from(Promise::resolve(&promised)).await;
        Some(answer.map(|value| json::said(&value)).map_err(|_| ()))
    }

    /// Opens one of the parts that the shell fetches when they are wanted.
    pub fn part(&self, name: &str) {
        self.1.part(name);
    }

    /// Fetches the engine and the knowledge at this address; `okay` and `chat` are what is said to an "all right" and to
    /// idle talk. An error says what stood in the way.
    pub async fn answerer(&self, pack: &str, okay: &str, chat: &str) -> Result<Answerer, String> {
        let fetched = self.1.answerer(pack, okay, chat).await;
        fetched.map(JsCast::unchecked_into).map_err(|why| why.as_string().unwrap_or_default())
    }

    /// What is kept on the device of what was said.
    pub fn vault(&self) -> Vault {
        self.1.vault()
    }

    /// What the reader chose once, on this site.
    pub fn kept(&self, name: &str) -> Option<String> {
        self.1.kept(name)
    }

    /// Has the shell tell the desk something that must arrive, in this page or a later one: a POST to `path`.
    pub fn errand(&self, path: &str, body: &str) {
        self.errand_then(path, body, || ());
    }

    /// The same; `then` runs once the desk has answered, if that is in this page.
    pub fn errand_then(&self, path: &str, body: &str, then: impl FnOnce() + 'static) {
        let told = self.1.errand(path, body);
        clock::spawn(async {
            let _ = JsFuture::from(told).await;
            then();
        });
    }

    /// Fires `ren-zai-{name}` with the details as properties: something has happened.
    pub fn emit(&self, name: &str, details: &[(&str, JsValue)]) {
        self.fire(name, details, &CustomEventInit::new());
    }

    /// Fires it before something happens. `false`: the merchant's page steps in, and it must not happen.
    pub fn allows(&self, name: &str, details: &[(&str, JsValue)]) -> bool {
        let init = CustomEventInit::new();
        init.set_cancelable(true);
        self.fire(name, details, &init)
    }

    fn fire(&self, name: &str, details: &[(&str, JsValue)], init: &CustomEventInit) -> bool {
        let detail = Object::new();
        for (key, value) in details {
            let _ = Reflect::set(&detail, &JsValue::from_str(key), value);
        }
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_detail(&detail);
        let event = CustomEvent::new_with_event_init_dict(&["ren-zai-", name].concat(), init);
        event.and_then(|event| self.0.dispatch_event(&event)).unwrap_or(true)
    }
}
