//! The day and the hour of an opening.

use bidhall_rules::import_words::{TimeFault, sheet_date, sheet_time};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::SheetContext;
use crate::column::SheetColumn;
use crate::fault::FaultKind;
use crate::row::Row;
use crate::title::TitleDay;
use crate::workbook::Content;

/// Two leap years in which a day without a year falls on different days.
const SOME_YEAR: i32 = 2000;
const OTHER_YEAR: i32 = 2004;

/// The deadline of a row, with the faults of its day.
pub(crate) fn deadline(
    row: &mut Row<'_>,
    title: TitleDay,
    context: &SheetContext<'_>,
) -> Option<NaiveDateTime> {
    let moment = stated(row, title);
    let Some(moment) = moment else {
        row.missing_unless_faulty(SheetColumn::Deadline);
        return None;
    };
    let (day, read) = (moment.date(), written(moment));
    if let Some(title_day) = title.day.filter(|title_day| *title_day != day) {
        row.fault(SheetColumn::Deadline, &read, FaultKind::OtherDayThanTitle { title_day });
    }
    if !(context.is_working_day)(day) {
        row.fault(SheetColumn::Deadline, &read, FaultKind::not_a_workday(day.weekday()));
    }
    Some(moment)
}

/// A moment as the faults show it.
pub(crate) fn written(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}

fn stated(row: &mut Row<'_>, title: TitleDay) -> Option<NaiveDateTime> {
    let own_day = own_day(row, title);
    match row.content(SheetColumn::Deadline)? {
        Content::Moment(moment) => on_the_hour(row, own_day, *moment),
        Content::Number(number) => match number.moment {
            Some(moment) => {
                let moment = on_the_hour(row, own_day, moment)?;
                row.fault(
                    SheetColumn::Deadline,
                    &number.text,
                    FaultKind::UnderstoodAs { value: written(moment) },
                );
                Some(moment)
            }
            None => {
                row.fault(SheetColumn::Deadline, &number.text, FaultKind::TimeUnreadable);
                None
            }
        },
        Content::Minutes(minutes) => {
            let read = format!("{}:{:02}", minutes / 60, minutes % 60);
            match NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0) {
                Some(time) => Some(day_for(row, own_day, title, &read)?.and_time(time)),
                None => {
                    row.fault(SheetColumn::Deadline, &read, FaultKind::HourOutOfRange);
                    None
                }
            }
        }
        Content::Text(_) => {
            let text = row.text(SheetColumn::Deadline)?;
            from_text(row, own_day, title, &text)
        }
        Content::Empty | Content::Failed(_) => None,
    }
}

/// A date cell without a time is stored as midnight, and nobody opens bids at midnight.
fn on_the_hour(
    row: &mut Row<'_>,
    own_day: Option<NaiveDate>,
    moment: NaiveDateTime,
) -> Option<NaiveDateTime> {
    if moment.time() == NaiveTime::MIN && own_day.is_none() {
        row.fault(SheetColumn::Deadline, &moment.date().to_string(), FaultKind::HourMissing);
        return None;
    }
    Some(moment)
}

/// The day in a column of its own.
fn own_day(row: &mut Row<'_>, title: TitleDay) -> Option<NaiveDate> {
    let field = SheetColumn::OpeningDay;
    match row.content(field)? {
        Content::Moment(moment) => Some(moment.date()),
        Content::Number(number) => {
            let day = number.moment.map(|moment| moment.date());
            let kind = day
                .map_or(FaultKind::TimeUnreadable, |day| FaultKind::UnderstoodAs { value: day.to_string() });
            row.fault(field, &number.text, kind);
            day
        }
        Content::Text(_) => {
            let text = row.text(field)?;
            let (day, borrowed) = in_a_year(title.year, |year| sheet_date(&text, year));
            match day {
                Ok(day) if borrowed => {
                    row.fault(field, &text, FaultKind::UnderstoodAs { value: day.to_string() });
                    Some(day)
                }
                Ok(day) => Some(day),
                Err(fault) => {
                    row.fault(field, &text, fault);
                    None
                }
            }
        }
        Content::Minutes(_) | Content::Empty | Content::Failed(_) => None,
    }
}

fn from_text(
    row: &mut Row<'_>,
    own_day: Option<NaiveDate>,
    title: TitleDay,
    text: &str,
) -> Option<NaiveDateTime> {
    let (moment, borrowed) = in_a_year(title.year, |year| sheet_time(text, year));
    let moment = match moment {
        Ok(moment) => moment,
        Err(FaultKind::DayMissing) => {
            // The day is put before the time; the time itself is known to be good.
            let day = day_for(row, own_day, title, text)?;
            return sheet_time(&format!("{day} {text}"), day.year()).ok();
        }
        Err(fault) => {
            row.fault(SheetColumn::Deadline, text, fault);
            return None;
        }
    };
    if borrowed {
        row.fault(SheetColumn::Deadline, text, FaultKind::UnderstoodAs { value: written(moment) });
    }
    Some(moment)
}

/// The day of a time that stands alone.
fn day_for(row: &mut Row<'_>, own_day: Option<NaiveDate>, title: TitleDay, read: &str) -> Option<NaiveDate> {
    if own_day.is_some() {
        return own_day;
    }
    if row.has(SheetColumn::OpeningDay) {
        return None;
    }
    let kind = title
        .day
        .map_or(FaultKind::DayMissing, |day| FaultKind::UnderstoodAs { value: format!("{day} {read}") });
    row.fault(SheetColumn::Deadline, read, kind);
    title.day
}

/// Reads with the year of the title, and tells whether the year was needed.
fn in_a_year<T: PartialEq + Copy>(
    year: Option<i32>,
    read: impl Fn(i32) -> Result<T, TimeFault>,
) -> (Result<T, FaultKind>, bool) {
    let (some, other) = (read(SOME_YEAR), read(OTHER_YEAR));
    let found = match year {
        Some(year) => read(year),
        None if some == other => other,
        None => match other {
            Ok(_) | Err(TimeFault::WeekdayDiffers) => return (Err(FaultKind::YearMissing), true),
            Err(fault) => Err(fault),
        },
    };
    (found.map_err(kind_of), some.ok() != other.ok())
}

fn kind_of(fault: TimeFault) -> FaultKind {
    match fault {
        TimeFault::Empty => FaultKind::Missing,
        TimeFault::NoDate => FaultKind::DayMissing,
        TimeFault::NoTime => FaultKind::HourMissing,
        TimeFault::NoSuchDate { .. } => FaultKind::NoSuchDate,
        TimeFault::HourOutOfRange { .. }
        | TimeFault::MinuteOutOfRange { .. }
        | TimeFault::NotInTheMorning { .. } => FaultKind::HourOutOfRange,
        TimeFault::WeekdayDiffers => FaultKind::WeekdayDiffers,
        TimeFault::NotUnderstood => FaultKind::TimeUnreadable,
    }
}
