//! Opening and running a desk.

use crate::{
    app::{App, now},
    auth::{hash_password, new_password},
    config::Config,
    error::Error,
    refuse::Refuse,
    routes,
    store::{NewAgent, Store},
};
use axum::{Router, http::HeaderValue};
use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use uuid::Uuid;

/// How often agents who went away are noticed.
const TEND: Duration = Duration::from_secs(15);

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
    addr: SocketAddr,
    first_login: Option<FirstLogin>,
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
    let listener = listen(config.addr).await?;
    let addr = listener.local_addr().map_err(|source| Error::Listen { addr: config.addr, source })?;
    let data = config.data;
    let opened = tokio::task::spawn_blocking(move || {
        let mut store = Store::open(&data)?;
        let first =
            if store.has_agents()? { None } else { Some(add(&mut store, FIRST_LOGIN, FIRST_NAME, FIRST_ROLE)?) };
        Ok::<_, Error>((store, first))
    });
    let (store, first_login) = opened.await.map_err(|error| Error::Internal(error.to_string()))??;
    let app = Arc::new(App::new(store, config.limits));
    let router = routes::router(Arc::clone(&app), &config.site, origins);
    Ok(Desk { app, router, listener, addr, first_login })
}

impl Desk {
    /// Where the desk listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.addr
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

    /// Adds an agent with the name and role that customers see, and a random password.
    ///
    /// # Errors
    /// [`Error::LoginTaken`].
    pub async fn add_agent(&self, login: &str, name: &str, role: &str) -> Result<FirstLogin, Error> {
        let (login, name, role) = (login.to_owned(), name.to_owned(), role.to_owned());
        let added = self.app.write(move |store, _, _| Ok((add(store, &login, &name, &role), Vec::new()))).await;
        added.map_err(Error::from)?
    }

    /// Answers calls until `shutdown` is ready; then streams end, calls under way have two seconds, and it returns.
    ///
    /// # Errors
    /// The listener failed.
    pub async fn run<F>(self, shutdown: F) -> Result<(), Error>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let Self { app, router, listener, .. } = self;
        let mut stopped = app.stop.subscribe();
        let told = Arc::clone(&app);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serve = axum::serve(listener, service).with_graceful_shutdown(async move {
            shutdown.await;
            told.stop.send_replace(true);
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
        tokio::select! {
            ended = async { serve.await } => ended.map_err(|error| Error::Internal(error.to_string())),
            () = too_long => Ok(()),
            () = tend => Ok(()),
        }
    }
}

fn add(store: &mut Store, login: &str, name: &str, role: &str) -> Result<FirstLogin, Error> {
    let password = new_password();
    let hash = hash_password(&password).map_err(|error| Error::Internal(error.to_string()))?;
    let agent = NewAgent { login, password: &hash, name, role };
    if store.add_agent(&Uuid::now_v7().to_string(), &agent, now())? {
        return Ok(FirstLogin { login: login.to_owned(), password });
    }
    Err(Error::LoginTaken { login: login.to_owned() })
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
