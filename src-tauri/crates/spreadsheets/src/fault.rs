use chrono::{NaiveDate, Weekday};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::column::SheetColumn;

/// How many characters of a cell a fault shows.
const SHOWN: usize = 80;

/// Whether a row can be taken over in spite of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The row is refused until the cell is corrected.
    Error,
    /// The row is taken over; somebody should look.
    Notice,
}

/// One thing wrong, or worth a look, in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Whether the row is refused.
    pub severity: Severity,
    /// The sheet.
    pub sheet: String,
    /// The row, counted from 1 as the spreadsheet shows it.
    pub row: u32,
    /// The column's letter.
    pub column: String,
    /// The column's name as the file has it.
    pub column_title: String,
    /// What the column holds.
    pub field: SheetColumn,
    /// What the cell says; empty where it must not be shown.
    pub read: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with a cell, with the numbers an explanation needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(tag = "code", content = "detail", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FaultKind {
    /// A required cell is empty.
    Missing,
    /// A telephone number with too few or too many digits.
    PhoneDigits {
        /// How many digits it has.
        found: u32,
    },
    /// Not a telephone number for another reason.
    PhoneUnreadable,
    /// Not a date and time.
    TimeUnreadable,
    /// A day without the hour.
    HourMissing,
    /// An hour without the day, and the title has no day either.
    DayMissing,
    /// A day without the year, and neither the title nor the name of the file has one.
    YearMissing,
    /// The day does not fall on the day of the week written beside it.
    WeekdayDiffers,
    /// A day the calendar does not have (2月30日).
    NoSuchDate,
    /// An hour or minute the clock does not have (25:00), or that is not in the morning (上午14:00).
    HourOutOfRange,
    /// Another day than the title announces.
    OtherDayThanTitle {
        /// The day in the title.
        title_day: NaiveDate,
    },
    /// A day on which the centre does not work.
    NotAWorkday {
        /// Its day of the week, 1 for Monday to 7 for Sunday.
        weekday: u32,
    },
    /// The same project code and lot as an earlier row.
    DuplicateCode {
        /// The sheet of the earlier row.
        first_sheet: String,
        /// The earlier row.
        first_row: u32,
    },
    /// A room the centre does not have.
    UnknownRoom {
        /// The names of the rooms it has.
        known: Vec<String>,
    },
    /// Neither paper nor electronic nor both.
    UnknownKind,
    /// The number of registrations is not a number.
    CountNotANumber,
    /// The number of registrations is below zero.
    CountNegative,
    /// A formula, or the error a formula left, where a value belongs.
    Formula,
    /// Not a duration.
    DurationUnreadable,
    /// Another session in the same opening room less than an hour before.
    RoomInterval {
        /// The room's code.
        room: String,
        /// The sheet of the other session.
        other_sheet: String,
        /// Its row.
        other_row: u32,
        /// The minutes between them.
        minutes: u32,
    },
    /// A long number of which the spreadsheet has kept only the first fifteen digits.
    DigitsLost,
    /// Understood, though not as written.
    UnderstoodAs {
        /// What was understood: a room's name, `2020-03-13 15:00`, or a word of the kind of session.
        value: String,
    },
    /// A running number was left out.
    SequenceGap {
        /// The running number before.
        after: u32,
        /// The running number found.
        found: u32,
    },
    /// A text longer than can be stored.
    NameTooLong {
        /// The most characters a text may have.
        limit: u32,
        /// How many it has.
        found: u32,
    },
    /// A remark that tells how many bidders there are, and was left out.
    CountInText,
    /// Invisible characters, left out.
    ControlCharacter,
}

impl FaultKind {
    /// A cell that could not be understood stops its row, because half of what the file said would be
    /// lost in silence; a cell that was understood, but is unusual, does not.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Missing
            | Self::PhoneDigits { .. }
            | Self::PhoneUnreadable
            | Self::TimeUnreadable
            | Self::HourMissing
            | Self::DayMissing
            | Self::YearMissing
            | Self::WeekdayDiffers
            | Self::NoSuchDate
            | Self::HourOutOfRange
            | Self::DuplicateCode { .. }
            | Self::UnknownRoom { .. }
            | Self::UnknownKind
            | Self::CountNotANumber
            | Self::CountNegative
            | Self::Formula
            | Self::DurationUnreadable
            | Self::DigitsLost
            | Self::NameTooLong { .. } => Severity::Error,
            Self::OtherDayThanTitle { .. }
            | Self::NotAWorkday { .. }
            | Self::RoomInterval { .. }
            | Self::UnderstoodAs { .. }
            | Self::SequenceGap { .. }
            | Self::CountInText
            | Self::ControlCharacter => Severity::Notice,
        }
    }

    /// The fault of a day the centre does not work.
    pub(crate) const fn not_a_workday(weekday: Weekday) -> Self {
        Self::NotAWorkday { weekday: weekday.number_from_monday() }
    }
}

/// The beginning of a cell's text, fit to stand in a list of faults.
pub(crate) fn shown(text: &str) -> String {
    let mut short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}
