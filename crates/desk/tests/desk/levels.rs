//! Every call of the console against every level: below its level 403, without a log-in 401.

use crate::bench::{Bench, Call, text};
use axum::http::Method;
use serde_json::{Value, json};
use wire::agent::Level;

#[tokio::test]
async fn every_call_asks_for_its_level() {
    let bench = Bench::new().await;
    let admin = bench.first_agent().await;
    let levels = [Level::Agent, Level::Senior, Level::Lead, Level::Admin];
    let mut agents = Vec::new();
    for (at, level) in levels.iter().enumerate() {
        agents.push(bench.agent_of(&format!("level {at}"), *level).await);
    }
    let conversation = bench.visitor().await.ask().await;
    let visitor = text(&admin.case(&conversation).await, "visitor");
    let case = format!("/v1/agent/conversations/{conversation}");
    let (none, note) = (json!({}), json!({"note": "x"}));
    let to_queue = json!({"to": {"kind": "agent", "agent": "none"}});
    // The call, its body, and the least level; `None`: as `agent`. What happens above the level is tested elsewhere.
    let table: Vec<(Method, String, Value, Level)> = vec![
        (Method::GET, "/v1/agent/me".into(), none.clone(), Level::Agent),
        (Method::GET, "/v1/agent/sessions".into(), none.clone(), Level::Agent),
        (Method::DELETE, "/v1/agent/sessions/none".into(), none.clone(), Level::Agent),
        (Method::GET, "/v1/agent/second-step".into(), none.clone(), Level::Agent),
        (Method::POST, "/v1/agent/second-step".into(), none.clone(), Level::Agent),
        (Method::GET, "/v1/agent/board".into(), none.clone(), Level::Agent),
        (Method::GET, "/v1/agent/colleagues".into(), none.clone(), Level::Agent),
        (Method::GET, "/v1/agent/tickets".into(), none.clone(), Level::Agent),
        (Method::GET, "/v1/agent/proposals".into(), none.clone(), Level::Agent),
        (Method::GET, case.clone(), none.clone(), Level::Agent),
        (Method::GET, format!("{case}/files/none"), none.clone(), Level::Agent),
        (Method::GET, format!("{case}/export"), none.clone(), Level::Lead),
        (Method::GET, format!("/v1/agent/visitors/{visitor}/history"), none.clone(), Level::Agent),
        (Method::GET, format!("/v1/agent/visitors/{visitor}/export"), none.clone(), Level::Lead),
        (Method::GET, "/v1/agent/audit".into(), none.clone(), Level::Lead),
        (Method::GET, "/v1/agent/audit/export".into(), none.clone(), Level::Lead),
        (Method::POST, "/v1/agent/duty".into(), json!({"on_duty": true}), Level::Agent),
        (Method::POST, format!("{case}/messages"), crate::bench::message("x"), Level::Agent),
        (Method::POST, format!("{case}/files?name=x"), none.clone(), Level::Agent),
        (Method::POST, format!("{case}/typing"), none.clone(), Level::Agent),
        (Method::POST, format!("{case}/read"), json!({"upto": 1}), Level::Agent),
        (Method::POST, format!("{case}/note"), note.clone(), Level::Agent),
        (Method::POST, format!("{case}/transfer"), to_queue.clone(), Level::Agent),
        (Method::POST, format!("{case}/assign"), to_queue.clone(), Level::Lead),
        (Method::POST, format!("{case}/invite"), json!({"agent": "none"}), Level::Agent),
        (Method::POST, format!("{case}/leave"), none.clone(), Level::Agent),
        (Method::POST, format!("{case}/ask-rating"), none.clone(), Level::Agent),
        (Method::POST, format!("{case}/close"), none.clone(), Level::Agent),
        (Method::POST, "/v1/agent/tickets/none/claim".into(), none.clone(), Level::Agent),
        (Method::POST, "/v1/agent/tickets/none/release".into(), none.clone(), Level::Agent),
        (Method::POST, "/v1/agent/tickets/none/done".into(), none.clone(), Level::Agent),
        (Method::POST, "/v1/agent/proposals".into(), json!({"question": "q", "answer": "a"}), Level::Agent),
        (Method::POST, "/v1/agent/visitors/none/block".into(), json!({"blocked": true}), Level::Lead),
        (Method::DELETE, "/v1/agent/visitors/none".into(), none.clone(), Level::Admin),
        (Method::POST, "/v1/agent/agents".into(), json!({"login": "", "name": ""}), Level::Admin),
        (Method::POST, "/v1/agent/agents/none".into(), none.clone(), Level::Admin),
        (Method::POST, "/v1/agent/agents/none/password".into(), none.clone(), Level::Admin),
    ];
    for (method, path, body, least) in table {
        let call = || {
            let call = Call::new(bench.router.clone(), method.clone(), &path).header("x-renzai-console", "1");
            if method == Method::GET { call } else { call.json(&body) }
        };
        call().refused(401, "not_logged_in").await;
        for (level, agent) in levels.iter().zip(&agents) {
            let reply = call().header("cookie", &agent.cookie).send().await;
            let allowed = reply.status != 403 && reply.status != 401;
            assert_eq!(allowed, *level >= least, "{method} {path} as {level:?}: {}", reply.status);
            assert!(reply.status.as_u16() < 500, "{method} {path}: {}", reply.status);
        }
    }
}

#[tokio::test]
async fn an_admin_adds_agents_and_the_last_admin_stays() {
    let bench = Bench::new().await;
    let admin = bench.first_agent().await;
    let new = json!({"login": "mei", "name": "小美", "level": "senior", "team": "售后", "capacity": 3});
    let made = admin.post("/v1/agent/agents").json(&new).ok().await;
    admin.post("/v1/agent/agents").json(&new).refused(409, "login_taken").await;
    let mei = bench.log_in("mei", &text(&made, "password")).await;
    let me = mei.get("/v1/agent/me").ok().await;
    assert_eq!((&me["level"], &me["team"], &me["capacity"]), (&json!("senior"), &json!("售后"), &json!(3)));
    let own = format!("/v1/agent/agents/{}", admin.id().await);
    admin.post(&own).json(&json!({"level": "agent"})).refused(409, "last_admin").await;
    let hers = format!("/v1/agent/agents/{}", text(&made, "agent"));
    assert_eq!(admin.post(&hers).json(&json!({"level": "admin"})).ok().await["level"], "admin");
    admin.post(&own).json(&json!({"level": "lead"})).ok().await;
    admin.post(&hers).json(&json!({"level": "agent"})).refused(403, "not_allowed").await;
    let again = mei.post(&format!("{hers}/password")).ok().await;
    mei.get("/v1/agent/me").refused(401, "not_logged_in").await;
    bench.log_in("mei", &text(&again, "password")).await;
}
