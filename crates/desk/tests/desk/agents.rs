//! Agents: log-in, duty, whose conversation it is, and what happens when they go home.

use crate::bench::{Bench, message, text, types};
use serde_json::json;

#[tokio::test]
async fn only_who_has_a_conversation_may_write_in_it_or_close_it() {
    let bench = Bench::new().await;
    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    mei.on(&conversation, "messages").json(&message("x")).refused(409, "not_taken").await;
    mei.on(&conversation, "close").refused(409, "not_taken").await;
    mei.on(&conversation, "take").ok().await;
    mei.on(&conversation, "take").ok().await;
    for what in ["take", "close", "typing"] {
        let refusal = lin.on(&conversation, what).refused(409, "taken").await.json();
        assert!(text(&refusal, "message").contains("mei"), "it says who has it: {refusal}");
    }
    lin.on(&conversation, "messages").json(&message("x")).refused(409, "taken").await;
    let seen = lin.get(&format!("/v1/agent/conversations/{conversation}")).ok().await;
    assert_eq!(types(&seen["events"]), ["queued", "agent_joined"], "colleagues may read, and it was taken once");
    mei.on(&conversation, "close").ok().await;
    mei.on(&conversation, "close").ok().await;
    mei.on(&conversation, "messages").json(&message("x")).refused(409, "closed").await;
    lin.on(&conversation, "take").refused(409, "closed").await;
    lin.on(&conversation, "close").refused(409, "closed").await;
    for what in ["take", "close", "typing"] {
        lin.on("no-such-id", what).refused(404, "unknown_conversation").await;
    }
}

#[tokio::test]
async fn who_logs_out_gives_the_customers_back_in_their_old_place() {
    let bench = Bench::new().await;
    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    let (early, late) = (bench.visitor().await, bench.visitor().await);
    let first = early.ask().await;
    mei.on(&first, "take").ok().await;
    late.ask().await;
    mei.post("/v1/agent/logout").ok().await;
    mei.get("/v1/agent/me").refused(401, "not_logged_in").await;
    let standing = early.snapshot(&first).await;
    assert_eq!((&standing["state"], &standing["position"]), (&json!("queued"), &json!(1)));
    assert_eq!(types(&standing["events"]), ["queued", "agent_joined", "agent_left"]);
    assert_eq!(lin.board().await["waiting"].as_array().unwrap().len(), 2);
    lin.on(&first, "take").ok().await;
}

#[tokio::test]
async fn a_second_console_of_the_same_agent_keeps_the_conversations() {
    let bench = Bench::new().await;
    let added = bench.desk.add_agent("mei", "小美", "客服").await.unwrap();
    let office = bench.log_in(&added.login, &added.password).await;
    let phone = bench.log_in(&added.login, &added.password).await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    office.on(&conversation, "take").ok().await;
    office.post("/v1/agent/logout").ok().await;
    assert_eq!(customer.snapshot(&conversation).await["state"], "assigned");
    phone.on(&conversation, "messages").json(&message("我还在")).ok().await;
}

#[tokio::test]
async fn duty_decides_whether_the_desk_is_open() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let open = async || bench.post("/v1/session").json(&json!({"site": "s", "device": "d"})).ok().await["open"].clone();
    assert_eq!(agent.get("/v1/agent/me").ok().await["on_duty"], true, "who logs in is there to work");
    assert_eq!(open().await, true);
    assert_eq!(agent.post("/v1/agent/duty").json(&json!({"on_duty": false})).ok().await["on_duty"], false);
    assert_eq!(agent.get("/v1/agent/me").ok().await["on_duty"], false);
    assert_eq!(open().await, false);
    agent.post("/v1/agent/duty").json(&json!({"on_duty": true})).ok().await;
    assert_eq!(open().await, true);
    agent.post("/v1/agent/logout").ok().await;
    assert_eq!(open().await, false);
}

#[tokio::test]
async fn the_cookie_stays_out_of_scripts_and_other_sites() {
    let bench = Bench::new().await;
    let (login, password) = bench.first.clone().unwrap();
    let login = json!({"login": login, "password": password});
    let call = || bench.post("/v1/agent/login").header("x-renzai-console", "1").json(&login);
    let plain = call().send().await;
    for part in ["HttpOnly", "SameSite=Strict", "Path=/v1/agent"] {
        assert!(plain.header("set-cookie").contains(part), "{}", plain.header("set-cookie"));
    }
    assert!(!plain.header("set-cookie").contains("Secure"), "plain loopback could not send it back");
    let tls = call().header("x-forwarded-proto", "https").send().await;
    assert!(tls.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test]
async fn a_changing_call_without_the_consoles_header_is_refused() {
    let bench = Bench::new().await;
    let (login, password) = bench.first.clone().unwrap();
    let login = json!({"login": login, "password": password});
    bench.post("/v1/agent/login").json(&login).refused(403, "console_header").await;
    let agent = bench.first_agent().await;
    for path in ["/v1/agent/logout", "/v1/agent/duty", "/v1/agent/conversations/x/take"] {
        bench.post(path).header("cookie", &agent.cookie).json(&json!({})).refused(403, "console_header").await;
    }
    agent.get("/v1/agent/me").ok().await;
}

#[tokio::test]
async fn guessing_passwords_is_slow_and_right_ones_are_not_punished() {
    let bench = Bench::with(|limits| limits.logins.burst = 3).await;
    let (login, password) = bench.first.clone().unwrap();
    for _ in 0..6 {
        bench.log_in(&login, &password).await;
    }
    let guess = |login: &str| {
        let call = bench.post("/v1/agent/login").header("x-renzai-console", "1");
        call.json(&json!({"login": login, "password": "guess"}))
    };
    guess(&login).refused(401, "wrong_login").await;
    guess("nobody").refused(401, "wrong_login").await;
    guess(&login).refused(401, "wrong_login").await;
    let refused = guess("somebody else").refused(429, "rate_limited").await;
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
}

#[tokio::test]
async fn a_login_is_taken_once() {
    let bench = Bench::new().await;
    bench.desk.add_agent("mei", "小美", "").await.unwrap();
    let again = bench.desk.add_agent("mei", "another", "").await.unwrap_err();
    assert!(matches!(&again, desk::Error::LoginTaken { login } if login == "mei"), "{again}");
}

#[tokio::test]
async fn an_agent_sees_where_the_log_in_is_open_and_ends_what_was_forgotten() {
    let bench = Bench::new().await;
    let (login, password) = bench.first.clone().unwrap();
    let here = bench.log_in(&login, &password).await;
    let there = bench.log_in(&login, &password).await;
    let stranger = bench.agent("mei").await;
    let all = here.get("/v1/agent/sessions").ok().await["sessions"].clone();
    let all = all.as_array().unwrap();
    assert_eq!(all.iter().filter(|it| it["own"] == true).count(), 1, "{all:?}");
    assert_eq!(all.len(), 2, "a colleague's is not among them");
    let (own, other) =
        (all.iter().find(|it| it["own"] == true).unwrap(), all.iter().find(|it| it["own"] == false).unwrap());
    assert!(own["since"].as_u64().unwrap() > 0 && own["seen_at"].as_u64() >= own["since"].as_u64());
    let end = |session: &serde_json::Value| format!("/v1/agent/sessions/{}", session["session"].as_str().unwrap());
    stranger.delete(&end(other)).refused(404, "unknown_session").await;
    here.delete(&end(own)).refused(409, "own_session").await;
    here.get("/v1/agent/me").ok().await;
    here.delete(&end(other)).ok().await;
    there.get("/v1/agent/me").refused(401, "not_logged_in").await;
    here.delete(&end(other)).refused(404, "unknown_session").await;
    assert_eq!(here.get("/v1/agent/sessions").ok().await["sessions"].as_array().unwrap().len(), 1);
    let log = here.get("/v1/agent/audit?act=log_out").ok().await["lines"].clone();
    assert_eq!(log[0]["detail"], "another session");
}
