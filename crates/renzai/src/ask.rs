//! `renzai ask`: what the shopper would read.

use answer::{Courtesy, Engine, Outcome, Query};
use anyhow::Result;
use pack::{Entry, Knowledge, Target};

use crate::cli::Ask;
use crate::out::print;
use crate::sources::{engine, today};

pub(crate) fn run(given: &Ask) -> Result<()> {
    let today = given.today.unwrap_or_else(today);
    let engine = engine(&given.knowledge, today)?;
    let reply = engine.ask(&Query { text: &given.text, today, scene: &given.scene, ..Query::default() });
    print(&show(&engine, &reply.outcome))
}

fn show(engine: &Engine, outcome: &Outcome) -> String {
    let knowledge = engine.knowledge();
    match outcome {
        Outcome::Answer(at) => entry(knowledge, *at).map(|entry| answer(knowledge, entry)).unwrap_or_default(),
        Outcome::Choices(choices) => {
            let questions = choices.iter().filter_map(|at| entry(knowledge, *at));
            let lines =
                questions.zip(1..).map(|(entry, number)| format!("  {number}. {} [{}]\n", entry.question, entry.id));
            format!("asks back:\n{}", lines.collect::<String>())
        }
        Outcome::Unknown => format!("not sure; offers a person{}\n", phone(knowledge)),
        Outcome::Human => format!("to a person{}\n", phone(knowledge)),
        Outcome::Greeting(greeting) => format!(
            "{}\n",
            match greeting {
                Courtesy::Hello => &knowledge.greetings.hello,
                Courtesy::Thanks => &knowledge.greetings.thanks,
                Courtesy::Bye => &knowledge.greetings.bye,
                Courtesy::Okay => "(all right)",
                Courtesy::Chat => "(only answers questions about the shop)",
            }
        ),
        Outcome::Refused => format!("does not answer to that; offers a person{}\n", phone(knowledge)),
    }
}

fn answer(knowledge: &Knowledge, found: &Entry) -> String {
    let mut lines = vec![format!("{} [{}]\n{}\n", found.question, found.id, found.plain_answer().trim_end())];
    for action in &found.actions {
        let target = match &action.target {
            Target::Link(url) => url.clone(),
            Target::Phone(number) => format!("tel:{number}"),
            Target::Human => "a person".to_owned(),
            Target::Ask(at) => entry(knowledge, *at).map(|entry| entry.question.clone()).unwrap_or_default(),
        };
        lines.push(format!("  ({}) → {target}\n", action.label));
    }
    let next = found.followups.iter().filter_map(|at| entry(knowledge, *at));
    lines.extend(next.map(|next| format!("  then: {} [{}]\n", next.question, next.id)));
    lines.concat()
}

fn entry(knowledge: &Knowledge, at: u32) -> Option<&Entry> {
    knowledge.entries.get(at as usize)
}

fn phone(knowledge: &Knowledge) -> String {
    let phone = &knowledge.site.phone;
    if phone.is_empty() { String::new() } else { format!(", {phone}") }
}
