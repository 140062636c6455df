//! The plainest of HTTP clients: one connection that is used again, and a stream of server-sent events.

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};

/// A call that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Twice the heartbeat: a stream that is silent for longer is dead.
const SILENCE: Duration = Duration::from_secs(2 * wire::HEARTBEAT_SECONDS as u64);

/// What a call said.
pub struct Reply {
    pub status: u16,
    pub cookie: Option<String>,
    body: Vec<u8>,
}

impl Reply {
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        ensure!(self.status == 200, "{} {}", self.status, String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).context("an answer that is no JSON of this protocol")
    }
}

/// A caller with one connection; it is made anew when it broke.
pub struct Client {
    addr: SocketAddr,
    headers: String,
    open: Option<BufReader<TcpStream>>,
}

impl Client {
    /// `headers` are sent with each call, every one ended by a line break.
    pub fn new(addr: SocketAddr, headers: &str) -> Self {
        Self { addr, headers: headers.to_owned(), open: None }
    }

    pub async fn get(&mut self, path: &str) -> Result<Reply> {
        self.call("GET", path, "").await
    }

    pub async fn post(&mut self, path: &str, body: &str) -> Result<Reply> {
        self.call("POST", path, body).await
    }

    async fn call(&mut self, method: &str, path: &str, body: &str) -> Result<Reply> {
        let reply = timeout(PATIENCE, self.exchange(method, path, body)).await;
        if !matches!(reply, Ok(Ok(_))) {
            // Half an answer may be on the way: nothing more can be read from it.
            self.open = None;
        }
        reply.context("no answer in time")?
    }

    async fn exchange(&mut self, method: &str, path: &str, body: &str) -> Result<Reply> {
        let mut socket = match self.open.take() {
            Some(socket) => socket,
            None => connect(self.addr).await?,
        };
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let length = body.len();
        let headers = &self.headers;
        let call =
            format!("{method} {path} HTTP/1.1\r\nhost: desk\r\n{headers}{kind}content-length: {length}\r\n\r\n{body}");
        socket.get_mut().write_all(call.as_bytes()).await?;
        let head = head(&mut socket).await?;
        let length: usize = field(&head, "content-length").context("an answer without length")?.parse()?;
        let mut body = vec![0; length];
        socket.read_exact(&mut body).await?;
        let cookie = field(&head, "set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        self.open = Some(socket);
        Ok(Reply { status: status(&head)?, cookie, body })
    }
}

/// Server-sent events as they come.
pub struct Stream {
    socket: BufReader<TcpStream>,
    text: String,
}

impl Stream {
    pub async fn open(addr: SocketAddr, path: &str, headers: &str) -> Result<Self> {
        let mut socket = timeout(PATIENCE, connect(addr)).await??;
        let call = format!("GET {path} HTTP/1.1\r\nhost: desk\r\n{headers}\r\n");
        socket.get_mut().write_all(call.as_bytes()).await?;
        let head = timeout(PATIENCE, head(&mut socket)).await??;
        ensure!(status(&head)? == 200, "a stream was refused: {head}");
        Ok(Self { socket, text: String::new() })
    }

    /// The `data:` of the next event that is no heartbeat. An error: the stream broke.
    pub async fn next(&mut self) -> Result<String> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                match (field("event:"), field("data:")) {
                    (Some(wire::PING), _) | (_, None) => {}
                    (_, Some(data)) => return Ok(data.to_owned()),
                }
            } else {
                timeout(SILENCE, self.chunk()).await.context("no heartbeat")??;
            }
        }
    }

    async fn chunk(&mut self) -> Result<()> {
        let mut size = String::new();
        ensure!(self.socket.read_line(&mut size).await? > 0, "the stream ended");
        let size = usize::from_str_radix(size.trim(), 16).context("a chunk without size")?;
        ensure!(size > 0, "the stream ended");
        let mut bytes = vec![0; size + 2];
        self.socket.read_exact(&mut bytes).await?;
        bytes.truncate(size);
        self.text.push_str(std::str::from_utf8(&bytes).context("a chunk that is no text")?);
        Ok(())
    }
}

async fn connect(addr: SocketAddr) -> Result<BufReader<TcpStream>> {
    let socket = TcpStream::connect(addr).await?;
    socket.set_nodelay(true)?;
    // Thousands of idle streams must not cost the measuring machine more than they cost the desk.
    Ok(BufReader::with_capacity(2048, socket))
}

async fn head(socket: &mut BufReader<TcpStream>) -> Result<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if socket.read_line(&mut head).await? == 0 {
            bail!("the desk hung up");
        }
    }
    Ok(head)
}

fn status(head: &str) -> Result<u16> {
    head.split(' ').nth(1).context("no status")?.parse().context("a status that is no number")
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().filter_map(|line| line.split_once(": ")).find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|it| it.1)
}
