//! What a desk is told: the shop from `shop.toml`, the rest from `desk.toml`.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use desk::{HookFormat, Limits, Priority, Rate, Settings, Shop, Tls, Webhook};
use serde::Deserialize;

use crate::cli;

/// Shortest secret for signing who a customer is.
const SECRET_CHARS: usize = 32;

/// `renzai desk check`.
pub(crate) fn check(given: &cli::Settings) -> Result<()> {
    let (_, settings) = read(given)?;
    let hooks = settings.webhooks.len();
    println!("fine: time zone {:?}, {hooks} webhooks", settings.shop.timezone);
    Ok(())
}

/// The limits and settings of a desk; what is not named is as it is by default.
pub(crate) fn read(given: &cli::Settings) -> Result<(Limits, Settings)> {
    let mut settings = Settings::default();
    let mut limits = Limits::default();
    if let Some(path) = &given.shop {
        settings.shop = shop(path)?;
    }
    if let Some(path) = &given.config {
        let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let file: File = toml::from_str(&text).map_err(|why| anyhow!("{}: error: {why}", path.display()))?;
        file.apply(&mut limits, &mut settings).with_context(|| format!("{}: error", path.display()))?;
    }
    Ok((limits, settings))
}

fn shop(path: &Path) -> Result<Shop> {
    let file = if path.is_dir() { path.join("shop.toml") } else { path.to_owned() };
    let read = faq::read_shop(&file).map_err(|found| {
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        anyhow!("{}", lines.join("\n"))
    })?;
    let closed = read.hours.closed.iter().filter_map(|day| date(&faq::show_day(*day))).collect();
    Ok(Shop {
        timezone: read.site.timezone,
        week: read.hours.week,
        closed,
        phone: read.site.phone,
        contact: read.site.contact,
        wechat: read.wechat,
    })
}

/// Year, month and day of an ISO date.
fn date(iso: &str) -> Option<(i16, i8, i8)> {
    let mut parts = iso.split('-');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    /// Conversations that an agent has room for.
    capacity: Option<u32>,
    /// Hours in which messages and callbacks are answered.
    ticket_hours: Option<u64>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    trusted_proxies: Vec<IpAddr>,
    /// What a monitor must send to be shown the figures.
    metrics_token: Option<String>,
    /// Pages of the database at the most.
    max_pages: Option<u32>,
    /// PEM files of certificate and key.
    tls: Option<Pem>,
    /// Days after which what ended is forgotten; 0: when somebody erases it.
    keep_days: Option<u32>,
    /// By the site's name, the secret with which its back end signs who a customer is.
    identity: BTreeMap<String, String>,
    priority: Option<Weights>,
    limits: Given,
    webhook: Vec<Hook>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pem {
    cert: PathBuf,
    key: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    unhappy: Option<u32>,
    angry: Option<u32>,
    urgent: Option<u32>,
    #[serde(default)]
    tiers: BTreeMap<String, u32>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Given {
    sessions: Option<Often>,
    handovers: Option<Often>,
    messages: Option<Often>,
    stream_tickets: Option<Often>,
    logins: Option<Often>,
    codes: Option<Often>,
    leavings: Option<Often>,
    joins: Option<Often>,
    calls: Option<Often>,
    feedback: Option<Often>,
    streams: Option<u32>,
    files: Option<u32>,
    file_bytes: Option<u64>,
    connections: Option<usize>,
}

/// `{ burst = 10, every_ms = 3000 }`.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Often {
    burst: u32,
    every_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hook {
    url: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    format: Format,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Json,
    Wecom,
    Feishu,
    Dingtalk,
}

impl File {
    fn apply(self, limits: &mut Limits, settings: &mut Settings) -> Result<()> {
        set(&mut settings.capacity, self.capacity);
        set(&mut settings.max_pages, self.max_pages);
        settings.tls = self.tls.map(|Pem { cert, key }| Tls { cert, key });
        settings.keep = match self.keep_days.unwrap_or(0) {
            0 => None,
            days @ 1..=3 => bail!(
                "keep_days is {days}, but customers may open a conversation again for 72 hours. Write 4 or more, or 0 to \
                 keep everything until somebody erases it."
            ),
            days => Some(Duration::from_hours(u64::from(days) * 24)),
        };
        if let Some((site, secret)) = self.identity.iter().find(|(_, secret)| secret.len() < SECRET_CHARS) {
            let found = secret.len();
            bail!(
                "the secret of {site:?} under [identity] has {found} characters: who guesses it is anybody. Write \
                 {SECRET_CHARS} or more, such as the answer of `openssl rand -hex 32`."
            );
        }
        settings.identity = self.identity;
        set(&mut settings.metrics_token, self.metrics_token);
        set(&mut settings.ticket_due, self.ticket_hours.map(|hours| Duration::from_secs(hours.saturating_mul(3600))));
        settings.trusted_proxies = self.trusted_proxies;
        if let Some(weights) = self.priority {
            let Priority { unhappy, angry, urgent, tiers } = &mut settings.priority;
            set(unhappy, weights.unhappy);
            set(angry, weights.angry);
            set(urgent, weights.urgent);
            *tiers = weights.tiers;
        }
        self.limits.apply(limits);
        for hook in self.webhook {
            if !hook.url.starts_with("https://") && !hook.url.starts_with("http://") {
                bail!("a webhook needs an address that begins with https://, found {:?}", hook.url);
            }
            let format = match hook.format {
                Format::Json => HookFormat::Json,
                Format::Wecom => HookFormat::WeCom,
                Format::Feishu => HookFormat::Feishu,
                Format::Dingtalk => HookFormat::DingTalk,
            };
            settings.webhooks.push(Webhook { url: hook.url, secret: hook.secret, format });
        }
        Ok(())
    }
}

impl Given {
    fn apply(self, limits: &mut Limits) {
        let rate =
            |often: Option<Often>| often.map(|it| Rate { burst: it.burst, every: Duration::from_millis(it.every_ms) });
        set(&mut limits.sessions, rate(self.sessions));
        set(&mut limits.handovers, rate(self.handovers));
        set(&mut limits.messages, rate(self.messages));
        set(&mut limits.tickets, rate(self.stream_tickets));
        set(&mut limits.logins, rate(self.logins));
        set(&mut limits.codes, rate(self.codes));
        set(&mut limits.leavings, rate(self.leavings));
        set(&mut limits.joins, rate(self.joins));
        set(&mut limits.calls, rate(self.calls));
        set(&mut limits.feedback, rate(self.feedback));
        set(&mut limits.streams, self.streams);
        set(&mut limits.files, self.files);
        set(&mut limits.file_bytes, self.file_bytes);
        set(&mut limits.connections, self.connections);
    }
}

fn set<T>(value: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *value = given;
    }
}
