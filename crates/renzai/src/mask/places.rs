//! Made-up addresses.

use super::{chance::Chance, values::Tongue};

/// An address as it is written in one of the tongues.
pub(crate) fn address(tongue: Tongue, chance: &mut Chance) -> String {
    match tongue {
        Tongue::Simplified => mainland(chance),
        Tongue::Traditional => islands(chance),
        Tongue::English => english(chance),
    }
}

fn n(chance: &mut Chance, most: usize) -> usize {
    chance.between(1, most)
}

fn mainland(chance: &mut Chance) -> String {
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
    let estate =
        chance.one(&["阳光花园", "翠苑小区", "万科城", "绿地公寓", "东方大厦", "金地家园", "滨江公馆", "锦绣新村"]);
    match chance.below(8) {
        0 => format!(
            "{region}{road}{}号{}栋{}单元{}室",
            n(chance, 900),
            n(chance, 30),
            n(chance, 4),
            chance.between(101, 2602)
        ),
        1 => format!("{region}{road}{}号{estate}{}幢{}", n(chance, 900), n(chance, 30), chance.between(101, 2602)),
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

fn islands(chance: &mut Chance) -> String {
    match chance.below(5) {
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
    }
}

fn english(chance: &mut Chance) -> String {
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
