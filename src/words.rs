//! The interface's texts. They lie in `locales/`, a table a language; the shell fetches the one in use, a text a line in
//! the order of the keys, and `cargo xtask site` holds the tables against each other and against this list.

use crate::platform::clock;

/// A table with a text for each name, in the order of the names.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident,)*) => {
        /// Every text of the panel in one language.
        pub struct Words {
            $($(#[$about])* pub $name: &'static str,)*
        }

        impl Words {
            /// The names, as `locales/` has them.
            #[cfg(test)]
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            fn of(next: &mut dyn FnMut() -> &'static str) -> Self {
                Self { $($name: next(),)* }
            }
        }
    };
}

words! {
    /// Name of the announcer.
    announcer,
    /// Label of the composer while the machine answers.
    ask_label,
    /// A person was asked for.
    asked,
    /// Chooses a picture or file.
    attach,
    /// The same, as seen.
    attach_short,
    /// The person is not there for the moment.
    away,
    /// The machine's name.
    bot,
    /// Calls: `{phone}`.
    call,
    /// Asks to be called.
    call_back,
    /// A call was asked for; by `{time}`.
    callback_left,
    /// Said to small talk.
    chat,
    /// Asks back.
    choices,
    /// Closes the panel.
    close,
    /// The customer ended the talk.
    closed_by_me,
    /// The person ended the talk.
    closed_by_person,
    /// Between a speaker's name and the words.
    colon,
    /// Between two statements of one announcement.
    comma,
    /// What may be told the panel itself, in a whole message: a list that [`crate::driver`] reads.
    commands,
    /// How to send, for those who hear it.
    composer_hint,
    /// While the desk is being called.
    connecting,
    /// Leads to the contact page.
    contact,
    /// Who is helped, in the family's window.
    customer,
    /// At the desk.
    delivered,
    /// The desk cannot be reached.
    desk_down,
    /// Larger type and targets.
    elder,
    /// Its long name; begins with the visible one.
    elder_label,
    /// Ends the talk with the person.
    end,
    /// No, go on.
    end_no,
    /// Asks whether to end it.
    end_sure,
    /// Yes, end it.
    end_yes,
    /// Asks for somebody senior.
    escalate,
    /// Somebody senior was asked for.
    escalated,
    /// The mark of a member of the family.
    family,
    /// Members of the family take part: `{names}`.
    family_here,
    /// Ends the help of one: `{name}`.
    family_remove,
    /// A file came: `{name}`.
    file,
    /// Above follow-ups.
    followups,
    /// The person handed the talk on: `{name}`.
    handed_on,
    /// The same, to `{to}`.
    handed_to,
    /// Leads to keys and guide.
    help,
    /// In the family's window: it is over.
    help_ended,
    /// Asks whether the answer helped.
    helped,
    /// It did not.
    helped_no,
    /// After either.
    helped_thanks,
    /// It did.
    helped_yes,
    /// A member of the family joined: `{name}`.
    helper_joined,
    /// A member of the family is out: `{name}`.
    helper_left,
    /// In the family's window: what it is.
    helping,
    /// Below the composer: who answers here, and that a person is near.
    honest,
    /// The button for a person.
    human,
    /// The same button with a person here.
    human_here,
    /// Its long name, for those who hear it; begins with the visible one.
    human_label,
    /// The same button while waiting.
    human_waiting,
    /// A person is here: `{name}`.
    joined,
    /// BCP 47, for `lang`.
    lang,
    /// Leads to the other languages.
    language,
    /// A link leaves for another host: `{host}`.
    leads_to,
    /// Leaves the family's window.
    leave_help,
    /// Leaves a message.
    leave_message,
    /// The person left: `{name}`.
    left,
    /// While the knowledge is loading.
    loading,
    /// Name of the transcript.
    log,
    /// While a live answer is fetched.
    looking,
    /// It does not work.
    lookup_broken,
    /// It takes too long.
    lookup_late,
    /// Nothing to look up with.
    lookup_skipped,
    /// The customer.
    me,
    /// What one may do meanwhile.
    meanwhile,
    /// Name of the menu.
    menu,
    /// Erases everything.
    menu_erase,
    /// Family help.
    menu_family,
    /// Copies, saves, prints the log.
    menu_save,
    /// A message was left; answered by `{time}`.
    message_left,
    /// The menu.
    more,
    /// Goes to the newest line.
    newest,
    /// Next in line.
    next,
    /// Without knowledge.
    no_knowledge,
    /// Nobody is on duty.
    nobody,
    /// Nobody is on duty, until `{time}`.
    nobody_until,
    /// Said to a word that the merchant does not answer to.
    not_that,
    /// The merchant's system has nothing.
    nothing_found,
    /// The offer of a person.
    offer,
    /// Said to "all right".
    okay,
    /// Opens a file: `{name}`.
    open_file,
    /// The knowledge is in another language: `{language}`.
    other_language,
    /// A picture came: `{name}`.
    picture,
    /// The place: `{n}`.
    place,
    /// Not sent yet.
    queued,
    /// Asks for a rating.
    rate,
    /// Adds words to the rating.
    rate_more,
    /// Rates while the person is here.
    rate_now,
    /// The person asks for a rating.
    rating_asked,
    /// The person has read it.
    read,
    /// The mark of a person.
    real,
    /// Not taken: the button's text.
    refused,
    /// Opens the ended talk again.
    reopen,
    /// The talk is open again.
    reopened,
    /// Sends.
    send,
    /// On its way.
    sending,
    /// Leaves a question of a form out.
    skip,
    /// Said first to a customer who is angry.
    sorry,
    /// One of five: `{n}`.
    stars,
    /// Above the first chips.
    start,
    /// Below it, while the machine answers.
    sub_bot,
    /// Below it, after the talk.
    sub_closed,
    /// Below it, while a person is here.
    sub_person,
    /// Below it, while the customer waits.
    sub_waiting,
    /// After the rating.
    thanks,
    /// Name of the dialog.
    title,
    /// The person is writing: `{name}`.
    typing,
    /// Second honest no: the offer is the reply.
    unknown_again,
    /// First honest no.
    unknown_first,
    /// Name of the launcher with lines that are not read: `{n}`.
    unread,
    /// Asks by voice.
    voice,
    /// The wait, in minutes: `{a}`, `{b}`.
    wait_minutes,
    /// A wait below a minute.
    wait_soon,
    /// Name of the ways beside waiting.
    ways,
    /// Leads to the WeChat service account.
    wechat,
    /// Says that a line came while the panel was closed.
    while_closed,
    /// Label of the composer while a person reads.
    write_label,
}

impl Words {
    /// Reads what the shell fetched: after a line of its own, a text a line. They stay as long as the page does.
    pub fn read(fetched: String) -> &'static Self {
        let mut lines = fetched.leak().lines().skip(1);
        Box::leak(Box::new(Self::of(&mut || lines.next().unwrap_or_default())))
    }
}

/// The form of a text that goes with a number: categories and forms stand in turn between tabs, `other` last.
pub fn plural(words: &Words, text: &'static str, number: u32) -> &'static str {
    let mut pieces = text.split('\t');
    let (Some(mut category), Some(mut form)) = (pieces.next(), pieces.next()) else { return text };
    let wanted = clock::plural(words.lang, number);
    while category != wanted {
        let (Some(next), Some(text)) = (pieces.next(), pieces.next()) else { break };
        (category, form) = (next, text);
    }
    form
}

/// Puts a value into a text: `{n}` and the like. By hand, for `str::replace` brings the standard library's
/// two-way search, 1.5 KB of it.
pub fn fill(text: &str, hole: &str, value: &str) -> String {
    let mut filled = String::with_capacity(text.len() + value.len());
    for (nth, piece) in text.split('{').enumerate() {
        let opened = if nth == 0 { "" } else { "{" };
        match piece.strip_prefix(&hole[1..]).filter(|_| nth > 0) {
            Some(rest) => filled.extend([value, rest]),
            None => filled.extend([opened, piece]),
        }
    }
    filled
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Words, fill};

    /// The texts of `locales/<tag>.toml`, as the site is built from it.
    pub(crate) fn words_for(tag: &str) -> &'static Words {
        let path = [env!("CARGO_MANIFEST_DIR"), "/locales/", tag, ".toml"].concat();
        let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let panel = table["panel"].as_table().unwrap();
        let text = |name: &&str| panel[*name].as_str().or_else(|| panel[*name]["other"].as_str()).unwrap().to_owned();
        let lines: Vec<String> = Words::NAMES.iter().map(text).collect();
        Words::read(["of the shell\n", &lines.join("\n")].concat())
    }

    #[test]
    fn the_list_has_the_names_of_the_tables_in_their_order() {
        let table: toml::Table = include_str!("../locales/zh-Hans.toml").parse().unwrap();
        let mut names: Vec<&str> = table["panel"].as_table().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(Words::NAMES, names);
    }

    #[test]
    fn a_table_that_is_too_short_leaves_texts_empty() {
        let words = Words::read("of the shell\nfirst\n".into());
        assert_eq!((words.announcer, words.write_label), ("first", ""));
    }

    #[test]
    fn only_the_named_hole_is_filled_and_every_one_of_them() {
        assert_eq!(fill("预计 {a}–{b} 分钟", "{b}", "3"), "预计 {a}–3 分钟");
        assert_eq!(fill("{n}/{n}", "{n}", "{n}"), "{n}/{n}");
        assert_eq!(fill("n} {x {n", "{n}", "1"), "n} {x {n");
        assert_eq!(fill("", "{n}", "1"), "");
    }
}
