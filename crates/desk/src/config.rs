//! What the operator decides.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

/// Where the desk listens, where it keeps its data, and what it accepts.
///
/// ```
/// let config = desk::Config { data: "desk-data".into(), ..desk::Config::default() };
/// assert!(config.addr.ip().is_loopback());
/// assert_eq!(config.limits.message_chars, 4_000);
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one.
    pub addr: SocketAddr,
    /// Folder of the database, made if it is not there.
    pub data: PathBuf,
    /// Folder of the built files to serve.
    pub site: PathBuf,
    /// Origins of other sites whose pages may call the visitor's API, such as `https://shop.example`.
    /// The desk's own origin always may.
    pub origins: Vec<String>,
    /// What one visitor, one address or one log-in may do.
    pub limits: Limits,
    /// The shop, and how the desk works for it.
    pub settings: Settings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 8787)),
            data: PathBuf::from("desk-data"),
            site: PathBuf::from("dist"),
            origins: Vec::new(),
            limits: Limits::default(),
            settings: Settings::default(),
        }
    }
}

/// The shop, and how the desk works for it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Hours and other ways to reach the shop.
    pub shop: Shop,
    /// How the queue is sorted.
    pub priority: Priority,
    /// Conversations that an agent has room for, unless the agent says otherwise.
    pub capacity: u32,
    /// A message or callback is answered within so long of the shop's hours.
    pub ticket_due: Duration,
    /// Proxies whose `X-Forwarded-For` is believed. A proxy on the desk's own machine always is.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where new conversations and tickets are told.
    pub webhooks: Vec<Webhook>,
    /// Certificate of the desk; `None`: it speaks plain HTTP, to a proxy or to this machine.
    pub tls: Option<Tls>,
    /// Who sends it as a bearer token is shown the figures of `/v1/metrics`; empty: nobody is.
    pub metrics_token: String,
    /// Conversations that ended longer ago are forgotten, with finished tickets, notes of devices, and visitors of whom
    /// nothing else is kept; `None`: kept until somebody erases them. At least 72 hours, in which customers may reopen.
    pub keep: Option<Duration>,
    /// Secrets with which the sites' back ends sign who a customer is, by the site's name.
    pub identity: BTreeMap<String, String>,
    /// Pages of the database file at the most (4,096 bytes each); 0: as the disk allows.
    pub max_pages: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            shop: Shop::default(),
            priority: Priority::default(),
            capacity: 5,
            ticket_due: Duration::from_hours(4),
            trusted_proxies: Vec::new(),
            webhooks: Vec::new(),
            tls: None,
            metrics_token: String::new(),
            keep: None,
            identity: BTreeMap::new(),
            max_pages: 0,
        }
    }
}

/// PEM files of a certificate with its chain, and of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The desk's certificate first.
    pub cert: PathBuf,
    /// PKCS #8, PKCS #1 or SEC 1.
    pub key: PathBuf,
}

/// What the desk knows of the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shop {
    /// IANA name of the time zone of the hours; empty: UTC.
    pub timezone: String,
    /// Monday to Sunday: minutes since midnight, from and until; `None`: closed. All `None`: no hours are known.
    pub week: [Option<(u16, u16)>; 7],
    /// Holidays: year, month, day.
    pub closed: Vec<(i16, i8, i8)>,
    /// Number to call; may be empty.
    pub phone: String,
    /// Contact page; may be empty.
    pub contact: String,
    /// `WeChat` 客服 link; may be empty.
    pub wechat: String,
}

/// Seconds of waiting by which the queue moves a customer forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// Mood `unhappy`.
    pub unhappy: u32,
    /// Mood `angry`.
    pub angry: u32,
    /// Mood `urgent`.
    pub urgent: u32,
    /// The merchant's tiers by name.
    pub tiers: BTreeMap<String, u32>,
}

impl Default for Priority {
    fn default() -> Self {
        Self { unhappy: 120, angry: 300, urgent: 600, tiers: BTreeMap::new() }
    }
}

/// An address that hears of new conversations and tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Address, `https://…` (or `http://` for a machine of one's own).
    pub url: String,
    /// Key of the signature; may be empty for the group robots, which have a key of their own in the address.
    pub secret: String,
    /// What is sent.
    pub format: HookFormat,
}

/// What a webhook is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HookFormat {
    /// All fields, for a program.
    #[default]
    Json,
    /// A text, as a group robot of `WeCom` takes it.
    WeCom,
    /// A text, as a group robot of Feishu takes it.
    Feishu,
    /// A text, as a group robot of `DingTalk` takes it.
    DingTalk,
}

/// What the desk accepts. Past a limit it answers 429 with `Retry-After`, or 4xx with words.
#[derive(Clone, Debug)]
pub struct Limits {
    /// New visitors per network address.
    pub sessions: Rate,
    /// New conversations per visitor.
    pub handovers: Rate,
    /// Messages per visitor.
    pub messages: Rate,
    /// Stream tickets per visitor.
    pub tickets: Rate,
    /// Failed log-ins, per log-in name and per network address.
    pub logins: Rate,
    /// Wrong codes of the second step, per agent.
    pub codes: Rate,
    /// Characters (code points) in one message.
    pub message_chars: u32,
    /// Turns of the transcript that a handover keeps.
    pub transcript_turns: u32,
    /// Streams and long polls open at one time per visitor.
    pub streams: u32,
    /// Bytes in the body of one call.
    pub body_bytes: usize,
    /// Messages left and calls asked for, per visitor.
    pub leavings: Rate,
    /// Invitation codes tried, per network address.
    pub joins: Rate,
    /// Calls of all kinds per network address.
    pub calls: Rate,
    /// Notes for the merchant, per network address.
    pub feedback: Rate,
    /// Files from the customer's side in one conversation.
    pub files: u32,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Connections open at one time.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: Rate { burst: 20, every: Duration::from_secs(3) },
            handovers: Rate { burst: 3, every: Duration::from_secs(200) },
            messages: Rate { burst: 10, every: Duration::from_secs(3) },
            tickets: Rate { burst: 20, every: Duration::from_secs(1) },
            logins: Rate { burst: 5, every: Duration::from_secs(12) },
            codes: Rate { burst: 5, every: Duration::from_mins(5) },
            message_chars: 4_000,
            transcript_turns: 30,
            streams: 3,
            body_bytes: 512 * 1024,
            leavings: Rate { burst: 5, every: Duration::from_mins(2) },
            joins: Rate { burst: 10, every: Duration::from_secs(6) },
            calls: Rate { burst: 600, every: Duration::from_millis(50) },
            feedback: Rate { burst: 60, every: Duration::from_secs(2) },
            files: 5,
            file_bytes: 10 * 1024 * 1024,
            connections: 20_000,
        }
    }
}

/// `burst` at once, then one more `every` so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many at once, at least 1.
    pub burst: u32,
    /// How long until one more is allowed.
    pub every: Duration,
}
