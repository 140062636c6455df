//! Words that say what a number or a word next to them is.

use crate::line::{Line, WALL, has, is_han};

/// What a word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    Phone,
    Landline,
    Id,
    /// Certainly a bank's card.
    Bank,
    /// Some card or account.
    Card,
    Passport,
    Otp,
    /// "code": of many things.
    Code,
    Password,
    Plate,
    Mail,
    Place,
    /// A number of a thing: never of a person.
    Thing,
    /// May announce a number of a thing.
    Order,
}

/// An underscore stands for any spaces or dashes, or none. Longer words win over those inside them.
const WORDS: [(Cue, &str); 14] = [
    (
        Cue::Phone,
        "手机 手机号 手机号码 手提 电话 电话号 电话号码 号码 本机 联系方式 联系 致电 打给 拨打 来电 微信 威信 加微 vx wx wechat whatsapp line \
         tel telephone phone phone_number mobile mobile_number cell cellphone call text me_at reach_me contact \
         contact_number sms",
    ),
    (
        Cue::Landline,
        "座机 座机号 固话 固定电话 市话 家里电话 家里的电话 家电 办公电话 办公室电话 公司电话 店里电话 传真 landline \
         land_line fax home_phone office_phone",
    ),
    (
        Cue::Id,
        "身份证 身份证号 身份证号码 身份证件 身份证字号 证件 证件号 证件号码 身份号码 居民证 身分证 身分证字号 id_card id_card_number id_number \
         id_no identity_card identity_number national_id hkid sfz",
    ),
    (
        Cue::Bank,
        "银行卡 银行卡号 信用卡 信用卡号 储蓄卡 储蓄卡号 借记卡 借记卡号 工资卡 工行卡 建行卡 农行卡 招行卡 中行卡 交行卡 银联卡 提款卡 银行账号 \
         银行账户 bank_card bank_card_number credit_card credit_card_number debit_card debit_card_number visa \
         mastercard bank_account bank_account_number",
    ),
    (
        Cue::Card,
        "卡号 账号 账户 的卡 张卡 新卡 旧卡 原卡 工行 农行 中行 建行 交行 招行 amex unionpay card card_number card_no account account_number",
    ),
    (
        Cue::Passport,
        "护照 护照号 护照号码 护照信息 passport passport_number passport_no 通行证 通行证号 通行证号码 回乡证 回乡证号 台胞证 台胞证号 travel_permit \
         travel_document",
    ),
    (
        Cue::Otp,
        "验证码 校验码 动态码 动态密码 动态口令 短信码 短信密码 一次性密码 一次性口令 确认码 验证密码 认证码 登录码 登陆码 短信验证 验证号 verification_code \
         verify_code otp otp_code passcode security_code one_time_password one_time_code one_time_passcode 2fa_code \
         auth_code authentication_code sms_code login_code yzm",
    ),
    (Cue::Code, "code"),
    (Cue::Password, "密码 口令 密语 password passwd pwd pass_word pw pin pin_code pin_number 安全码 cvv cvv2 cvc mima"),
    (Cue::Plate, "车牌 车牌号 车牌号码 牌照 车号 plate plate_number license_plate licence_plate number_plate"),
    (Cue::Mail, "邮箱 邮件 电邮 信箱 email e_mail mail email_address mailbox gmail"),
    (
        Cue::Place,
        "地址 住址 住在 家住 我住 寄到 寄去 送到 送去 收货 配送到 发到 寄往 搬到 位于 address live_at living_at live_in ship_to \
         shipped_to ship_it_to deliver_to deliver_it_to delivered_to send_to send_it_to sent_to moved_to located_at \
         staying_at pick_up_at",
    ),
    (
        Cue::Thing,
        "订单号 订单号码 订单编号 单号 运单号 编号 流水号 货号 款号 型号 条码 条形码 序列号 税号 发票号 发票号码 交易号 商户号 参考号 批号 券码 兑换码 \
         优惠码 优惠券 会员号 会员卡号 会员卡 礼品卡号 礼品卡 购物卡 购物卡号 充值卡 工单 工单号 批次 编码 商品码 商品号 取件码 取货码 提货码 错误码 \
         邮编 邮政编码 积分 余额 价格 金额 库存 销量 机身号 设备号 识别码 版本 版本号 sku sn imei order_number order_no order_id \
         order_# tracking_number tracking_no tracking_code tracking invoice invoice_number serial serial_number \
         model model_number item item_number transaction transaction_id reference reference_number ref barcode \
         parcel_number waybill ticket ticket_number zip zip_code postal_code postcode batch batch_number gift_card \
         gift_card_number membership membership_number member_number membership_card part_number product_code",
    ),
    (Cue::Order, "订单 快递 物流 运单 单子 order parcel shipment ticket package qq"),
];

/// Words that may stand between such a word and what it announces.
const BETWEEN: &str = "is was are the my your its it's it a an i me you we us they he she this that for to of and now \
    here says said reads as be should think changed set use used using got get received sent send gave give just new \
    old still number no nr account login wifi payment app on below following so like current currently reset address \
    will have has had which maybe probably at by in from with details info";
const BETWEEN_HAN: &str = "是为叫我你您他她它的了就都也那这个号码给发收到来刚才设置改成换填写输入应该好像可能大概之前原现在新旧下过呢吧啊哦嗯呃哈\
    有短信上显示说后面里头正写即乃系嘅咯嘞而家用今天早最初当时记得貌似估计者诶唉，。：、请以本人自己老公婆爸妈儿子女朋友同事同学";
const SIGNS: &str = " :=.,\"'([#*~->\n、：；;。";
/// Characters between such a word and what it announces, at most.
const REACH: usize = 24;

/// A word that announces something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub start: usize,
    pub end: usize,
    pub cue: Cue,
}

/// The announcing words of a line, in order, none within another.
pub(crate) struct Cues(Vec<Mark>);

impl Cues {
    pub fn of(line: &Line) -> Self {
        let words = WORDS.iter().flat_map(|(cue, words)| words.split(' ').map(|word| (word, *cue)));
        let words: Vec<(&str, Cue)> = words.collect();
        let mut marks: Vec<Mark> = Vec::new();
        for start in 0..line.len() {
            let first = line.get(start);
            let same = words.iter().filter(|(word, _)| word.starts_with(first));
            let longest = same.filter_map(|(word, cue)| Some((line.word(start, word)?, *cue)));
            let Some((end, cue)) = longest.max_by_key(|(end, _)| *end) else { continue };
            // "护照 号码": a number of what was named, not another thing.
            if ["号码", "编号"].iter().any(|word| line.word(start, word) == Some(end))
                && let Some(last) = marks.last_mut().filter(|last| line.space(last.end) >= start)
            {
                last.end = end;
                continue;
            }
            if marks.last().is_none_or(|last| last.end < end) {
                marks.push(Mark { start, end, cue });
            }
        }
        Self(marks)
    }

    pub fn marks(&self) -> &[Mark] {
        &self.0
    }

    /// What is announced at `i`: by the nearest word before it in the same sentence.
    pub fn near(&self, line: &Line, i: usize) -> Option<Cue> {
        let last = self.last(i)?;
        let close =
            i - last.end <= REACH && !(last.end..i).any(|k| matches!(line.get(k), WALL | '。' | '!' | '?' | '\n'));
        (close && line.get(last.start) != WALL).then_some(last.cue)
    }

    /// What is announced right at `i`: nothing that means something of its own stands between.
    pub fn direct(&self, line: &Line, i: usize) -> Option<Cue> {
        let last = self.last(i)?;
        (line.get(last.start) != WALL && passes(line, last.end, i)).then_some(last.cue)
    }

    /// What is said to have stood before `i`, as in "… is my passport number".
    pub fn behind(&self, line: &Line, i: usize) -> Option<Cue> {
        let next = self.0.get(self.0.partition_point(|mark| mark.start < i))?;
        let tells = line.any(line.space(i), TELLS).is_some() && passes(line, i, next.start);
        (tells && line.get(next.start) != WALL).then_some(next.cue)
    }

    fn last(&self, i: usize) -> Option<&Mark> {
        self.0[..self.0.partition_point(|mark| mark.end <= i)].last()
    }
}

/// Words that say that what follows is the same as what went before.
pub(crate) const TELLS: &str = "是 为 就 这 即 乃 系 ( = is as was";

/// Whether only words without a meaning of their own stand from `start` to `end`.
fn passes(line: &Line, start: usize, end: usize) -> bool {
    let mut i = start;
    while i < end && end - start <= REACH {
        match step(line, i) {
            Some(next) => i = next,
            None => return false,
        }
    }
    i == end
}

/// Where a word without a meaning of its own ends, if one stands at `i`.
pub(crate) fn step(line: &Line, i: usize) -> Option<usize> {
    match line.get(i) {
        c if c.is_ascii_lowercase() => line.any(i, BETWEEN),
        c if is_han(c) => has(BETWEEN_HAN, c).then_some(i + 1),
        c => has(SIGNS, c).then_some(i + 1),
    }
}
