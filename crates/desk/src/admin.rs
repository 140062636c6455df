//! Agents from the command line, beside a desk that may be running.

use crate::{
    Error, FirstLogin,
    app::now,
    auth::{hash_password, new_password},
    keyfile::Place,
    server::add,
    store::{Act, Chain, Forgotten, NewAgent, Store},
};
use std::{path::Path, time::Duration};
use wire::{
    agent::{ChangeAgent, Colleague, Level},
    visitor::Note,
};

/// What the merchant may learn from, out of a data folder: the notes of one site, or of all, the oldest first.
///
/// # Errors
/// The folder or the file cannot be used: see [`Error`].
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// assert!(desk::feedback(folder.path(), None).unwrap().is_empty());
/// ```
pub fn feedback(data: &Path, site: Option<&str>) -> Result<Vec<Note>, Error> {
    Ok(Store::beside(data)?.feedback(site)?)
}

/// Looks whether each line of the log is as it was written, also while the desk runs. `noted` is the head that an
/// earlier look gave, or empty.
///
/// # Errors
/// The folder or the file cannot be used: see [`Error`].
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// desk::Agents::open(folder.path())?.add("mei", "小美", "", wire::agent::Level::Agent, "")?;
/// let desk::Chain::Whole { lines, head, .. } = desk::verify_log(folder.path(), "")? else { panic!() };
/// assert_eq!((lines, head.len()), (1, 64));
/// # Ok::<_, desk::Error>(())
/// ```
pub fn verify_log(data: &Path, noted: &str) -> Result<Chain, Error> {
    // A folder without a desk is an error here, and stays without one.
    drop(Store::reader(data)?);
    Ok(Store::beside(data)?.chain(noted)?)
}

/// Forgets what ended more than so many days ago, also while the desk runs: see [`Forgotten`].
///
/// # Errors
/// The folder or the file cannot be used: see [`Error`].
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # desk::Agents::open(folder.path())?;
/// assert_eq!(desk::forget(folder.path(), 180)?.conversations, 0);
/// # Ok::<_, desk::Error>(())
/// ```
pub fn forget(data: &Path, days: u32) -> Result<Forgotten, Error> {
    // A folder without a desk is an error here, and stays without one.
    drop(Store::reader(data)?);
    let mut store = Store::beside(data)?;
    store.begin()?;
    let (forgotten, orphans) = store.forget_older(Duration::from_hours(u64::from(days) * 24), "command line", now())?;
    store.commit()?;
    store.delete_bytes(&orphans);
    Ok(forgotten)
}

/// What a new key sealed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resealed {
    /// Values of the database.
    pub values: u64,
    /// Customers' and agents' files.
    pub files: u64,
    /// Where the key is.
    pub place: String,
}

/// Makes a new key, seals everything with it, and forgets the old one. The desk must not run. Broken off at any moment
/// nothing is lost, and the same call goes on where it was.
///
/// # Errors
/// The desk runs, the folder, the file or the key cannot be used, the disk is full: see [`Error`].
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// desk::Agents::open(folder.path())?.add("mei", "小美", "", wire::agent::Level::Agent, "")?;
/// let before = std::fs::read(folder.path().join("desk.key")).unwrap();
/// desk::change_key(folder.path())?;
/// assert_ne!(std::fs::read(folder.path().join("desk.key")).unwrap(), before);
/// # Ok::<_, desk::Error>(())
/// ```
pub fn change_key(data: &Path) -> Result<Resealed, Error> {
    // A folder without a desk is an error here, and stays without one.
    drop(Store::reader(data)?);
    let mut store = Store::open(data)?;
    let place = Place::of(data);
    let (values, files) = store.seal_anew(place.add_new()?)?;
    place.drop_old()?;
    Ok(Resealed { values, files, place: place.name() })
}

/// The agents of a data folder.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// let mut agents = desk::Agents::open(folder.path()).unwrap();
/// let login = agents.add("mei", "小美", "客服专员", wire::agent::Level::Senior, "").unwrap();
/// assert_eq!((login.login.as_str(), login.password.len()), ("mei", 20));
/// assert_eq!(agents.list().unwrap()[0].1.name, "小美");
/// ```
pub struct Agents(Store);

impl Agents {
    /// Opens the database of a data folder, and makes it if there is none.
    ///
    /// # Errors
    /// The folder or the file cannot be used: see [`Error`].
    pub fn open(data: &Path) -> Result<Self, Error> {
        Store::beside(data).map(Self)
    }

    /// Adds an agent with a random password.
    ///
    /// # Errors
    /// [`Error::LoginTaken`].
    pub fn add(&mut self, login: &str, name: &str, role: &str, level: Level, team: &str) -> Result<FirstLogin, Error> {
        let agent = NewAgent { login, password: "", name, role, level, team, capacity: None };
        let added = add(&mut self.0, &agent)?;
        self.log(login, "added")?;
        Ok(added)
    }

    /// The log-in name of each agent, and the agent, by name. A capacity of 0 is the desk's default.
    ///
    /// # Errors
    /// The database failed.
    pub fn list(&self) -> Result<Vec<(String, Colleague)>, Error> {
        let agents = self.0.colleagues(0)?;
        agents.into_iter().map(|agent| Ok((self.0.agent_login(&agent.agent)?, agent))).collect()
    }

    /// Changes what an agent is.
    ///
    /// # Errors
    /// [`Error::UnknownLogin`], [`Error::LastAdmin`].
    pub fn change(&mut self, login: &str, change: &ChangeAgent) -> Result<(), Error> {
        let id = self.id(login)?;
        if change.level.is_some_and(|level| level < Level::Admin) && !self.0.has_other_admin(&id)? {
            return Err(Error::LastAdmin { login: login.to_owned() });
        }
        self.0.change_agent(&id, change)?;
        self.log(login, "changed")
    }

    /// A new random password; all sessions of the agent end.
    ///
    /// # Errors
    /// [`Error::UnknownLogin`].
    pub fn new_password(&mut self, login: &str) -> Result<FirstLogin, Error> {
        let id = self.id(login)?;
        let password = new_password();
        let kept = hash_password(&password).map_err(|error| Error::Internal(error.to_string()))?;
        self.0.set_password(&id, &kept)?;
        self.log(login, "new password")?;
        Ok(FirstLogin { login: login.to_owned(), password })
    }

    /// Ends the second step of a log-in, for an agent whose phone and recovery codes are gone.
    ///
    /// # Errors
    /// [`Error::UnknownLogin`].
    pub fn end_second_step(&mut self, login: &str) -> Result<(), Error> {
        let id = self.id(login)?;
        self.0.end_second_step(&id)?;
        self.log(login, "second step off")
    }

    fn id(&self, login: &str) -> Result<String, Error> {
        let found = self.0.agent_by_login(login)?.map(|agent| agent.me.agent);
        found.ok_or_else(|| Error::UnknownLogin { login: login.to_owned() })
    }

    fn log(&mut self, login: &str, what: &str) -> Result<(), Error> {
        let id = self.id(login)?;
        let act = Act { by: ("", "command line"), what: "agent", subject: &id, detail: what.to_owned() };
        // A desk that runs beside it writes to the log too: one of the two waits.
        self.0.begin()?;
        self.0.audit(&act, now())?;
        Ok(self.0.commit()?)
    }
}
