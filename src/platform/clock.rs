//! Time and numbers as languages say them, and waiting.

use js_sys::{Array, Date, Intl::RelativeTimeFormat, JsString, Object, Reflect};
use pack::Day;
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue, prelude::*};

const DAY_MS: f64 = 86_400_000.0;

#[wasm_bindgen]
extern "C" {
    /// `Date` once more, for a call that throws when the browser does not know the time zone.
    type ZonedDate;
    #[wasm_bindgen(method, catch, js_name = toLocaleDateString)]
    fn date_in(this: &ZonedDate, locale: &str, options: &JsValue) -> Result<JsString, JsValue>;
    #[wasm_bindgen(method, catch, js_name = toLocaleTimeString)]
    fn time_in(this: &ZonedDate, locale: &str, options: &JsValue) -> Result<JsString, JsValue>;

    /// Old browsers lack it: then making one throws.
    type PluralRules;
    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: u32) -> String;

    type DisplayNames;
    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &JsValue) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<JsString, JsValue>;
}

/// Milliseconds since 1970-01-01 UTC.
pub fn now() -> u64 {
    Date::now() as u64
}

/// The calendar day at the merchant's place; the day in UTC when the browser does not know the time zone's name.
pub fn today(timezone: &str) -> Day {
    let here: JsValue = Date::new_0().into();
    // en-CA writes 2026-11-21 in every browser.
    let written = here.unchecked_ref::<ZonedDate>().date_in("en-CA", &options(&[("timeZone", timezone)]));
    written.ok().and_then(|text| parse_day(&String::from(text))).unwrap_or((Date::now() / DAY_MS) as Day)
}

/// Minutes since midnight at the merchant's place; in UTC when the browser does not know the time zone's name.
pub fn minute(timezone: &str) -> u16 {
    let here: JsValue = Date::new_0().into();
    let wanted = [("timeZone", timezone), ("hourCycle", "h23"), ("hour", "2-digit"), ("minute", "2-digit")];
    let written = here.unchecked_ref::<ZonedDate>().time_in("en-GB", &options(&wanted));
    let minutes = written.ok().and_then(|text| {
        let text = String::from(text);
        let (hours, minutes) = text.split_once(':')?;
        Some(hours.parse::<u16>().ok()? % 24 * 60 + minutes.parse::<u16>().ok()?)
    });
    minutes.unwrap_or((Date::now() % DAY_MS / 60_000.0) as u16)
}

/// The time of day as the reader's language writes it, such as 09:05.
pub fn time_of_day(at: u64, lang: &str) -> String {
    let date = Date::new(&JsValue::from_f64(at as f64));
    date.to_locale_time_string_with_options(lang, &options(&[("hour", "2-digit"), ("minute", "2-digit")])).into()
}

/// A day and a time of day in the reader's own words and zone, such as 明天 09:00.
pub fn moment(at: u64, lang: &str) -> String {
    let date = Date::new(&JsValue::from_f64(at as f64));
    let day = |date: &Date| ((date.get_time() / 60_000.0 - date.get_timezone_offset()) / 1_440.0).floor();
    let days = day(&date) - day(&Date::new_0());
    let named = if (-1.0..3.0).contains(&days) {
        let format =
            RelativeTimeFormat::new(&Array::of1(&lang.into()), options(&[("numeric", "auto")]).unchecked_ref());
        String::from(format.format(days, "day"))
    } else {
        let parts = options(&[("month", "long"), ("day", "numeric"), ("weekday", "short")]);
        String::from(date.to_locale_date_string(lang, &parts))
    };
    [&named, " ", &time_of_day(at, lang)].concat()
}

/// The plural category of a number, as CLDR names it: `one`, `few`, `other`.
pub fn plural(lang: &str, number: u32) -> String {
    PluralRules::new(lang).map_or_else(|_| String::from("other"), |rules| rules.select(number))
}

/// A language's name in another language; its code when the browser does not know it.
pub fn language_name(code: &str, lang: &str) -> String {
    let names = DisplayNames::new(lang, &options(&[("type", "language")]));
    names.and_then(|names| names.of(code)).map_or_else(|_| code.into(), String::from)
}

/// Runs `then` once, after `millis`. Returns a name for [`cancel`].
pub fn after(millis: u32, then: impl FnOnce() + 'static) -> i32 {
    set_timer(millis, Box::new(then))
}

/// Runs a future beside everything else.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// Forgets what [`after`] would have run.
pub fn cancel(timer: i32) {
    super::page::window().clear_timeout_with_handle(timer);
}

fn set_timer(millis: u32, then: Box<dyn FnOnce()>) -> i32 {
    let call = Closure::once_into_js(then);
    super::page::window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), millis.cast_signed())
        .unwrap_or_default()
}

fn options(pairs: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object.into()
}

fn parse_day(text: &str) -> Option<Day> {
    let mut parts = text.split('-').map(|p| p.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let first_of_month = Date::utc(f64::from(year), f64::from(month) - 1.0) / DAY_MS;
    Some(first_of_month as Day + Day::from(day) - 1)
}
