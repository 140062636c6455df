//! What a pack says: the merchant's own words, as data that needs no parser any more.

use serde::{Deserialize, Serialize};

/// Days since 1970-01-01 in the merchant's time zone.
pub type Day = i32;

/// Everything the merchant wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knowledge {
    /// Whose it is.
    pub site: Site,
    /// When people are on duty.
    pub hours: Hours,
    /// The machine's polite words.
    pub greetings: Greetings,
    /// Positions in `entries` of the questions offered first.
    pub start: Vec<u32>,
    /// Questions and answers.
    pub entries: Vec<Entry>,
    /// Keyword rules, highest priority first.
    pub rules: Vec<Rule>,
    /// What can be asked of a customer, or found in their words.
    pub slots: Vec<Slot>,
    /// Where live answers come from.
    pub lookups: Vec<Lookup>,
    /// Which questions are offered where, before anything is asked.
    pub forecasts: Vec<Forecast>,
}

/// Whose knowledge it is, and how to reach them without any machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The shop's name.
    pub name: String,
    /// Language of the knowledge, BCP 47.
    pub locale: String,
    /// Hotline as shown; may be empty.
    pub phone: String,
    /// Address of the contact page; may be empty.
    pub contact: String,
    /// IANA name of the time zone in which hours and dates are meant.
    pub timezone: String,
}

/// When people are on duty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Monday to Sunday: minutes since midnight, from and until; `None` = closed.
    pub week: [Option<(u16, u16)>; 7],
    /// Whole days off.
    pub closed: Vec<Day>,
}

/// What the machine says out of politeness.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greetings {
    /// First line in the panel.
    pub welcome: String,
    /// Said to a greeting, to thanks, to a good-bye.
    pub hello: String,
    /// Said to thanks.
    pub thanks: String,
    /// Said to a good-bye.
    pub bye: String,
    /// Messages that are a greeting as a whole.
    pub words_hello: Vec<String>,
    /// Messages that are thanks as a whole.
    pub words_thanks: Vec<String>,
    /// Messages that are a good-bye as a whole.
    pub words_bye: Vec<String>,
}

/// A question with its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The merchant's id.
    pub id: String,
    /// The question as shown on chips and choices.
    pub question: String,
    /// The answer.
    pub answer: Vec<Block>,
    /// Shown to agents and in reports.
    pub category: String,
    /// Scenes of the merchant's pages on which this entry is likelier; empty = all alike.
    pub scenes: Vec<String>,
    /// First day on which the answer is true.
    pub valid_from: Option<Day>,
    /// Last day on which the answer is true.
    pub valid_until: Option<Day>,
    /// Positions of entries that people ask next.
    pub followups: Vec<u32>,
    /// Buttons below the answer.
    pub actions: Vec<Action>,
    /// Positions in [`Knowledge::slots`] of what is collected, for the lookup or else for the person.
    pub needs: Vec<u32>,
    /// Position in [`Knowledge::lookups`] of what is asked for a live answer.
    pub lookup: Option<u32>,
}

impl Entry {
    /// Whether the answer is true on that day.
    ///
    /// ```
    /// let sale = pack::Entry { valid_from: Some(20_000), valid_until: Some(20_010), ..Default::default() };
    /// assert!(!sale.valid_on(19_999) && sale.valid_on(20_000) && sale.valid_on(20_010) && !sale.valid_on(20_011));
    /// ```
    #[must_use]
    pub fn valid_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }

    /// The answer as plain text: what is spoken, copied and handed over. One line a paragraph, list item or step;
    /// steps are numbered, a picture is its words.
    ///
    /// ```
    /// use pack::{Block, Entry, Span};
    /// let steps = Block::Steps(vec![vec![Span::Text("打开订单".into())], vec![Span::Strong("申请退款".into())]]);
    /// let entry = Entry { answer: vec![steps], ..Default::default() };
    /// assert_eq!(entry.plain_answer(), "1. 打开订单\n2. 申请退款");
    /// ```
    #[must_use]
    pub fn plain_answer(&self) -> String {
        let mut lines = Vec::new();
        for block in &self.answer {
            match block {
                Block::Paragraph(spans) => lines.push(plain(spans)),
                Block::Bullets(items) => lines.extend(items.iter().map(|item| plain(item))),
                Block::Steps(items) => {
                    lines.extend(items.iter().enumerate().map(|(at, item)| format!("{}. {}", at + 1, plain(item))));
                }
                Block::Image { alt, .. } => lines.push(alt.clone()),
            }
        }
        lines.join("\n")
    }
}

fn plain(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match span {
            Span::Text(text) | Span::Strong(text) | Span::Link { text, .. } | Span::Phone { text, .. } => {
                out.push_str(text);
            }
            Span::Break => out.push('\n'),
        }
    }
    out
}

/// A button below an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What it says.
    pub label: String,
    /// What it does.
    pub target: Target,
}

/// Where a button leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// To a page: a path of the site or an `https:` address.
    Link(String),
    /// To the phone.
    Phone(String),
    /// To a person.
    Human,
    /// To another entry, by position.
    Ask(u32),
}

/// A block of an answer. There is no way to say HTML here, on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list without order.
    Bullets(Vec<Vec<Span>>),
    /// Steps, numbered from 1.
    Steps(Vec<Vec<Span>>),
    /// A picture with its words; a path of the site or an `https:` address.
    Image {
        /// Address.
        src: String,
        /// What it shows, for those who do not see it.
        alt: String,
    },
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// Plain.
    Text(String),
    /// Important.
    Strong(String),
    /// A link; a path of the site or an `https:` address.
    Link {
        /// What it says.
        text: String,
        /// Where it leads.
        url: String,
    },
    /// A phone number.
    Phone {
        /// As shown.
        text: String,
        /// As dialled: digits and a leading `+`.
        number: String,
    },
    /// A line break.
    Break,
}

/// Something to be found in a customer's words, or asked for: an order number, a phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The merchant's word for it, as the lookup and the person see it.
    pub name: String,
    /// How it is asked for.
    pub ask: String,
    /// What it looks like, as in [`Rule::pattern`]; none = any words.
    pub pattern: Vec<String>,
    /// Least and most digits in it.
    pub digits: (u8, u8),
}

/// Where a live answer comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// Name of the function that the merchant's page has registered.
    pub name: String,
    /// Address that is asked where there is no such function, with `{slot}` for what was collected; may be empty. A
    /// path of the site or an `https:` address.
    pub url: String,
}

/// Questions that are offered where the page says so. Conditions that are empty hold everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// Positions of the entries, the likeliest first.
    pub entries: Vec<u32>,
    /// One of these scenes.
    pub scenes: Vec<String>,
    /// One of these error codes.
    pub codes: Vec<String>,
    /// One of these among the recent steps.
    pub steps: Vec<String>,
    /// All of these attributes, as `name=value` or `name`.
    pub attributes: Vec<String>,
}

/// A keyword rule: whoever says these words means this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Position of the entry; `None` = a person.
    pub entry: Option<u32>,
    /// At least one of these; empty = no condition. The next three lists are further alternatives to it.
    pub any: Vec<String>,
    /// The whole message.
    pub exact: Vec<String>,
    /// The message begins so.
    pub prefix: Vec<String>,
    /// Words with gaps: `*` a few characters, `#` digits, `?` the character before it may be missing.
    pub pattern: Vec<String>,
    /// All of these.
    pub all: Vec<String>,
    /// None of these.
    pub none: Vec<String>,
    /// Higher wins.
    pub priority: i32,
    /// Only on these scenes; empty = everywhere.
    pub scenes: Vec<String>,
    /// First day on which the rule holds.
    pub valid_from: Option<Day>,
    /// Last day on which the rule holds.
    pub valid_until: Option<Day>,
    /// Minutes since midnight between which the rule holds; from > until = over midnight.
    pub hours: Option<(u16, u16)>,
}
