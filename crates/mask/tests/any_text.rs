//! What holds for every text.

use mask::{Kind, find, mask};
use proptest::prelude::*;

/// Pieces that mean something, and pieces that get in their way.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "手机", "电话是", "身份证", "卡号", "护照", "邮箱", "地址", "车牌", "验证码", "密码", "订单号", "code", "my password is ",
            "是", "，", " ", "-", "@", "号", "路", "栋", "室", "(", ")", "[", "]", "***", "转", "是我的", " is my code", "元", "\n",
            "[手机 ***78]", "[密码 ***]", "[mobile ***", "+86", "京A", "qq.com", " at ", "浙江省杭州市", "文三路", "Road", "Flat B, ",
            "一二三四", "后面", "\u{200b}", "🙂", "１２３",
        ]).prop_map(str::to_owned),
        2 => "[0-9]{1,12}",
        1 => "[A-Za-z]{1,6}[0-9]{0,8}",
        1 => "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_in_order_and_at_characters(text in prop_oneof![pieces(), any::<String>()]) {
        let mut done = 0;
        for span in find(&text) {
            prop_assert!(span.start >= done && span.start < span.end && span.end <= text.len());
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            done = span.end;
        }
    }

    #[test]
    fn masking_what_is_masked_changes_nothing(text in pieces()) {
        let once = mask(&text, &[]).text;
        prop_assert_eq!(&mask(&once, &[]).text, &once, "{}", text);
    }

    #[test]
    fn no_more_than_two_characters_of_a_find_are_left(text in pieces()) {
        let masked = mask(&text, &[]);
        let mut rest = masked.text.as_str();
        let mut done = 0;
        for span in &masked.spans {
            rest = rest.strip_prefix(&text[done..span.start]).unwrap_or("");
            let stand_in = &rest[..=rest.find(']').unwrap_or(0)];
            let left = stand_in.rsplit("***").next().unwrap_or("").trim_end_matches(']');
            let most = match span.kind {
                Kind::Address | Kind::Otp | Kind::Password => 0,
                Kind::Email => 1,
                _ => 2,
            };
            prop_assert!(stand_in.starts_with('[') && left.chars().count() <= most, "{} in {}", stand_in, masked.text);
            rest = &rest[stand_in.len()..];
            done = span.end;
        }
        prop_assert_eq!(rest, &text[done..]);
    }

    #[test]
    fn a_mobile_is_found_however_it_is_cut(digits in "1[3-9][0-9]{9}", cuts in prop::collection::vec(any::<bool>(), 10), sign in "[ .-]") {
        let mut text = String::from("电话");
        for (digit, cut) in digits.chars().zip([false].into_iter().chain(cuts)) {
            if cut {
                text += &sign;
            }
            text.push(digit);
        }
        let spans = find(&text);
        prop_assert_eq!(spans.len(), 1);
        prop_assert_eq!(spans[0].end, text.len());
    }
}
