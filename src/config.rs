//! The element's attributes: one table, from which they are read and by which `docs/embedding.md` is checked.

use crate::platform::{host::Host, page};

/// An attribute of `<ren-zai>`.
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What it says, for a merchant.
    pub about: &'static str,
}

/// Every attribute that the widget reads.
pub const ATTRIBUTES: [Attribute; 11] = [
    Attribute { name: "pack", about: "Address of the knowledge pack." },
    Attribute { name: "desk", about: "Address of the desk, such as https://desk.example/." },
    Attribute { name: "site", about: "The site's name at the desk; also separates what is stored in the browser." },
    Attribute {
        name: "lang",
        about: "Language of the interface, such as zh-CN; without it, the page's or the browser's.",
    },
    Attribute { name: "phone", about: "Hotline: shown even when nothing else works." },
    Attribute { name: "contact", about: "Address of a contact page: shown even when nothing else works." },
    Attribute {
        name: "scene",
        about: "Kind of page, such as product, order or help: the engine prefers entries of it.",
    },
    Attribute { name: "elder", about: "Starts in the large mode: bigger text and buttons." },
    Attribute { name: "full", about: "Fills the page: for a page that is nothing but the chat." },
    Attribute {
        name: "learn",
        about: "Sends masked notes of questions and verdicts to the desk, for the merchant to learn from.",
    },
    Attribute { name: "helper", about: "Set by the chat page that a member of the family opens by an invitation." },
];

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

#[cfg(test)]
mod tests {
    use super::ATTRIBUTES;

    #[test]
    fn the_docs_name_every_attribute() {
        for docs in [include_str!("../docs/embedding.md"), include_str!("../docs/embedding.zh-CN.md")] {
            for attribute in &ATTRIBUTES {
                assert!(
                    docs.contains(&["| `", attribute.name, "`"].concat()),
                    "{} is not in the table",
                    attribute.name
                );
            }
        }
    }
}
