//! Where links lead, and whether the pages are there. The network is never asked: a check must give the same answer
//! in a train.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Report, Said};

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// To a path of the site or an `https:` address.
    Page,
    /// To a phone: digits with a leading `+` where there is one.
    Phone(String),
}

/// What an address is, or what is wrong with it and what to do.
pub(crate) fn goal(url: &str) -> Result<Goal, (String, &'static str)> {
    let refuse = |what: &str, hint| Err((format!("{what}: `{url}`"), hint));
    if url.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return refuse("an address with a blank or a backslash", "write %20 for a blank, / for a backslash");
    }
    if let Some(number) = url.strip_prefix("tel:") {
        let dialled: String = number.chars().filter(|c| !matches!(c, '-' | '.' | '(' | ')')).collect();
        let digits = dialled.strip_prefix('+').unwrap_or(&dialled);
        let sensible = (3..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        return if sensible { Ok(Goal::Phone(dialled)) } else { refuse("not a phone number", "write tel:4001234567") };
    }
    if url.starts_with("//") {
        return refuse("an address without its kind", "write https:// before it");
    }
    let host = url.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    match host {
        Some(host) if !host.contains('@') && host.contains('.') => return Ok(Goal::Page),
        Some(_) => return refuse("not a web address", "write https://www.example.com/page"),
        None if url.starts_with('/') => return Ok(Goal::Page),
        None => {}
    }
    if url.starts_with("http://") {
        return refuse("an address that anybody on the way can change", "write https:// instead of http://");
    }
    refuse("this address is not allowed", "use a path such as /help.html, an https:// address, or tel:4001234567")
}

/// Reports every path of the site that leads nowhere.
pub(crate) fn check(links: &[Said], site: &Path, report: &mut Report) {
    for link in links.iter().filter(|link| link.text.starts_with('/')) {
        let (path, anchor) = link.text.split_once('#').unwrap_or((&link.text, ""));
        let path = path.split('?').next().unwrap_or(path);
        let Some(file) = page(site, path) else {
            let message = format!("dead link: no page `{path}` on the site");
            report.error(&link.place, message, format!("correct the path, or add the page below {}", site.display()));
            continue;
        };
        if !anchor.is_empty() && !has_anchor(&file, anchor) {
            let message = format!("dead link: no place `#{anchor}` on the page `{path}`");
            report.error(&link.place, message, format!("add id=\"{anchor}\" to the page, or take #{anchor} away"));
        }
    }
}

/// Pages that the desk serves itself.
const OWN_PAGES: [&str; 2] = ["/chat", "/console"];

enum Page {
    Own,
    File(PathBuf),
}

fn page(site: &Path, path: &str) -> Option<Page> {
    if OWN_PAGES.contains(&path.trim_end_matches('/')) {
        return Some(Page::Own);
    }
    let path = unescape(path)?;
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    let file = site.join(path.trim_start_matches('/'));
    let file = if file.is_dir() { file.join("index.html") } else { file };
    file.is_file().then_some(Page::File(file))
}

fn has_anchor(page: &Page, anchor: &str) -> bool {
    let Page::File(file) = page else { return true };
    if file.extension().is_none_or(|ending| ending != "html") {
        return true;
    }
    let anchor = unescape(anchor).unwrap_or_default();
    let Ok(text) = crate::read_text(file, "page", crate::MAX_BYTES) else { return false };
    [format!("id=\"{anchor}\""), format!("id='{anchor}'"), format!("id={anchor}")].iter().any(|id| text.contains(id))
}

/// Percent signs resolved.
fn unescape(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            _ => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let cases = [
            ("/help.html", "page"),
            ("https://example.com", "page"),
            ("tel:+86-400-123-4567", "+864001234567"),
            ("tel:12", "not a phone number: `tel:12`"),
            ("//evil.example", "an address without its kind: `//evil.example`"),
            ("http://example.com", "an address that anybody on the way can change: `http://example.com`"),
            ("https://user@example.com", "not a web address: `https://user@example.com`"),
            ("javascript:alert(1)", "this address is not allowed: `javascript:alert(1)`"),
            ("JaVaScRiPt:x", "this address is not allowed: `JaVaScRiPt:x`"),
            ("data:text/html,x", "this address is not allowed: `data:text/html,x`"),
            ("help.html", "this address is not allowed: `help.html`"),
            ("/a b", "an address with a blank or a backslash: `/a b`"),
            ("/\\evil.example", "an address with a blank or a backslash: `/\\evil.example`"),
        ];
        for (url, expected) in cases {
            let got = match goal(url) {
                Ok(Goal::Page) => "page".to_owned(),
                Ok(Goal::Phone(number)) => number,
                Err((message, _)) => message,
            };
            assert_eq!(got, expected, "{url}");
        }
    }

    #[test]
    fn pages_of_a_site() {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir(site.path().join("en")).unwrap();
        std::fs::write(site.path().join("en/index.html"), "<h2 id=\"sizes\">").unwrap();
        std::fs::write(site.path().join("帮助.html"), "x").unwrap();
        let found = |url: &str| {
            let place = crate::Place::file("f");
            let mut report = Report::default();
            check(&[Said { text: url.into(), place }], site.path(), &mut report);
            report.found.is_empty()
        };
        for url in ["/en/", "/en", "/en/?a=1#sizes", "/en/index.html#sizes", "/chat", "/%E5%B8%AE%E5%8A%A9.html"] {
            assert!(found(url), "{url}");
        }
        for url in ["/", "/fr/", "/en/#colours", "/../secret", "/%zz", "/en/index.html/"] {
            assert!(!found(url), "{url}");
        }
    }
}
