//! Family help and files: who may see and write, and that it ends when the customer says so. And erasing.

use crate::{
    bench::{Bench, Visitor, data, message, text, types},
    pictures::pixels,
};
use serde_json::{Value, json};

/// One pixel.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\
\x1f\x15\xc4\x89\x00\x00\x00\x0dIDAT\x78\xda\x63\x64\xf8\xcf\x50\x0f\x00\x03\x86\x01\x80\x5a\x34\x7d\x6b\
\x00\x00\x00\x00IEND\xae\x42\x60\x82";

async fn invited(customer: &Visitor, conversation: &str, name: &str) -> (Visitor, Value) {
    let invite = customer.on(conversation, "invite").ok().await;
    let code = text(&invite, "code");
    assert_eq!(invite["path"], format!("/chat/?join={code}"));
    let typed = format!(" {}-{} ", code[..5].to_lowercase(), &code[5..]);
    let joined = customer.post("/v1/join").json(&json!({"code": typed, "name": name})).ok().await;
    (customer.with(&text(&joined, "token")), joined)
}

#[tokio::test]
async fn a_helper_sees_and_writes_in_the_one_conversation_until_removed() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    customer.say(&conversation, "我不会打字").await;
    let (son, joined) = invited(&customer, &conversation, " 儿子 ").await;
    assert_eq!((&joined["name"], &joined["conversation"]), (&json!("儿子"), &json!(conversation)));
    agent.on(&conversation, "take").ok().await;

    assert_eq!(types(&son.snapshot(&conversation).await["events"]).len(), 4, "the helper sees what was said");
    let said = message("我替我妈说");
    assert_eq!(son.on(&conversation, "messages").json(&said).ok().await["seq"], 5);
    let event = customer.snapshot(&conversation).await["events"][4].clone();
    assert_eq!((&event["from"], &event["name"]), (&json!("helper"), &json!("儿子")));
    assert_eq!(agent.board().await["mine"][0]["unread"], 1, "a helper's message is to be read");
    let case = agent.case(&conversation).await;
    assert!(case["people"].as_array().unwrap().iter().any(|it| it["from"] == "helper" && it["name"] == "儿子"));
    son.on(&conversation, "typing").ok().await;
    son.post("/v1/stream-tickets").json(&json!({})).ok().await;

    for what in ["close", "reopen", "escalate", "invite"] {
        son.on(&conversation, what).refused(403, "not_for_helpers").await;
    }
    son.on(&conversation, "rating").json(&json!({"stars": 1})).refused(403, "not_for_helpers").await;
    son.delete("/v1/visitor").refused(403, "not_for_helpers").await;
    son.post("/v1/handover").json(&crate::bench::handover()).refused(403, "not_for_helpers").await;
    let other = bench.visitor().await.ask().await;
    son.get(&format!("/v1/conversations/{other}")).refused(404, "unknown_conversation").await;

    let helper = text(&joined, "helper");
    customer.delete(&format!("/v1/conversations/{conversation}/helpers/{helper}")).ok().await;
    customer.delete(&format!("/v1/conversations/{conversation}/helpers/{helper}")).ok().await;
    son.get(&format!("/v1/conversations/{conversation}")).refused(401, "unknown_token").await;
    son.on(&conversation, "messages").json(&message("x")).refused(401, "unknown_token").await;
    let seen = types(&customer.snapshot(&conversation).await["events"]);
    assert_eq!(seen, ["queued", "message", "helper_joined", "agent_joined", "message", "helper_left"]);
    customer.delete(&format!("/v1/conversations/{conversation}/helpers/none")).refused(404, "unknown_helper").await;
}

#[tokio::test]
async fn a_code_opens_once_and_the_newest_one_only() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let code = async || text(&customer.on(&conversation, "invite").ok().await, "code");
    let join = |code: &str, name: &str| bench.post("/v1/join").json(&json!({"code": code, "name": name}));
    let first = code().await;
    let second = code().await;
    join(&first, "a").refused(404, "unknown_code").await;
    join(&second, "").refused(422, "empty").await;
    let token = text(&join(&second, "女儿").ok().await, "token");
    join(&second, "b").refused(404, "unknown_code").await;
    let daughter = customer.with(&token);
    daughter.on(&conversation, "leave").ok().await;
    daughter.get(&format!("/v1/conversations/{conversation}")).refused(401, "unknown_token").await;
    let last = code().await;
    customer.close(&conversation).await;
    join(&last, "c").refused(404, "unknown_code").await;
    customer.on(&conversation, "invite").refused(409, "closed").await;
    customer.on(&conversation, "leave").refused(409, "not_a_helper").await;
}

#[tokio::test]
async fn files_are_what_their_bytes_show_and_for_the_people_of_the_conversation_only() {
    let bench = Bench::with(|limits| limits.file_bytes = 1_000).await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let path = format!("/v1/conversations/{conversation}/files");
    let upload = |name: &str, bytes: &[u8]| customer.post(&format!("{path}?name={name}")).bytes(bytes.to_vec());
    let file = upload("%E7%85%A7%E7%89%87.png", PNG).ok().await;
    assert_eq!((&file["kind"], &file["name"]), (&json!("image/png"), &json!("照片.png")));
    assert_eq!(upload("again.png", PNG).ok().await["file"], file["file"], "the same bytes are the same file");
    upload("x.png", b"<script>alert(1)</script>").refused(415, "file_type").await;
    upload("x.png", &[PNG, &[0; 1_000]].concat()).refused(413, "too_large").await;

    let said = json!({"client_id": uuid::Uuid::now_v7().to_string(), "body": "", "file": file["file"]});
    customer.on(&conversation, "messages").json(&said).ok().await;
    assert_eq!(customer.snapshot(&conversation).await["events"][1]["file"], file);
    let none = json!({"client_id": uuid::Uuid::now_v7().to_string(), "body": "", "file": "another's"});
    customer.on(&conversation, "messages").json(&none).refused(404, "unknown_file").await;

    let id = text(&file, "file");
    let got = customer.get(&format!("{path}/{id}")).send().await;
    assert_eq!(got.status.as_u16(), 200);
    assert_eq!((pixels(&got.body), json!(got.body.len())), (pixels(PNG), file["bytes"].clone()));
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert!(got.header("content-disposition").starts_with("attachment"), "{}", got.header("content-disposition"));
    assert_eq!(agent.get(&format!("/v1/agent/conversations/{conversation}/files/{id}")).send().await.body, got.body);
    let stranger = bench.visitor().await;
    let theirs = stranger.ask().await;
    stranger.get(&format!("{path}/{id}")).refused(404, "unknown_conversation").await;
    stranger.get(&format!("/v1/conversations/{theirs}/files/{id}")).refused(404, "unknown_file").await;
    bench.get(&format!("{path}/{id}")).refused(401, "no_token").await;
    for more in 0..4_u8 {
        upload("more.png", &[PNG, &[more]].concat()).ok().await;
    }
    upload("more.png", &[PNG, &[9]].concat()).refused(422, "too_many_files").await;
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "files?name=a.pdf").bytes(b"%PDF-1.7 x".to_vec()).ok().await;
}

#[tokio::test]
async fn erasing_leaves_nothing_and_says_how_much_it_was() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let (customer, other) = (bench.visitor().await, bench.visitor().await);
    let conversation = customer.ask().await;
    customer.say(&conversation, "一个秘密").await;
    let (son, _) = invited(&customer, &conversation, "儿子").await;
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "note").json(&json!({"note": "笔记"})).ok().await;
    let files = format!("/v1/conversations/{conversation}/files?name=a.png");
    let shared = customer.post(&files).bytes(PNG.to_vec()).ok().await;
    let own = customer.post(&files).bytes([PNG, b" own"].concat()).ok().await;
    let theirs = other.ask().await;
    other.post(&format!("/v1/conversations/{theirs}/files?name=a.png")).bytes(PNG.to_vec()).ok().await;
    customer.post("/v1/messages").json(&json!({"body": "另一个秘密"})).ok().await;

    let erased = customer.delete("/v1/visitor").ok().await;
    let bytes = shared["bytes"].as_u64().unwrap() + own["bytes"].as_u64().unwrap();
    assert_eq!(
        erased,
        json!({"conversations": 1, "messages": 1, "records": 5, "files": 2, "file_bytes": bytes, "tickets": 1, "helpers": 1})
    );
    customer.get(&format!("/v1/conversations/{conversation}")).refused(401, "unknown_token").await;
    son.get(&format!("/v1/conversations/{conversation}")).refused(401, "unknown_token").await;
    agent.get(&format!("/v1/agent/conversations/{conversation}")).refused(404, "unknown_conversation").await;
    let audit = agent.get("/v1/agent/audit?act=erase").ok().await["lines"].clone();
    assert_eq!(
        (&audit[0]["name"], audit[0]["detail"].as_str().unwrap()),
        (&json!("visitor"), "1 conversations, 1 messages, 2 files, 1 tickets")
    );
    let files: Vec<_> = std::fs::read_dir(data(&bench.folder).join("files")).unwrap().collect();
    assert_eq!(files.len(), 1, "the file that another conversation has stays");
    assert_eq!(other.snapshot(&theirs).await["seq"], 1);
    let db = rusqlite::Connection::open(data(&bench.folder).join("desk.db")).unwrap();
    for table in ["events", "messages", "notes", "helpers", "tickets", "invitations"] {
        let sql = format!("SELECT count(*) FROM {table} WHERE conversation IS NOT ?1");
        let left: u32 = db.query_row(&sql, [&theirs], |row| row.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
}

#[tokio::test]
async fn an_admin_erases_on_request_and_the_log_says_who() {
    let bench = Bench::new().await;
    let admin = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let visitor = text(&admin.case(&conversation).await, "visitor");
    assert_eq!(admin.delete(&format!("/v1/agent/visitors/{visitor}")).ok().await["conversations"], 1);
    admin.delete(&format!("/v1/agent/visitors/{visitor}")).refused(404, "unknown_visitor").await;
    assert_eq!(admin.get("/v1/agent/audit?act=erase").ok().await["lines"][0]["name"], "小林");
}

#[tokio::test]
async fn the_printed_code_is_read_by_a_scanner_as_the_link() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let invited = customer.on(&conversation, "invite").json(&json!({})).ok().await;
    let links = [
        format!("https://desk.shop.example{}", text(&invited, "path")),
        format!("http://127.0.0.1:8787{}", text(&invited, "path")),
        "https://店.example/聊天?join=ABCDE12345".to_owned(),
        format!("https://shop.example/{}", "x".repeat(379)),
    ];
    for link in links {
        let code = customer.post("/v1/qr").json(&json!({"text": link})).ok().await;
        let rows: Vec<&[u8]> =
            code["rows"].as_array().unwrap().iter().map(|row| row.as_str().unwrap().as_bytes()).collect();
        // As the widget draws it: a margin of four, and every module some points wide.
        let (margin, points) = (4, 3);
        let side = (rows.len() + 2 * margin) * points;
        let dark = |x: usize, y: usize| {
            let module = |at: usize| (at / points).checked_sub(margin);
            module(y).and_then(|y| rows.get(y)).zip(module(x)).and_then(|(row, x)| row.get(x)) == Some(&b'1')
        };
        let mut picture = rqrr::PreparedImage::prepare_from_bitmap(side, side, dark);
        let found = picture.detect_grids();
        assert_eq!(found.len(), 1, "one code in the picture of {link}");
        assert_eq!(found[0].decode().unwrap().1, link);
    }
    let long = "x".repeat(401);
    customer.post("/v1/qr").json(&json!({"text": long})).refused(422, "too_long").await;
}
