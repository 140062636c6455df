//! A desk that cannot open says why, and leaves what it found as it was.

use crate::bench::{Bench, config, data};
use desk::{Config, Error};
use std::fs;
use tempfile::TempDir;

async fn refused(config: Config) -> Error {
    match desk::open(config).await {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_file_in_the_place_of_the_folder() {
    let folder = TempDir::new().unwrap();
    fs::write(data(&folder), "a file").unwrap();
    let error = refused(config(&folder)).await;
    assert!(matches!(error, Error::Folder { .. }), "{error}");
    assert!(error.to_string().contains("Choose a folder"), "{error}");
}

/// In `/proc` nobody may make a file, not even root, for whom the rights of an ordinary folder do not count.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_cannot_be_written() {
    let folder = TempDir::new().unwrap();
    let data = std::path::PathBuf::from("/proc/desk-data");
    let error = refused(Config { data, ..config(&folder) }).await;
    assert!(matches!(error, Error::Folder { .. }), "{error}");
    let said = error.to_string();
    assert!(said.contains("/proc/desk-data") && said.contains("may write to"), "{said}");
}

#[tokio::test]
async fn a_file_that_is_no_database_stays_as_it_is() {
    let folder = TempDir::new().unwrap();
    let file = data(&folder).join("desk.db");
    fs::create_dir_all(data(&folder)).unwrap();
    for bytes in [b"not a database at all, but long enough".repeat(40), b"half".to_vec()] {
        fs::write(&file, &bytes).unwrap();
        let error = refused(config(&folder)).await;
        assert!(matches!(error, Error::NotADatabase { .. }), "{error}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

#[tokio::test]
async fn a_damaged_database() {
    let bench = Bench::new().await;
    let folder = bench.folder.clone();
    drop(bench);
    let file = data(&folder).join("desk.db");
    let mut bytes = fs::read(&file).unwrap();
    assert!(bytes.len() > 8_192);
    bytes[100..4_096].fill(0xff);
    fs::write(&file, &bytes).unwrap();
    let error = refused(config(&folder)).await;
    assert!(matches!(error, Error::NotADatabase { .. }), "{error}");
}

#[tokio::test]
async fn a_database_of_a_newer_desk() {
    let bench = Bench::new().await;
    let folder = bench.folder.clone();
    drop(bench);
    let db = rusqlite::Connection::open(data(&folder).join("desk.db")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let error = refused(config(&folder)).await;
    assert!(matches!(error, Error::NewerSchema { found: 99, .. }), "{error}");
}

#[tokio::test]
async fn a_port_or_a_folder_that_another_desk_has() {
    let bench = Bench::new().await;
    let mut same_port = config(&TempDir::new().unwrap());
    same_port.site = bench.folder.path().into();
    same_port.addr = bench.desk.local_addr();
    let error = refused(same_port).await;
    assert!(matches!(error, Error::PortInUse { .. }), "{error}");
    assert!(error.to_string().contains(&bench.desk.local_addr().port().to_string()));
    let error = refused(config(&bench.folder)).await;
    assert!(matches!(error, Error::InUse { .. }), "{error}");
}

#[tokio::test]
async fn no_site_and_origins_that_are_none() {
    let folder = TempDir::new().unwrap();
    let mut no_site = config(&folder);
    no_site.site = folder.path().join("nothing");
    assert!(matches!(refused(no_site).await, Error::Site { .. }));
    for origin in ["shop.example", "https://", "https://shop.example/path", "*", "https://a b", "https://商店.example"]
    {
        let error = refused(Config { origins: vec![origin.into()], ..config(&folder) }).await;
        assert!(matches!(error, Error::Origin { .. }), "{origin}: {error}");
    }
    assert!(!data(&folder).exists(), "a desk that does not open leaves nothing behind");
}
