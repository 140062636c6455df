//! What holds for any message, any draft and any damage.
#![cfg(feature = "build")]
#![allow(clippy::unwrap_used)]

mod shop;

use answer::{Engine, Outcome, Query, Reply};
use pack::{Draft, Entry, Pack};
use proptest::prelude::*;
use std::sync::LazyLock;

static PACK: LazyLock<Pack> = LazyLock::new(|| answer::build(shop::draft(), &mut |_, _| {}));
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(PACK.clone()));

fn ask(text: &str) -> Reply {
    ENGINE.ask(&Query { text, today: 20_000, scene: "order", ..Query::default() })
}

/// What every reply keeps to.
fn sound(reply: &Reply) {
    assert!(reply.candidates.len() <= 10);
    assert!(reply.candidates.windows(2).all(|pair| pair[0].confidence >= pair[1].confidence));
    assert!(reply.candidates.iter().all(|one| one.confidence <= 1000));
    let sale = ENGINE.lookup("sale");
    assert!(reply.candidates.iter().all(|one| Some(one.entry) != sale), "the sale is not on today");
    if let Outcome::Choices(offered) = &reply.outcome {
        assert!((1..=3).contains(&offered.len()));
    }
}

proptest! {
    // Each case packs a knowledge.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_draft_makes_a_pack_that_reads_back(
        questions in prop::collection::vec("\\PC{0,12}", 0..6),
        others in prop::collection::vec(prop::collection::vec("\\PC{0,12}", 0..3), 0..8),
        keywords in prop::collection::vec(prop::collection::vec("\\PC{0,4}", 0..3), 0..8),
        synonyms in prop::collection::vec(prop::collection::vec("\\PC{0,4}", 0..3), 0..3),
    ) {
        let mut draft = Draft { phrasings: others, keywords, synonyms, ..Default::default() };
        draft.knowledge.entries = questions.into_iter().map(|question| Entry { question, ..Default::default() }).collect();
        let pack = answer::build(draft, &mut |_, _| {});
        let read = Pack::read(&pack.write()).unwrap();
        prop_assert_eq!(&read, &pack);
        let engine = Engine::new(read);
        for entry in &pack.knowledge.entries {
            let _ = engine.ask(&Query { text: &entry.question, today: 0, scene: "", ..Query::default() });
        }
    }
}

proptest! {
    #[test]
    fn any_text_gets_a_sound_reply(text in "\\PC{0,80}") {
        sound(&ask(&text));
    }

    #[test]
    fn any_characters_get_a_sound_reply(chars in prop::collection::vec(any::<char>(), 0..200)) {
        sound(&ask(&chars.into_iter().collect::<String>()));
    }

    /// What a browser's text may hold: halves of characters too, which become U+FFFD on their way in.
    #[test]
    fn any_sixteen_bit_units_get_a_sound_reply(
        units in prop::collection::vec(prop_oneof![any::<u16>(), 0xD800u16..0xE000, 0x4E00u16..0x4F00], 0..120)
    ) {
        sound(&ask(&String::from_utf16_lossy(&units)));
    }

    #[test]
    fn words_of_the_shop_in_any_order_get_a_sound_reply(
        parts in prop::collection::vec(prop::sample::select(vec!["退货", "运费", "一百二十天", "转", "人工", "order", " ", "，", "双十一", "万", "十"]), 0..12)
    ) {
        sound(&ask(&parts.concat()));
    }

    /// A pack may be damaged and bear a right checksum: what is read must still be safe to ask.
    #[test]
    fn a_damaged_body_is_refused_or_harmless(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = PACK.write();
        let place = 14 + at.index(bytes.len() - 14);
        bytes[place] = byte;
        let checksum = crc32(&bytes[14..]);
        bytes[6..10].copy_from_slice(&checksum.to_le_bytes());
        if let Ok(pack) = Pack::read(&bytes) {
            let engine = Engine::new(pack);
            for text in ["退货运费", "trakc my order", "转人工", "双十一", "付款失败"] {
                let _ = engine.ask(&Query { text, today: 20_000, scene: "order", ..Query::default() });
            }
        }
    }
}

#[test]
fn long_and_odd_messages_get_a_sound_reply() {
    for text in [
        "退".repeat(100_000),
        "refund ".repeat(10_000),
        "\u{202e}\u{0}\u{7f}\u{2066}".repeat(1000),
        "🙂".repeat(100_000),
        "z̸̢͝ą̴͠l̷̛͜g̵̡͠o̶̧͝".repeat(500),
        "一百千万".repeat(5000),
        "人工".repeat(5000) + "草坪",
        "tuihuo".repeat(10_000),
        "tk yzm ".repeat(5000),
        "xqzt refnud ".repeat(5000),
        "a".repeat(100_000),
        "退\u{fffd}\u{fffd}货".into(),
        String::new(),
    ] {
        sound(&ask(&text));
    }
}

#[test]
fn one_character_of_any_kind_gets_a_sound_reply() {
    for char in (0..=0x10_FFFF).step_by(61).chain(0..0x300).chain(0x2000..0x2070).filter_map(char::from_u32) {
        sound(&ask(&char.to_string()));
    }
}

#[test]
fn a_real_pack_cut_at_any_byte_is_refused() {
    let bytes = PACK.write();
    for length in 0..bytes.len() {
        assert!(Pack::read(&bytes[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_real_pack_with_a_flipped_byte_is_refused() {
    let mut bytes = PACK.write();
    for at in (0..64).chain((64..bytes.len()).step_by(bytes.len() / 200)) {
        bytes[at] ^= 0xFF;
        assert!(Pack::read(&bytes).is_err(), "{at}");
        bytes[at] ^= 0xFF;
    }
    assert!(Pack::read(&bytes).is_ok());
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    let again = answer::build(shop::draft(), &mut |_, _| {});
    assert_eq!(PACK.write(), again.write());
}

#[test]
fn progress_ends_at_its_end() {
    let mut seen = Vec::new();
    answer::build(shop::draft(), &mut |done, of| seen.push((done, of)));
    assert!(seen.is_sorted());
    assert!(seen.last().is_some_and(|(done, of)| done == of));
}

#[test]
fn every_candidate_says_why() {
    let query = Query { text: "退货运费谁出", today: 20_000, ..Query::default() };
    let candidates = ENGINE.ask(&query).candidates;
    for candidate in &candidates {
        assert!(!ENGINE.why(&query, candidate.entry).is_empty(), "{candidate:?}");
    }
    let why = ENGINE.why(&query, candidates[0].entry);
    assert!(why.iter().any(|reason| reason.what.contains('费') && reason.weight > 0), "{why:?}");
}

#[test]
fn keywords_push_their_entry() {
    let mut draft = shop::draft();
    let before = Engine::new(answer::build(draft.clone(), &mut |_, _| {}));
    let query = Query { text: "鲲鹏", today: 20_000, scene: "", ..Query::default() };
    assert!(before.ask(&query).candidates.is_empty());
    draft.keywords[0].push("鲲鹏".into());
    let after = Engine::new(answer::build(draft, &mut |_, _| {}));
    assert_eq!(after.ask(&query).candidates[0].entry, 0);
    let why = after.why(&query, 0);
    assert!(why.iter().any(|reason| reason.what == "keyword 鲲鹏"), "{why:?}");
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
