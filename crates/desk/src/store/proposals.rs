//! "Put this answer into the knowledge": proposals of agents. They are kept here for the console, and appended to a table
//! of questions in the data folder, `proposals-zh.csv`, which `renzai check` reads like any other.

use super::{Answer, Store};
use std::{fs, io::Write};
use uuid::Uuid;
use wire::agent::{Proposal, Proposals};

/// Proposals that are listed.
const MOST: u32 = 100;

impl Store {
    /// Keeps a proposal, or neither here nor in the file.
    pub fn propose(&mut self, proposal: &Proposal) -> Answer<()> {
        self.db.execute("INSERT INTO proposals (what) VALUES (seal(?1))", [serde_json::to_string(proposal)?])?;
        let lang = if proposal.lang.starts_with("en") { "en" } else { "zh" };
        let path = self.data.join(format!("proposals-{lang}.csv"));
        let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
        let head = if file.metadata()?.len() == 0 { "id,question,phrasings,answer\n" } else { "" };
        // One write: a row is there or is not.
        file.write_all(format!("{head}{}", row(proposal)).as_bytes())?;
        file.sync_all()?;
        Ok(())
    }

    /// The proposals, newest first.
    pub fn proposals(&self) -> Answer<Proposals> {
        let mut query = self.db.prepare_cached("SELECT unseal(what) FROM proposals ORDER BY id DESC LIMIT ?1")?;
        let kept = query.query_map([MOST], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let proposals = kept.iter().map(|what| serde_json::from_str(what)).collect::<Result<_, _>>()?;
        Ok(Proposals { proposals })
    }
}

/// A row of the merchant's table: ` | ` stands between phrasings.
fn row(proposal: &Proposal) -> String {
    let phrasings: Vec<String> = proposal.variants.iter().map(|variant| variant.replace('|', "/")).collect();
    let id = format!("proposal-{}", Uuid::now_v7().simple());
    let cells = [&id, &proposal.question, &phrasings.join(" | "), &proposal.answer];
    format!("{}\n", cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join(","))
}
