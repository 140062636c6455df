//! What somebody at the edge must do.

use crate::LineId;

/// What somebody at the edge must do, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the engine; answer with [`crate::Event::Answered`].
    Ask {
        /// The line that asks.
        line: LineId,
        /// Its text.
        text: String,
    },
    /// Ask this lookup with [`crate::State::slots`]; answer with [`crate::Event::LookedUp`].
    Look {
        /// The merchant's name for it.
        name: String,
    },
    /// Put the state into storage. Stands before every effect of the network that it must survive.
    Save,
    /// Open a session if need be and hand the conversation over; answer with [`crate::Event::HandedOver`].
    HandOver,
    /// Listen to the conversation's events after [`crate::State::seq`].
    Follow,
    /// Stop listening.
    Unfollow,
    /// Send this message; answer with [`crate::Event::Accepted`] or [`crate::Event::SendFailed`].
    Send {
        /// Its name.
        client_id: String,
        /// Its text.
        text: String,
        /// Id of the file that comes with it.
        file: Option<String>,
    },
    /// Ask the desk to open the ended conversation again; answer with [`crate::Event::HandedOver`].
    Reopen,
    /// Ask the desk for somebody senior; answer with [`crate::Event::HandedOver`].
    Escalate,
    /// A number is missing in the stream: fetch from [`crate::State::seq`].
    CatchUp,
    /// Tell the desk that the customer ended the talk.
    Close,
    /// Tell the desk the rating.
    Rate {
        /// 1–5.
        stars: u8,
    },
    /// Say this line to those who listen.
    Announce(LineId),
    /// Say the place in the queue to those who listen, and tell the page.
    AnnounceWait,
    /// Tell the page the place in the queue: a small step far from the front is not worth interrupting who listens.
    TellWait,
}
