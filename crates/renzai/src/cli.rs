//! The command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use answer::Noise;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Answers on the shopper's own device, a person one click away.
#[derive(Debug, Parser)]
#[command(name = "renzai", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with a folder of sources, by file and line
    Check(Check),
    /// Make the knowledge pack that the widget reads
    Pack(Pack),
    /// Ask a question as a shopper would
    Ask(Ask),
    /// Ask a question and show why the answer came
    Explain(Ask),
    /// Measure the answers on questions whose entry is known
    Eval(Eval),
    /// Learn from questions without an answer and verdicts on answers, as the widget noted them
    Report(Report),
    /// Cover phone numbers, papers, addresses, passwords and codes: standard input to standard output
    Mask(Mask),
    /// Serve the shop, the chat page and the console, with SQLite for the conversations
    Serve(Serve),
    /// Add and change the people at the desk, also while it runs
    #[command(subcommand)]
    Agent(Agent),
    /// Look at a desk's data, copy it, put a copy back
    #[command(subcommand)]
    Desk(Desk),
    /// Look at the log of who did what
    #[command(subcommand)]
    Audit(Audit),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Agent {
    /// Add somebody, with a random password that is shown once
    Add {
        #[command(flatten)]
        data: Data,
        /// Log-in name
        login: String,
        /// Name that customers see
        #[arg(long)]
        name: String,
        /// Role that customers see, such as 客服专员
        #[arg(long, default_value = "")]
        role: String,
        /// What they may do
        #[arg(long, value_enum, default_value_t = Level::Agent)]
        level: Level,
        /// Team
        #[arg(long, default_value = "")]
        team: String,
    },
    /// List everybody
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Change what somebody may do
    Role {
        #[command(flatten)]
        data: Data,
        /// Log-in name
        login: String,
        /// What they may do
        #[arg(value_enum)]
        level: Level,
    },
    /// End the second step of a log-in, for an agent whose phone and recovery codes are gone
    OneStep {
        #[command(flatten)]
        data: Data,
        /// Log-in name
        login: String,
    },
    /// Make a new password, which is shown once; all sessions end
    Password {
        #[command(flatten)]
        data: Data,
        /// Log-in name
        login: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Desk {
    /// Check a shop.toml and a desk.toml without starting
    Check {
        #[command(flatten)]
        settings: Settings,
    },
    /// Print what customers' devices noted, JSON lines, for `renzai report --notes`; also while the desk runs
    Notes {
        #[command(flatten)]
        data: Data,
        /// Only of this site [default: of all]
        #[arg(long)]
        site: Option<String>,
    },
    /// Make a new key and seal everything anew with it; the desk must not run
    ///
    /// What customers and agents write is kept sealed. The key has 64 hexadecimal digits and is looked for in `RENZAI_KEY`,
    /// then in the file that `RENZAI_KEY_FILE` names, then in desk.key of the data folder, which is made at the first
    /// start. Keep a copy of it where the data is not. With `RENZAI_KEY` write the new key, a blank and the old key there,
    /// run this, and take the old one away.
    Rekey {
        #[command(flatten)]
        data: Data,
    },
    /// Forget what ended more than so many days ago; also while the desk runs. `keep_days` in desk.toml does it by itself
    Forget {
        #[command(flatten)]
        data: Data,
        /// Days that are kept; at least 4, because customers may reopen for 72 hours
        #[arg(long, value_parser = clap::value_parser!(u32).range(4..))]
        days: u32,
    },
    /// Copy database and files into a new folder, without the key, also while the desk runs
    Backup {
        #[command(flatten)]
        data: Data,
        /// Folder to be made for the copy
        #[arg(value_name = "DIR")]
        to: PathBuf,
    },
    /// Put a copy into a data folder that holds no desk
    Restore {
        #[command(flatten)]
        data: Data,
        /// Folder of the copy
        #[arg(value_name = "DIR")]
        from: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// See that each line of the log is as it was written, and print its head, to be noted elsewhere
    Verify {
        #[command(flatten)]
        data: Data,
        /// A head that was noted before: the log must still contain it
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Data {
    /// Folder of the database
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// The shop's shop.toml, or the folder with it: hours, holidays, phone, contact, WeChat link
    #[arg(long, value_name = "FILE")]
    pub shop: Option<PathBuf>,
    /// Settings of the desk, desk.toml: weights of the queue, limits, proxies, webhooks
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Each may do what the ones before it may.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Level {
    /// Conversations and tickets
    Agent,
    /// And what was escalated
    Senior,
    /// And others' conversations, blocking, the log
    Lead,
    /// And the agents themselves, erasing
    Admin,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Folder with faq.csv or faq.xlsx, and shop.toml
    pub dir: PathBuf,
    /// Folder of the shop's pages: paths that answers link to must be there
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Pack {
    #[command(flatten)]
    pub sources: Check,
    /// The pack to write; an earlier one is replaced only when the new one is whole
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// A pack, or a folder of sources
    pub knowledge: PathBuf,
    /// What the shopper writes
    pub text: String,
    /// Scene that the shop's page states, such as `order`
    #[arg(long, default_value = "")]
    pub scene: String,
    /// The day it is asked, YYYY-MM-DD [default: today]
    #[arg(long, value_parser = day)]
    pub today: Option<pack::Day>,
}

#[derive(Debug, Args)]
#[command(after_long_help = r#"Files: one JSON object a line; ids are texts or numbers; other keys are ignored.
  knowledge  {"id": 1, "question": "…", "variants": ["…"], "answer": "…", "lang": "zh"}   answer, lang: may be missing
  queries    {"text": "…", "expect": 1}   or null: nothing fits, the query is out of scope
  human      {"text": "…", "human": true}
  mood       {"text": "…", "mood": "neutral"}   or unhappy, angry, urgent
  dialogs    {"turns": [{"user": "…", "expect": 1, "offered": [1, 2]}]}   expect: an id, null, "human" or "choose";
             offered: the list that is taken as shown after this turn, whatever the engine offered

What the figures mean (shares of 1; null when there is nothing to divide by):
  top1, top3       in-scope queries whose entry is ranked first, or among the first three
  mrr              mean of 1/rank of that entry over the in-scope queries, 0 when it is not ranked
  oos_recall       out-of-scope queries refused, of all out-of-scope queries
  oos_precision    out-of-scope queries refused, of all queries refused
  joint            all queries: in scope with the right entry first and not refused, or out of scope and refused
  answered         all queries that got an answer outright
  answered_right   those of them whose answer was the expected one
  choices          all queries that were asked back
  unknown          all queries handed over: nothing fits, or the shopper asks for a person
  median_us, p99_us  time of one question, microseconds
  pack_bytes, build_ms  size of the pack, and how long it took to make
Refused: no answer and no choices. A greeting is refused too, but counts as none of the three shares.
With --human: human_recall, requests for a person that were recognised; human_precision, how many of the
recognised ones were such requests.
With --mood: mood_accuracy, moods that were recognised; urgent_recall, urgent_precision.
With --dialogs, each turn asked with the engine's own replies as what was said before: dialog_turns, turns that went
right (an id: its entry is ranked first, whatever the outcome; null: neither answer nor choices); dialog_answered, of
the turns with an id those answered with it outright; dialog_reached, those answered with it or offered it."#)]
pub(crate) struct Eval {
    /// Knowledge, JSON lines
    #[arg(long, value_name = "FILE")]
    pub knowledge: PathBuf,
    /// Queries, JSON lines
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Requests for a person and others, JSON lines: {"text": "…", "human": true or false}
    #[arg(long, value_name = "FILE")]
    pub human: Option<PathBuf>,
    /// Messages and how the customer feels, JSON lines: {"text": "…", "mood": "urgent"}
    #[arg(long, value_name = "FILE")]
    pub mood: Option<PathBuf>,
    /// Conversations, JSON lines: {"turns": [{"user": "…", "expect": 1}]}
    #[arg(long, value_name = "FILE")]
    pub dialogs: Option<PathBuf>,
    /// Also tell, on standard error, which lines of those three files went wrong
    #[arg(long)]
    pub wrong: bool,
    /// Spoil the queries as people do when they type: typo, homophone, drop, hant or pinyin; always the same way
    #[arg(long, value_name = "KIND")]
    pub noise: Option<Noise>,
    /// Keep the pack that is asked
    #[arg(long, value_name = "FILE")]
    pub keep: Option<PathBuf>,
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_long_help = r#"Notes: one JSON object a line, as `document.querySelector('ren-zai').notes()` gives them:
  {"kind": "unanswered", "entry": "", "text": "…", "talk": "…"}   kinds: unanswered, up, down, answered
Phone numbers, cards, addresses and the like were masked on the customer's device, and are once more here. Of a desk:
  renzai desk notes --data desk-data > notes.jsonl

Proposed are wordings for entries that are there, questions that need an entry, and follow-ups: entries that those who
asked another one asked too (support: conversations with both; confidence: their share of those with the first; lift:
that share against chance). The table shows how many of your own wordings find their entry, each asked of a knowledge
without it, before and after the proposed wordings are added. Nothing is changed."#
)]
pub(crate) struct Report {
    /// Folder of sources
    #[arg(long, value_name = "DIR")]
    pub knowledge: PathBuf,
    /// What the widget noted, JSON lines
    #[arg(long, value_name = "FILE")]
    pub notes: PathBuf,
    /// Print one JSON object instead of a report
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_long_help = r#"The file: one JSON object a line, {"text": "…", "spans": [{"start": 0, "end": 11, "kind": "mobile"}]}; places are code
points. Kinds: mobile landline id_card bank_card passport email address plate otp password.

What the figures mean (shares of 1; null when there is nothing to divide by), for each kind and for all:
  recall     spans of the file that are masked to the last letter and digit, as their own kind
  precision  spans that are masked, and of the kind of one in the file that takes up at least half of them
  exact      spans of the file that are masked with the very same ends"#
)]
pub(crate) struct Mask {
    /// A number or an address that the merchant publishes: it stays; may be given again
    #[arg(long, value_name = "NUMBER")]
    pub keep: Vec<String>,
    /// Measure on texts whose secrets are known, JSON lines
    #[arg(long, value_name = "FILE")]
    pub eval: Option<PathBuf>,
    /// With --eval: print one JSON object instead of a table
    #[arg(long, requires = "eval")]
    pub json: bool,
    /// With --eval: also tell, on standard error, what went wrong
    #[arg(long, requires = "eval")]
    pub wrong: bool,
    /// Make so many cases for --eval
    #[arg(long, value_name = "N", conflicts_with = "eval")]
    pub generate: Option<usize>,
    /// With --generate: the same number gives the same cases
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// With --generate: sentences that the masking was not tuned on
    #[arg(long, requires = "generate")]
    pub held_out: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Folder of the built pages
    #[arg(long, value_name = "DIR")]
    pub site: PathBuf,
    /// Folder for the database; made when it is not there
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Port; 0 picks a free one
    #[arg(long, default_value_t = 8787)]
    pub port: u16,
    /// Address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub addr: IpAddr,
    /// Another site whose pages may use this desk; may be given again
    #[arg(long = "origin", value_name = "HTTPS://SHOP.EXAMPLE")]
    pub origins: Vec<String>,
    #[command(flatten)]
    pub settings: Settings,
    /// Open the shop in the browser
    #[arg(long)]
    pub open: bool,
}

fn day(text: &str) -> Result<pack::Day, String> {
    faq::parse_day(text).ok_or_else(|| "a date was expected, such as 2026-11-01".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
