//! Elements, and parts of them that follow the model by Leptos effects.
//!
//! ```text
//! El::new("button").class("human").text_of(move || label(&model)).on("click", move |_| ask())
//! ```

use leptos::prelude::{Owner, RenderEffect};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{Event, HtmlElement};

/// An element under construction. Text stays text: there is no way from a string to markup here.
#[derive(Clone)]
pub struct El(HtmlElement);

impl El {
    /// An empty element.
    #[allow(clippy::expect_used)]
    pub fn new(tag: &str) -> Self {
        let element = super::page::document().create_element(tag).expect("the tags are constants of this crate");
        Self(element.unchecked_into())
    }

    /// A button that submits nothing.
    pub fn button(class: &str, text: &str) -> Self {
        Self::new("button").attr("type", "button").class(class).text(text)
    }

    /// With a class.
    pub fn class(self, class: &str) -> Self {
        self.0.set_class_name(class);
        self
    }

    /// With an attribute. The names are this crate's own; none of them runs a script.
    pub fn attr(self, name: &str, value: &str) -> Self {
        // Fails only for a name that is none.
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// With text after what is already there.
    pub fn text(self, text: &str) -> Self {
        let _ = self.0.append_with_str_1(text);
        self
    }

    /// With a child after what is already there.
    pub fn child(self, Self(child): Self) -> Self {
        let _ = self.0.append_child(&child);
        self
    }

    /// With children after what is already there.
    pub fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// With a listener. The closure lives as long as the browser holds the element.
    pub fn on(self, event: &str, then: impl FnMut(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(then));
        self
    }

    /// With something to do when pressed.
    pub fn on_press(self, mut then: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| then())
    }

    /// With a text that follows the model.
    pub fn text_of(self, read: impl Fn() -> String + 'static) -> Self {
        let node = super::page::document().create_text_node("");
        let _ = self.0.append_child(&node);
        effect(move || node.set_text_content(Some(&read())));
        self
    }

    /// With an attribute that follows the model; `None` takes it away.
    pub fn attr_of(self, name: &'static str, read: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.0.clone();
        effect(move || {
            let _ = match read() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        });
        self
    }

    /// With a class that is there while the model says so.
    pub fn class_while(self, class: &'static str, read: impl Fn() -> bool + 'static) -> Self {
        let list = self.0.class_list();
        effect(move || {
            let _ = list.toggle_with_force(class, read());
        });
        self
    }

    /// With a part that is drawn anew when what it reads changes. Effects of the old part end with it.
    pub fn part(self, draw: impl Fn() -> Option<Self> + 'static) -> Self {
        let place = Self::new("div").class("part");
        let inside = place.clone();
        effect(move || draw_part(&inside.0, draw()));
        self.child(place)
    }

    /// The browser's element.
    pub fn element(&self) -> &HtmlElement {
        &self.0
    }

    /// The last child.
    pub fn last_child(&self) -> Option<Self> {
        self.0.last_element_child().map(|child| Self(child.unchecked_into()))
    }

    /// Takes the focus.
    pub fn focus(&self) {
        let _ = self.0.focus();
    }

    /// Puts another element in the place of the child at that place.
    pub fn replace_at(&self, place: usize, child: &Self) {
        if let Some(old) = self.0.children().item(place as u32) {
            let _ = self.0.replace_child(&child.0, &old);
        }
    }

    /// Sets an attribute on every element below the last child that a selector finds.
    pub fn mark_in_last(&self, selector: &str, name: &str, value: &str) {
        let found = self.0.last_element_child().and_then(|last| last.query_selector_all(selector).ok());
        let Some(found) = found else { return };
        for i in 0..found.length() {
            if let Some(node) = found.item(i) {
                let _ = node.unchecked_into::<HtmlElement>().set_attribute(name, value);
            }
        }
    }

    /// Takes out what is in it.
    pub fn clear(&self) {
        self.0.set_text_content(None);
    }

    /// Takes it out of the page.
    pub fn remove(&self) {
        self.0.remove();
    }
}

/// Runs now, and again whenever what it read has changed; ends with the effect or the panel in which it began. One type for
/// all closures: each would otherwise bring its own copy of Leptos' effect.
pub fn effect(run: impl FnMut() + 'static) {
    start(Box::new(run));
}

/// `Effect` would do the same, with an arena and threads that nothing else here needs.
fn start(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| run());
    Owner::on_cleanup(move || drop(effect));
}

fn listen(element: &HtmlElement, event: &str, then: Box<dyn FnMut(Event)>) {
    let call = Closure::wrap(then).into_js_value();
    let _ = element.add_event_listener_with_callback(event, call.unchecked_ref());
}

/// A focus that stood in what goes away goes to the panel's title: lost, a reader would be back at the page's top.
fn draw_part(place: &HtmlElement, new: Option<El>) {
    let focused = place.matches(":focus-within").unwrap_or_default();
    place.set_text_content(None);
    if let Some(new) = new {
        let _ = place.append_child(&new.0);
    }
    let panel = if focused { place.closest("[role=dialog]").ok().flatten() } else { None };
    if let Some(title) = panel.and_then(|panel| panel.query_selector("h2").ok().flatten()) {
        let _ = title.unchecked_into::<HtmlElement>().focus();
    }
}
