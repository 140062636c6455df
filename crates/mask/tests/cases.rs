//! What is covered, how it looks then, and what stays: line by line.

use mask::{Kind, Span, cover, find, mask};

/// Text, and the same text masked.
const COVERED: &[(&str, &str)] = &[
    // Mobiles.
    ("我的手机是13812345678", "我的手机是[手机 ***78]"),
    ("138 1234 5678", "[mobile ***78]"),
    ("1 3 8 1 2 3 4 5 6 7 8", "[mobile ***78]"),
    ("电话：１３８－１２３４－５６７８", "电话：[手机 ***78]"),
    ("（+86）13812345678找我", "[手机 ***78]找我"),
    ("8613812345678", "[mobile ***78]"),
    ("幺三八零零一三八零零零是我电话", "[手机 ***00]是我电话"),
    ("138一二三四5678", "[手机 ***78]"),
    ("我的电话是138，后面12345678", "我的电话是[手机 ***78]"),
    ("手机138 中间1234 最后5678", "手机[手机 ***78]"),
    ("1\u{fe0f}\u{20e3}3\u{200b}812345678", "[mobile ***78]"),
    ("請打0912-345-678給我", "請打[手機 ***78]給我"),
    ("電話 9123 4567", "電話 [手機 ***67]"),
    ("+852 9123 4567", "[mobile ***67]"),
    ("+1 415 555 2671", "[mobile ***71]"),
    ("订单13812345678的尾款", "订单[手机 ***78]的尾款"),
    // Landlines.
    ("021-61234567转801", "[座机 ***01]"),
    ("(010) 8888 6666 ext. 12", "[landline ***12]"),
    ("057188886666", "[landline ***66]"),
    ("+86 755 8888 6666", "[landline ***66]"),
    ("座机 88886666", "座机 [座机 ***66]"),
    ("市話(02)2345-6789", "市話[座機 ***89]"),
    ("订单的电话0571-88886666", "订单的电话[座机 ***66]"),
    // Papers.
    ("身份证 110105 19491231 002X", "身份证 [身份证 ***2x]"),
    ("11010519491231002x", "[ID ***2x]"),
    ("老的身份证110105491231002", "老的身份证[身份证 ***02]"),
    ("A123456(3)", "[ID ***63]"),
    ("身分證字號A123456789", "身分證字號[身份證 ***89]"),
    ("护照Ｅ１２３４５６７８", "护照[护照 ***78]"),
    ("passport EA1234567", "passport [passport ***67]"),
    ("港澳通行证C12345678", "港澳通行证[护照 ***78]"),
    ("C12345678是我的通行证号", "[护照 ***78]是我的通行证号"),
    ("身份证330106 19610623 150 X", "身份证[身份证 ***0x]"),
    ("证件类型护照 号码P1234567", "证件类型护照 号码[护照 ***67]"),
    ("护照编号G12345678", "护照编号[护照 ***78]"),
    // Said to be one: a slip of the hand in it does not make it anybody's less.
    ("证件号码：110105194912310021", "证件号码：[身份证 ***21]"),
    // Cards.
    ("银行卡 6222 0212 3456 7890 128", "银行卡 [银行卡 ***28]"),
    ("4111-1111-1111-1111", "[card ***11]"),
    // Mail.
    ("邮箱 zhang.san@163.com", "邮箱 [邮箱 ***z]"),
    ("zhangsan ＠ qq．com收", "[邮箱 ***z]收"),
    ("li.na at example dot com", "[email ***l]"),
    ("8812345艾特qq点com", "[邮箱 ***8]"),
    ("13812345678@139.com", "[email ***1]"),
    // Addresses.
    ("寄到浙江省杭州市西湖区文三路138号3栋2单元501室，谢谢", "寄到[地址 ***]，谢谢"),
    ("上海市闵行区莘庄镇莘松路958弄23号602", "[地址 ***]"),
    ("我在3号楼2单元501", "我在[地址 ***]"),
    ("台北市大安區忠孝東路四段100號5樓之3", "[地址 ***]"),
    ("香港中環德輔道中100號", "[地址 ***]"),
    ("浙江省 杭州市 西湖区 文三路138号", "[地址 ***]"),
    ("Flat B, 20/F, 100 Des Voeux Road Central, Hong Kong", "[address ***]"),
    ("I live at 12 baker street", "I live at [address ***]"),
    ("10 Downing Street, London SW1A 2AA.", "[address ***]."),
    ("高雄市三民區建國一路12巷3弄5號", "[地址 ***]"),
    ("武汉大学信息学部3舍402", "[地址 ***]"),
    ("厦门市思明区莲前西路88号之9", "[地址 ***]"),
    ("花园路12号附3号", "[地址 ***]"),
    ("成都市武侯区天府大道中段30号", "[地址 ***]"),
    ("无锡市梁溪区人民中路9号摩天360大厦9楼", "[地址 ***]"),
    ("九龍深水埗長沙灣道12號地下", "[地址 ***]"),
    ("我住在科技南一路846号17楼", "我住在[地址 ***]"),
    ("12 Oak Lane, Portland, OR 97205", "[address ***]"),
    ("ship to 12 Rue de Rivoli, 75001 Paris", "ship to [address ***]"),
    // Plates.
    ("京A12345", "[车牌 ***45]"),
    ("粤B·D12345", "[车牌 ***45]"),
    ("粤Z1234港", "[车牌 ***4港]"),
    ("車牌AB 1234", "車牌[車牌 ***34]"),
    // Secrets.
    ("验证码 123456", "验证码 [验证码 ***]"),
    ("【店】您的验证码是482913，5分钟内有效", "【店】您的验证码是[验证码 ***]，5分钟内有效"),
    ("验证码收到了是 4 8 2 9 1 3", "验证码收到了是 [验证码 ***]"),
    ("482913是我的验证码", "[验证码 ***]是我的验证码"),
    ("my code: 4821", "my code: [code ***]"),
    ("密码改成了 Abc@2026 还是不行", "密码改成了 [密码 ***] 还是不行"),
    ("my password is sunshine", "my password is [password ***]"),
    ("我的密码是bad-secret", "我的密码是[密码 ***]"),
    ("my password is not_your_dog", "my password is [password ***]"),
    ("cvv 123", "cvv [password ***]"),
];

/// What nobody needs to hide.
const STAYS: &[&str] = &[
    "订单号13812345678什么时候到",
    "13812345678是我的订单号",
    "淘宝订单 2183746519283746501 还没发",
    "SF1234567890123 到了没",
    "2026-11-21 13:00 付款 299.00 元",
    "¥13812345678",
    "138****5678",
    "会员卡号6222020212345678901",
    "IMEI 356938035643809",
    "订单057188886666还没到",
    "110105194912310021",
    "6901234567892",
    "400-820-8820",
    "打95338没人接",
    "三室两厅用多大的空调",
    "地铁8号线到人民广场站",
    "12月3号下午2点",
    "我知道3号发货",
    "发到浙江省杭州市几天",
    "发到广东省深圳市南山区吗",
    "住6楼没电梯送上楼吗",
    "问题一路500元",
    "这家超市3号下午关门",
    "地铁铁路12号线怎么走",
    "双11那天1号链接2号链接哪个划算",
    "密码是多少",
    "密码输错3次",
    "my password is wrong",
    "my password is not working - why",
    "my password was changed yesterday",
    "验证码等了1800秒还没来",
    "promo code SAVE20",
    "error code 4821",
    "zip code 94110",
    "look at taobao.com please",
    "bought at amazon.com",
    "最新A12345款",
    "型号 E12345678",
    "2 days by road",
    "I want 2 black road bikes",
];

#[test]
fn what_must_be_covered_is_covered() {
    for (text, masked) in COVERED {
        assert_eq!(mask(text, &[]).text, *masked, "{text}");
    }
}

#[test]
fn what_is_nobodys_secret_stays() {
    for text in STAYS {
        assert_eq!(mask(text, &[]).text, *text);
    }
}

#[test]
fn a_published_number_stays_however_it_is_written() {
    for text in ["021-61234567", "(021) 6123 4567", "+86 21 6123 4567", "０２１６１２３４５６７", "021-61234567转801"]
    {
        assert_eq!(mask(text, &["021-61234567", ""]).text, *text, "{text}");
    }
    assert_eq!(mask("Help@Shop.example", &["help@shop.example"]).text, "Help@Shop.example");
    assert_eq!(mask("021-61234568", &["021-61234567"]).text, "[landline ***68]");
}

#[test]
fn spans_tell_the_place_and_the_kind() {
    let text = "电话138 1234 5678，验证码482913";
    let found: Vec<_> = find(text).iter().map(|span| (&text[span.start..span.end], span.kind)).collect();
    assert_eq!(found, [("138 1234 5678", Kind::Mobile), ("482913", Kind::Otp)]);
}

#[test]
fn spans_that_do_not_fit_the_text_are_passed_over() {
    let span = |start, end| Span { start, end, kind: Kind::Otp };
    assert_eq!(cover("甲乙", &[span(1, 3), span(0, 3), span(0, 6), span(3, 99)]), "[验证码 ***]乙");
}
