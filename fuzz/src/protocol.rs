//! What widget and desk say to each other: what one writer writes every reader reads, and odd frames harm nobody.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use wire::{
    agent::{CodeRequest, LoginRequest, Notice},
    event::Event,
    file::FileInfo,
    help::{JoinRequest, Joined},
    lean::{Read, Write},
    saved::Saved,
    ticket::{CallbackRequest, LeaveMessage},
    visitor::{
        CloseRequest, Handover, HandoverRequest, MessageRequest, Polled, RatingRequest, Session, SessionRequest,
        Snapshot,
    },
};

#[path = "../../crates/wire/tests/parsed/mod.rs"]
mod parsed;
use parsed::Parsed;

/// Reads a frame as each of the things that it could be, and writes a message with these words.
pub fn protocol(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let said = MessageRequest { body: text.clone().into_owned(), ..MessageRequest::default() };
    assert_eq!(serde_json::from_str::<MessageRequest>(&said.to_json()).ok().map(|it| it.body), Some(said.body));

    let Ok(frame) = serde_json::from_str::<Value>(&text) else { return };
    both::<Event>(&frame);
    both::<Polled>(&frame);
    both::<Handover>(&frame);
    both::<Snapshot>(&frame);
    both::<FileInfo>(&frame);
    both::<Joined>(&frame);
    both::<Saved>(&frame);
    let _ = Session::read(&Parsed(frame.clone()));
    taken::<SessionRequest>(&frame);
    taken::<HandoverRequest>(&frame);
    taken::<MessageRequest>(&frame);
    taken::<CloseRequest>(&frame);
    taken::<RatingRequest>(&frame);
    taken::<LeaveMessage>(&frame);
    taken::<CallbackRequest>(&frame);
    taken::<JoinRequest>(&frame);
    taken::<LoginRequest>(&frame);
    taken::<CodeRequest>(&frame);
    taken::<Notice>(&frame);
}

/// What the desk writes the widget reads, to the same end. The frame is read by the desk first, and written again.
fn both<T: Serialize + DeserializeOwned + Read>(frame: &Value) {
    let _ = T::read(&Parsed(frame.clone()));
    let Some(written) = taken::<T>(frame) else { return };
    let read = T::read(&Parsed(written.clone()));
    let read = read.and_then(|it| serde_json::to_value(it).ok());
    assert_eq!(read.as_ref(), Some(&written), "the widget reads it in another way");
}

fn taken<T: Serialize + DeserializeOwned>(frame: &Value) -> Option<Value> {
    let value: T = serde_json::from_value(frame.clone()).ok()?;
    serde_json::to_value(value).ok()
}
