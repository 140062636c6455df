//! A corpus that is composed: numbers, papers, addresses and secrets as people write them, in sentences of customers, beside
//! order numbers, prices, dates and models that must stay. The same cases in every run.

#![allow(clippy::unwrap_used)]

use mask::{Kind, find};
use std::collections::BTreeMap;

/// Cases of each kind, and as many sentences in which nothing is secret.
const EACH: usize = 500;
const RECALL: f64 = 0.995;
const PRECISION: f64 = 0.99;

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from_digit(u32::try_from(self.below(10)).unwrap(), 10).unwrap()).collect()
    }
}

/// Digits in groups, with a sign between them.
fn grouped(digits: &str, groups: &[usize], between: &str) -> String {
    let mut rest = digits;
    let mut parts = Vec::new();
    for size in groups {
        let (part, more) = rest.split_at(*size);
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts.join(between)
}

fn wide(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect()
}

fn mobile(dice: &mut Dice) -> String {
    let number = format!("1{}{}", dice.of(&["38", "39", "50", "52", "77", "86", "99", "31"]), dice.digits(8));
    match dice.below(6) {
        0 => grouped(&number, &[3, 4, 4], " "),
        1 => grouped(&number, &[3, 4, 4], "-"),
        2 => wide(&number),
        3 => format!("+86 {number}"),
        _ => number,
    }
}

fn landline(dice: &mut Dice) -> String {
    let (area, rest) = (dice.of(&["010", "021", "0571", "0755", "028"]), dice.digits(7));
    let number = format!("{}{rest}", dice.of(&["6", "8", "5"]));
    match dice.below(4) {
        0 => format!("({area}) {}", grouped(&number, &[4, 4], " ")),
        1 => format!("{area} {number}"),
        2 => format!("{area}-{number}转{}", dice.digits(3)),
        _ => format!("{area}-{number}"),
    }
}

fn id_card(dice: &mut Dice) -> String {
    let year = 1950 + dice.below(58);
    let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
    let place = dice.of(&["110105", "310104", "330106", "440305", "510107"]);
    let start = format!("{place}{year}{month:02}{day:02}{}", dice.digits(3));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = start.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    let number = format!("{start}{}", &"10X98765432"[sum as usize % 11..][..1]);
    match dice.below(4) {
        0 => grouped(&number, &[6, 8, 4], " "),
        1 => number.to_lowercase(),
        _ => number,
    }
}

fn bank_card(dice: &mut Dice) -> String {
    let start = format!("{}{}", dice.of(&["622202", "621700", "622848", "436742", "411111"]), dice.digits(9));
    let sum: u32 = start.chars().rev().zip([2, 1].iter().cycle()).fold(0, |sum, (digit, weight)| {
        let value = digit.to_digit(10).unwrap() * weight;
        sum + value / 10 + value % 10
    });
    let number = format!("{start}{}", (10 - sum % 10) % 10);
    match dice.below(3) {
        0 => grouped(&number, &[4, 4, 4, 4], " "),
        1 => grouped(&number, &[4, 4, 4, 4], "-"),
        _ => number,
    }
}

fn email(dice: &mut Dice) -> String {
    let name = dice.of(&["zhang.san", "lina_88", "wang-w", "m.mueller", "a1"]);
    let digits = dice.below(4);
    let digits = dice.digits(digits);
    let host = dice.of(&["qq.com", "163.com", "gmail.com", "mail.example.org", "outlook.com"]);
    match dice.below(4) {
        0 => format!("{name}{digits} @ {host}"),
        1 => format!("{name}{digits}＠{host}"),
        _ => format!("{name}{digits}@{host}"),
    }
}

fn address(dice: &mut Dice) -> String {
    let city = dice.of(&["浙江省杭州市西湖区", "上海市闵行区", "北京市朝阳区", "广东省深圳市南山区", "成都市武侯区"]);
    let street = dice.of(&["文三路", "莘松路", "建国路", "科技南一路", "人民南路四段", "解放大街"]);
    let house = 1 + dice.below(900);
    match dice.below(4) {
        0 => format!("{city}{street}{house}号"),
        1 => format!(
            "{city}{street}{house}号{}栋{}单元{}室",
            1 + dice.below(30),
            1 + dice.below(4),
            101 + dice.below(2000)
        ),
        2 => format!("{city}{street}{house}弄{}号{}", 1 + dice.below(60), 101 + dice.below(2000)),
        _ => format!("{street}{house}号{}楼", 1 + dice.below(30)),
    }
}

fn plate(dice: &mut Dice) -> String {
    let (place, letter) = (dice.of(&["京", "沪", "粤", "浙", "川", "苏"]), dice.of(&["A", "B", "C", "E"]));
    let dot = dice.of(&["", "·", " "]);
    match dice.below(3) {
        0 => format!("{place}{letter}{dot}D{}", dice.digits(5)),
        _ => format!("{place}{letter}{dot}{}", dice.digits(5)),
    }
}

/// Words around the secret: it stands for `#`.
fn sentences(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Mobile => {
            &["我的手机号是#", "#，打这个", "麻烦联系 # 谢谢", "收货人小王 #", "电话换成#了，能改吗", "call me at #"]
        }
        Kind::Landline => &["座机#", "公司电话 #", "打#找前台", "请拨 #，谢谢"],
        Kind::IdCard => &["身份证#", "我的身份证号是 #，实名过不了", "#", "实名认证填的 # 对吗"],
        Kind::BankCard => &["银行卡号 #", "退到这张卡 #", "卡号#，收不到退款", "my card is #"],
        Kind::Passport => &["护照号#", "我的护照是 #", "护照 #，清关用", "passport number #"],
        Kind::Email => &["邮箱 #", "发票发到 # 吧", "我的邮箱是 #，没收到", "please mail #"],
        Kind::Address => &["寄到 # ，谢谢", "地址是#", "改成#，可以吗", "我住在#"],
        Kind::Plate => &["车牌#", "车是 # 的", "我开#，能进小区吗", "自提车牌号：#"],
        Kind::Otp => &[
            "验证码 #",
            "收到的验证码是#",
            "验证码：#，还是不对",
            "短信验证码为 #",
            "# 是我的验证码",
            "my verification code is #",
        ],
        Kind::Password => &["密码是#", "登录密码 #", "我的密码：# 登不上去", "密码改成了#", "my password is #"],
    }
}

fn secret(kind: Kind, dice: &mut Dice) -> String {
    match kind {
        Kind::Mobile => mobile(dice),
        Kind::Landline => landline(dice),
        Kind::IdCard => id_card(dice),
        Kind::BankCard => bank_card(dice),
        Kind::Passport => format!("{}{}", dice.of(&["E", "G", "EA", "EB"]), dice.digits(8)).chars().take(9).collect(),
        Kind::Email => email(dice),
        Kind::Address => address(dice),
        Kind::Plate => plate(dice),
        Kind::Otp => {
            let count = [4, 6][dice.below(2)];
            dice.digits(count)
        }
        Kind::Password => format!("{}{}", dice.of(&["Abc@", "xiaowang", "Qwer!", "p4ss_", "Sun-"]), dice.digits(4)),
    }
}

/// What customers write that is nobody's secret.
fn harmless(dice: &mut Dice) -> String {
    let (many, few, price) = (dice.digits(15), dice.digits(4), 1 + dice.below(2000));
    match dice.below(14) {
        0 => format!("订单号 2026{many} 什么时候发货"),
        1 => format!("订单{} 还没到", dice.digits(12)),
        2 => format!("付了 {price}.{:02} 元，退了多少", dice.below(100)),
        3 => format!("¥{price} 的那件有货吗"),
        4 => format!("2026-{:02}-{:02} 下的单", 1 + dice.below(12), 1 + dice.below(28)),
        5 => {
            format!("{}月{}日 {}:{:02} 签收的", 1 + dice.below(12), 1 + dice.below(28), dice.below(24), dice.below(60))
        }
        6 => format!("SF{} 到哪了", dice.digits(13)),
        7 => format!("型号 {}-{few} 多少钱", dice.of(&["KX", "RT", "MZ"])),
        8 => format!("错误码 RF-{} 是什么意思", dice.digits(3)),
        9 => format!("打 400-{}-{} 没人接", dice.digits(3), dice.digits(4)),
        10 => format!("身高{}体重{}穿多大", 150 + dice.below(40), 40 + dice.below(50)),
        11 => format!("买了{}件，只收到{}件", 2 + dice.below(9), 1 + dice.below(2)),
        12 => format!("能发到{}吗，要几天", dice.of(&["浙江省杭州市", "上海市闵行区", "广东深圳", "成都市"])),
        _ => format!("优惠券满{price}减{} 用不了", 1 + dice.below(300)),
    }
}

/// A text, and where what is in it hides, if anything.
type Case = (String, Option<(usize, usize, Kind)>);

#[derive(Default)]
struct Count {
    there: usize,
    found: usize,
    wrong: usize,
}

#[test]
fn of_a_composed_corpus_nearly_all_is_covered_and_nearly_nothing_else() {
    let mut dice = Dice(7);
    let mut counts: BTreeMap<Kind, Count> = BTreeMap::new();
    let mut misses = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    for kind in Kind::ALL {
        for _ in 0..EACH {
            let (sentence, secret) = (dice.of(sentences(kind)), secret(kind, &mut dice));
            let start = sentence.find('#').unwrap();
            cases.push((sentence.replace('#', &secret), Some((start, start + secret.len(), kind))));
        }
    }
    cases.extend((0..Kind::ALL.len() * EACH).map(|_| (harmless(&mut dice), None)));
    for (text, hidden) in &cases {
        let spans = find(text);
        if let Some((start, end, kind)) = hidden {
            let count = counts.entry(*kind).or_default();
            count.there += 1;
            // As a whole; that another name stands on it shows nobody anything.
            let covered = spans.iter().any(|span| span.start <= *start && span.end >= *end);
            count.found += usize::from(covered);
            if !covered {
                misses.push(format!("missed {}: {text}", kind.as_str()));
            }
        }
        for span in &spans {
            let right = hidden.is_some_and(|(start, end, _)| span.start < end && span.end > start);
            if !right {
                counts.entry(span.kind).or_default().wrong += 1;
                misses.push(format!("covered {} for nothing: {text}", span.kind.as_str()));
            }
        }
    }
    let some = misses.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    // Each kind by itself: many right ones of another would hide it.
    for (kind, Count { there, found, wrong }) in &counts {
        #[allow(clippy::cast_precision_loss)]
        let (recall, precision) = (*found as f64 / *there as f64, *found as f64 / (found + wrong) as f64);
        let kind = kind.as_str();
        assert!(
            recall >= RECALL && precision >= PRECISION,
            "{kind}: recall {recall:.4}, precision {precision:.4}:\n{some}"
        );
    }
}
