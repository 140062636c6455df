//! Documents that are true: links lead somewhere, the README opens with the two commands.

use super::{Finding, Tree, has_extension};

const COMMANDS: [&str; 2] = ["cargo xtask serve", "cargo xtask test"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let documents = tree
        .texts()
        .filter(|(path, _)| has_extension(path, &["md"]) && (path.starts_with("docs/") || !path.contains('/')));
    documents.flat_map(|(path, text)| dead_links(tree, path, text)).chain(commands(tree)).collect()
}

fn commands(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text("README.md") else {
        return vec![Finding::new("README.md", 0, "is missing")];
    };
    let missing = COMMANDS.iter().filter(|command| !text.contains(**command));
    missing.map(|command| Finding::new("README.md", 0, format!("does not name `{command}`"))).collect()
}

/// The lines outside of examples, with their places.
pub(super) fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_example = false;
    text.lines().enumerate().filter(move |(_, line)| {
        in_example ^= line.trim_start().starts_with("```");
        !in_example
    })
}

fn dead_links(tree: &Tree, path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, line) in prose(text) {
        for target in links(&without_code(line)) {
            match resolve(path, target) {
                Some(file) if tree.has(&file) || file.is_empty() => {}
                _ => found.push(Finding::new(path, at + 1, format!("the link to {target} leads nowhere"))),
            }
        }
    }
    found
}

/// `line` without what stands between backticks: examples of links lead nowhere on purpose.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

/// The targets of `[words](target)` on a line: those inside the project.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next())
        .filter(|target| !target.starts_with('#') && !target.contains("://") && !target.starts_with("mailto:"))
}

/// The path from the top; `None` when it leaves the project.
fn resolve(from: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or(target);
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: (&str, &str) = ("README.md", "`cargo xtask serve` and `cargo xtask test`");

    fn found(path: &str, text: &str) -> usize {
        check(&Tree::of(&[README, ("docs/size.md", ""), ("docs/decisions/0001.md", ""), (path, text)])).len()
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        assert_eq!(found("docs/a.md", "see [x](nowhere.md) and [y](size.md)"), 1);
        assert_eq!(found("docs/a.md", "[x](../../outside.md)"), 1);
        assert_eq!(found("CHANGELOG.md", "[x](docs/gone.md)"), 1);
    }

    #[test]
    fn good_links_folders_anchors_and_the_web_are_fine() {
        for link in ["size.md", "./size.md#x", "decisions/", "../README.md", "https://example.com/x", "#here"] {
            assert_eq!(found("docs/a.md", &format!("[x]({link})")), 0, "{link}");
        }
    }

    #[test]
    fn examples_may_lead_nowhere() {
        assert_eq!(found("docs/a.md", "write `[x](nowhere.md)`\n\n```md\n[x](nowhere.md)\n```\n"), 0);
        assert_eq!(found("docs/a.md", "```\nx\n```\n[x](nowhere.md)"), 1);
    }

    #[test]
    fn a_readme_without_a_command_is_found() {
        assert_eq!(check(&Tree::of(&[("README.md", "`cargo xtask serve`")])).len(), 1);
        assert_eq!(check(&Tree::of(&[])).len(), 1);
    }
}
