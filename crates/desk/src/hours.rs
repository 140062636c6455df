//! The shop's hours: in its own time zone, with its holidays, through summer time and winter time.

use crate::config::Shop;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use wire::Millis;

/// Days that are looked at for the next opening; a shop that is closed longer says nothing.
const AHEAD: u32 = 60;

/// When people should be there.
#[derive(Debug, Clone)]
pub struct Hours {
    zone: TimeZone,
    /// Monday to Sunday: minutes since midnight, from and until.
    week: [Option<(u16, u16)>; 7],
    closed: Vec<Date>,
}

impl Hours {
    /// Hours of a shop whose time zone was checked before; an unknown one counts as UTC.
    pub fn new(shop: &Shop) -> Self {
        let date = |(year, month, day): &(i16, i8, i8)| Date::new(*year, *month, *day).ok();
        Self {
            zone: zone(&shop.timezone).unwrap_or(TimeZone::UTC),
            week: shop.week,
            closed: shop.closed.iter().filter_map(date).collect(),
        }
    }

    /// Whether somebody should be there; true for a shop that names no hours.
    pub fn includes(&self, now: Millis) -> bool {
        if self.week.iter().all(Option::is_none) {
            return true;
        }
        let Some(local) = self.local(now) else { return true };
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        self.on(local.date()).is_some_and(|(from, until)| (i32::from(from)..i32::from(until)).contains(&minute))
    }

    /// When the hours begin next, if it is not within them now.
    pub fn next(&self, now: Millis) -> Option<Millis> {
        if self.includes(now) {
            return None;
        }
        let mut day = self.local(now)?.date();
        for _ in 0..AHEAD {
            let opens = self.on(day).and_then(|(from, _)| self.at(day, from));
            if let Some(opens) = opens.filter(|opens| *opens > now) {
                return Some(opens);
            }
            day = day.checked_add(1.day()).ok()?;
        }
        None
    }

    /// A moment in the shop's own time, such as `2026-11-21 09:05`.
    pub fn show(&self, at: Millis) -> String {
        self.local(at).map(|local| local.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
    }

    fn on(&self, day: Date) -> Option<(u16, u16)> {
        if self.closed.contains(&day) {
            return None;
        }
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        self.week.get(weekday).copied().flatten()
    }

    /// A minute of a day; one that summer time skips is the moment after the gap.
    fn at(&self, day: Date, minute: u16) -> Option<Millis> {
        let time = day.at(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0);
        let moment = self.zone.to_ambiguous_timestamp(time).compatible().ok()?;
        u64::try_from(moment.as_millisecond()).ok()
    }

    fn local(&self, now: Millis) -> Option<jiff::Zoned> {
        let moment = Timestamp::from_millisecond(i64::try_from(now).ok()?).ok()?;
        Some(moment.to_zoned(self.zone.clone()))
    }
}

/// The time zone of an IANA name; the data is in the program, so that a bare container knows it too.
pub fn zone(name: &str) -> Option<TimeZone> {
    if name.is_empty() { Some(TimeZone::UTC) } else { TimeZone::get(name).ok() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn hours(timezone: &str, closed: &[(i16, i8, i8)]) -> Hours {
        let day = Some((9 * 60, 21 * 60));
        let week = [day, day, day, day, day, day, None];
        Hours::new(&Shop { timezone: timezone.into(), week, closed: closed.to_vec(), ..Shop::default() })
    }

    fn millis(text: &str) -> Millis {
        u64::try_from(text.parse::<Timestamp>().unwrap().as_millisecond()).unwrap()
    }

    #[test]
    fn open_and_shut_are_meant_in_the_shops_own_time() {
        let shop = hours("Asia/Shanghai", &[]);
        // A Saturday in November 2026.
        assert!(!shop.includes(millis("2026-11-21T00:59:59Z")));
        assert!(shop.includes(millis("2026-11-21T01:00:00Z")));
        assert!(!shop.includes(millis("2026-11-21T13:00:00Z")));
        assert_eq!(shop.next(millis("2026-11-21T00:00:00Z")), Some(millis("2026-11-21T01:00:00Z")));
        assert_eq!(shop.next(millis("2026-11-21T05:00:00Z")), None, "it is open");
    }

    #[test]
    fn closed_days_and_holidays_are_passed_over() {
        let shop = hours("Asia/Shanghai", &[(2026, 11, 23), (2026, 11, 24)]);
        // Saturday evening; Sunday is closed, Monday and Tuesday are holidays.
        assert_eq!(shop.next(millis("2026-11-21T13:00:00Z")), Some(millis("2026-11-25T01:00:00Z")));
        assert!(!shop.includes(millis("2026-11-23T05:00:00Z")));
    }

    #[test]
    fn summer_time_moves_the_opening() {
        let shop = hours("Europe/Berlin", &[]);
        assert_eq!(shop.next(millis("2026-03-28T21:00:00Z")), Some(millis("2026-03-30T07:00:00Z")), "summer time");
        assert_eq!(shop.next(millis("2026-10-24T20:00:00Z")), Some(millis("2026-10-26T08:00:00Z")), "winter time");
    }

    #[test]
    fn a_shop_that_names_no_hours_promises_none() {
        let shop = Hours::new(&Shop::default());
        assert!(shop.includes(0));
        assert_eq!(shop.next(0), None);
    }

    #[test]
    fn a_shop_that_is_closed_for_long_says_nothing() {
        let day = Some((540, 600));
        let shop = Shop { week: [day, None, None, None, None, None, None], ..Shop::default() };
        let first = jiff::civil::date(2026, 11, 23);
        let mondays = (0..20).map(|week| first.checked_add((week * 7).days()).unwrap());
        let closed = mondays.map(|day| (day.year(), day.month(), day.day())).collect();
        assert_eq!(Hours::new(&Shop { closed, ..shop }).next(millis("2026-11-21T13:00:00Z")), None);
    }

    #[test]
    fn zones_are_known_by_name() {
        assert!(zone("Asia/Shanghai").is_some() && zone("").is_some());
        assert!(zone("Asia/Nowhere").is_none());
    }
}
