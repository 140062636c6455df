//! Agents and their log-ins.

use super::{Answer, Happened, Store, transfer::release};
use crate::{auth::TokenHash, queue::Hand, refuse::Refuse};
use rusqlite::{OptionalExtension, Row, params};
use wire::{
    Millis,
    agent::{ChangeAgent, Colleague, Level, Me},
};

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
    pub level: Level,
    pub team: &'a str,
    /// `None`: the desk's default.
    pub capacity: Option<u32>,
}

const ME: &str = "a.id, a.name, a.role, a.on_duty, a.level, a.auto, a.capacity, a.team";

impl Store {
    pub fn has_agents(&self) -> Answer<bool> {
        Ok(self.db.query_row("SELECT EXISTS (SELECT 1 FROM agents)", [], |row| row.get(0))?)
    }

    /// Whether it was added: `false` if the log-in is taken.
    pub fn add_agent(&mut self, id: &str, agent: &NewAgent<'_>, now: Millis) -> Answer<bool> {
        let added = self.db.execute(
            "INSERT INTO agents (id, login, password, name, role, level, team, capacity, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (login) DO NOTHING",
            params![
                id,
                agent.login,
                agent.password,
                agent.name,
                agent.role,
                word(agent.level),
                agent.team,
                agent.capacity,
                now
            ],
        )?;
        Ok(added == 1)
    }

    pub fn agent_by_login(&self, login: &str) -> Answer<Option<AgentRow>> {
        let mut query = self.db.prepare_cached(&format!("SELECT {ME}, a.password FROM agents a WHERE a.login = ?1"))?;
        Ok(query.query_row([login], |row| Ok(AgentRow { me: me(row)?, password: row.get(8)? })).optional()?)
    }

    pub fn agent(&self, id: &str) -> Answer<Option<Me>> {
        let mut query = self.db.prepare_cached(&format!("SELECT {ME} FROM agents a WHERE a.id = ?1"))?;
        Ok(query.query_row([id], me).optional()?)
    }

    pub fn agent_name(&self, id: &str) -> Answer<String> {
        Ok(self.db.query_row("SELECT name FROM agents WHERE id = ?1", [id], |row| row.get(0))?)
    }

    pub fn agent_login(&self, id: &str) -> Answer<String> {
        let mut query = self.db.prepare_cached("SELECT login FROM agents WHERE id = ?1")?;
        query.query_row([id], |row| row.get(0)).optional()?.ok_or_else(unknown_agent)
    }

    /// Changes what is given.
    pub fn change_agent(&mut self, id: &str, change: &ChangeAgent) -> Answer<()> {
        let changed = self.db.execute(
            "UPDATE agents SET name = coalesce(?2, name), role = coalesce(?3, role), level = coalesce(?4, level), \
             team = coalesce(?5, team), capacity = coalesce(?6, capacity) WHERE id = ?1",
            params![id, change.name, change.role, change.level.map(word), change.team, change.capacity],
        )?;
        if changed == 1 { Ok(()) } else { Err(unknown_agent()) }
    }

    /// A new password ends all sessions of the agent.
    pub fn set_password(&mut self, id: &str, password: &str) -> Answer<()> {
        let tx = self.write()?;
        if tx.execute("UPDATE agents SET password = ?2 WHERE id = ?1", params![id, password])? == 0 {
            return Err(unknown_agent());
        }
        tx.execute("DELETE FROM agent_sessions WHERE agent = ?1", [id])?;
        tx.commit()?;
        Ok(())
    }

    /// Whether an admin is left beside this agent: a desk without one could never get one again.
    pub fn has_other_admin(&self, id: &str) -> Answer<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM agents WHERE level = 'admin' AND id <> ?1)";
        Ok(self.db.query_row(sql, [id], |row| row.get(0))?)
    }

    /// All agents by name; `present` is for the caller to say. `capacity` is the default where the agent has none.
    pub fn colleagues(&self, capacity: u32) -> Answer<Vec<Colleague>> {
        let mut query = self.db.prepare_cached(
            "SELECT a.id, a.name, a.role, a.level, a.team, a.on_duty, \
             (SELECT count(*) FROM conversations WHERE state = 'assigned' AND agent = a.id), coalesce(a.capacity, ?1) \
             FROM agents a ORDER BY a.name, a.id",
        )?;
        let colleague = |row: &Row<'_>| {
            Ok(Colleague {
                agent: row.get(0)?,
                name: row.get(1)?,
                role: row.get(2)?,
                level: level(&row.get::<_, String>(3)?),
                team: row.get(4)?,
                on_duty: row.get(5)?,
                present: false,
                talking: row.get(6)?,
                capacity: row.get(7)?,
            })
        };
        Ok(query.query_map([capacity], colleague)?.collect::<Result<_, _>>()?)
    }

    /// Starts a session and puts the agent on duty: who logs in is there to work.
    pub fn log_in(&mut self, agent: &str, token: &TokenHash, browser: &str, now: Millis) -> Answer<()> {
        let tx = self.write()?;
        tx.execute(
            "INSERT INTO agent_sessions (token, agent, seen_at, since, browser) VALUES (?1, ?2, ?3, ?3, ?4)",
            params![token, agent, now, browser],
        )?;
        tx.execute("UPDATE agents SET on_duty = 1 WHERE id = ?1", [agent])?;
        tx.commit()?;
        Ok(())
    }

    /// The agent of a session that was used since `oldest`, and when it was noted last.
    pub fn agent_by_token(&self, token: &TokenHash, oldest: Millis) -> Answer<Option<(Me, Millis)>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {ME}, s.seen_at FROM agent_sessions s JOIN agents a ON a.id = s.agent \
             WHERE s.token = ?1 AND s.seen_at >= ?2"
        ))?;
        Ok(query.query_row(params![token, oldest], |row| Ok((me(row)?, row.get(8)?))).optional()?)
    }

    /// Notes that a session is in use.
    pub fn session_seen(&mut self, token: &TokenHash, now: Millis) -> Answer<()> {
        self.db.execute("UPDATE agent_sessions SET seen_at = ?2 WHERE token = ?1", params![token, now])?;
        Ok(())
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

    pub fn set_duty(&mut self, agent: &str, on_duty: bool, auto: Option<bool>) -> Answer<()> {
        self.db.execute(
            "UPDATE agents SET on_duty = ?2, auto = coalesce(?3, auto) WHERE id = ?1",
            params![agent, on_duty, auto],
        )?;
        Ok(())
    }

    /// Who is on duty, whether there or not. `capacity` is the default where the agent has none.
    pub fn on_duty(&self, capacity: u32) -> Answer<Vec<Hand>> {
        let mut query = self.db.prepare_cached(
            "SELECT a.id, a.level, a.team, a.auto, coalesce(a.capacity, ?1), \
             (SELECT count(*) FROM conversations WHERE state = 'assigned' AND agent = a.id) \
             FROM agents a WHERE a.on_duty = 1",
        )?;
        let hand = |row: &Row<'_>| {
            Ok(Hand {
                agent: row.get(0)?,
                level: level(&row.get::<_, String>(1)?),
                team: row.get(2)?,
                auto: row.get(3)?,
                capacity: row.get(4)?,
                talking: row.get(5)?,
            })
        };
        Ok(query.query_map([capacity], hand)?.collect::<Result<_, _>>()?)
    }
}

pub fn unknown_agent() -> Refuse {
    Refuse::unknown("unknown_agent", "agent")
}

/// The agent; `capacity` is 0 where the desk's default counts.
fn me(row: &Row<'_>) -> rusqlite::Result<Me> {
    Ok(Me {
        agent: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        on_duty: row.get(3)?,
        level: level(&row.get::<_, String>(4)?),
        auto: row.get(5)?,
        capacity: row.get::<_, Option<u32>>(6)?.unwrap_or(0),
        team: row.get(7)?,
    })
}

/// The word of a level in the table, in the protocol, and on the command line.
pub const fn word(level: Level) -> &'static str {
    match level {
        Level::Agent => "agent",
        Level::Senior => "senior",
        Level::Lead => "lead",
        Level::Admin => "admin",
    }
}

/// The table admits these four words only.
fn level(word: &str) -> Level {
    match word {
        "senior" => Level::Senior,
        "lead" => Level::Lead,
        "admin" => Level::Admin,
        _ => Level::Agent,
    }
}
