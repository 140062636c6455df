//! Made-up numbers, papers and addresses, as people write them. Nobody's: digits are drawn by chance.

use super::{chance::Chance, places::address};

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";

/// How a customer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    Simplified,
    Traditional,
    English,
}

/// A value for a placeholder, such as `mobile` or `price`; nothing if there is no such placeholder.
pub(crate) fn value(name: &str, tongue: Tongue, chance: &mut Chance) -> Option<String> {
    Some(match name {
        "mobile" => mobile(tongue, chance),
        "landline" => landline(tongue, chance),
        "id_card" => id_card(tongue, chance),
        "bank_card" => bank_card(chance),
        "passport" => passport(chance),
        "email" => email(chance),
        "address" => address(tongue, chance),
        "plate" => plate(chance),
        "otp" => otp(chance),
        "password" => password(chance),
        "order" => order(chance),
        "tracking" => tracking(chance),
        "price" => price(tongue, chance),
        "date" => date(tongue, chance),
        "time" => format!("{}:{:02}", chance.between(7, 22), chance.below(60)),
        "size" => {
            chance.one(&["XL", "170/92A", "38码", "42.5", "185/100A", "2XL", "26寸", "500ml", "1.8米"]).to_owned()
        }
        "model" => model(chance),
        "count" => chance.between(2, 60).to_string(),
        "hotline" => hotline(chance),
        "coupon" => chance.word("ABCDEFGHJKLMNPQRSTUVWXYZ", 4) + &chance.between(5, 500).to_string(),
        "error" => chance.between(1001, 59_999).to_string(),
        "year" => chance.between(2019, 2026).to_string(),
        "city" => chance.one(&["杭州", "上海", "成都", "武汉", "广州", "西安", "浙江", "新疆", "内蒙古"]).to_owned(),
        _ => return None,
    })
}

/// Digits in the groups of a pattern: `3 4 4` with a separator.
fn grouped(digits: &str, groups: &[usize], separator: &str) -> String {
    let mut parts = Vec::new();
    let mut rest = digits;
    for size in groups {
        let (part, left) = rest.split_at((*size).min(rest.len()));
        parts.push(part);
        rest = left;
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts.join(separator)
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
        .collect()
}

fn spoken(text: &str, one: char) -> String {
    let han: Vec<char> = "零一二三四五六七八九".chars().collect();
    text.chars().map(|c| c.to_digit(10).map_or(c, |value| if value == 1 { one } else { han[value as usize] })).collect()
}

fn mobile(tongue: Tongue, chance: &mut Chance) -> String {
    if tongue == Tongue::Traditional && chance.happens(60) {
        let (hong_kong, taiwan) = (chance.word("569", 1) + &chance.digits(7), format!("09{}", chance.digits(8)));
        return match chance.below(6) {
            0 => format!("+852 {}", grouped(&hong_kong, &[4], " ")),
            1 => format!("+852{hong_kong}"),
            2 => format!("852-{}", grouped(&hong_kong, &[4], "-")),
            3 => grouped(&taiwan, &[4, 3], "-"),
            4 => format!("+886 {}", grouped(&taiwan[1..], &[3, 3], " ")),
            _ => taiwan,
        };
    }
    let number = format!("1{}{}", chance.word("35789", 1), chance.word("0123456789", 9));
    match chance.below(24) {
        0 => grouped(&number, &[3, 4], " "),
        1 => grouped(&number, &[3, 4], "-"),
        2 => grouped(&number, &[3, 4], "."),
        3 => format!("+86{number}"),
        4 => format!("+86 {}", grouped(&number, &[3, 4], " ")),
        5 => format!("+86-{number}"),
        6 => format!("86{number}"),
        7 => format!("0086 {number}"),
        8 => format!("(+86){number}"),
        9 => wide(&number),
        10 => spoken(&number, '一'),
        11 => spoken(&number, '幺'),
        12 => grouped(&number, &[1; 11], " "),
        13 => grouped(&number, &[4, 3], " "),
        14 => grouped(&number, &[3, 3], " "),
        15 => grouped(&number, &[3, 2, 2, 2], " "),
        16 => format!("{}{}", &number[..3], spoken(&number[3..], '一')),
        17 if tongue != Tongue::English => format!("{}然后{}再{}", &number[..3], &number[3..7], &number[7..]),
        _ => number,
    }
}

fn landline(tongue: Tongue, chance: &mut Chance) -> String {
    if tongue == Tongue::Traditional {
        let number = chance.word("23", 1) + &chance.digits(7);
        return match chance.below(3) {
            0 => format!("(02){}", grouped(&number, &[4], "-")),
            1 => format!("02-{}", grouped(&number, &[4], "-")),
            _ => format!("+852 {}", grouped(&number, &[4], " ")),
        };
    }
    let (area, len) = [
        ("010", 8),
        ("021", 8),
        ("020", 8),
        ("0571", 8),
        ("0755", 8),
        ("028", 8),
        ("0316", 7),
        ("0898", 8),
        ("0471", 7),
    ][chance.below(9)];
    let number = chance.word("2345678", 1) + &chance.word("0123456789", len - 1);
    let whole = match chance.below(9) {
        0 => format!("({area}){number}"),
        1 => format!("（{area}）{number}"),
        2 => format!("{area} {number}"),
        3 => format!("{area}-{}", grouped(&number, &[4], "-")),
        4 => format!("{area}{number}"),
        5 => format!("+86 {} {}", &area[1..], grouped(&number, &[4], " ")),
        6 => wide(&format!("{area}-{number}")),
        _ => format!("{area}-{number}"),
    };
    let extension = chance.between(1, 9999);
    match (chance.below(6), tongue) {
        (0, Tongue::English) => format!("{whole} ext. {extension}"),
        (0, _) => format!("{whole}转{extension}"),
        (1, Tongue::Simplified) => format!("{whole}分机{extension}"),
        _ => whole,
    }
}

fn id_card(tongue: Tongue, chance: &mut Chance) -> String {
    if tongue == Tongue::Traditional && chance.happens(70) {
        return if chance.happens(50) { hong_kong(chance) } else { taiwan(chance) };
    }
    let region = chance.one(&[
        "110105", "310104", "330106", "440305", "510107", "420106", "610113", "320508", "230102", "650104", "810000",
    ]);
    let (month, day) = (chance.between(1, 12), chance.between(1, 28));
    if chance.happens(12) {
        return format!("{region}{:02}{month:02}{day:02}{:03}", chance.between(30, 99), chance.below(1000));
    }
    let front = format!("{region}{}{month:02}{day:02}{:03}", chance.between(1935, 2015), chance.below(1000));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        front.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(digit, weight)| digit * weight).sum();
    let number = format!("{front}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11]);
    match chance.below(10) {
        0 => grouped(&number, &[6, 8], " "),
        1 => grouped(&number, &[6, 4, 4], " "),
        2 => wide(&number),
        3 => number.to_lowercase(),
        4 => grouped(&number, &[6, 8], "-"),
        5 => grouped(&number, &[3, 3, 4, 4], " "),
        _ => number,
    }
}

fn hong_kong(chance: &mut Chance) -> String {
    let letter = chance.word("ABCDEFGKMPRVWYZ", 1);
    let digits = chance.digits(6);
    let value = letter.chars().map(|c| c as u32 - 'A' as u32 + 10).sum::<u32>();
    let sum: u32 = 36 * 9
        + value * 8
        + digits
            .chars()
            .filter_map(|c| c.to_digit(10))
            .zip((2..=7).rev())
            .map(|(digit, weight)| digit * weight)
            .sum::<u32>();
    match (11 - sum % 11) % 11 {
        10 => format!("{letter}{digits}(A)"),
        check => format!("{letter}{digits}({check})"),
    }
}

fn taiwan(chance: &mut Chance) -> String {
    let values = [("A", 10), ("B", 11), ("F", 15), ("H", 17), ("N", 22), ("T", 27)];
    let (letter, value) = values[chance.below(values.len())];
    let digits = chance.word("12", 1) + &chance.word("0123456789", 7);
    let weighted: u32 =
        digits.chars().filter_map(|c| c.to_digit(10)).zip((1..=8).rev()).map(|(digit, weight)| digit * weight).sum();
    format!("{letter}{digits}{}", (10 - (value / 10 + value % 10 * 9 + weighted) % 10) % 10)
}

fn bank_card(chance: &mut Chance) -> String {
    let (front, len) = [
        ("622202", 19),
        ("621700", 19),
        ("622848", 19),
        ("621226", 19),
        ("622588", 16),
        ("625912", 16),
        ("436742", 19),
        ("411111", 16),
        ("545454", 16),
        ("371234", 15),
        ("356888", 16),
    ][chance.below(11)];
    let body = front.to_owned() + &chance.word("0123456789", len - front.len() - 1);
    let doubled = body.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 =
        doubled.map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }).sum();
    let number = format!("{body}{}", (10 - sum % 10) % 10);
    match chance.below(6) {
        0 | 1 => grouped(&number, &[4, 4, 4, 4], " "),
        2 => grouped(&number, &[4, 4, 4, 4], "-"),
        3 if chance.happens(50) => wide(&number),
        4 if len == 19 => grouped(&number, &[6], " "),
        _ => number,
    }
}

fn passport(chance: &mut Chance) -> String {
    let digits = chance.word("0123456789", 8);
    match chance.below(7) {
        0 => format!("G{digits}"),
        1 => format!("E{}{}", chance.word("ABCDEFGHJKLMNPQRSTUVWXYZ", 1), &digits[1..]),
        2 => wide(&format!("E{digits}")),
        3 => format!("e{digits}"),
        4 => format!("E {digits}"),
        _ => format!("E{digits}"),
    }
}

/// A permit or a passport that nothing but its name tells.
pub(crate) fn permit(chance: &mut Chance) -> String {
    let letter = chance.one(&["C", "W", "H", "M", "K", "P"]);
    letter.to_owned() + &chance.word("0123456789", 8)
}

fn email(chance: &mut Chance) -> String {
    let name = match chance.below(5) {
        0 => chance.digits(9),
        1 => format!("{}.{}", chance.word(LOWER, 4), chance.word(LOWER, 5)),
        2 => format!("{}_{}", chance.word(LOWER, 5), chance.between(1, 99)),
        3 => chance.word(LOWER, 7),
        _ => chance.word(LOWER, 5) + &chance.digits(3),
    };
    let host = chance.one(&[
        "qq.com",
        "163.com",
        "gmail.com",
        "126.com",
        "outlook.com",
        "hotmail.com",
        "mail.example.cn",
        "foxmail.com",
        "yahoo.com.tw",
        "example.org",
    ]);
    match chance.below(14) {
        0 => format!("{name}＠{host}"),
        1 => format!("{name} @ {host}"),
        2 => format!("{name} at gmail dot com"),
        3 => format!("{name}(at){host}"),
        4 => wide(&format!("{name}@{host}")),
        5 => format!("{}@{}", name.to_uppercase(), host.to_uppercase()),
        6 => format!("{name}艾特qq点com"),
        _ => format!("{name}@{host}"),
    }
}

fn plate(chance: &mut Chance) -> String {
    let front = chance.one(&["京A", "沪B", "粤B", "浙A", "苏E", "川A", "鲁B", "湘A", "闽D", "渝D"]);
    let five =
        format!("{}{}{}", chance.digits(2), chance.word("ABCDEFGHJKLMNPQRSTUVWXYZ", 1), chance.word("0123456789", 2));
    let new = chance.word("DF", 1) + &chance.word("0123456789", 5);
    match chance.below(9) {
        0 => format!("{front}·{five}"),
        1 => format!("{front} {five}"),
        2 => format!("{front}{new}"),
        3 => format!("{front}·{new}"),
        4 => format!("{front}{five}").to_lowercase(),
        5 => wide(&format!("{front}{five}")),
        6 => format!("粤Z{}港", chance.digits(4)),
        7 => format!("{front}{}", chance.digits(5)),
        _ => format!("{front}{five}"),
    }
}

fn otp(chance: &mut Chance) -> String {
    let len = chance.one(&[&6, &6, &6, &4, &8]);
    let code = chance.word("0123456789", *len);
    match chance.below(10) {
        0 => wide(&code),
        1 => grouped(&code, &[len / 2], " "),
        2 => grouped(&code, &[1; 8], " "),
        3 => spoken(&code, '一'),
        _ => code,
    }
}

fn password(chance: &mut Chance) -> String {
    let word = chance.one(&["sunny", "Tiger", "lele", "Qwer", "wang", "home", "BlueSky"]);
    match chance.below(6) {
        0 => format!("{word}@{}", chance.digits(3)),
        1 => chance.digits(6),
        2 => format!("{word}_{}!x", chance.digits(2)),
        3 => wide(&format!("{word}{}", chance.digits(4))),
        _ => format!("{word}{}", chance.digits(4)),
    }
}

fn order(chance: &mut Chance) -> String {
    let day = format!("2026{:02}{:02}", chance.between(1, 12), chance.between(1, 28));
    match chance.below(6) {
        0 => day + &chance.word("0123456789", 6),
        1 => format!("{day}-{}", chance.digits(5)),
        2 => format!("DD{day}{}", chance.digits(4)),
        3 => chance.word("23", 1) + &chance.word("0123456789", 18),
        4 => format!("#{}", chance.digits(5)),
        _ => chance.digits(10),
    }
}

fn tracking(chance: &mut Chance) -> String {
    match chance.below(5) {
        0 => format!("SF{}", chance.digits(13)),
        1 => format!("YT{}", chance.digits(13)),
        2 => format!("JD{}", chance.digits(12)),
        3 => format!("7731{}", chance.digits(11)),
        _ => format!("EB{}CN", chance.digits(9)),
    }
}

fn price(tongue: Tongue, chance: &mut Chance) -> String {
    let amount = chance.between(9, 19_999);
    match (chance.below(3), tongue) {
        (0, Tongue::English) => format!("${amount}.99"),
        (_, Tongue::English) => format!("{amount} dollars"),
        (0, _) => format!("¥{amount}.00"),
        (1, _) => format!("{amount}.5元"),
        _ => format!("{amount}块"),
    }
}

fn date(tongue: Tongue, chance: &mut Chance) -> String {
    let (month, day) = (chance.between(1, 12), chance.between(1, 28));
    match (chance.below(4), tongue) {
        (0, _) => format!("2026-{month:02}-{day:02}"),
        (1, _) => format!("2026/{month}/{day}"),
        (_, Tongue::English) => format!("{day} November 2026"),
        (2, _) => format!("{month}月{day}号"),
        _ => format!("2026年{month}月{day}日"),
    }
}

fn model(chance: &mut Chance) -> String {
    match chance.below(5) {
        0 => format!("RTX{}", chance.between(3060, 5090)),
        1 => format!("SM-G{}U", chance.digits(4)),
        2 => format!("WH-{}XM5", chance.digits(4)),
        3 => format!("A{}", chance.digits(4)),
        _ => format!("i7-{}H", chance.digits(5)),
    }
}

fn hotline(chance: &mut Chance) -> String {
    let rest = chance.digits(7);
    match chance.below(5) {
        0 => format!("400-{}-{}", &rest[..3], &rest[3..]),
        1 => format!("400{rest}"),
        2 => "95338".into(),
        3 => format!("800-{}-{}", &rest[..3], &rest[3..]),
        _ => "12315".into(),
    }
}
