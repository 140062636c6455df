//! Files that the agent chose or pasted.

use wasm_bindgen::{JsCast, JsValue};

/// A file of the agent's computer.
#[derive(Clone, Debug)]
pub struct Chosen(web_sys::File);

impl Chosen {
    /// Its name, without folders.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// What a call sends.
    pub fn bytes(self) -> JsValue {
        self.0.into()
    }
}

/// What was chosen in a file field, which is empty afterwards: the same file may be chosen again.
pub fn chosen_files(event: &web_sys::Event) -> Vec<Chosen> {
    let field = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let files = list(field.as_ref().and_then(web_sys::HtmlInputElement::files));
    if let Some(field) = field {
        field.set_value("");
    }
    files
}

/// What was pasted, if it was files.
pub fn pasted_files(event: &web_sys::ClipboardEvent) -> Vec<Chosen> {
    list(event.clipboard_data().and_then(|data| data.files()))
}

fn list(files: Option<web_sys::FileList>) -> Vec<Chosen> {
    let files = files.into_iter().flat_map(|files| (0..files.length()).filter_map(move |at| files.get(at)));
    files.map(Chosen).collect()
}

/// Text as a part of an address.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
