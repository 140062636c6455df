//! Fuzzing with nothing but `cargo`: `mutate SECONDS [TARGET]`.
//!
//! Seeds from `corpus/` are spoiled, the same way in every run, until the time is over. It sees no coverage, so it finds
//! less than libFuzzer does in the same time.

use renzai_fuzz::TARGETS;
use std::{
    env, fs, panic,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

/// Bytes of an input at most.
const LONGEST: usize = 200_000;

fn main() -> ExitCode {
    let mut words = env::args().skip(1);
    let seconds = words.next().and_then(|word| word.parse().ok()).unwrap_or(20);
    let only = words.next();
    let chosen: Vec<_> = TARGETS.iter().filter(|target| only.as_deref().is_none_or(|name| name == target.0)).collect();
    if chosen.is_empty() {
        eprintln!("no such target; there are: {}", TARGETS.map(|target| target.0).join(", "));
        return ExitCode::FAILURE;
    }
    let each = Duration::from_secs(seconds) / u32::try_from(chosen.len()).unwrap_or(1);
    let mut fine = true;
    for (name, target) in chosen {
        fine &= fuzz(name, *target, each);
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn fuzz(name: &str, target: fn(&[u8]), time: Duration) -> bool {
    let seeds = seeds(name);
    let mut dice = Dice(0x5EED);
    let (mut runs, mut slowest) = (0u64, (Duration::ZERO, 0));
    target(&seeds[0]);
    let started = Instant::now();
    while started.elapsed() < time {
        let input = dice.spoil(&seeds);
        let before = Instant::now();
        if panic::catch_unwind(|| target(&input)).is_err() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
            let kept = fs::create_dir_all(&path).and_then(|()| fs::write(path.join("panic"), &input));
            eprintln!("{name}: panic after {runs} runs; input in {}/panic ({kept:?})", path.display());
            return false;
        }
        slowest = slowest.max((before.elapsed(), input.len()));
        runs += 1;
    }
    println!("{name:<7} {runs:>9} inputs, none panics; slowest {:?} for {} bytes", slowest.0, slowest.1);
    true
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = files.map(|file| file.path()).collect();
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths.iter().filter_map(|path| fs::read(path).ok()).collect();
    seeds.push(Vec::new());
    seeds
}

/// Numbers that look random and are the same everywhere (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % (end.max(1) as u64)).unwrap_or(0)
    }

    /// A seed, with up to eight things done to it.
    fn spoil(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len() + 1);
            let to = (at + 1 + self.below(16)).min(bytes.len());
            match self.below(7) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 if at < bytes.len() => bytes[at] = [0, 0x7F, 0x80, 0xFF, b'"', b'\n'][self.below(6)],
                2 if at < to => drop(bytes.drain(at..to)),
                3 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len() + 1);
                    let part = other[from..(from + 64).min(other.len())].to_vec();
                    bytes.splice(at..at, part);
                }
                4 if at < to => {
                    let part = bytes[at..to].repeat(1 + self.below(2000));
                    bytes.splice(at..at, part);
                }
                5 => {
                    let odd = ["\u{202e}", "\u{200b}", "🙂", "z̸̢͝", "一百万亿", "９", "\u{feff}", "ﬀ"];
                    bytes.splice(at..at, odd[self.below(odd.len())].bytes());
                }
                _ => bytes.truncate(at.max(1)),
            }
            bytes.truncate(LONGEST);
        }
        bytes
    }
}
