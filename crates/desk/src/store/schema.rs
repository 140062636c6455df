//! The tables, and how an older database becomes a newer one.

use rusqlite::{Connection, TransactionBehavior};

/// One step per version; the version a database has is its `user_version`. Steps are only ever added.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
];

/// The newest version this program knows.
pub fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

pub fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the database to [`known`], step by step; a step is done whole or not at all.
pub fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    let done = usize::try_from(version(db)?).unwrap_or(0);
    for (at, step) in MIGRATIONS.iter().enumerate().skip(done) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", at + 1)?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn of_version(version: usize) -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        db.pragma_update(None, "foreign_keys", true).unwrap();
        for step in &MIGRATIONS[..version] {
            db.execute_batch(step).unwrap();
        }
        db.pragma_update(None, "user_version", version).unwrap();
        if version > 0 {
            db.execute_batch(
                "INSERT INTO visitors (id, token, site, device, created_at) VALUES ('v', x'00', 's', 'd', 1)",
            )
            .unwrap();
        }
        migrate(&mut db).unwrap();
        db
    }

    fn shape(db: &Connection) -> Vec<String> {
        let mut query = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn a_database_of_every_version_becomes_the_newest_and_keeps_what_it_has() {
        let newest = shape(&of_version(0));
        for version in 1..=MIGRATIONS.len() {
            let db = of_version(version);
            assert_eq!(super::version(&db).unwrap(), known());
            assert_eq!(shape(&db), newest, "from version {version}");
            let kept: u32 = db.query_row("SELECT count(*) FROM visitors WHERE id = 'v'", [], |row| row.get(0)).unwrap();
            assert_eq!(kept, 1, "from version {version}");
        }
    }
}
