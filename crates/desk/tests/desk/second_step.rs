//! The second step of a log-in: an agent who wants it, and nobody who only knows the password.

use crate::bench::{Agent, Bench, text};
use desk::Agents;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use std::time::{SystemTime, UNIX_EPOCH};

/// What an app shows: RFC 6238, from the base32 secret, `later` steps from now.
fn shown(secret: &str, later: u64) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut held, mut key) = (0u32, 0, Vec::new());
    for letter in secret.bytes() {
        let value = letters.iter().position(|known| *known == letter).unwrap();
        bits = bits << 5 | u32::try_from(value).unwrap();
        held += 5;
        if held >= 8 {
            held -= 8;
            key.push(u8::try_from(bits >> held & 0xff).unwrap());
        }
    }
    let step = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 30 + later;
    let sum = Hmac::<Sha1>::new_from_slice(&key).unwrap().chain_update(step.to_be_bytes()).finalize().into_bytes();
    let at = usize::from(sum[19] & 15);
    let number = u32::from_be_bytes(sum[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

async fn log_in(bench: &Bench, login: &str, password: &str, code: &str) -> (u16, Value) {
    let body = json!({"login": login, "password": password, "code": code});
    let reply = bench.post("/v1/agent/login").header("x-renzai-console", "1").json(&body).send().await;
    (reply.status.as_u16(), reply.json())
}

/// Enrols an agent; gives the secret, the code that was shown, and the recovery codes.
async fn enrol(agent: &Agent) -> (String, String, Vec<String>) {
    let begun = agent.post("/v1/agent/second-step").json(&json!({})).ok().await;
    let secret = text(&begun, "secret");
    assert!(text(&begun, "address").ends_with(&format!("?secret={secret}&issuer=Renzai")));
    assert!(begun["rows"].as_array().unwrap().len() > 20);
    let wrong = json!({"code": "000000x"});
    agent.post("/v1/agent/second-step/confirm").json(&wrong).refused(403, "wrong_code").await;
    assert_eq!(
        agent.get("/v1/agent/second-step").ok().await["on"],
        false,
        "nothing is asked for before a code was shown"
    );
    let code = shown(&secret, 0);
    let done = agent.post("/v1/agent/second-step/confirm").json(&json!({"code": code})).ok().await;
    let codes = done["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    (secret, code, codes)
}

async fn mei(bench: &Bench) -> (Agent, String) {
    let admin = bench.first_agent().await;
    let added = json!({"login": "mei", "name": "小梅"});
    let password = text(&admin.post("/v1/agent/agents").json(&added).ok().await, "password");
    (bench.log_in("mei", &password).await, password)
}

#[tokio::test]
async fn with_a_second_step_the_password_alone_opens_nothing_and_a_code_opens_once() {
    let bench = Bench::with(|limits| (limits.codes.burst, limits.logins.burst) = (100, 100)).await;
    let (agent, password) = mei(&bench).await;
    let (secret, used, recovery) = enrol(&agent).await;
    assert_eq!(agent.get("/v1/agent/second-step").ok().await, json!({"on": true, "recovery": 10}));
    agent.post("/v1/agent/second-step").json(&json!({})).refused(409, "second_step_on").await;

    let tries = [("", "code_needed"), (" ", "code_needed"), ("123", "wrong_code"), ("ABCDE23456", "wrong_code")];
    for (code, error) in tries {
        let (status, said) = log_in(&bench, "mei", &password, code).await;
        assert_eq!((status, said["error"].as_str().unwrap()), (403, error), "{code:?}");
    }
    let (_, said) = log_in(&bench, "mei", &password, &used).await;
    assert_eq!(said["error"], "wrong_code", "the code of the enrolment was used");
    // The next step's code is taken early, as from a phone whose clock is fast; then it was used, too.
    let next = shown(&secret, 1);
    let spaced = format!("{} {}", &next[..3], &next[3..]);
    assert_eq!(log_in(&bench, "mei", &password, &spaced).await.0, 200);
    assert_eq!(log_in(&bench, "mei", &password, &next).await.1["error"], "wrong_code");
    assert_eq!(log_in(&bench, "mei", "not the password", &next).await.1["error"], "wrong_login");

    let typed = recovery[0].to_lowercase();
    let typed = format!("{}-{}", &typed[..5], &typed[5..]);
    assert_eq!(log_in(&bench, "mei", &password, &typed).await.0, 200);
    assert_eq!(
        log_in(&bench, "mei", &password, &typed).await.1["error"],
        "wrong_code",
        "a recovery code is for one use"
    );
    assert_eq!(agent.get("/v1/agent/second-step").ok().await["recovery"], 9);

    let end = |code: &str| agent.post("/v1/agent/second-step/end").json(&json!({"code": code}));
    end("000").refused(403, "wrong_code").await;
    end(&recovery[1]).ok().await;
    assert_eq!(agent.get("/v1/agent/second-step").ok().await, json!({"on": false, "recovery": 0}));
    assert_eq!(log_in(&bench, "mei", &password, "").await.0, 200, "one step again");
}

#[tokio::test]
async fn who_guesses_codes_waits_however_right_the_password_is() {
    let bench = Bench::with(|limits| limits.codes.burst = 3).await;
    let (agent, password) = mei(&bench).await;
    let (_, _, recovery) = enrol(&agent).await;
    // One was spent on the wrong code of the enrolment.
    for _ in 0..2 {
        assert_eq!(log_in(&bench, "mei", &password, "000").await.1["error"], "wrong_code");
    }
    assert_eq!(log_in(&bench, "mei", &password, "000").await.0, 429);
    assert_eq!(log_in(&bench, "mei", &password, &recovery[0]).await.0, 429, "a right one has to wait, too");
    agent.get("/v1/agent/me").ok().await;
}

#[tokio::test]
async fn the_secret_and_the_codes_are_not_in_the_file_and_the_operator_can_help() {
    let bench = Bench::new().await;
    let (agent, password) = mei(&bench).await;
    let (secret, _, recovery) = enrol(&agent).await;
    let data = crate::bench::data(&bench.folder);
    for file in std::fs::read_dir(&data).unwrap().flatten().filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        for word in recovery.iter().chain([&secret]) {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{}", file.path().display());
        }
    }
    Agents::open(&data).unwrap().end_second_step("mei").unwrap();
    assert_eq!(log_in(&bench, "mei", &password, "").await.0, 200);
    let log = bench.first_agent().await.get("/v1/agent/audit").ok().await.to_string();
    assert!(log.contains("second step on") && log.contains("second step off"));
}
