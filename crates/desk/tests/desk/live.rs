//! Streams and long polls over real sockets, read by the plainest of clients.

use crate::bench::{Agent, Bench, Visitor, message, numbers, text, types};
use serde_json::{Value, json};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};

/// Nothing here takes this long; it only ends a test that hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A desk that answers on its port.
struct Running {
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), desk::Error>>,
    _folder: std::sync::Arc<tempfile::TempDir>,
}

impl Running {
    async fn start(bench: Bench) -> Self {
        let addr = bench.desk.local_addr();
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(bench.desk.run(async {
            let _ = stopped.await;
        }));
        Self { addr, stop, ended, _folder: bench.folder }
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        within(self.ended).await.unwrap().unwrap();
    }

    async fn visitors(&self, who: &Visitor, path: &str) -> Stream {
        Stream::open(self.addr, path, &format!("authorization: Bearer {}\r\n", who.token)).await
    }

    async fn agents(&self, who: &Agent) -> Stream {
        Stream::open(self.addr, "/v1/agent/events", &format!("cookie: {}\r\n", who.cookie)).await
    }
}

async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("it takes too long")
}

/// An answer that is read as it comes.
struct Stream {
    head: String,
    socket: BufReader<TcpStream>,
    text: String,
}

impl Stream {
    async fn open(addr: SocketAddr, path: &str, headers: &str) -> Self {
        let mut socket = TcpStream::connect(addr).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: desk\r\n{headers}\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut socket = BufReader::new(socket);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(within(socket.read_line(&mut head)).await.unwrap(), 0, "the desk hung up: {head}");
        }
        Self { head, socket, text: String::new() }
    }

    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// The next event: its `id:` and its `data:`. `None` at the end of the stream.
    async fn next(&mut self) -> Option<(Option<u64>, Value)> {
        // One limit for the whole: the heartbeat would renew a limit for each read.
        within(self.read()).await
    }

    async fn read(&mut self) -> Option<(Option<u64>, Value)> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                let id = field("id:").map(|id| id.parse().unwrap());
                let data = field("data:").map(|data| serde_json::from_str(data).unwrap());
                let ping = field("event:") == Some("ping");
                self.text = rest.to_owned();
                if let Some(data) = data.filter(|_| !ping) {
                    return Some((id, data));
                }
            } else if !self.chunk().await {
                return None;
            }
        }
    }

    /// The next event that is no `queue`, which comes whenever anything moves.
    async fn durable(&mut self) -> Value {
        loop {
            let (id, data) = self.next().await.expect("the stream goes on");
            assert_eq!(id, data["seq"].as_u64(), "the id is the number");
            if id.is_some() {
                return data;
            }
        }
    }

    async fn chunk(&mut self) -> bool {
        let mut size = String::new();
        self.socket.read_line(&mut size).await.unwrap();
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        let mut bytes = vec![0; size + 2];
        self.socket.read_exact(&mut bytes).await.is_ok_and(|_| {
            self.text.push_str(std::str::from_utf8(&bytes[..size]).unwrap());
            size > 0
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_tells_what_was_missed_and_then_what_happens() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let running = Running::start(bench).await;
    let mut stream = running.visitors(&customer, &format!("/v1/conversations/{conversation}/events?after=0")).await;
    let head = stream.head.to_lowercase();
    for line in ["content-type: text/event-stream", "x-accel-buffering: no", "cache-control: no-store"] {
        assert!(head.contains(line), "{head}");
    }
    assert_eq!(stream.next().await.unwrap().1["type"], "queued");
    let (id, queue) = stream.next().await.unwrap();
    assert_eq!(
        (id, &queue["type"], &queue["position"], &queue["open"]),
        (None, &json!("queue"), &json!(1), &json!(true))
    );
    customer.say(&conversation, "第一句").await;
    assert_eq!(stream.durable().await["body"], "第一句", "the own message comes back: only then it is delivered");
    agent.on(&conversation, "take").ok().await;
    assert_eq!(stream.durable().await["type"], "agent_joined");
    let (_, read) = stream.next().await.unwrap();
    assert_eq!((&read["type"], &read["by"], &read["upto"]), (&json!("read"), &json!("agent"), &json!(3)));
    agent.on(&conversation, "typing").ok().await;
    let (_, typing) = stream.next().await.unwrap();
    assert_eq!((&typing["type"], &typing["from"]), (&json!("typing"), &json!("agent")));
    agent.on(&conversation, "messages").json(&message("您好")).ok().await;
    assert_eq!(stream.durable().await["seq"], 4);

    // A browser that reconnects repeats its old address, and adds how far it got.
    let headers = format!("authorization: Bearer {}\r\nlast-event-id: 3\r\n", customer.token);
    let path = format!("/v1/conversations/{conversation}/events?after=0");
    let mut again = Stream::open(running.addr, &path, &headers).await;
    assert_eq!(again.durable().await["seq"], 4);
    customer.close(&conversation).await;
    assert_eq!((stream.durable().await["seq"].clone(), again.durable().await["seq"].clone()), (json!(5), json!(5)));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_that_open_while_many_write_miss_nothing_and_see_nothing_twice() {
    let bench = Bench::with(|limits| limits.messages.burst = 1_000).await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    for _ in 0..40 {
        customer.say(&conversation, "x").await;
    }
    let running = Running::start(bench).await;
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let (customer, conversation) = (customer.clone(), conversation.clone());
            tokio::spawn(async move {
                for _ in 0..50 {
                    customer.say(&conversation, "x").await;
                }
            })
        })
        .collect();
    for after in [0, 1, 40] {
        let path = format!("/v1/conversations/{conversation}/events?after={after}");
        let mut stream = running.visitors(&customer, &path).await;
        for expected in after + 1..=241 {
            assert_eq!(stream.durable().await["seq"], expected);
        }
    }
    for writer in writers {
        within(writer).await.unwrap();
    }
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_waits_hears_when_the_queue_moves() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let (first, second) = (bench.visitor().await, bench.visitor().await);
    let one = first.ask().await;
    let two = second.ask().await;
    let running = Running::start(bench).await;
    let mut stream = running.visitors(&second, &format!("/v1/conversations/{two}/events?after=1")).await;
    assert_eq!(stream.next().await.unwrap().1["position"], 2);
    agent.on(&one, "take").ok().await;
    assert_eq!(stream.next().await.unwrap().1["position"], 1);
    agent.post("/v1/agent/duty").json(&json!({"on_duty": false})).ok().await;
    let (_, closed) = stream.next().await.unwrap();
    assert_eq!((&closed["position"], &closed["open"]), (&json!(1), &json!(false)));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_opens_one_stream_of_its_own_visitor() {
    let bench = Bench::new().await;
    let (customer, stranger) = (bench.visitor().await, bench.visitor().await);
    let conversation = customer.ask().await;
    let path = |ticket: &str| format!("/v1/conversations/{conversation}/events?after=0&ticket={ticket}");
    let ticket = async |who: &Visitor| text(&who.post("/v1/stream-tickets").json(&json!({})).ok().await, "ticket");
    bench.get(&path(&ticket(&stranger).await)).refused(404, "unknown_conversation").await;
    bench.get(&path("made-up")).refused(401, "bad_ticket").await;
    bench.get(&path("")).refused(401, "bad_ticket").await;
    let used = ticket(&customer).await;
    let running = Running::start(bench).await;
    let mut stream = Stream::open(running.addr, &path(&used), "").await;
    assert_eq!(stream.durable().await["type"], "queued");
    assert_eq!(Stream::open(running.addr, &path(&used), "").await.status(), "401");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fourth_stream_is_refused_until_one_ends() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let running = Running::start(bench).await;
    let path = format!("/v1/conversations/{conversation}/events?after=0");
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(running.visitors(&customer, &path).await);
    }
    let refused = running.visitors(&customer, &path).await;
    assert_eq!(refused.status(), "429");
    assert!(refused.head.to_lowercase().contains("retry-after: 5"), "{}", refused.head);
    customer.get(&format!("{path}&wait=1")).refused(429, "too_many_streams").await;
    customer.get(&format!("{path}&wait=0")).ok().await;
    open.pop();
    // The desk notices a closed socket in its own time.
    let again = within(async {
        loop {
            if running.visitors(&customer, &path).await.status() == "200" {
                return true;
            }
            tokio::task::yield_now().await;
        }
    });
    assert!(again.await);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_ahead_of_the_desk_is_told_to_start_over() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let path = |query: &str| format!("/v1/conversations/{conversation}/events?{query}");
    let polled = customer.get(&path("after=99&wait=25")).ok().await;
    assert_eq!(types(&polled["events"]), ["reset", "queue"]);
    let running = Running::start(bench).await;
    let mut stream = running.visitors(&customer, &path("after=99")).await;
    let (id, reset) = stream.next().await.unwrap();
    assert_eq!((id, &reset["type"]), (None, &json!("reset")));
    customer.say(&conversation, "x").await;
    assert_eq!(stream.durable().await["seq"], 2, "and goes on from there");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_poll_answers_at_once_with_what_is_there_and_else_waits_for_it() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let path = |after: u64, wait: u64| format!("/v1/conversations/{conversation}/events?after={after}&wait={wait}");
    let there = within(customer.get(&path(0, 25)).ok()).await;
    assert_eq!(types(&there["events"]), ["queued", "queue"]);
    let nothing = customer.get(&path(1, 0)).ok().await;
    assert_eq!(types(&nothing["events"]), ["queue"], "no new event, and the place of now");

    let waiting = {
        let (customer, path) = (customer.clone(), path(1, 25));
        tokio::spawn(async move { customer.get(&path).ok().await })
    };
    // Whether the poll is waiting already or not, it must come back with the message.
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "messages").json(&message("来了")).ok().await;
    let mut seen = numbers(&within(waiting).await.unwrap()["events"]);
    if seen == [2] {
        seen.extend(numbers(&within(customer.get(&path(2, 25)).ok()).await["events"]));
    }
    assert_eq!(seen, [2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_hears_of_the_board_and_of_its_own_conversations() {
    let bench = Bench::new().await;
    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    let customer = bench.visitor().await;
    let running = Running::start(bench).await;
    let (mut of_mei, mut of_lin) = (running.agents(&mei).await, running.agents(&lin).await);
    let board = json!({"notice": "board"});
    assert_eq!(of_mei.next().await.unwrap().1, board, "a console that opens fetches the board");
    assert_eq!(of_lin.next().await.unwrap().1, board);
    let conversation = customer.ask().await;
    mei.on(&conversation, "take").ok().await;
    customer.say(&conversation, "只给小美").await;
    customer.post(&format!("/v1/conversations/{conversation}/typing")).json(&json!({})).ok().await;
    customer.close(&conversation).await;
    let mut heard = Vec::new();
    while heard.last().map(String::as_str) != Some("closed") {
        let (_, notice) = of_mei.next().await.unwrap();
        if notice["notice"] == "conversation" {
            assert_eq!(notice["conversation"], conversation);
            heard.push(text(&notice["event"], "type"));
        }
    }
    assert_eq!(heard, ["queued", "agent_joined", "message", "typing", "closed"]);
    lin.post("/v1/agent/logout").ok().await;
    let mut others = Vec::new();
    while let Some((_, notice)) = of_lin.next().await {
        others.extend(notice["event"]["type"].as_str().map(str::to_owned));
    }
    assert_eq!(others, ["queued"], "what waits is everybody's; the rest is mei's. The stream ends with the session");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_stops_while_streams_are_open_and_takes_up_its_data_again() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let folder = bench.folder.clone();
    let running = Running::start(bench).await;
    let mut stream = running.visitors(&customer, &format!("/v1/conversations/{conversation}/events?after=0")).await;
    let mut console = running.agents(&agent).await;
    stream.durable().await;
    console.next().await.unwrap();
    running.stop().await;
    while stream.next().await.is_some() {}
    while console.next().await.is_some() {}
    let token = customer.token.clone();
    drop((agent, customer));
    let config = crate::bench::config(&folder);
    let bench = within(async {
        loop {
            // The last clone of the old router goes with the tasks of its connections.
            match desk::open(config.clone()).await {
                Ok(desk) => return desk.router(),
                Err(desk::Error::InUse { .. }) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        }
    })
    .await;
    let path = format!("/v1/conversations/{conversation}");
    let call = crate::bench::Call::new(bench, axum::http::Method::GET, &path);
    let snapshot = call.header("authorization", &format!("Bearer {token}")).ok().await;
    assert_eq!(snapshot["seq"], 1);
}
