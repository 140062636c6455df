//! Opening and running a desk.

use crate::{
    app::{App, now},
    auth::{hash_password, new_password},
    config::Config,
    error::Error,
    hours,
    refuse::Refuse,
    routes, serving,
    store::{NewAgent, Store},
    tls, webhook,
};
use axum::{
    Router,
    http::{HeaderValue, header},
};
use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::mpsc::UnboundedReceiver};
use tokio_rustls::TlsAcceptor;
use tower_http::set_header::SetResponseHeaderLayer;
use uuid::Uuid;
use wire::agent::Level;

/// How often agents who went away are noticed.
const TEND: Duration = Duration::from_secs(15);

/// How often what is too old is forgotten.
const FORGET: Duration = Duration::from_hours(1);

/// Waiting customers hear of their place this often at the most: a busy queue moves all the time.
const ANNOUNCE: Duration = Duration::from_millis(200);

/// Connections that read beside the one that writes.
const READERS: usize = 3;

/// How long open calls may take to end once the desk is told to stop.
const FAREWELL: Duration = Duration::from_secs(2);

/// The first agent, until the merchant adds others.
const FIRST_LOGIN: &str = "agent";
const FIRST_NAME: &str = "小林";
const FIRST_ROLE: &str = "客服专员";

/// A desk that is open: it has its database and its port, and answers once [`Desk::run`] is called.
pub struct Desk {
    app: Arc<App>,
    router: Router,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    addr: SocketAddr,
    first_login: Option<FirstLogin>,
    moves: UnboundedReceiver<String>,
}

/// A log-in with the password that was just made for it. Only a hash of the password is kept: show it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLogin {
    /// Log-in name.
    pub login: String,
    /// Password.
    pub password: String,
}

/// Opens a desk: makes or opens the database, makes the first agent if there is none, and takes the port.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let config = desk::Config {
///     addr: "127.0.0.1:0".parse().unwrap(),
///     data: folder.path().join("data"),
///     site: folder.path().into(),
///     ..desk::Config::default()
/// };
/// let desk = desk::open(config).await.unwrap();
/// assert!(desk.first_login().is_some());
/// assert_ne!(desk.local_addr().port(), 0);
/// // Runs until the future given is ready; a program gives `tokio::signal::ctrl_c()` here.
/// desk.run(async {}).await.unwrap();
/// # });
/// ```
///
/// # Errors
/// A folder that cannot be written, a file that is no database or from a newer desk, a second desk on the same data,
/// no site, an origin that is none, a port in use: see [`Error`].
pub async fn open(config: Config) -> Result<Desk, Error> {
    let origins = config.origins.iter().map(|origin| parse_origin(origin)).collect::<Result<Vec<_>, _>>()?;
    if !config.site.is_dir() {
        return Err(Error::Site { path: config.site });
    }
    let timezone = &config.settings.shop.timezone;
    if hours::zone(timezone).is_none() {
        return Err(Error::TimeZone { name: timezone.clone() });
    }
    let tls = config.settings.tls.as_ref().map(tls::acceptor).transpose()?;
    let listener = listen(config.addr).await?;
    let addr = listener.local_addr().map_err(|source| Error::Listen { addr: config.addr, source })?;
    let (data, pages) = (config.data, config.settings.max_pages);
    let opened = tokio::task::spawn_blocking(move || {
        let mut store = Store::open(&data)?;
        let first = if store.has_agents()? {
            None
        } else {
            let agent = NewAgent {
                login: FIRST_LOGIN,
                password: "",
                name: FIRST_NAME,
                role: FIRST_ROLE,
                level: Level::Admin,
                team: "",
                capacity: None,
            };
            Some(add(&mut store, &agent)?)
        };
        store.limit_pages(pages)?;
        let readers = (0..READERS).map(|_| Store::reader(&data)).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, Error>((store, readers, first))
    });
    let (store, readers, first_login) = opened.await.map_err(|error| Error::Internal(error.to_string()))??;
    let (app, moves) =
        App::new(store, readers, config.limits, config.settings).map_err(|error| Error::Internal(error.to_string()))?;
    let app = Arc::new(app);
    let mut router = routes::router(Arc::clone(&app), &config.site, origins);
    if tls.is_some() {
        let year = HeaderValue::from_static("max-age=31536000");
        router = router.layer(SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, year));
    }
    Ok(Desk { app, router, listener, tls, addr, first_login, moves })
}

impl Desk {
    /// Where the desk listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.addr
    }

    /// `https` with a certificate of its own, else `http`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// The first agent's log-in, if it was made just now.
    #[must_use]
    pub fn first_login(&self) -> Option<&FirstLogin> {
        self.first_login.as_ref()
    }

    /// All routes, for tests that call without a network.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Adds an agent of the lowest level with the name and role that customers see, and a random password.
    ///
    /// # Errors
    /// [`Error::LoginTaken`].
    pub async fn add_agent(&self, login: &str, name: &str, role: &str) -> Result<FirstLogin, Error> {
        self.add_agent_of(login, name, role, Level::Agent).await
    }

    /// The same with a level.
    ///
    /// # Errors
    /// [`Error::LoginTaken`].
    pub async fn add_agent_of(&self, login: &str, name: &str, role: &str, level: Level) -> Result<FirstLogin, Error> {
        let (login, name, role) = (login.to_owned(), name.to_owned(), role.to_owned());
        let added = self.app.write(move |store, _, _| {
            let agent =
                NewAgent { login: &login, password: "", name: &name, role: &role, level, team: "", capacity: None };
            Ok((add(store, &agent), Vec::new()))
        });
        added.await.map_err(Error::from)?
    }

    /// Answers calls until `shutdown` is ready; then streams end, calls under way have two seconds, and it returns.
    ///
    /// # Errors
    /// None for now: what fails while it runs is answered to who called, and in the log.
    pub async fn run<F>(self, shutdown: F) -> Result<(), Error>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let Self { app, router, listener, tls, mut moves, .. } = self;
        let (most, stop) = (app.limits.connections, app.stop.clone());
        let mut stopped = app.stop.subscribe();
        let serve = serving::serve(listener, tls, router, most, async move {
            shutdown.await;
            stop.send_replace(true);
        });
        let too_long = async {
            let _ = stopped.wait_for(|stop| *stop).await;
            tokio::time::sleep(FAREWELL).await;
        };
        let tend = async {
            let mut rounds = tokio::time::interval(TEND);
            loop {
                rounds.tick().await;
                app.tend().await;
            }
        };
        let forget = async {
            let mut rounds = tokio::time::interval(FORGET);
            loop {
                rounds.tick().await;
                app.forget().await;
            }
        };
        let announce = async {
            loop {
                app.announce.notified().await;
                app.announce_queue().await;
                tokio::time::sleep(ANNOUNCE).await;
            }
        };
        let tell_moves = async {
            while let Some(guest) = moves.recv().await {
                app.tell_move(guest).await;
            }
        };
        let ended = tokio::select! {
            () = serve => Ok(()),
            () = too_long => Ok(()),
            () = tend => Ok(()),
            () = forget => Ok(()),
            () = announce => Ok(()),
            () = tell_moves => Ok(()),
            () = webhook::run(&app) => Ok(()),
        };
        ended
    }
}

/// Adds an agent with a new password.
pub(crate) fn add(store: &mut Store, agent: &NewAgent<'_>) -> Result<FirstLogin, Error> {
    let password = new_password();
    let hash = hash_password(&password).map_err(|error| Error::Internal(error.to_string()))?;
    let kept = NewAgent { password: &hash, ..*agent };
    if store.add_agent(&Uuid::now_v7().to_string(), &kept, now())? {
        return Ok(FirstLogin { login: agent.login.to_owned(), password });
    }
    Err(Error::LoginTaken { login: agent.login.to_owned() })
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(addr).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => Error::PortInUse { addr },
        _ => Error::Listen { addr, source },
    })
}

fn parse_origin(origin: &str) -> Result<HeaderValue, Error> {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let is_origin = host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', '*', ' ', ',']));
    let value = HeaderValue::from_str(origin).ok().filter(|_| is_origin && origin.is_ascii());
    value.ok_or_else(|| Error::Origin { origin: origin.to_owned() })
}

/// The store speaks in refusals; its own faults are in the log already.
impl From<Refuse> for Error {
    fn from(refuse: Refuse) -> Self {
        Self::Internal(refuse.message)
    }
}
