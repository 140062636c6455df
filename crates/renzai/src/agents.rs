//! `renzai agent`: the people at the desk.

use anyhow::{Result, anyhow};
use desk::{Agents, FirstLogin};
use wire::agent::{ChangeAgent, Level};

use crate::cli::{self, Agent};

pub(crate) fn run(given: Agent) -> Result<()> {
    match given {
        Agent::Add { data, login, name, role, level, team } => {
            show(&open(&data)?.add(&login, &name, &role, level.into(), &team).map_err(in_words)?);
        }
        Agent::List { data } => {
            println!("{:<16} {:<8} {:<12} {:<7} name", "log-in", "level", "team", "on duty");
            for (login, agent) in open(&data)?.list().map_err(in_words)? {
                let (level, duty) = (word(agent.level), if agent.on_duty { "yes" } else { "no" });
                println!("{login:<16} {level:<8} {:<12} {duty:<7} {} {}", agent.team, agent.name, agent.role);
            }
        }
        Agent::Role { data, login, level } => {
            let change = ChangeAgent { level: Some(level.into()), ..ChangeAgent::default() };
            open(&data)?.change(&login, &change).map_err(in_words)?;
            println!("{login} is {} now", word(level.into()));
        }
        Agent::OneStep { data, login } => {
            open(&data)?.end_second_step(&login).map_err(in_words)?;
            println!("{login} logs in with the password alone now");
        }
        Agent::Password { data, login } => show(&open(&data)?.new_password(&login).map_err(in_words)?),
    }
    Ok(())
}

fn open(given: &cli::Data) -> Result<Agents> {
    Agents::open(&given.data).map_err(in_words)
}

fn show(login: &FirstLogin) {
    println!("log-in        {}", login.login);
    println!("password      {}   (shown only this once: note it down)", login.password);
}

#[allow(clippy::needless_pass_by_value)] // The shape that `map_err` asks for.
fn in_words(why: desk::Error) -> anyhow::Error {
    anyhow!("{why}")
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Agent => "agent",
        Level::Senior => "senior",
        Level::Lead => "lead",
        Level::Admin => "admin",
    }
}

impl From<cli::Level> for Level {
    fn from(level: cli::Level) -> Self {
        match level {
            cli::Level::Agent => Self::Agent,
            cli::Level::Senior => Self::Senior,
            cli::Level::Lead => Self::Lead,
            cli::Level::Admin => Self::Admin,
        }
    }
}
