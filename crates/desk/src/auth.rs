//! Who is calling: visitors by bearer token, agents by cookie, streams by one-use ticket.
//!
//! A token is 32 random bytes, and only its SHA-256 is kept: whoever reads the database cannot call with it.

use crate::{
    app::App,
    refuse::Refuse,
    store::{Helper, Row, Sender, Store, level_word},
};
use argon2::{
    Argon2, PasswordHasher, PasswordVerifier,
    password_hash::{PasswordHash, SaltString},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fmt::Write,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::{Duration, Instant},
};
use wire::{
    Millis,
    agent::{Level, Me},
};

/// SHA-256 of a token.
pub type TokenHash = [u8; 32];

/// The cookie of a console session.
pub const COOKIE: &str = "renzai_agent";

/// A console session ends after so long without a call: a working day and its evening.
pub const SESSION_IDLE: Duration = Duration::from_hours(12);

/// The header that a foreign page cannot send.
const CONSOLE_HEADER: &str = "x-renzai-console";

/// The use of a session is noted so often, in milliseconds.
const NOTED_EVERY: Millis = 60_000;

const TICKET_LIFE: Duration = Duration::from_mins(1);

/// A new secret: 32 random bytes in hexadecimal.
pub fn new_token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else { return None };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// A password that can be read aloud and typed: 20 letters and digits without look-alikes, 100 bits.
pub fn new_password() -> String {
    // 32 of them, so that a random byte chooses evenly.
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
    rand::random::<[u8; 20]>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// An invitation code that can be read aloud and typed: ten letters and digits without look-alikes, 50 bits.
pub fn new_code() -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    rand::random::<[u8; 10]>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// A code as people type it: case, spaces and hyphens do not matter.
pub fn plain_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Argon2id with the crate's recommended costs. Takes tens of milliseconds: call it where blocking is allowed.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt)?.to_string())
}

/// Whether the password is right. Without an agent the same work is done, so that the time tells nothing.
pub fn verify_password(password: &str, kept: Option<&str>) -> bool {
    static NOBODY: LazyLock<String> = LazyLock::new(|| hash_password(&new_token()).unwrap_or_default());
    let kept_hash = PasswordHash::new(kept.unwrap_or(&NOBODY));
    kept_hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()) && kept.is_some()
}

/// Who calls from the customer's side, by the token in `Authorization: Bearer …`.
#[derive(Debug, Clone)]
pub enum Guest {
    /// The customer.
    Visitor(String),
    /// A member of the family, in one conversation.
    Helper(Helper),
}

impl Guest {
    pub fn id(&self) -> &str {
        match self {
            Self::Visitor(id) => id,
            Self::Helper(helper) => &helper.id,
        }
    }

    pub fn sender(&self) -> Sender {
        match self {
            Self::Visitor(_) => Sender::Visitor,
            Self::Helper(helper) => Sender::Helper { id: helper.id.clone(), name: helper.name.clone() },
        }
    }

    /// The conversation, if the guest is in it; any other is as unknown as one that never was.
    pub fn conversation(&self, store: &Store, id: &str) -> Result<Row, Refuse> {
        match self {
            Self::Visitor(visitor) => store.of_visitor(id, visitor),
            Self::Helper(helper) if helper.conversation == id => {
                store.conversation(id)?.ok_or_else(Refuse::unknown_conversation)
            }
            Self::Helper(_) => Err(Refuse::unknown_conversation()),
        }
    }
}

impl FromRequestParts<Arc<App>> for Guest {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refuse> {
        let token = bearer(&parts.headers).ok_or_else(|| {
            Refuse::unauthorized(
                "no_token",
                "This call needs the header `Authorization: Bearer {token}` with the token of POST /v1/session.",
            )
        })?;
        guest_of(app, token).await?.ok_or_else(|| {
            Refuse::unauthorized("unknown_token", "This token is not known here. Open a session with POST /v1/session.")
        })
    }
}

/// The customer alone: what a helper may not do.
#[derive(Debug)]
pub struct Visitor(pub String);

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refuse> {
        match Guest::from_request_parts(parts, app).await? {
            Guest::Visitor(visitor) => Ok(Self(visitor)),
            Guest::Helper(_) => Err(Refuse::new(
                StatusCode::FORBIDDEN,
                "not_for_helpers",
                "This is for the customer alone. A helper reads and writes in the one conversation.",
            )),
        }
    }
}

/// The guest whose token it is; refused if an agent has blocked the visitor.
pub async fn guest_of(app: &Arc<App>, token: &str) -> Result<Option<Guest>, Refuse> {
    let token = hash(token);
    app.read(move |store, _| {
        if let Some(visitor) = store.visitor_by_token(&token)? {
            return if visitor.blocked { Err(blocked()) } else { Ok(Some(Guest::Visitor(visitor.id))) };
        }
        match store.helper_by_token(&token)? {
            Some(helper) if helper.blocked => Err(blocked()),
            helper => Ok(helper.map(Guest::Helper)),
        }
    })
    .await
}

fn blocked() -> Refuse {
    Refuse::new(StatusCode::FORBIDDEN, "blocked", "The shop has ended the chat for this visitor. Please call the shop.")
}

pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}

/// The agent whose session came in the cookie. A call that changes something must also carry the console's header.
#[derive(Debug)]
pub struct Agent {
    pub me: Me,
    pub session: TokenHash,
}

impl FromRequestParts<Arc<App>> for Agent {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refuse> {
        if parts.method != Method::GET {
            FromConsole::from_request_parts(parts, app).await?;
        }
        let session = cookie(&parts.headers).map(hash).ok_or_else(not_logged_in)?;
        let now = crate::app::now();
        let found = app.read(move |store, _| store.agent_by_token(&session, oldest_session(now))).await?;
        let (mut me, seen) = found.ok_or_else(not_logged_in)?;
        if now.saturating_sub(seen) > NOTED_EVERY {
            app.write(move |store, _, now| Ok((store.session_seen(&session, now)?, Vec::new()))).await?;
        }
        app.presence.seen(&me.agent, Instant::now());
        if me.capacity == 0 {
            me.capacity = app.settings.capacity;
        }
        Ok(Self { me, session })
    }
}

impl Agent {
    /// Refuses an agent below a level.
    pub fn at_least(&self, level: Level) -> Result<(), Refuse> {
        if self.me.level >= level { Ok(()) } else { Err(Refuse::not_allowed(level_word(level))) }
    }
}

/// The call carries `X-Renzai-Console: 1`.
#[derive(Debug)]
pub struct FromConsole;

impl FromRequestParts<Arc<App>> for FromConsole {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Refuse> {
        if parts.headers.get(CONSOLE_HEADER).is_some_and(|value| value == "1") {
            return Ok(Self);
        }
        Err(Refuse::new(
            StatusCode::FORBIDDEN,
            "console_header",
            "A call of the console that changes something needs the header `X-Renzai-Console: 1`.",
        ))
    }
}

/// Sessions not used since then are over.
pub fn oldest_session(now: Millis) -> Millis {
    now.saturating_sub(u64::try_from(SESSION_IDLE.as_millis()).unwrap_or(u64::MAX))
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

fn not_logged_in() -> Refuse {
    Refuse::unauthorized("not_logged_in", "No console session, or it has ended. Log in with POST /v1/agent/login.")
}

/// Tickets that open one stream each, because `EventSource` can send no header.
#[derive(Debug, Default)]
pub struct Tickets {
    open: Mutex<HashMap<TokenHash, (Guest, Instant)>>,
}

impl Tickets {
    pub fn issue(&self, guest: Guest, now: Instant) -> String {
        let ticket = new_token();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, until)| *until > now);
        open.insert(hash(&ticket), (guest, now + TICKET_LIFE));
        ticket
    }

    /// Whose a ticket is that was not used and is not too old; from now on it is used.
    pub fn redeem(&self, ticket: &str, now: Instant) -> Option<Guest> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(&hash(ticket)).filter(|(_, until)| *until > now).map(|(guest, _)| guest)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_opens_one_stream_within_a_minute() {
        let tickets = Tickets::default();
        let start = Instant::now();
        let visitor = || Guest::Visitor("v".into());
        let ticket = tickets.issue(visitor(), start);
        assert_eq!(tickets.redeem(&ticket, start).map(|guest| guest.id().to_owned()).as_deref(), Some("v"));
        assert!(tickets.redeem(&ticket, start).is_none(), "used");
        let late = tickets.issue(visitor(), start);
        assert!(tickets.redeem(&late, start + TICKET_LIFE).is_none(), "too old");
        assert!(tickets.redeem("made up", start).is_none());
    }

    #[test]
    fn only_the_right_password_of_somebody_opens() {
        let kept = hash_password("春天 2026").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify_password("春天 2026", Some(&kept)));
        assert!(!verify_password("春天 2027", Some(&kept)));
        assert!(!verify_password("", None));
        assert!(!verify_password("x", Some("not a hash")));
    }

    #[test]
    fn secrets_are_long_and_differ() {
        assert_eq!(new_token().len(), 64);
        assert_ne!(new_token(), new_token());
        assert_eq!(new_password().len(), 20);
        assert_ne!(new_password(), new_password());
    }

    #[test]
    fn the_cookie_is_found_among_others_and_never_by_its_prefix() {
        let headers = |value: &str| HeaderMap::from_iter([(header::COOKIE, value.parse().unwrap())]);
        assert_eq!(cookie(&headers("a=1; renzai_agent=abc; b=2")), Some("abc"));
        assert_eq!(cookie(&headers("renzai_agent_old=abc")), None);
    }
}
