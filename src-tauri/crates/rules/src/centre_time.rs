//! The calendar and the clock of the centre, and how they are written in Chinese.

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike,
    Utc, Weekday,
};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The time zone the centre lives in; a setting, `Asia/Shanghai` unless another is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[ts(type = "string")]
pub struct CentreZone(Tz);

/// A time zone name that the IANA list does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("there is no time zone \"{name}\"")]
pub struct UnknownZone {
    /// The name that was given.
    pub name: String,
}

impl CentreZone {
    /// The zone of that IANA name, for example `Asia/Shanghai`.
    ///
    /// # Errors
    /// [`UnknownZone`] when there is no such name.
    pub fn parse(name: &str) -> Result<Self, UnknownZone> {
        name.parse().map(Self).map_err(|_| UnknownZone { name: name.to_owned() })
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The date and wall-clock time of an instant at the centre.
    #[must_use]
    pub fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.0).naive_local()
    }

    /// The calendar day of an instant at the centre.
    #[must_use]
    pub fn day_of(&self, instant: DateTime<Utc>) -> NaiveDate {
        self.local(instant).date()
    }

    /// The wall-clock time of an instant at the centre.
    #[must_use]
    pub fn time_of(&self, instant: DateTime<Utc>) -> NaiveTime {
        self.local(instant).time()
    }

    /// The instant of a wall-clock time. A time that occurs twice (clocks set back) is the
    /// first one; a time that never occurs (clocks set forward) is as far after the change
    /// as it was written after the gap began.
    #[must_use]
    pub fn instant(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let wall = day.and_time(time);
        match self.0.from_local_datetime(&wall) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => instant.with_timezone(&Utc),
            LocalResult::None => {
                let before = wall.checked_sub_days(Days::new(1)).unwrap_or(wall);
                let offset = self.0.offset_from_utc_datetime(&before).fix();
                (wall - offset).and_utc()
            }
        }
    }

    /// The day as a half-open span: its first instant and the first instant of the next day.
    #[must_use]
    pub fn day_bounds(&self, day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let next = day.succ_opt().unwrap_or(day);
        (self.instant(day, NaiveTime::MIN), self.instant(next, NaiveTime::MIN))
    }
}

impl Default for CentreZone {
    fn default() -> Self {
        Self(Tz::Asia__Shanghai)
    }
}

impl TryFrom<String> for CentreZone {
    type Error = UnknownZone;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name)
    }
}

impl From<CentreZone> for String {
    fn from(zone: CentreZone) -> Self {
        zone.name().to_owned()
    }
}

/// A date as an official document writes it: `2020年3月12日 星期四`.
#[must_use]
pub fn long_date(day: NaiveDate) -> String {
    let weekday = match day.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{}年{}月{}日 星期{weekday}", day.year(), day.month(), day.day())
}

/// A time as a timetable writes it: `09:05`.
#[must_use]
pub fn clock(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A time as it is said on the telephone: `9时` or `9时30分`.
#[must_use]
pub fn spoken_time(time: NaiveTime) -> String {
    match time.minute() {
        0 => format!("{}时", time.hour()),
        minute => format!("{}时{minute}分", time.hour()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn the_day_turns_at_midnight_of_the_centre_and_not_of_greenwich() {
        let zone = CentreZone::default();
        assert_eq!(zone.day_of(at("2020-03-11T15:59:59Z")), day(2020, 3, 11));
        assert_eq!(zone.day_of(at("2020-03-11T16:00:00Z")), day(2020, 3, 12));
    }

    #[test]
    fn a_wall_clock_time_and_its_instant_lead_to_each_other() {
        let zone = CentreZone::default();
        let opening = zone.instant(day(2020, 3, 12), time(9, 0));
        assert_eq!(opening, at("2020-03-12T01:00:00Z"));
        assert_eq!(zone.time_of(opening), time(9, 0));
    }

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let zone = CentreZone::default();
        let (start, end) = zone.day_bounds(day(2020, 3, 12));
        assert_eq!((start, end), (at("2020-03-11T16:00:00Z"), at("2020-03-12T16:00:00Z")));
        assert_eq!(zone.day_bounds(day(2020, 3, 13)).0, end);
    }

    #[test]
    fn a_time_that_the_clock_jumps_over_is_moved_past_the_jump() {
        let zone = CentreZone::parse("Europe/Berlin").unwrap();
        assert_eq!(zone.instant(day(2020, 3, 29), time(2, 30)), at("2020-03-29T01:30:00Z"));
        assert_eq!(zone.instant(day(2020, 10, 25), time(2, 30)), at("2020-10-25T00:30:00Z"));
    }

    #[test]
    fn a_zone_is_known_by_its_name() {
        assert!(CentreZone::parse("Asia/Yunling").is_err());
        let zone: CentreZone = serde_json::from_str("\"Asia/Shanghai\"").unwrap();
        assert_eq!(zone, CentreZone::default());
    }

    #[test]
    fn dates_and_times_read_as_in_an_official_document() {
        assert_eq!(long_date(day(2020, 3, 12)), "2020年3月12日 星期四");
        assert_eq!(clock(time(9, 5)), "09:05");
        assert_eq!(spoken_time(time(9, 0)), "9时");
        assert_eq!(spoken_time(time(9, 30)), "9时30分");
    }
}
