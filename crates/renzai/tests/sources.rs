//! check, pack, ask and explain, on good and bad sources.
#![allow(clippy::unwrap_used)]

mod common;

use common::renzai;

/// A folder with `shop/`, the sources of a tiny shop.
fn tiny() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let shop = dir.path().join("shop");
    std::fs::create_dir(&shop).unwrap();
    std::fs::write(shop.join("faq.csv"), FAQ).unwrap();
    std::fs::write(shop.join("shop.toml"), SHOP).unwrap();
    dir
}

const FAQ: &str = "\
id,question,phrasings,answer,keywords,actions,followups
exchange,尺码不合适可以换吗？,衣服买大了能换吗 | 鞋子小了想换大一码 | 怎么换尺码,签收后 **7 天**内可以换。,换尺码,去换货 -> /order.html | 转人工 -> human,freight
freight,换货的运费谁出？,换货邮费谁付 | 寄回去要我出运费吗,质量问题我们出。,,,
invoice,怎么开发票？,能开票吗 | 我要发票 | 发票在哪里申请,在订单页申请。,开发票,,
refund,退款多久到账？,退的钱什么时候到 | 退款几天能到 | 钱退到哪里,1–3 个工作日。,,,
ship,什么时候发货？,多久能发货 | 下单后几天发出 | 怎么还没发货,48 小时内。,,,
sale,双十一有活动吗？,双11打折吗 | 有什么优惠,全场九折。,,,
";

const SHOP: &str = r#"
[site]
name = "小店"
locale = "zh-CN"
phone = "400-000-1234"
contact = "/help.html"
timezone = "Asia/Shanghai"

[hours]
daily = "09:00-21:00"

[greetings]
hello = "您好！"
thanks = "不客气！"
bye = "再见！"
words_hello = ["你好", "在吗"]

[[rules]]
entry = "human"
any = ["律师"]
priority = 10
"#;

#[test]
fn a_clean_folder_is_checked_packed_and_asked() {
    let dir = tiny();
    let checked = renzai(dir.path(), &["check", "shop"]);
    assert_eq!((checked.code, checked.out.as_str()), (Some(0), "shop: 0 errors, 0 warnings in 6 entries, 1 rule\n"));

    let packed = renzai(dir.path(), &["pack", "shop", "-o", "faq.pack"]);
    assert_eq!(packed.code, Some(0), "{}", packed.err);
    let bytes = std::fs::read(dir.path().join("faq.pack")).unwrap();
    assert!(packed.out.starts_with(&format!("faq.pack: 6 entries, 16 phrasings, {} bytes, ", bytes.len())));

    for knowledge in ["faq.pack", "shop"] {
        let asked = renzai(dir.path(), &["ask", knowledge, "衣服买大了能换吗"]);
        assert_eq!(asked.code, Some(0), "{}", asked.err);
        let expected = "尺码不合适可以换吗？ [exchange]\n签收后 7 天内可以换。\n  (去换货) → /order.html\n  \
                        (转人工) → a person\n  then: 换货的运费谁出？ [freight]\n";
        assert_eq!(asked.out, expected);
    }
    assert_eq!(renzai(dir.path(), &["ask", "faq.pack", "转人工"]).out, "to a person, 400-000-1234\n");
    assert_eq!(renzai(dir.path(), &["ask", "faq.pack", "在吗"]).out, "您好！\n");
}

#[test]
fn the_same_sources_give_the_same_bytes_wherever_and_whenever_they_are_packed() {
    let (one, other) = (tiny(), tempfile::tempdir().unwrap());
    // Another folder of another name, its files in another order on the disk.
    let shop = other.path().join("somewhere else");
    std::fs::create_dir(&shop).unwrap();
    std::fs::write(shop.join("shop.toml"), SHOP).unwrap();
    std::fs::write(shop.join("faq.csv"), FAQ).unwrap();
    let packed = |dir: &std::path::Path, sources, output| {
        let ran = renzai(dir, &["pack", sources, "-o", output]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        std::fs::read(dir.join(output)).unwrap()
    };
    let first = packed(one.path(), "shop", "faq.pack");
    assert!(first == packed(one.path(), "shop", "again.pack"), "another process has other bytes");
    assert!(first == packed(other.path(), "somewhere else", "faq.pack"), "another folder has other bytes");
    std::fs::write(shop.join("shop.toml"), SHOP.replace("1234", "1235")).unwrap();
    assert!(first != packed(other.path(), "somewhere else", "faq.pack"), "other sources have the same bytes");
}

#[test]
fn explain_tells_what_was_read_and_why() {
    let dir = tiny();
    let told =
        renzai(dir.path(), &["explain", "shop", "鞋子小了想换大一码", "--today", "2026-11-21", "--scene", "order"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    for line in
        ["read as   ", "asked     2026-11-21, scene order\n", "outcome   answer exchange\n", "1.", "  exchange  "]
    {
        assert!(told.out.contains(line), "{line:?} in\n{}", told.out);
    }
}

#[test]
fn a_warning_is_no_failure() {
    let dir = tiny();
    let table = "id,question,answer,valid_until\nsale,Is the sale on?,Yes.,2020-01-01\n";
    std::fs::write(dir.path().join("shop/faq.csv"), table).unwrap();
    let checked = renzai(dir.path(), &["check", "shop"]);
    assert_eq!(checked.code, Some(0));
    assert!(checked.out.starts_with("faq.csv:2: warning: valid_until: expired 2020-01-01"), "{}", checked.out);
    assert!(checked.out.ends_with("shop: 0 errors, 1 warning in 1 entry, 1 rule\n"), "{}", checked.out);
}

#[test]
fn dead_links_are_found_only_when_the_site_is_given() {
    let dir = tiny();
    let site = dir.path().join("site");
    std::fs::create_dir(&site).unwrap();
    std::fs::write(site.join("help.html"), "x").unwrap();
    let checked = renzai(dir.path(), &["check", "shop", "--site", "site"]);
    assert_eq!(checked.code, Some(1));
    assert!(checked.out.contains("faq.csv:2: error: actions: dead link: no page `/order.html`"), "{}", checked.out);
    std::fs::write(site.join("order.html"), "x").unwrap();
    assert_eq!(renzai(dir.path(), &["check", "shop", "--site", "site"]).code, Some(0));
}

/// Every way in which a table is spoilt: the bytes, and what must be said.
fn spoilt() -> Vec<(Vec<u8>, &'static str)> {
    vec![
        (b"".to_vec(), "faq.csv: error: the file is empty"),
        (b"id,question,answer\na,\xCD\xCB\xBB\xF5,x\n".to_vec(), "faq.csv:2: error: not UTF-8: byte 0xCD at offset 21"),
        (b"id,question,answer\na,b?,\"cut off".to_vec(), "faq.csv:2: error: a quote opens here and never closes"),
        (b"id,\x1B[2J".to_vec(), "faq.csv:1: warning: column `\u{FFFD}[2J` is not known"),
        (b"PK\x03\x04".to_vec(), "faq.csv: error: this is an Excel workbook or a zip archive"),
        (b"{\"id\": 1}".to_vec(), "faq.csv:1: error: column `id` is missing"),
        (vec![b'x'; 20_000_001], "faq.csv: error: too large: 20.0 MB, the limit is 20.0 MB"),
    ]
}

#[test]
fn spoilt_sources_leave_the_earlier_pack_as_it_was() {
    let dir = tiny();
    renzai(dir.path(), &["pack", "shop", "-o", "faq.pack"]);
    let earlier = std::fs::read(dir.path().join("faq.pack")).unwrap();
    for (bytes, expected) in spoilt() {
        std::fs::write(dir.path().join("shop/faq.csv"), bytes).unwrap();
        let ran = renzai(dir.path(), &["pack", "shop", "-o", "faq.pack"]);
        assert_eq!(ran.code, Some(1), "{expected}");
        assert!(ran.err.contains(expected) && ran.err.contains("\n  hint: "), "{expected}\n{}", ran.err);
        assert!(ran.err.contains("faq.pack was not written"), "{}", ran.err);
        assert_eq!(std::fs::read(dir.path().join("faq.pack")).unwrap(), earlier, "{expected}");
    }
    let files = std::fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(files, 2, "nothing but shop/ and faq.pack is left behind");
}

#[test]
fn pack_replaces_nothing_but_a_pack() {
    let dir = tiny();
    let table = std::fs::read(dir.path().join("shop/faq.csv")).unwrap();
    let cases = [
        ("shop/faq.csv", "there is a file of this name, and it is no pack"),
        ("shop", "this is a folder, a file was expected"),
        ("gone/faq.pack", "folder not found"),
    ];
    for (output, expected) in cases {
        let ran = renzai(dir.path(), &["pack", "shop", "-o", output]);
        assert_eq!(ran.code, Some(1), "{output}");
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
    assert_eq!(std::fs::read(dir.path().join("shop/faq.csv")).unwrap(), table);
}

#[test]
fn a_rule_that_another_one_always_wins_over_is_named() {
    let dir = tiny();
    let rules = |priority: &str| {
        format!(
            "{SHOP}\n[[rules]]\nentry = \"exchange\"\nany = [\"换货\"]\npriority = {priority}\n\n\
             [[rules]]\nentry = \"invoice\"\nall = [\"换货发票\"]\npriority = 2\n"
        )
    };
    let line = SHOP.lines().count() + 7;
    for (priority, shadowed) in [("5", true), ("1", false)] {
        std::fs::write(dir.path().join("shop/shop.toml"), rules(priority)).unwrap();
        let ran = renzai(dir.path(), &["check", "shop"]);
        let named =
            ran.out.contains(&format!("shop.toml:{line}: warning: can never win: whenever it matches, the rule at"))
                && ran.out.contains("with priority 5 against 2, and leads to `exchange` instead of `invoice`");
        assert_eq!((ran.code, named), (Some(0), shadowed), "{}", ran.out);
        let asked = renzai(dir.path(), &["ask", "shop", "换货发票怎么开"]);
        let answer = if shadowed { "[exchange]\n" } else { "[invoice]\n" };
        assert!(asked.out.contains(answer), "the check tells what happens: {}", asked.out);
    }
}

#[test]
fn ask_says_what_is_wrong_with_its_knowledge() {
    let dir = tiny();
    renzai(dir.path(), &["pack", "shop", "-o", "faq.pack"]);
    let bytes = std::fs::read(dir.path().join("faq.pack")).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    write("cut.pack", &bytes[..bytes.len() / 2]);
    write("empty.pack", b"");
    std::fs::File::create(dir.path().join("huge.pack")).unwrap().set_len(100_000_000).unwrap();
    let cases = [
        ("gone.pack", "gone.pack: error: file not found"),
        ("cut.pack", "cut.pack: error: the pack is cut"),
        ("empty.pack", "empty.pack: error: the file is empty"),
        ("huge.pack", "huge.pack: error: too large: 100.0 MB, the limit is 64.0 MB"),
        ("shop/faq.csv", "shop/faq.csv: error: not a knowledge pack\n  hint: name a pack, or the folder"),
    ];
    for (knowledge, expected) in cases {
        for command in ["ask", "explain"] {
            let ran = renzai(dir.path(), &[command, knowledge, "发票"]);
            assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{knowledge}");
            assert!(ran.err.starts_with(expected), "{}", ran.err);
        }
    }
}

#[test]
fn a_wrong_command_line_is_told_apart_from_bad_input() {
    let dir = tiny();
    for args in [&["ask", "shop"][..], &["ask", "shop", "x", "--today", "1.11.2026"], &["bake", "shop"], &[]] {
        assert_eq!(renzai(dir.path(), args).code, Some(2), "{args:?}");
    }
}

#[test]
fn the_sample_shop_is_clean() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in ["knowledge/zh", "knowledge/en"] {
        let checked = renzai(&root, &["check", folder, "--site", "public"]);
        assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    }
}
