//! What the operator decides.

use std::{
    net::{Ipv4Addr, SocketAddr},
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
}

impl Default for Config {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 8787)),
            data: PathBuf::from("desk-data"),
            site: PathBuf::from("dist"),
            origins: Vec::new(),
            limits: Limits::default(),
        }
    }
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
    /// Characters (code points) in one message.
    pub message_chars: u32,
    /// Turns of the transcript that a handover keeps.
    pub transcript_turns: u32,
    /// Streams and long polls open at one time per visitor.
    pub streams: u32,
    /// Bytes in the body of one call.
    pub body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: Rate { burst: 20, every: Duration::from_secs(3) },
            handovers: Rate { burst: 3, every: Duration::from_secs(200) },
            messages: Rate { burst: 10, every: Duration::from_secs(3) },
            tickets: Rate { burst: 20, every: Duration::from_secs(1) },
            logins: Rate { burst: 5, every: Duration::from_secs(12) },
            message_chars: 4_000,
            transcript_turns: 30,
            streams: 3,
            body_bytes: 512 * 1024,
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
