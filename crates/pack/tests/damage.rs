//! A pack cut anywhere, or with any byte flipped, is refused with an error that says what to do.
#![cfg(feature = "write")]
#![allow(clippy::unwrap_used)]

use pack::{Entry, Error, Lists, Pack, VERSION};

fn bytes() -> Vec<u8> {
    let mut pack = Pack::default();
    pack.knowledge.site.name = "云杉小店".into();
    pack.knowledge.entries = vec![Entry { id: "a".into(), question: "怎么退货？".into(), ..Default::default() }];
    pack.index.features = vec![7, 1];
    pack.index.weights = vec![16, 9];
    pack.index.phrasings = vec![1];
    pack.index.nearest.push([0].into_iter());
    pack.index.nearest.push([0].into_iter());
    pack.index.linear.push([0].into_iter());
    pack.index.linear.push([].into_iter());
    pack.index.linear_weights = vec![12];
    pack.index.home = vec![3, 0];
    pack.write()
}

#[test]
fn it_reads_what_it_wrote() {
    assert_eq!(Pack::read(&bytes()).unwrap().write(), bytes());
}

#[test]
fn every_cut_is_refused() {
    let bytes = bytes();
    for length in 0..bytes.len() {
        let error = Pack::read(&bytes[..length]).unwrap_err();
        assert!(matches!(error, Error::NotAPack | Error::Truncated { .. }), "{length}: {error:?}");
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    let bytes = bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            let error = Pack::read(&flipped).unwrap_err();
            assert!(error.to_string().contains("renzai pack"), "{error}");
        }
    }
}

#[test]
fn what_follows_is_refused() {
    let mut bytes = bytes();
    bytes.push(0);
    assert_eq!(Pack::read(&bytes), Err(Error::Body("bytes after the end")));
}

#[test]
fn other_versions_are_told_apart() {
    let mut bytes = bytes();
    bytes[4..6].copy_from_slice(&(VERSION + 1).to_le_bytes());
    assert_eq!(Pack::read(&bytes), Err(Error::Future { found: VERSION + 1 }));
    bytes[4..6].copy_from_slice(&0u16.to_le_bytes());
    assert_eq!(Pack::read(&bytes), Err(Error::Old { found: 0 }));
}

#[test]
fn positions_that_point_nowhere_are_refused() {
    let damages: [fn(&mut Pack); 7] = [
        |pack| pack.knowledge.start = vec![1],
        |pack| pack.knowledge.entries[0].followups = vec![9],
        |pack| pack.index.phrasings = vec![u32::MAX],
        |pack| {
            pack.index.nearest = Lists::default();
            pack.index.nearest.push([1].into_iter());
            pack.index.nearest.push([0].into_iter());
        },
        |pack| pack.index.linear_weights.clear(),
        |pack| pack.index.home.clear(),
        |pack| pack.index.calibration.first = vec![f32::NAN],
    ];
    for damage in damages {
        let mut pack = Pack::read(&bytes()).unwrap();
        damage(&mut pack);
        assert!(matches!(Pack::read(&pack.write()), Err(Error::Body(_))));
    }
}
