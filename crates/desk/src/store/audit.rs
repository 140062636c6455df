//! The log: who saw, took, exported and erased what. Only ever added to; the table refuses everything else.

use super::{Answer, Store, chain};
use rusqlite::{Connection, Row, params};
use wire::{
    Millis,
    agent::Me,
    audit::{AuditLine, AuditPage},
};

/// Lines on a page.
const PAGE: usize = 100;

/// Readings within so many milliseconds are one line.
const VIEW: Millis = 600_000;

/// What is done, by whom and to what. No content of anybody's.
#[derive(Debug, Clone)]
pub struct Act<'a> {
    /// Id and shown name.
    pub by: (&'a str, &'a str),
    pub what: &'static str,
    pub subject: &'a str,
    pub detail: String,
}

impl<'a> Act<'a> {
    pub fn of(agent: &'a Me, what: &'static str, subject: &'a str) -> Self {
        Self { by: (&agent.agent, &agent.name), what, subject, detail: String::new() }
    }

    pub fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }
}

impl Store {
    pub fn audit(&mut self, act: &Act<'_>, now: Millis) -> Answer<()> {
        audit(&self.db, act, now)
    }

    /// Notes that an agent reads a conversation. A console reads it again and again: within ten minutes that is one line.
    pub fn audit_view(&mut self, agent: &Me, conversation: &str, now: Millis) -> Answer<()> {
        let noted: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM audit WHERE id > (SELECT max(id) - 1000 FROM audit) \
                 AND act = 'view' AND agent = ?1 AND subject = ?2 AND at > ?3)",
            )?
            .query_row(params![agent.agent, conversation, now.saturating_sub(VIEW)], |row| row.get(0))?;
        if noted { Ok(()) } else { self.audit(&Act::of(agent, "view", conversation), now) }
    }

    /// A page of the log, newest first; `act` and `agent` choose lines when they are not empty.
    pub fn audit_page(&self, before: Option<u64>, act: &str, agent: &str) -> Answer<AuditPage> {
        let mut query = self.db.prepare_cached(
            "SELECT id, at, agent, name, act, subject, detail FROM audit \
             WHERE id < ?1 AND (?2 = '' OR act = ?2) AND (?3 = '' OR agent = ?3) ORDER BY id DESC LIMIT ?4",
        )?;
        let before = before.and_then(|id| i64::try_from(id).ok()).unwrap_or(i64::MAX);
        let rows = query.query_map(params![before, act, agent, PAGE + 1], line)?;
        let mut lines = rows.collect::<Result<Vec<_>, _>>()?;
        let more = lines.len() > PAGE;
        lines.truncate(PAGE);
        Ok(AuditPage { lines, more })
    }

    /// All of the log as CSV, oldest first.
    pub fn audit_csv(&self) -> Answer<String> {
        let mut query = self.db.prepare("SELECT id, at, agent, name, act, subject, detail FROM audit ORDER BY id")?;
        let mut csv = String::from("id,at,agent,name,act,subject,detail\r\n");
        for found in query.query_map([], line)? {
            let AuditLine { id, at, agent, name, act, subject, detail } = found?;
            let cells = [id.to_string(), at.to_string(), agent, name, act, subject, detail].map(|cell| quoted(&cell));
            csv.push_str(&cells.join(","));
            csv.push_str("\r\n");
        }
        Ok(csv)
    }
}

/// Within a transaction: the line before must be the last one until this one is written.
pub(super) fn audit(db: &Connection, act: &Act<'_>, now: Millis) -> Answer<()> {
    let id = db
        .prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'audit'")?
        .query_row([], |row| row.get(0))?;
    let line = AuditLine {
        id,
        at: now,
        agent: act.by.0.to_owned(),
        name: act.by.1.to_owned(),
        act: act.what.to_owned(),
        subject: act.subject.to_owned(),
        detail: act.detail.clone(),
    };
    let hash = chain::link(&chain::head(db)?, &line);
    db.prepare_cached(
        "INSERT INTO audit (id, at, agent, name, act, subject, detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![line.id, line.at, line.agent, line.name, line.act, line.subject, line.detail, hash])?;
    Ok(())
}

pub(super) fn line(row: &Row<'_>) -> rusqlite::Result<AuditLine> {
    Ok(AuditLine {
        id: row.get(0)?,
        at: row.get(1)?,
        agent: row.get(2)?,
        name: row.get(3)?,
        act: row.get(4)?,
        subject: row.get(5)?,
        detail: row.get(6)?,
    })
}

/// A cell that a spreadsheet reads as text, also when somebody's name begins like a formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}
