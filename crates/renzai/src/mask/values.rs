//! Made-up numbers, papers and addresses, as people write them. Nobody's: digits are drawn by chance.

use super::chance::Chance;

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

fn address(tongue: Tongue, chance: &mut Chance) -> String {
    let n = |chance: &mut Chance, most: usize| chance.between(1, most);
    match tongue {
        Tongue::Simplified => {
            let region = chance.one(&[
                "浙江省杭州市西湖区",
                "北京市朝阳区",
                "上海市浦东新区张江镇",
                "广东省深圳市南山区",
                "四川省成都市武侯区",
                "湖北武汉洪山区",
                "杭州市余杭区",
                "苏州市姑苏区",
                "陕西省西安市雁塔区",
                "江苏省南京市鼓楼区",
                "辽宁省沈阳市和平区",
                "广西壮族自治区南宁市青秀区",
                "重庆市渝中区",
                "浙江省 宁波市 海曙区 ",
            ]);
            let road = chance.one(&[
                "文三路",
                "中山北路",
                "解放路",
                "人民大道",
                "科苑南路",
                "学府街",
                "建国路",
                "长江西路",
                "梧桐巷",
                "白云大道",
            ]);
            let estate = chance.one(&[
                "阳光花园",
                "翠苑小区",
                "万科城",
                "绿地公寓",
                "东方大厦",
                "金地家园",
                "滨江公馆",
                "锦绣新村",
            ]);
            match chance.below(8) {
                0 => format!(
                    "{region}{road}{}号{}栋{}单元{}室",
                    n(chance, 900),
                    n(chance, 30),
                    n(chance, 4),
                    chance.between(101, 2602)
                ),
                1 => format!(
                    "{region}{road}{}号{estate}{}幢{}",
                    n(chance, 900),
                    n(chance, 30),
                    chance.between(101, 2602)
                ),
                2 => format!("{region}{road}{}号", n(chance, 900)),
                3 => format!("{region}{estate}{}号楼{}单元{}", n(chance, 30), n(chance, 4), chance.between(101, 2602)),
                4 => format!("{road}{}弄{}号{}室", n(chance, 900), n(chance, 99), chance.between(101, 2602)),
                5 => format!("{region}{estate}{}-{}-{}", n(chance, 30), n(chance, 4), chance.between(101, 2602)),
                6 => format!(
                    "{}县{}镇{}村{}组",
                    chance.one(&["安徽省阜阳市颍上", "河南省周口市太康", "湖南省岳阳市平江"]),
                    chance.one(&["江口", "符草楼", "长寿"]),
                    chance.one(&["王庄", "李家", "大桥"]),
                    n(chance, 12)
                ),
                _ => format!(
                    "{region}{road}{}号{estate}{}座{}室",
                    n(chance, 900),
                    chance.one(&["A", "B", "C"]),
                    chance.between(101, 2602)
                ),
            }
        }
        Tongue::Traditional => match chance.below(5) {
            0 => format!(
                "{}{}路{}段{}號{}樓",
                chance.one(&["台北市大安區", "新北市板橋區", "台中市西屯區", "高雄市左營區"]),
                chance.one(&["忠孝東", "文化", "中正", "台灣大道旁福星"]),
                chance.one(&["一", "二", "四"]),
                n(chance, 300),
                n(chance, 20)
            ),
            1 => format!(
                "{}{}巷{}弄{}號{}樓之{}",
                chance.one(&["台北市信義區松仁路", "新北市永和區中山路一段"]),
                n(chance, 200),
                n(chance, 30),
                n(chance, 80),
                n(chance, 12),
                n(chance, 5)
            ),
            2 => format!(
                "{}{}號{}{}樓{}室",
                chance.one(&["九龍觀塘觀塘道", "香港中環德輔道中", "九龍旺角彌敦道"]),
                n(chance, 700),
                chance.one(&["創紀之城", "恒豐大廈", "銀行中心"]),
                n(chance, 30),
                chance.one(&["A", "B", "C"])
            ),
            3 => format!(
                "新界沙田{}{}號{}座{}室",
                chance.one(&["沙田正街", "大涌橋路"]),
                n(chance, 90),
                n(chance, 9),
                chance.between(101, 3006)
            ),
            _ => format!(
                "{}{}號{}樓",
                chance.one(&["桃園市中壢區中央西路", "台南市東區林森路"]),
                n(chance, 300),
                n(chance, 20)
            ),
        },
        Tongue::English => {
            let street = chance.one(&[
                "Maple Street",
                "Wilson Avenue",
                "Oak Hill Road",
                "King William Street",
                "Sunset Boulevard",
                "Mill Lane",
            ]);
            let city = chance.one(&[
                "Springfield, IL 62704",
                "London",
                "Austin, TX 78701",
                "Toronto",
                "Manchester M1 4BT",
                "Seattle, WA",
            ]);
            match chance.below(6) {
                0 => format!("{} {street}, {city}", n(chance, 9000)),
                1 => format!("{} {street}, Apt {}, {city}", n(chance, 900), n(chance, 90)),
                2 => format!(
                    "Flat {}, {}/F, {} Des Voeux Road Central, Hong Kong",
                    chance.one(&["A", "B", "12"]),
                    n(chance, 30),
                    n(chance, 300)
                ),
                3 => format!(
                    "Room {}, Building {}, No. {} Wensan Road, Xihu District, Hangzhou",
                    chance.between(101, 2602),
                    n(chance, 30),
                    n(chance, 900)
                ),
                4 => format!("Unit {}, {} {street}", n(chance, 50), n(chance, 300)),
                _ => format!("{} {street}", n(chance, 9000)),
            }
        }
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
