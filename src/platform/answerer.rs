//! The engine with the merchant's knowledge: a WebAssembly module of its own (`crates/answerer`), which
//! `parts/knowledge.js` fetches with the pack. What each method takes and gives is said there.

use pack::Day;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The engine with the merchant's knowledge.
    pub type Answerer;
    /// Gives back what it has: it is not asked any more.
    #[wasm_bindgen(method)]
    pub fn free(this: &Answerer);
    /// Language, time zone, hotline, contact page, first words.
    #[wasm_bindgen(method)]
    pub fn site(this: &Answerer) -> Vec<String>;
    /// What the merchant's page knows.
    #[wasm_bindgen(method)]
    pub fn set_scene(this: &Answerer, name: &str, code: &str, title: &str, steps: &str, attributes: &str);
    /// What is likely to be asked here: ids and questions by turns.
    #[wasm_bindgen(method)]
    pub fn predict(this: &Answerer, today: Day) -> Vec<String>;
    /// What people ask after an entry: ids and questions by turns.
    #[wasm_bindgen(method)]
    pub fn followups(this: &Answerer, entry: &str) -> Vec<String>;
    /// Id and question of the entry at that place.
    #[wasm_bindgen(method)]
    pub fn choice(this: &Answerer, place: u32) -> Vec<String>;
    /// Id and question of the entry of that id.
    #[wasm_bindgen(method)]
    pub fn find(this: &Answerer, entry: &str) -> Vec<String>;
    /// What is shown of an entry.
    #[wasm_bindgen(method)]
    pub fn shown(this: &Answerer, entry: &str) -> Vec<String>;
    /// Whether the merchant does not answer to something in a text.
    #[wasm_bindgen(method)]
    pub fn refuses(this: &Answerer, text: &str) -> bool;
    /// Answers a message. An error: the engine has stopped, and nothing may be asked of it any more.
    #[wasm_bindgen(method, catch)]
    pub fn ask(this: &Answerer, text: &str, today: Day, minute: u16) -> Result<Vec<String>, JsValue>;
    /// The last message is part of the conversation.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Answerer);
    /// A question was pressed.
    #[wasm_bindgen(method)]
    pub fn pick(this: &Answerer, entry: &str, question: &str) -> Vec<String>;
    /// This was answered in an earlier page.
    #[wasm_bindgen(method)]
    pub fn recall_answer(this: &Answerer, said: &str, entry: &str);
    /// This was asked back in an earlier page.
    #[wasm_bindgen(method)]
    pub fn recall_choices(this: &Answerer, said: &str, entries: &str);
    /// This had no answer in an earlier page.
    #[wasm_bindgen(method)]
    pub fn recall_unknown(this: &Answerer, said: &str);
    /// Everything was erased: nothing was said.
    #[wasm_bindgen(method)]
    pub fn forget(this: &Answerer);
    /// What entries may need, as far as it stands in a text: slots and values by turns.
    #[wasm_bindgen(method)]
    pub fn said(this: &Answerer, text: &str) -> Vec<String>;
    /// What was asked for, if it stands in a text.
    #[wasm_bindgen(method)]
    pub fn slot(this: &Answerer, name: &str, text: &str) -> Option<String>;
    /// What an entry needs: its lookup, then slots and their questions by turns.
    #[wasm_bindgen(method)]
    pub fn needs(this: &Answerer, entry: &str) -> Vec<String>;
    /// Address of a lookup; may be empty.
    #[wasm_bindgen(method)]
    pub fn lookup_url(this: &Answerer, name: &str) -> String;
}
