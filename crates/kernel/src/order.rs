//! One sort for the whole reader. The standard library's would be compiled anew for every type and comparison: six of
//! them made 8 KB of the widget's download, and one is still 2 KB. Here everything is brought to 64-bit keys, and those
//! are sorted by a heap, which is a few lines and never slow; the many keys of a pack that is loaded, byte by byte.

/// Keys from which on sorting byte by byte is faster.
const MANY: usize = 1000;

/// Ascending.
pub fn ascending(keys: &mut [u64]) {
    if keys.len() >= MANY {
        return by_bytes(keys);
    }
    for top in (0..keys.len() / 2).rev() {
        sink(keys, top);
    }
    for end in (1..keys.len()).rev() {
        keys.swap(0, end);
        sink(&mut keys[..end], 0);
    }
}

/// Sorts by the last byte, then by the one before it, and so on, each time leaving equal ones in their order. A byte that
/// is the same in all of them is passed over.
fn by_bytes(keys: &mut [u64]) {
    let mut other = keys.to_vec();
    let (mut from, mut to) = (keys, other.as_mut_slice());
    let mut swapped = false;
    for place in 0..8 {
        let byte = |key: u64| usize::from(key.to_le_bytes()[place]);
        let mut starts = [0; 257];
        for &key in from.iter() {
            starts[byte(key) + 1] += 1;
        }
        if starts.contains(&from.len()) {
            continue;
        }
        for at in 1..257 {
            starts[at] += starts[at - 1];
        }
        for &key in from.iter() {
            let start = &mut starts[byte(key)];
            to[*start] = key;
            *start += 1;
        }
        core::mem::swap(&mut from, &mut to);
        swapped = !swapped;
    }
    if swapped {
        to.copy_from_slice(from);
    }
}

/// Lets a key sink until none below it is larger.
fn sink(keys: &mut [u64], mut at: usize) {
    loop {
        let mut below = 2 * at + 1;
        if keys.get(below + 1) > keys.get(below) {
            below += 1;
        }
        match keys.get(below) {
            Some(larger) if *larger > keys[at] => keys.swap(at, below),
            _ => return,
        }
        at = below;
    }
}

/// Highest score first; equal scores stay in their order.
pub fn best_first<T: Clone>(items: &mut Vec<T>, score: impl Fn(&T) -> f32) {
    *items = best(items, items.len(), score);
}

/// The `most` items with the highest scores, the highest first; equal scores stay in their order.
pub fn best<T: Clone>(items: &[T], most: usize, score: impl Fn(&T) -> f32) -> Vec<T> {
    // Keys that are larger the worse an item is; the heap has the worst of the best on top.
    let mut keys = (0u32..).zip(items).map(|(at, item)| join(!ordinal(score(item)), at));
    let mut heap: Vec<u64> = keys.by_ref().take(most).collect();
    for top in (0..heap.len() / 2).rev() {
        sink(&mut heap, top);
    }
    for key in keys {
        if heap.first().is_some_and(|worst| key < *worst) {
            heap[0] = key;
            sink(&mut heap, 0);
        }
    }
    ascending(&mut heap);
    heap.into_iter().map(|key| items[split(key).1 as usize].clone()).collect()
}

/// Two halves as one key: the first decides, then the second.
#[must_use]
pub fn join(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The halves of a key.
#[must_use]
#[allow(clippy::cast_possible_truncation)]
pub fn split(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

/// A number in the order of [`f32::total_cmp`].
fn ordinal(value: f32) -> u32 {
    let bits = value.to_bits();
    if bits >> 31 == 1 { !bits } else { bits | 1 << 31 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_standard_librarys_order(scores in proptest::collection::vec(any::<f32>(), 0..40)) {
            let mut ours: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
            let mut theirs = ours.clone();
            best_first(&mut ours, |item| item.1);
            theirs.sort_by(|a, b| b.1.total_cmp(&a.1));
            let places = |items: &[(usize, f32)]| items.iter().map(|item| item.0).collect::<Vec<_>>();
            prop_assert_eq!(places(&ours), places(&theirs));
            for most in 0..=ours.len() {
                prop_assert_eq!(places(&best(&ours, most, |item| item.1)), places(&theirs[..most]));
            }
        }

        #[test]
        fn keys_are_ascending(mut keys in proptest::collection::vec(any::<u64>(), 0..300)) {
            let mut theirs = keys.clone();
            theirs.sort_unstable();
            let mut bytewise = keys.clone();
            by_bytes(&mut bytewise);
            prop_assert_eq!(&bytewise, &theirs);
            ascending(&mut keys);
            prop_assert_eq!(keys, theirs);
        }

        #[test]
        fn halves_come_apart_again(first: u32, second: u32) {
            prop_assert_eq!(split(join(first, second)), (first, second));
        }
    }
}
