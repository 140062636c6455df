//! Who saw, took, exported and erased what. The desk only ever adds to it; it holds ids and names, never content.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// One line. `GET /v1/agent/audit?before={id}&act={word}&agent={id}` lists an [`AuditPage`], newest first, for leads
/// and admins; `GET /v1/agent/audit/export` gives all lines as CSV and is itself recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// 1, 2, 3 …
    pub id: u64,
    /// When.
    pub at: Millis,
    /// Id of the agent; empty for the customer and for the command line.
    pub agent: String,
    /// Shown name of the agent, `visitor`, or `command line`.
    pub name: String,
    /// `log_in`, `log_out`, `view`, `take`, `assign`, `transfer`, `escalate`, `invite`, `leave`, `close`, `reopen`,
    /// `note`, `file`, `history`, `ticket`, `proposal`, `export`, `audit`, `block`, `unblock`, `erase`, `agent`.
    pub act: String,
    /// Id of the conversation, visitor, ticket or agent that it was done to.
    pub subject: String,
    /// Counts, names or words of the desk; never what anybody wrote.
    pub detail: String,
}

/// A page of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first, at most 100.
    pub lines: Vec<AuditLine>,
    /// Whether there are older ones: ask again with `before` = the last `id`.
    pub more: bool,
}
