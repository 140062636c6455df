//! One customer who writes without a pause, and remembers what was acknowledged.

use crate::{
    clients::{Visitor, send},
    storm::{Tally, at_desk},
};
use anyhow::Result;
use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::task::JoinHandle;
use uuid::Uuid;
use wire::Speaker;

/// The customer, at work.
pub struct Scribe {
    desk: SocketAddr,
    visitor: Arc<Visitor>,
    written: Arc<Written>,
    writing: JoinHandle<Result<()>>,
}

#[derive(Default)]
struct Written {
    ids: Mutex<Vec<String>>,
    stop: AtomicBool,
}

impl Scribe {
    /// Asks for a person, and begins.
    pub async fn begin(desk: SocketAddr) -> Result<Self> {
        let visitor = Arc::new(Visitor::ask(desk).await?);
        let written = Arc::<Written>::default();
        let writing = tokio::spawn(write(Arc::clone(&visitor), Arc::clone(&written)));
        Ok(Self { desk, visitor, written, writing })
    }

    /// Messages that were acknowledged.
    pub fn count(&self) -> usize {
        self.written.ids.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Stops once the last message was acknowledged, and compares with what the desk has.
    pub async fn end(self) -> Result<Tally> {
        self.written.stop.store(true, Ordering::Relaxed);
        self.writing.await??;
        let ids = self.written.ids.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let kept = at_desk(self.desk, &self.visitor).await?.of(Speaker::Visitor);
        Ok(Tally { sent: ids.len(), ..Tally::of(&ids, &kept) })
    }
}

/// One message after the other, each tried until it is acknowledged.
async fn write(visitor: Arc<Visitor>, written: Arc<Written>) -> Result<()> {
    let (mut client, path) = (visitor.client(), visitor.path("messages"));
    for at in 0.. {
        if written.stop.load(Ordering::Relaxed) {
            break;
        }
        let id = Uuid::now_v7().to_string();
        send(&mut client, &path, &id, at).await?;
        written.ids.lock().unwrap_or_else(PoisonError::into_inner).push(id);
    }
    Ok(())
}
