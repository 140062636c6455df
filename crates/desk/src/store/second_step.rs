//! The second step of a log-in: the app's secret, and the codes for when the phone is gone.

use super::{Answer, Store, unknown_agent};
use crate::{
    auth::{TokenHash, hash, plain_code},
    totp,
};
use rusqlite::{OptionalExtension, params};
use wire::{Millis, agent::SecondStep};

struct Kept {
    secret: Option<String>,
    on: bool,
    used: u64,
}

impl Store {
    /// Whether the agent logs in by two steps, and how many recovery codes are left.
    pub fn second_step(&self, agent: &str) -> Answer<SecondStep> {
        let on = self.kept_step(agent)?.on;
        let sql = "SELECT count(*) FROM recovery_codes WHERE agent = ?1";
        let recovery = self.db.query_row(sql, [agent], |row| row.get(0))?;
        Ok(SecondStep { on, recovery })
    }

    /// Keeps a new secret; its codes are asked for once one of them was shown.
    pub fn begin_second_step(&mut self, agent: &str, secret: &str) -> Answer<()> {
        let sql = "UPDATE agents SET totp = seal(?2), totp_used = 0 WHERE id = ?1 AND totp_on = 0";
        self.db.execute(sql, params![agent, secret])?;
        Ok(())
    }

    /// Whether the code is one of the kept secret: then it is asked for from now on, or these codes in its place.
    pub fn confirm_second_step(&mut self, agent: &str, typed: &str, codes: &[TokenHash], now: Millis) -> Answer<bool> {
        if !self.spend_code(agent, typed, now)? {
            return Ok(false);
        }
        let tx = self.write()?;
        tx.execute("UPDATE agents SET totp_on = 1 WHERE id = ?1", [agent])?;
        tx.execute("DELETE FROM recovery_codes WHERE agent = ?1", [agent])?;
        for code in codes {
            tx.execute("INSERT INTO recovery_codes (agent, code) VALUES (?1, ?2)", params![agent, code])?;
        }
        tx.commit()?;
        Ok(true)
    }

    /// Whether this is a code of the app or a recovery code that was not used; from now on it is.
    pub fn spend_code(&mut self, agent: &str, typed: &str, now: Millis) -> Answer<bool> {
        let kept = self.kept_step(agent)?;
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        if let Some(step) = kept.secret.and_then(|secret| totp::accepted(&secret, &typed, now, kept.used)) {
            self.db.execute("UPDATE agents SET totp_used = ?2 WHERE id = ?1", params![agent, step])?;
            return Ok(true);
        }
        let sql = "DELETE FROM recovery_codes WHERE agent = ?1 AND code = ?2";
        Ok(self.db.execute(sql, params![agent, hash(&plain_code(&typed))])? == 1)
    }

    /// One step again.
    pub fn end_second_step(&mut self, agent: &str) -> Answer<()> {
        let tx = self.write()?;
        tx.execute("UPDATE agents SET totp = NULL, totp_on = 0, totp_used = 0 WHERE id = ?1", [agent])?;
        tx.execute("DELETE FROM recovery_codes WHERE agent = ?1", [agent])?;
        tx.commit()?;
        Ok(())
    }

    fn kept_step(&self, agent: &str) -> Answer<Kept> {
        let mut query = self.db.prepare_cached("SELECT unseal(totp), totp_on, totp_used FROM agents WHERE id = ?1")?;
        let kept = |row: &rusqlite::Row<'_>| Ok(Kept { secret: row.get(0)?, on: row.get(1)?, used: row.get(2)? });
        query.query_row([agent], kept).optional()?.ok_or_else(unknown_agent)
    }
}
