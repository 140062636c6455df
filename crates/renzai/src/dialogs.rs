//! The part of `renzai eval` that plays conversations.

use std::collections::HashMap;
use std::path::Path;

use answer::{Context, Engine, Outcome, Query, Reply};
use anyhow::Result;

use crate::jsonl::{self, Line, Wrong};
use crate::score::{Figure, share};

const HINT: &str = r#"write {"turns": [{"user": "…", "expect": an id, null, "human" or "choose"}]}"#;

/// One turn of the customer.
struct Turn {
    user: String,
    expect: Expect,
    /// The list that is taken as shown, whatever the engine offered.
    offered: Vec<u32>,
}

enum Expect {
    Entry(u32),
    Choose,
    Human,
    Nothing,
}

/// Plays every conversation, each turn with the engine's own replies as what was said before.
pub(crate) fn dialogs(
    path: &Path,
    engine: &Engine,
    ids: &HashMap<String, u32>,
    query: &Query,
    wrong: &mut Vec<String>,
) -> Result<Vec<Figure>> {
    let dialogs = jsonl::read(path, |line| line.objects("turns", HINT)?.iter().map(|line| turn(line, ids)).collect())?;
    let (mut turns, mut right, mut entries, mut answered, mut offered) = (0, 0, 0, 0, 0);
    for dialog in &dialogs {
        let dialog: &Vec<Turn> = dialog;
        let mut context = Context::NEW;
        for turn in dialog {
            let reply = engine.ask(&Query { text: &turn.user, context: &context, ..*query });
            let fits = fits(&reply, &turn.expect);
            turns += 1;
            right += usize::from(fits);
            if let Expect::Entry(entry) = turn.expect {
                entries += 1;
                answered += usize::from(reply.outcome == Outcome::Answer(entry));
                offered += usize::from(leads_to(&reply.outcome, entry));
            }
            if !fits {
                wrong.push(told(engine, turn, &reply, &context));
            }
            context.take(&turn.user, &reply);
            if !turn.offered.is_empty() {
                context.offered.clone_from(&turn.offered);
            }
        }
    }
    Ok(vec![
        ("dialog_turns", "turns of conversations: right", share(right, turns)),
        ("dialog_answered", "turns for an entry: answered with it outright", share(answered, entries)),
        ("dialog_reached", "turns for an entry: answered with it or offered it", share(offered, entries)),
    ])
}

/// Whether a reply is right. An entry: ranked first, whatever the outcome, as for `top1`.
fn fits(reply: &Reply, expect: &Expect) -> bool {
    match expect {
        Expect::Entry(entry) => {
            let first = match &reply.outcome {
                Outcome::Answer(first) => Some(*first),
                Outcome::Choices(offered) => offered.first().copied(),
                Outcome::Unknown => reply.candidates.first().map(|first| first.entry),
                _ => None,
            };
            first == Some(*entry)
        }
        Expect::Choose => matches!(reply.outcome, Outcome::Choices(_)),
        Expect::Human => reply.outcome == Outcome::Human,
        Expect::Nothing => matches!(reply.outcome, Outcome::Unknown | Outcome::Greeting(_) | Outcome::Refused),
    }
}

fn leads_to(outcome: &Outcome, entry: u32) -> bool {
    match outcome {
        Outcome::Answer(first) => *first == entry,
        Outcome::Choices(offered) => offered.contains(&entry),
        _ => false,
    }
}

fn told(engine: &Engine, turn: &Turn, reply: &Reply, context: &Context) -> String {
    let id = |at: u32| engine.knowledge().entries.get(at as usize).map_or("", |entry| entry.id.as_str());
    let ids = |list: &[u32]| list.iter().map(|at| id(*at)).collect::<Vec<_>>().join(" ");
    let wanted = match turn.expect {
        Expect::Entry(entry) => id(entry),
        Expect::Choose => "choices",
        Expect::Human => "a person",
        Expect::Nothing => "nothing",
    };
    let found = match &reply.outcome {
        Outcome::Answer(entry) => id(*entry).to_owned(),
        Outcome::Choices(offered) => format!("choices {}", ids(offered)),
        other => format!("{other:?}"),
    };
    let ranked: Vec<u32> = reply.candidates.iter().take(3).map(|one| one.entry).collect();
    format!("turn {wanted}, not {found} ({}): {} → {}", ids(&ranked), context.said, turn.user)
}

fn turn(line: &Line, ids: &HashMap<String, u32>) -> Result<Turn, Wrong> {
    let known =
        |id: &String| ids.get(id).copied().ok_or_else(|| (format!("`expect`: the knowledge has no id `{id}`"), HINT));
    let expect = match line.id("expect", HINT)? {
        None => Expect::Nothing,
        Some(word) if word == "choose" => Expect::Choose,
        Some(word) if word == "human" => Expect::Human,
        Some(id) => Expect::Entry(known(&id)?),
    };
    let offered = line.texts("offered", HINT)?.iter().map(known).collect::<Result<_, _>>()?;
    Ok(Turn { user: line.text("user", HINT)?, expect, offered })
}
