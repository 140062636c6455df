//! A small shop's knowledge for the tests.

use pack::{Draft, Entry, Greetings, Rule};

/// Id, question, other phrasings.
const ENTRIES: &[(&str, &str, &[&str])] = &[
    ("return", "怎么申请退货？", &["退货在哪里申请", "不想要了怎么退回去", "退货流程"]),
    ("seven_days", "七天无理由是什么意思？", &["哪些情况支持7天无理由退货", "无理由退货的条件"]),
    ("fee_return", "退货运费谁出？", &["退回去的运费由谁承担", "寄回来的邮费算谁的"]),
    ("fee_first", "下单要付运费吗？", &["运费怎么算", "满多少包邮"]),
    ("exchange", "买大了能换小一码吗？", &["尺码不合适怎么换", "衣服大了换货"]),
    ("delivery", "快递几天到？", &["多久能送到", "下单后几天能收到货"]),
    ("invoice", "怎么开发票？", &["发票在哪里申请", "下单忘了开票能补吗"]),
    ("payment", "付款失败怎么办？", &["支付不成功", "一直提示支付错误"]),
    ("loan", "分期还款失败怎么办？", &["贷款还不上款", "分期扣款不成功"]),
    ("hours", "客服几点上班？", &["人工客服的工作时间", "周末有人值班吗"]),
    ("sale", "双十一有什么优惠？", &["双十一活动规则", "双11满减怎么算"]),
    ("track", "How do I track my order?", &["Where is my parcel", "track a shipment"]),
    ("refund", "When do I get my refund?", &["refund not received", "how long does a refund take"]),
];

/// The draft.
pub fn draft() -> Draft {
    let mut draft = Draft::default();
    for (id, question, phrasings) in ENTRIES {
        let valid = (*id == "sale").then_some((20_005, 20_020));
        draft.knowledge.entries.push(Entry {
            id: (*id).into(),
            question: (*question).into(),
            valid_from: valid.map(|days| days.0),
            valid_until: valid.map(|days| days.1),
            ..Default::default()
        });
        draft.phrasings.push(phrasings.iter().map(|text| (*text).to_string()).collect());
        draft.keywords.push(Vec::new());
    }
    let place =
        |id: &str| ENTRIES.iter().position(|entry| entry.0 == id).and_then(|at| u32::try_from(at).ok()).unwrap();
    draft.knowledge.entries[place("return") as usize].followups = vec![place("fee_return")];
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_string()).collect::<Vec<_>>();
    draft.knowledge.greetings = Greetings {
        words_hello: words(&["你好", "您好", "hello"]),
        words_thanks: words(&["谢谢", "thanks"]),
        words_bye: words(&["再见", "拜拜"]),
        ..Default::default()
    };
    let rule = |id: Option<&str>, any: &[&str], all: &[&str]| Rule {
        entry: id.and_then(|id| ENTRIES.iter().position(|entry| entry.0 == id)).and_then(|at| u32::try_from(at).ok()),
        any: words(any),
        all: words(all),
        ..Default::default()
    };
    draft.knowledge.rules = vec![
        Rule { priority: 5, ..rule(None, &["打官司", "起诉"], &[]) },
        rule(Some("payment"), &["付款失败", "款失败"], &[]),
        rule(Some("loan"), &["贷款", "微粒贷", "分期"], &["还款失败"]),
        Rule { scenes: words(&["order"]), ..rule(Some("invoice"), &["凭条"], &[]) },
    ];
    draft.synonyms = vec![words(&["快递", "包裹", "物流"]), words(&["发票", "收据"])];
    draft
}
