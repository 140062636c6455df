//! Days as merchants write them.

use chrono::{Days, NaiveDate};
use pack::Day;

/// The day that an ISO date names.
///
/// ```
/// assert_eq!(faq::parse_day("1970-01-02"), Some(1));
/// assert_eq!(faq::parse_day("2026-02-30"), None);
/// assert_eq!(faq::parse_day("2026/2/3"), None);
/// ```
#[must_use]
pub fn parse_day(text: &str) -> Option<Day> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| shape)?;
    Day::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()
}

/// The ISO date of a day.
///
/// ```
/// assert_eq!(faq::show_day(20_000), "2024-10-04");
/// ```
#[must_use]
pub fn show_day(day: Day) -> String {
    let days = Days::new(day.unsigned_abs().into());
    let epoch = NaiveDate::default();
    let date = if day < 0 { epoch.checked_sub_days(days) } else { epoch.checked_add_days(days) };
    date.map_or_else(|| format!("day {day}"), |date| date.to_string())
}
