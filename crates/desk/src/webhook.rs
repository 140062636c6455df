//! Delivers what is outgoing: signed, at least once, again with a growing pause until it was taken.

use crate::{app::App, app::now, auth::hex, config::HookFormat, config::Webhook, refuse::Refuse, store::Parcel};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{sync::Arc, time::Duration};
use wire::Millis;

/// A receiver has so long to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The pause after the first failure; it doubles up to the longest.
const FIRST_PAUSE: Millis = 1_000;
const LONGEST_PAUSE: Millis = 3_600_000;

/// After so many failures, about a week, the news is old: it is dropped, and the desk's log says so.
const TRIES: u32 = 180;

/// Delivers for as long as the desk runs.
pub async fn run(app: &Arc<App>) {
    let agent = ureq::Agent::new_with_config(
        ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .build(),
    );
    loop {
        let pause = match round(app, &agent).await {
            Ok(next) => next.saturating_sub(now()).clamp(10, 60_000),
            // Why was logged where it arose.
            Err(_) => 5_000,
        };
        let _ = tokio::time::timeout(Duration::from_millis(pause), app.outgoing.notified()).await;
    }
}

/// Tries everything that is due; when the next try is.
async fn round(app: &Arc<App>, agent: &ureq::Agent) -> Result<Millis, Refuse> {
    let (due, next) = app.read(|store, _| store.due_parcels(now())).await?;
    let more = !due.is_empty();
    for parcel in due {
        let Some(hook) = app.settings.webhooks.iter().find(|hook| hook.url == parcel.hook).cloned() else {
            app.write(move |store, _, _| Ok((store.delivered(&parcel)?, Vec::new()))).await?;
            continue;
        };
        let (agent, sent) = (agent.clone(), parcel.clone());
        let taken = tokio::task::spawn_blocking(move || send(&agent, &hook, &sent)).await?;
        app.write(move |store, _, now| {
            match taken {
                Ok(()) => store.delivered(&parcel)?,
                Err(reason) if parcel.tries >= TRIES => {
                    tracing::error!(reason, "a webhook did not take its news for too long: dropped");
                    store.delivered(&parcel)?;
                }
                Err(reason) => {
                    tracing::warn!(reason, tries = parcel.tries + 1, "a webhook did not take its news");
                    store.not_delivered(&parcel, now.saturating_add(pause(parcel.tries)))?;
                }
            }
            Ok(((), Vec::new()))
        })
        .await?;
    }
    Ok(if more { now() } else { next.unwrap_or(Millis::MAX) })
}

fn pause(tries: u32) -> Millis {
    FIRST_PAUSE.saturating_mul(1 << tries.min(20)).min(LONGEST_PAUSE)
}

fn send(agent: &ureq::Agent, hook: &Webhook, parcel: &Parcel) -> Result<(), String> {
    let stamp = (now() / 1000).to_string();
    let mut call = agent
        .post(&hook.url)
        .header("content-type", "application/json")
        .header("x-renzai-event", &parcel.id)
        .header("x-renzai-timestamp", &stamp);
    if hook.format == HookFormat::Json && !hook.secret.is_empty() {
        call = call.header("x-renzai-signature", &format!("sha256={}", signature(&hook.secret, &stamp, &parcel.body)));
    }
    let response = call.send(&parcel.body).map_err(|error| error.to_string())?;
    let status = response.status();
    if status.is_success() { Ok(()) } else { Err(format!("it answered {status}")) }
}

/// HMAC-SHA256 over the time, a full stop and the body, hexadecimal: a copy of an old call can be told by its time.
pub fn signature(secret: &str, stamp: &str, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    for part in [stamp, ".", body] {
        mac.update(part.as_bytes());
    }
    hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_hmac_sha256() {
        // openssl dgst -sha256 -hmac key, over "1.body".
        assert_eq!(signature("key", "1", "body"), "91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5");
    }

    #[test]
    fn the_pause_grows_to_an_hour_and_stays() {
        assert_eq!([0, 1, 5, 11, 12, 99].map(pause), [1_000, 2_000, 32_000, 2_048_000, 3_600_000, 3_600_000]);
    }
}
