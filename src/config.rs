//! What the element's attributes say. `api.toml` describes them for merchants.

use crate::platform::{host::Host, page};

/// What the attributes say.
#[derive(Clone, Debug)]
pub struct Config {
    /// Absolute address of the pack; empty = none.
    pub pack: String,
    /// Absolute address of the desk, ending in `/`; empty = none.
    pub desk: String,
    /// The site's name.
    pub site: String,
    /// As shown.
    pub phone: String,
    /// As written.
    pub contact: String,
    /// Kind of page.
    pub scene: String,
    /// Fills the page.
    pub full: bool,
    /// What the merchant may learn from goes to the desk, masked.
    pub learn: bool,
    /// This window is a family member's.
    pub helper: bool,
}

impl Config {
    /// Reads the attributes.
    pub fn read(host: &Host) -> Self {
        let address = |name| match host.attribute(name) {
            empty if empty.is_empty() => empty,
            given => page::absolute(&given),
        };
        let mut desk = address("desk");
        if !desk.is_empty() && !desk.ends_with('/') {
            desk.push('/');
        }
        let site = match host.attribute("site") {
            empty if empty.is_empty() => String::from("default"),
            given => given,
        };
        Self {
            pack: address("pack"),
            desk,
            site,
            phone: host.attribute("phone"),
            contact: host.attribute("contact"),
            scene: host.attribute("scene"),
            full: host.has("full"),
            learn: host.has("learn"),
            helper: host.has("helper"),
        }
    }
}
