//! Documents that can be walked through without seeing them (EN 301 549, 12.1.2): one title, no level of headings left
//! out, each picture in words, each link named by more than its place.

use super::{Finding, Tree, documents::prose, has_extension};

/// Names of links that say nothing to who hears a list of them.
const EMPTY_NAMES: [&str; 5] = ["", "here", "link", "这里", "链接"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let documents = tree
        .texts()
        .filter(|(path, _)| has_extension(path, &["md"]) && (path.starts_with("docs/") || !path.contains('/')));
    documents.flat_map(|(path, text)| document(path, text)).collect()
}

fn document(path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let (mut level, mut titles) = (0, 0);
    for (at, line) in prose(text) {
        let mut find = |what: String| found.push(Finding::new(path, at + 1, what));
        if let Some(now) = heading(line) {
            titles += usize::from(now == 1);
            if now > level + 1 {
                find(format!("a heading of level {now} after one of level {level}: a level is left out"));
            }
            level = now;
        }
        for name in empty_names(line) {
            find(format!("a link or picture is named \"{name}\": say what it shows, or where it leads"));
        }
    }
    if titles != 1 {
        found.push(Finding::new(path, 0, format!("has {titles} headings of level 1, expected one: its title")));
    }
    found
}

/// The level of a heading, from 1.
fn heading(line: &str) -> Option<usize> {
    let level = line.chars().take_while(|it| *it == '#').count();
    (1..=6).contains(&level).then_some(level).filter(|level| line[*level..].starts_with(' '))
}

fn empty_names(line: &str) -> Vec<String> {
    // What stands between backticks is a name, too, but what it looks like is no link.
    let plain: String = line.split('`').enumerate().map(|(at, it)| if at % 2 == 0 { it } else { "code" }).collect();
    let names = plain.match_indices("](").filter_map(|(end, _)| plain[..end].rsplit('[').next());
    names.map(str::trim).filter(|name| EMPTY_NAMES.contains(&name.to_lowercase().as_str())).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&Tree::of(&[("docs/a.md", text)])).len()
    }

    #[test]
    fn a_title_and_headings_in_order_are_fine() {
        assert_eq!(
            found("# A\n\n## B\n\n### C\n\n## D\n\n```sh\n# no heading\n```\n\n[the desk](desk.md) ![a shop](x.png)"),
            0
        );
    }

    #[test]
    fn a_level_left_out_and_a_second_title_are_found() {
        assert_eq!(found("# A\n\n### C"), 1);
        assert_eq!(found("# A\n\n# B"), 1);
        assert_eq!(found("no title"), 1);
    }

    #[test]
    fn a_picture_without_words_and_a_link_called_here_are_found() {
        assert_eq!(found("# A\n\n![](x.png) see [here](y.md), 见[这里](z.md)"), 3);
        assert_eq!(found("# A\n\nwrite `![](x.png)`, see [`wire`](w.rs)"), 0);
    }
}
