//! Every text of the page. A text that is missing in one language does not compile.

use wire::Millis;

/// The language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language for a BCP 47 tag; everything that is not Chinese is English.
    pub fn of(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The one that the switch leads to.
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Its texts.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// A length of time, in the words of a busy person: `不到 1 分钟`, `3 分钟`, `2 h 5 min`.
    pub fn span(self, length: Millis) -> String {
        let minutes = length / 60_000;
        let (hours, rest) = (minutes / 60, minutes % 60);
        match (self, hours) {
            (_, 0) if minutes == 0 => self.words().just_now.to_owned(),
            (Self::Zh, 0) => format!("{minutes} 分钟"),
            (Self::En, 0) => format!("{minutes} min"),
            (Self::Zh, 1..48) => format!("{hours} 小时 {rest} 分"),
            (Self::En, 1..48) => format!("{hours} h {rest} min"),
            (Self::Zh, _) => format!("{} 天", hours / 24),
            (Self::En, _) => format!("{} days", hours / 24),
        }
    }
}

/// Puts `value` in the place of `{}`.
pub fn fill(text: &str, value: impl ToString) -> String {
    text.replace("{}", &value.to_string())
}

/// The name of a customer's language; its tag if it is none of ours.
pub fn language_name(words: &Words, tag: &str) -> String {
    match tag.to_ascii_lowercase().as_str() {
        "zh" | "zh-cn" | "zh-hans" | "zh-hans-cn" => words.chinese_simplified.to_owned(),
        "zh-tw" | "zh-hk" | "zh-hant" | "zh-hant-tw" | "zh-hant-hk" => words.chinese_traditional.to_owned(),
        lower if lower == "en" || lower.starts_with("en-") => words.english.to_owned(),
        _ => tag.to_owned(),
    }
}

/// How the customer asked for a person.
pub fn entry_point<'a>(words: &'a Words, key: &'a str) -> &'a str {
    match key {
        "launcher" => words.entry_launcher,
        "panel" => words.entry_panel,
        "typed" => words.entry_typed,
        "offer" => words.entry_offer,
        "choices" => words.entry_choices,
        "page" => words.entry_page,
        "link" => words.entry_link,
        "api" => words.entry_api,
        other => other,
    }
}

/// The customer's mood, if it is one to act on.
pub fn mood<'a>(words: &'a Words, key: &'a str) -> &'a str {
    match key {
        "neutral" => words.mood_neutral,
        "unhappy" => words.mood_unhappy,
        "angry" => words.mood_angry,
        "urgent" => words.mood_urgent,
        other => other,
    }
}

macro_rules! words {
    ($($key:ident: $zh:literal, $en:literal;)*) => {
        /// The texts of one language.
        pub struct Words { $(pub $key: &'static str,)* }
        static ZH: Words = Words { $($key: $zh,)* };
        static EN: Words = Words { $($key: $en,)* };
        #[cfg(test)]
        static PAIRS: &[(&str, &str, &str)] = &[$((stringify!($key), $zh, $en),)*];
    };
}

words! {
    product: "人在", "Renzai";
    desk: "客服台", "Agents’ desk";
    other_language: "English", "中文";

    login_title: "登录客服台", "Log in to the desk";
    login_lead: "顾客在等一个人。", "Somebody is waiting for a person.";
    login_name: "登录名", "Log-in name";
    password: "密码", "Password";
    log_in: "登录", "Log in";
    logging_in: "正在登录…", "Logging in…";
    log_out: "退出", "Log out";
    name_missing: "请填写登录名。", "Enter your log-in name.";
    password_missing: "请填写密码。", "Enter your password.";
    login_wrong: "登录名或密码不对，请检查后再试。", "The name or the password is wrong. Check them and try again.";
    login_unreachable: "服务器没有回应，请稍后再试。", "The desk did not answer. Try again soon.";
    login_often: "尝试太频繁了，请过一会儿再试。", "Too many tries. Wait a little and try again.";
    expired: "登录已过期，请重新登录。写了一半的话还在。", "Your log-in has expired. Log in again: what you were writing is kept.";

    on_duty: "在岗", "On duty";
    off_duty: "离岗", "Off duty";
    duty_off_hint: "您已离岗，新的顾客不会算您在岗。", "You are off duty: new customers are not told that you are here.";

    unreachable: "连不上服务器，正在重试…", "The desk cannot be reached. Trying again…";
    retry_now: "马上重试", "Try now";
    refused: "没有成功：{}", "That did not work: {}";
    taken: "这位顾客已经有人接待了。", "Somebody else has taken this customer.";
    gone: "找不到这个会话，它可能已经交给别人。", "This conversation cannot be found; somebody else may have it.";
    no_answer: "服务器没有回应，请稍后再试。", "the desk did not answer; try again soon.";
    dismiss: "知道了", "Dismiss";
    loading: "正在打开…", "Opening…";

    board: "会话列表", "Conversations";
    waiting: "等待中", "Waiting";
    mine: "我的会话", "Mine";
    nobody_waits: "现在没有人在等。", "Nobody is waiting.";
    none_mine: "接待一位顾客，会话就会出现在这里。", "Take a customer and the conversation appears here.";
    position: "第 {} 位", "No. {}";
    waited: "已等 {}", "Waiting for {}";
    just_now: "不到 1 分钟", "less than a minute";
    take: "接待", "Take";
    take_whom: "接待第 {} 位顾客", "Take customer no. {}";
    unread: "{} 条未读", "{} unread";
    closed_tag: "已结束", "Closed";
    no_words_yet: "还没有说话", "Nothing said yet";

    pick: "选一个会话", "Choose a conversation";
    pick_hint: "等待最久的顾客在最上面。", "The customer who has waited longest comes first.";
    back: "返回列表", "Back to the list";
    log: "对话内容", "What was said";
    details: "详情", "Details";
    before: "转人工之前，与机器人的对话", "Before: what was said with the bot";
    since_human: "人工会话", "With a person";
    customer: "顾客", "Customer";
    bot: "机器人", "Bot";
    you: "我", "You";
    typing: "顾客正在输入…", "The customer is typing…";
    newer: "有新消息", "New messages";
    says: "顾客：{}", "Customer: {}";
    speaks: "{}：", "{}: ";
    new_waiting: "有 {} 位顾客在等", "{} waiting";

    sending: "发送中", "Sending";
    delivered: "已送达", "Delivered";
    failed: "未发送", "Not sent";
    retry: "重试", "Try again";

    queued: "顾客请求人工服务", "The customer asked for a person";
    joined: "{} 接待了顾客", "{} took the conversation";
    left: "{} 离开了，顾客重新排队", "{} left; the customer is queued again";
    closed_by_visitor: "顾客结束了会话", "The customer ended the conversation";
    closed_by_agent: "客服结束了会话", "An agent ended the conversation";
    rated: "顾客评价：{} / 5", "The customer’s rating: {} / 5";

    write: "回复顾客", "Reply to the customer";
    write_hint: "Enter 发送，Shift + Enter 换行", "Enter sends, Shift + Enter starts a new line";
    send: "发送", "Send";
    closed_hint: "会话已结束。", "This conversation has ended.";
    not_mine: "先接待这位顾客，再回复。", "Take this customer to reply.";
    end: "结束", "End";
    end_what: "结束会话", "End conversation";
    end_ask: "结束这个会话吗？", "End this conversation?";
    end_yes: "结束", "End it";
    end_no: "继续聊", "Keep talking";

    context: "顾客情况", "About the customer";
    understood: "机器人的理解", "What the bot understood";
    understood_none: "机器人没有听懂，或顾客直接找了人工。", "Nothing: the bot was not sure, or the customer asked for a person at once.";
    sure: "把握 {}%", "{}% sure";
    asked: "请求人工", "Asked for a person";
    via: "入口", "By way of";
    page: "所在页面", "Page";
    language: "语言", "Language";
    mood: "情绪", "Mood";
    tier: "会员等级", "Customer rank";
    order: "订单", "Order";
    want: "希望", "Wants";
    want_message: "留言", "To leave a message";
    want_callback: "回电", "To be called back";
    rating: "评价", "Rating";

    entry_launcher: "页面角落的“人工”按钮", "the “person” button in the corner";
    entry_panel: "聊天窗里的“人工”按钮", "the “person” button in the chat";
    entry_typed: "打字要人工", "typed that they want a person";
    entry_offer: "机器人提议的“找人工”按钮", "took the bot’s offer of a person";
    entry_choices: "从选项里选了人工", "chose it among the suggestions";
    entry_page: "商家页面上的按钮", "a button on the shop’s page";
    entry_link: "链接", "a link";
    entry_api: "程序调用", "the page’s program";

    mood_neutral: "平静", "calm";
    mood_unhappy: "不满", "unhappy";
    mood_angry: "生气", "angry";
    mood_urgent: "着急", "urgent";

    chinese_simplified: "简体中文", "Chinese (simplified)";
    chinese_traditional: "繁体中文", "Chinese (traditional)";
    english: "英语", "English";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_kind_of_thing() {
        for (key, zh, en) in PAIRS {
            assert!(!zh.is_empty() && !en.is_empty(), "{key} is empty");
            assert_eq!(zh.matches("{}").count(), en.matches("{}").count(), "{key}: places to fill differ");
            let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(han(zh) || ["other_language", "speaks"].contains(key), "{key} is not Chinese: {zh}");
        }
    }

    #[test]
    fn spans_are_read_at_a_glance() {
        let minute = 60_000;
        assert_eq!(Lang::Zh.span(59_999), "不到 1 分钟");
        assert_eq!(Lang::En.span(3 * minute), "3 min");
        assert_eq!(Lang::Zh.span(125 * minute), "2 小时 5 分");
        assert_eq!(Lang::En.span(72 * 60 * minute), "3 days");
    }

    #[test]
    fn the_browser_chooses_the_language() {
        assert_eq!(Lang::of("zh-TW"), Lang::Zh);
        assert_eq!(Lang::of("ZH"), Lang::Zh);
        assert_eq!(Lang::of("de"), Lang::En);
    }

    #[test]
    fn unknown_keys_are_shown_as_they_came() {
        assert_eq!(entry_point(&EN, "smart-fridge"), "smart-fridge");
        assert_eq!(mood(&ZH, "angry"), "生气");
        assert_eq!(language_name(&EN, "zh-Hant"), "Chinese (traditional)");
        assert_eq!(language_name(&EN, "th"), "th");
    }
}
