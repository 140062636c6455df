//! Agents and their log-ins.

use super::{Answer, Happened, Store, board::release};
use crate::auth::TokenHash;
use rusqlite::{OptionalExtension, params};
use wire::{Millis, agent::Me};

/// An agent, as the log-in needs it.
#[derive(Debug, Clone)]
pub struct AgentRow {
    pub me: Me,
    /// Argon2id, in PHC form.
    pub password: String,
}

/// An agent to be added.
#[derive(Debug)]
pub struct NewAgent<'a> {
    pub login: &'a str,
    pub password: &'a str,
    pub name: &'a str,
    pub role: &'a str,
}

const ME: &str = "a.id, a.name, a.role, a.on_duty";

impl Store {
    pub fn has_agents(&self) -> Answer<bool> {
        Ok(self.db.query_row("SELECT EXISTS (SELECT 1 FROM agents)", [], |row| row.get(0))?)
    }

    /// Whether it was added: `false` if the log-in is taken.
    pub fn add_agent(&mut self, id: &str, agent: &NewAgent<'_>, now: Millis) -> Answer<bool> {
        let added = self.db.execute(
            "INSERT INTO agents (id, login, password, name, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT (login) DO NOTHING",
            params![id, agent.login, agent.password, agent.name, agent.role, now],
        )?;
        Ok(added == 1)
    }

    pub fn agent_by_login(&self, login: &str) -> Answer<Option<AgentRow>> {
        let mut query = self.db.prepare_cached(&format!("SELECT {ME}, a.password FROM agents a WHERE a.login = ?1"))?;
        Ok(query.query_row([login], |row| Ok(AgentRow { me: me(row)?, password: row.get(4)? })).optional()?)
    }

    pub fn agent_name(&self, id: &str) -> Answer<String> {
        Ok(self.db.query_row("SELECT name FROM agents WHERE id = ?1", [id], |row| row.get(0))?)
    }

    /// Starts a session and puts the agent on duty: who logs in is there to work.
    pub fn log_in(&mut self, agent: &str, token: &TokenHash, now: Millis) -> Answer<()> {
        let tx = self.write()?;
        tx.execute(
            "INSERT INTO agent_sessions (token, agent, seen_at) VALUES (?1, ?2, ?3)",
            params![token, agent, now],
        )?;
        tx.execute("UPDATE agents SET on_duty = 1 WHERE id = ?1", [agent])?;
        tx.commit()?;
        Ok(())
    }

    /// The agent of a session that was used since `oldest`. Notes the use once a minute.
    pub fn agent_by_token(&mut self, token: &TokenHash, oldest: Millis, now: Millis) -> Answer<Option<Me>> {
        let found = self
            .db
            .prepare_cached(&format!(
                "SELECT {ME}, s.seen_at FROM agent_sessions s JOIN agents a ON a.id = s.agent \
                 WHERE s.token = ?1 AND s.seen_at >= ?2"
            ))?
            .query_row(params![token, oldest], |row| Ok((me(row)?, row.get::<_, Millis>(4)?)))
            .optional()?;
        let Some((me, seen)) = found else { return Ok(None) };
        if now.saturating_sub(seen) > 60_000 {
            self.db.execute("UPDATE agent_sessions SET seen_at = ?2 WHERE token = ?1", params![token, now])?;
        }
        Ok(Some(me))
    }

    /// Ends a session. The agent's last one takes the agent off duty and gives the customers back to the queue, in
    /// their old place: nobody waits for a person who went home.
    pub fn log_out(&mut self, agent: &Me, token: &TokenHash, oldest: Millis, now: Millis) -> Answer<Vec<Happened>> {
        let tx = self.write()?;
        tx.execute("DELETE FROM agent_sessions WHERE token = ?1 OR seen_at < ?2", params![token, oldest])?;
        let elsewhere: bool =
            tx.query_row("SELECT EXISTS (SELECT 1 FROM agent_sessions WHERE agent = ?1)", [&agent.agent], |row| {
                row.get(0)
            })?;
        let released = if elsewhere {
            Vec::new()
        } else {
            tx.execute("UPDATE agents SET on_duty = 0 WHERE id = ?1", [&agent.agent])?;
            release(&tx, agent, now)?
        };
        tx.commit()?;
        Ok(released)
    }

    pub fn set_duty(&mut self, agent: &str, on_duty: bool) -> Answer<()> {
        self.db.execute("UPDATE agents SET on_duty = ?2 WHERE id = ?1", params![agent, on_duty])?;
        Ok(())
    }

    pub fn on_duty(&self) -> Answer<Vec<String>> {
        let mut query = self.db.prepare_cached("SELECT id FROM agents WHERE on_duty = 1")?;
        Ok(query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?)
    }
}

fn me(row: &rusqlite::Row<'_>) -> rusqlite::Result<Me> {
    Ok(Me {
        agent: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        on_duty: row.get(3)?,
        level: wire::agent::Level::Agent,
        auto: false,
        capacity: 0,
        team: String::new(),
    })
}
