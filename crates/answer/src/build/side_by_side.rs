//! The same work for many, on all cores.

use std::{
    num::NonZero,
    panic,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Items that a thread takes at a time.
const AT_A_TIME: usize = 256;

/// What the work gives for each item, in the items' order, whatever the number of cores. `tools` makes what one thread
/// works with.
pub fn each<'a, T: Sync, W, R: Send>(
    items: &'a [T],
    tools: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize, &'a T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let (mut tools, mut done) = (tools(), Vec::new());
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            let from = chunk * AT_A_TIME;
            if from >= items.len() {
                return done;
            }
            let some = &items[from..items.len().min(from + AT_A_TIME)];
            let results: Vec<R> = (from..).zip(some).map(|(at, item)| work(&mut tools, at, item)).collect();
            done.push((chunk, results));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len().div_ceil(AT_A_TIME));
    let mut done: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let own = run();
        own.into_iter().chain(others.into_iter().flat_map(joined)).collect()
    });
    done.sort_unstable_by_key(|one| one.0);
    done.into_iter().flat_map(|one| one.1).collect()
}

/// What a thread gave; where it panicked, so does this one.
pub fn joined<T>(thread: thread::ScopedJoinHandle<T>) -> T {
    thread.join().unwrap_or_else(|why| panic::resume_unwind(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_done_once_and_stays_in_order() {
        for count in [0, 1, 255, 256, 257, 5000] {
            let items: Vec<usize> = (0..count).collect();
            let done = each(&items, || (), |(), at, item| (at, item * 2));
            assert_eq!(done, (0..count).map(|at| (at, at * 2)).collect::<Vec<_>>());
        }
    }
}
