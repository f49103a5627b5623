//! The calendar of the centre: working days and working hours.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Expectation, SettingsFault, between, fault, text};
use crate::centre_time::CentreZone;
use crate::words::words;

/// The most single days of a calendar.
const MOST_DAYS: usize = 2000;
/// How far a working day is looked for. No holiday is as long.
const FURTHEST: u64 = 60;

words! {
    /// What a day of the calendar is, against its day of the week.
    pub enum DayKind {
        /// A public holiday (放假).
        DayOff = "day_off",
        /// A weekend day on which work is made up (调休上班).
        Workday = "workday",
    }
}

/// A day that differs from its day of the week.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarDay {
    /// The day.
    pub day: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// Its name such as 清明节; at most 40 characters.
    pub name: String,
}

/// A span of working hours (centre time).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkSpan {
    /// Its first moment.
    pub from: NaiveTime,
    /// Its end, which no longer belongs to it.
    pub until: NaiveTime,
}

/// When the centre works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarSettings {
    /// The days of the week on which the centre works, 1 for Monday to 7 for Sunday.
    pub weekdays: Vec<u32>,
    /// Its working hours, one to four spans in their order.
    pub hours: Vec<WorkSpan>,
    /// The days that differ, as the State Council announces them each year (节假日安排).
    pub days: Vec<CalendarDay>,
}

impl CalendarSettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        between("weekdays", self.weekdays.len(), 1, 7)?;
        for (index, weekday) in self.weekdays.iter().enumerate() {
            between(&format!("weekdays.{index}"), *weekday, 1, 7)?;
            if self.weekdays[..index].contains(weekday) {
                return Err(fault(&format!("weekdays.{index}"), Expectation::Once));
            }
        }
        between("hours", self.hours.len(), 1, 4)?;
        for (index, span) in self.hours.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| self.hours.get(before));
            if span.until <= span.from {
                return Err(fault(&format!("hours.{index}.until"), Expectation::Later));
            }
            if before.is_some_and(|before| span.from < before.until) {
                return Err(fault(&format!("hours.{index}.from"), Expectation::Later));
            }
        }
        between("days", self.days.len(), 0, i32::try_from(MOST_DAYS).unwrap_or(i32::MAX))?;
        for (index, day) in self.days.iter().enumerate() {
            text(&format!("days.{index}.name"), &day.name, 40)?;
            if self.days[..index].iter().any(|other| other.day == day.day) {
                return Err(fault(&format!("days.{index}.day"), Expectation::Once));
            }
        }
        Ok(())
    }

    /// What the calendar says of a day, if it differs from its day of the week.
    #[must_use]
    pub fn listed(&self, day: NaiveDate) -> Option<&CalendarDay> {
        self.days.iter().find(|listed| listed.day == day)
    }

    /// Whether the centre works on a day.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match self.listed(day).map(|listed| listed.kind) {
            Some(DayKind::DayOff) => false,
            Some(DayKind::Workday) => true,
            None => self.weekdays.contains(&day.weekday().number_from_monday()),
        }
    }

    /// The last working day before a day; the day before it when there is none within two months.
    #[must_use]
    pub fn last_working_day_before(&self, day: NaiveDate) -> NaiveDate {
        let before = |days: u64| day.checked_sub_days(Days::new(days));
        (1..=FURTHEST)
            .filter_map(before)
            .find(|earlier| self.is_working_day(*earlier))
            .or_else(|| before(1))
            .unwrap_or(day)
    }

    /// The first moment from `from` on that lies in working hours; none within two months is none.
    #[must_use]
    pub fn next_working_moment(&self, zone: CentreZone, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let first = zone.day_of(from);
        (0..=FURTHEST)
            .filter_map(|days| first.checked_add_days(Days::new(days)))
            .filter(|day| self.is_working_day(*day))
            .flat_map(|day| {
                self.hours
                    .iter()
                    .map(move |span| (zone.instant(day, span.from), zone.instant(day, span.until)))
            })
            .find(|(_, until)| from < *until)
            .map(|(begin, _)| begin.max(from))
    }

    /// This calendar with other days in place of those on the same date.
    #[must_use]
    pub fn with_days(&self, days: &[CalendarDay]) -> Self {
        let mut merged = self.clone();
        merged.days.retain(|day| !days.iter().any(|new| new.day == day.day));
        merged.days.extend_from_slice(days);
        merged.days.sort();
        merged
    }
}

impl Default for CalendarSettings {
    /// Monday to Friday; which days differ is announced anew each year.
    fn default() -> Self {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        Self {
            weekdays: (1..=5).collect(),
            hours: vec![WorkSpan { from: time(8, 30), until: time(17, 30) }],
            days: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Spring Festival and 清明 of 2020 as announced (国办发明电〔2019〕16号).
    fn of_2020() -> CalendarSettings {
        let listed =
            |date: &str, kind, name: &str| CalendarDay { day: day(date), kind, name: name.to_owned() };
        let mut days: Vec<_> =
            (24..=30).map(|date| listed(&format!("2020-01-{date}"), DayKind::DayOff, "春节")).collect();
        days.push(listed("2020-01-19", DayKind::Workday, "春节调休"));
        days.push(listed("2020-02-01", DayKind::Workday, "春节调休"));
        days.extend((4..=6).map(|date| listed(&format!("2020-04-0{date}"), DayKind::DayOff, "清明节")));
        CalendarSettings::default().with_days(&days)
    }

    #[test]
    fn without_an_announcement_monday_to_friday_are_working_days() {
        let calendar = CalendarSettings::default();
        assert_eq!(calendar.check(), Ok(()));
        let working: Vec<_> =
            (9..=15).filter(|date| calendar.is_working_day(day(&format!("2020-03-{date:02}")))).collect();
        assert_eq!(working, [9, 10, 11, 12, 13]);
    }

    #[test]
    fn the_working_day_before_skips_weekends_and_holidays_and_takes_made_up_days() {
        let calendar = of_2020();
        assert_eq!(calendar.check(), Ok(()));
        for (session, before) in [
            ("2020-03-12", "2020-03-11"),
            ("2020-03-16", "2020-03-13"),
            ("2020-01-20", "2020-01-19"),
            ("2020-01-31", "2020-01-23"),
            ("2020-02-03", "2020-02-01"),
            ("2020-04-07", "2020-04-03"),
        ] {
            assert_eq!(calendar.last_working_day_before(day(session)), day(before), "{session}");
        }
    }

    #[test]
    fn the_next_working_moment_respects_breaks_and_days_off() {
        let time = |text: &str| text.parse().unwrap();
        let mut calendar = of_2020();
        calendar.hours = vec![
            WorkSpan { from: time("09:00"), until: time("12:00") },
            WorkSpan { from: time("13:30"), until: time("17:00") },
        ];
        let zone = CentreZone::default();
        for (from, next) in [
            ("2020-03-12T00:00:00Z", "2020-03-12T01:00:00Z"),
            ("2020-03-12T02:00:00Z", "2020-03-12T02:00:00Z"),
            ("2020-03-12T04:00:00Z", "2020-03-12T05:30:00Z"),
            ("2020-03-12T09:00:00Z", "2020-03-13T01:00:00Z"),
            ("2020-04-03T09:00:00Z", "2020-04-07T01:00:00Z"),
        ] {
            assert_eq!(calendar.next_working_moment(zone, at(from)), Some(at(next)), "{from}");
        }
        calendar.weekdays = vec![];
        calendar.days.clear();
        assert_eq!(calendar.next_working_moment(zone, at("2020-03-12T02:00:00Z")), None);
    }

    #[test]
    fn a_calendar_without_working_days_or_with_hours_in_disorder_is_refused() {
        let path = |change: fn(&mut CalendarSettings)| {
            let mut calendar = of_2020();
            change(&mut calendar);
            calendar.check().unwrap_err().path
        };
        assert_eq!(path(|calendar| calendar.weekdays.clear()), "weekdays");
        assert_eq!(path(|calendar| calendar.weekdays[1] = 8), "weekdays.1");
        assert_eq!(path(|calendar| calendar.weekdays[1] = 1), "weekdays.1");
        assert_eq!(path(|calendar| calendar.hours[0].until = calendar.hours[0].from), "hours.0.until");
        assert_eq!(path(|calendar| calendar.hours.push(calendar.hours[0].clone())), "hours.1.from");
        assert_eq!(path(|calendar| calendar.days[1].name.clear()), "days.1.name");
        assert_eq!(path(|calendar| calendar.days[1].day = calendar.days[0].day), "days.1.day");
    }

    #[test]
    fn new_days_take_the_place_of_old_ones_and_the_same_days_change_nothing() {
        let calendar = of_2020();
        assert_eq!(calendar.with_days(&calendar.days), calendar);
        let longer =
            CalendarDay { day: day("2020-02-01"), kind: DayKind::DayOff, name: "春节延长".to_owned() };
        let extended = calendar.with_days(&[longer]);
        assert_eq!(extended.days.len(), calendar.days.len());
        assert!(!extended.is_working_day(day("2020-02-01")));
    }
}
