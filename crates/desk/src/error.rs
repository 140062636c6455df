//! Why the desk does not start or stops, in words for the operator.

use std::{io, net::SocketAddr, path::PathBuf};

/// Why the desk does not start or stops. Each says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The data folder cannot be made or written to.
    #[error(
        "The data folder {path} cannot be used: {source}. Choose a folder that this user may write to, or correct its \
         rights."
    )]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another desk runs on the same data.
    #[error("Another desk is using {path}. Stop it first, or choose another data folder.")]
    InUse {
        /// The data folder.
        path: PathBuf,
    },
    /// The file is there, but it is no database, or a damaged one.
    #[error(
        "{path} is not a desk's database, or it is damaged ({reason}). It was left as it is: move it away and put a \
         backup in its place, or start with an empty data folder."
    )]
    NotADatabase {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// The database was written by a newer version of this program.
    #[error(
        "{path} has schema version {found}, and this desk knows versions up to {known}. Use the newer desk that wrote \
         it, or another data folder."
    )]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The version in the file.
        found: i64,
        /// The newest version that this desk knows.
        known: i64,
    },
    /// The key of the seals cannot be used.
    #[error(
        "The key in {place} cannot be used: {reason}. `renzai desk rekey --help` says what a key is and where it may be."
    )]
    Key {
        /// Where it was looked for.
        place: String,
        /// What is wrong with it; never the key itself.
        reason: String,
    },
    /// The database is sealed and its key is not there.
    #[error(
        "{path} is sealed, and there is no key in {place}. Put the copy of the key there, or name its file in \
         RENZAI_KEY_FILE. Nothing was changed."
    )]
    NoKey {
        /// The database.
        path: PathBuf,
        /// Where the key was looked for.
        place: String,
    },
    /// The database was sealed with another key.
    #[error("{path} is sealed with another key than the one in {place}. Put the right one there. Nothing was changed.")]
    OtherKey {
        /// The database.
        path: PathBuf,
        /// Where the key was found.
        place: String,
    },
    /// Certificate or key cannot be used.
    #[error(
        "{path} cannot be used for TLS: {reason}. `cert` and `key` of [tls] in desk.toml are PEM files that belong together."
    )]
    Tls {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A copy would write over something.
    #[error("{path} is there already, and nothing is written over. Move it away first, or choose another folder.")]
    InTheWay {
        /// What is there.
        path: PathBuf,
    },
    /// A customer's file could not be copied.
    #[error("{path} could not be copied: {source}. See that the disk has room; what was copied so far was taken away.")]
    Copy {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database failed.
    #[error("The database {path} failed: {reason}. See that the disk has room and the file can be written.")]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// The folder of built files is not there.
    #[error("There is no folder of built files at {path}. Build the site first, or name the folder where it is.")]
    Site {
        /// The folder.
        path: PathBuf,
    },
    /// The shop's time zone is none.
    #[error("{name:?} is not a time zone. Write Area/City in shop.toml, such as Asia/Shanghai, or UTC.")]
    TimeZone {
        /// What was configured.
        name: String,
    },
    /// There is no such agent.
    #[error("There is no agent with the log-in {login:?}. `renzai agent list` shows those there are.")]
    UnknownLogin {
        /// The name.
        login: String,
    },
    /// The only admin would be none.
    #[error("{login:?} is the only admin. Make another one first.")]
    LastAdmin {
        /// The name.
        login: String,
    },
    /// An allowed origin is not an origin.
    #[error("{origin:?} is not an origin. Write scheme, host and port only, such as https://shop.example")]
    Origin {
        /// What was configured.
        origin: String,
    },
    /// Somebody else listens on the port.
    #[error("Port {} on {} is in use. Stop the program that has it, or choose another port.", addr.port(), addr.ip())]
    PortInUse {
        /// The address.
        addr: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error("The desk cannot listen on {addr}: {source}. Choose an address of this machine and a port you may use.")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A log-in name is taken.
    #[error("There is already an agent with the log-in {login:?}. Choose another name.")]
    LoginTaken {
        /// The name.
        login: String,
    },
    /// The password could not be hashed, or the server ended in an unexpected way.
    #[error("The desk failed: {0}")]
    Internal(String),
}
