//! One thread that changes the store. What callers ask for while it commits goes into the next transaction together,
//! so that a busy desk waits for the disk once for many, and a quiet one never waits for company.

use crate::{refuse::Refuse, store::Store};
use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread::{self, JoinHandle},
};

/// So much work goes into one transaction at the most: a disk that fails loses no more at one time.
const BATCH: usize = 256;

/// Work on the store; it answers with what is to be done once the transaction is in the file, or could not be.
pub type Job = Box<dyn FnOnce(Result<&mut Store, Refuse>) -> Done + Send>;

/// Hears whether the work is in the file.
pub type Done = Box<dyn FnOnce(Result<(), Refuse>) + Send>;

/// The thread. Dropping it waits until what was asked is done and the store is closed.
pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub fn start(store: Store) -> std::io::Result<Self> {
        let (jobs, asked) = channel();
        let thread = thread::Builder::new().name("writer".into()).spawn(move || run(store, &asked))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Hands work over. If the thread is gone the job is dropped, and its caller hears that.
    pub fn hand(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

fn run(mut store: Store, asked: &Receiver<Job>) {
    while let Ok(first) = asked.recv() {
        let jobs: Vec<Job> = std::iter::once(first).chain(asked.try_iter().take(BATCH - 1)).collect();
        commit(&mut store, jobs);
    }
}

fn commit(store: &mut Store, jobs: Vec<Job>) {
    if let Err(refuse) = store.begin() {
        for job in jobs {
            job(Err(refuse.clone()))(Err(refuse.clone()));
        }
        return;
    }
    let done: Vec<Done> = jobs.into_iter().map(|job| job(Ok(store))).collect();
    let committed = store.commit();
    for done in done {
        done(committed.clone());
    }
}
