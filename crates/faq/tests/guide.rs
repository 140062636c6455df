//! What the merchant's guide shows is read without a finding.
#![allow(clippy::unwrap_used)]

const TABLE: &str = "id,question,answer\nexchange,a?,x\nrefund,b?,x\nexchange-size,c?,x\nrefund-time,d?,x\n";

#[test]
fn the_shop_of_the_guide_is_clean() {
    for guide in ["knowledge.md", "knowledge.zh-CN.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(guide);
        let text = std::fs::read_to_string(path).unwrap();
        let shop = text.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("shop.toml"), shop).unwrap();
        std::fs::write(dir.path().join("faq.csv"), TABLE).unwrap();
        let outcome = faq::read(dir.path(), 20_778, None);
        assert_eq!(outcome.diagnostics, [], "{guide}");
        assert_eq!(outcome.draft.unwrap().knowledge.rules.len(), 1);
    }
}
