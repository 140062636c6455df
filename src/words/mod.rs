//! The interface's texts, one table a locale. A missing text does not compile.

mod en;
mod zh;

/// Every text of the panel in one language.
pub struct Words {
    /// BCP 47, for `lang`.
    pub lang: &'static str,
    /// Between a speaker's name and the words.
    pub colon: &'static str,
    /// Between two statements of one announcement.
    pub comma: &'static str,
    /// Name of the dialog.
    pub title: &'static str,
    /// Below it, while the machine answers.
    pub sub_bot: &'static str,
    /// Below it, while the customer waits.
    pub sub_waiting: &'static str,
    /// Below it, while a person is here.
    pub sub_person: &'static str,
    /// Below it, after the talk.
    pub sub_closed: &'static str,
    /// The machine's name.
    pub bot: &'static str,
    /// The customer.
    pub me: &'static str,
    /// The mark of a person.
    pub real: &'static str,
    /// The button for a person.
    pub human: &'static str,
    /// Its long name, for those who hear it; begins with the visible one.
    pub human_label: &'static str,
    /// The same button while waiting.
    pub human_waiting: &'static str,
    /// The same button with a person here.
    pub human_here: &'static str,
    /// Ends the talk with the person.
    pub end: &'static str,
    /// Asks whether to end it.
    pub end_sure: &'static str,
    /// Yes, end it.
    pub end_yes: &'static str,
    /// No, go on.
    pub end_no: &'static str,
    /// Closes the panel.
    pub close: &'static str,
    /// Larger type and targets.
    pub elder: &'static str,
    /// Its long name; begins with the visible one.
    pub elder_label: &'static str,
    /// Name of the transcript.
    pub log: &'static str,
    /// Name of the announcer.
    pub announcer: &'static str,
    /// Label of the composer while the machine answers.
    pub ask_label: &'static str,
    /// Label of the composer while a person reads.
    pub write_label: &'static str,
    /// How to send, for those who hear it.
    pub composer_hint: &'static str,
    /// Sends.
    pub send: &'static str,
    /// Above the first chips.
    pub start: &'static str,
    /// Above follow-ups.
    pub followups: &'static str,
    /// Asks back.
    pub choices: &'static str,
    /// None of these.
    pub none_of_these: &'static str,
    /// Said to "all right".
    pub okay: &'static str,
    /// Said to small talk.
    pub chat: &'static str,
    /// Said to a word that the merchant does not answer to.
    pub not_that: &'static str,
    /// Said first to a customer who is angry.
    pub sorry: &'static str,
    /// Leaves a question of a form out.
    pub skip: &'static str,
    /// While a live answer is fetched.
    pub looking: &'static str,
    /// The merchant's system has nothing.
    pub nothing_found: &'static str,
    /// It takes too long.
    pub lookup_late: &'static str,
    /// It does not work.
    pub lookup_broken: &'static str,
    /// Nothing to look up with.
    pub lookup_skipped: &'static str,
    /// Asks whether the answer helped.
    pub helped: &'static str,
    /// It did.
    pub helped_yes: &'static str,
    /// It did not.
    pub helped_no: &'static str,
    /// After either.
    pub helped_thanks: &'static str,
    /// First honest no.
    pub unknown_first: &'static str,
    /// Second honest no: the offer is the reply.
    pub unknown_again: &'static str,
    /// The offer of a person.
    pub offer: &'static str,
    /// While the knowledge is loading.
    pub loading: &'static str,
    /// Without knowledge.
    pub no_knowledge: &'static str,
    /// A person was asked for.
    pub asked: &'static str,
    /// While the desk is being called.
    pub connecting: &'static str,
    /// The place: `{n}`.
    pub place: &'static str,
    /// Next in line.
    pub next: &'static str,
    /// The wait, in minutes: `{a}`, `{b}`.
    pub wait_minutes: &'static str,
    /// A wait below a minute.
    pub wait_soon: &'static str,
    /// Nobody is on duty.
    pub nobody: &'static str,
    /// What one may do meanwhile.
    pub meanwhile: &'static str,
    /// The desk cannot be reached.
    pub desk_down: &'static str,
    /// Calls: `{phone}`.
    pub call: &'static str,
    /// Leads to the contact page.
    pub contact: &'static str,
    /// A person is here: `{name}`.
    pub joined: &'static str,
    /// The person left: `{name}`.
    pub left: &'static str,
    /// The person ended the talk.
    pub closed_by_person: &'static str,
    /// The customer ended the talk.
    pub closed_by_me: &'static str,
    /// The person is not there for the moment.
    pub away: &'static str,
    /// The person is writing: `{name}`.
    pub typing: &'static str,
    /// Not sent yet.
    pub queued: &'static str,
    /// On its way.
    pub sending: &'static str,
    /// At the desk.
    pub delivered: &'static str,
    /// Not taken: the button's text.
    pub refused: &'static str,
    /// Asks for a rating.
    pub rate: &'static str,
    /// One of five: `{n}`.
    pub stars: &'static str,
    /// After the rating.
    pub thanks: &'static str,
    /// Says that a line came while the panel was closed.
    pub while_closed: &'static str,
    /// Goes to the newest line.
    pub newest: &'static str,
    /// Below the composer: who answers here, and that a person is near.
    pub honest: &'static str,
    /// A link leaves for another host: `{host}`.
    pub leads_to: &'static str,
    /// Who is helped, in the family's window.
    pub customer: &'static str,
    /// The mark of a member of the family.
    pub family: &'static str,
    /// Members of the family take part: `{names}`.
    pub family_here: &'static str,
    /// Ends the help of one: `{name}`.
    pub family_remove: &'static str,
    /// In the family's window: what it is.
    pub helping: &'static str,
    /// Leaves the family's window.
    pub leave_help: &'static str,
    /// The person has read it.
    pub read: &'static str,
    /// Nobody is on duty, until `{time}`.
    pub nobody_until: &'static str,
    /// Leaves a message.
    pub leave_message: &'static str,
    /// Asks to be called.
    pub call_back: &'static str,
    /// Leads to the WeChat service account.
    pub wechat: &'static str,
    /// Name of the ways beside waiting.
    pub ways: &'static str,
    /// Asks for somebody senior.
    pub escalate: &'static str,
    /// Opens the ended talk again.
    pub reopen: &'static str,
    /// Adds words to the rating.
    pub rate_more: &'static str,
    /// Rates while the person is here.
    pub rate_now: &'static str,
    /// The menu.
    pub more: &'static str,
    /// Name of the menu.
    pub menu: &'static str,
    /// Family help.
    pub menu_family: &'static str,
    /// Copies, saves, prints the log.
    pub menu_save: &'static str,
    /// Erases everything.
    pub menu_erase: &'static str,
    /// Chooses a picture or file.
    pub attach: &'static str,
    /// The same, as seen.
    pub attach_short: &'static str,
    /// Opens a file: `{name}`.
    pub open_file: &'static str,
    /// A picture came: `{name}`.
    pub picture: &'static str,
    /// A file came: `{name}`.
    pub file: &'static str,
    /// The person handed the talk on: `{name}`.
    pub handed_on: &'static str,
    /// The same, to `{to}`.
    pub handed_to: &'static str,
    /// Somebody senior was asked for.
    pub escalated: &'static str,
    /// A member of the family joined: `{name}`.
    pub helper_joined: &'static str,
    /// A member of the family is out: `{name}`.
    pub helper_left: &'static str,
    /// In the family's window: it is over.
    pub help_ended: &'static str,
    /// The talk is open again.
    pub reopened: &'static str,
    /// The person asks for a rating.
    pub rating_asked: &'static str,
    /// A message was left; answered by `{time}`.
    pub message_left: &'static str,
    /// A call was asked for; by `{time}`.
    pub callback_left: &'static str,
}

/// The texts for a BCP 47 tag; English for languages that are not there yet.
pub fn words_for(lang: &str) -> &'static Words {
    if lang.len() >= 2 && lang.as_bytes()[..2].eq_ignore_ascii_case(b"zh") { &zh::WORDS } else { &en::WORDS }
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
mod tests {
    use super::fill;

    #[test]
    fn only_the_named_hole_is_filled_and_every_one_of_them() {
        assert_eq!(fill("预计 {a}–{b} 分钟", "{b}", "3"), "预计 {a}–3 分钟");
        assert_eq!(fill("{n}/{n}", "{n}", "{n}"), "{n}/{n}");
        assert_eq!(fill("n} {x {n", "{n}", "1"), "n} {x {n");
        assert_eq!(fill("", "{n}", "1"), "");
    }
}
