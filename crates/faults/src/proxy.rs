//! A network that fails: connections are refused, delayed, cut in the middle, and what was sent is sent again. What
//! befalls which connection is decided by a seed.

use anyhow::Result;
use clap::Args;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{io, net::SocketAddr, process::ExitCode, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::sleep,
};

/// Bytes of a connection that are remembered for sending them again.
const MEMORY: usize = 64 * 1024;

/// Where to listen, where to lead, and how to fail.
#[derive(Args)]
pub struct Options {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Address of the desk
    #[arg(long)]
    to: SocketAddr,
    /// The same seed breaks the same connections
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs until it is stopped. The first line of its output is `ready ADDRESS`.
///
/// # Errors
/// The address cannot be listened on.
pub async fn run(options: &Options) -> Result<ExitCode> {
    let listener = TcpListener::bind(options.listen).await?;
    println!("ready {}", listener.local_addr()?);
    serve(listener, options.to, options.seed).await;
    Ok(ExitCode::SUCCESS)
}

/// Serves for ever.
pub async fn serve(listener: TcpListener, to: SocketAddr, seed: u64) {
    let mut chance = StdRng::seed_from_u64(seed);
    loop {
        let Ok((client, _)) = listener.accept().await else { continue };
        let fate = Fate::draw(&mut chance);
        tokio::spawn(async move {
            // A connection that fails is what this is for.
            let _ = suffer(client, to, fate).await;
        });
    }
}

/// What befalls one connection.
#[derive(Clone, Copy, Debug)]
struct Fate {
    /// Hung up on at once.
    refused: bool,
    /// Cut after so many bytes towards the desk, and towards the client.
    cut_up: Option<u64>,
    cut_down: Option<u64>,
    /// Each piece waits so long at the most.
    delay: Duration,
    /// All that was sent is sent once more.
    repeated: bool,
    /// For the delays.
    seed: u64,
}

impl Fate {
    fn draw(chance: &mut StdRng) -> Self {
        let cut = |chance: &mut StdRng| chance.random_bool(0.25).then(|| chance.random_range(1..60_000));
        Self {
            refused: chance.random_bool(0.05),
            cut_up: cut(chance),
            cut_down: cut(chance),
            delay: Duration::from_millis(if chance.random_bool(0.3) { chance.random_range(1..40) } else { 0 }),
            repeated: chance.random_bool(0.2),
            seed: chance.random(),
        }
    }
}

async fn suffer(mut client: TcpStream, to: SocketAddr, fate: Fate) -> io::Result<()> {
    if fate.refused {
        return Ok(());
    }
    let mut desk = TcpStream::connect(to).await?;
    client.set_nodelay(true)?;
    desk.set_nodelay(true)?;
    let mut sent = Vec::new();
    {
        let (mut from_client, mut to_client) = client.split();
        let (mut from_desk, mut to_desk) = desk.split();
        let up = pass(&mut from_client, &mut to_desk, fate.cut_up, fate.delay, fate.seed, Some(&mut sent));
        let down = pass(&mut from_desk, &mut to_client, fate.cut_down, fate.delay, !fate.seed, None);
        // When one side ends the whole connection does, with whatever was on its way.
        let _ = tokio::select! { up = up => up, down = down => down };
    }
    drop((client, desk));
    if fate.repeated {
        repeat(to, &sent).await?;
    }
    Ok(())
}

async fn pass(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    cut: Option<u64>,
    delay: Duration,
    seed: u64,
    mut memory: Option<&mut Vec<u8>>,
) -> io::Result<()> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut left = cut.unwrap_or(u64::MAX);
    let mut piece = vec![0; 4096];
    loop {
        let read = from.read(&mut piece).await?;
        if read == 0 {
            return Ok(());
        }
        if !delay.is_zero() {
            sleep(delay.mul_f64(chance.random())).await;
        }
        let pass = usize::try_from(left).unwrap_or(usize::MAX).min(read);
        to.write_all(&piece[..pass]).await?;
        if let Some(memory) = memory.as_deref_mut()
            && memory.len() + pass <= MEMORY
        {
            memory.extend_from_slice(&piece[..pass]);
        }
        left -= u64::try_from(pass).unwrap_or(0);
        if left == 0 {
            return Ok(());
        }
    }
}

/// Sends what a connection had sent once more, and listens to nobody.
async fn repeat(to: SocketAddr, sent: &[u8]) -> io::Result<()> {
    let mut desk = TcpStream::connect(to).await?;
    desk.write_all(sent).await?;
    let mut answer = vec![0; 4096];
    let ended = async { while desk.read(&mut answer).await.is_ok_and(|read| read > 0) {} };
    let _ = tokio::time::timeout(Duration::from_secs(2), ended).await;
    Ok(())
}
