//! The calendar: what a day is, and the import of the announced days.

use bidhall_rules::settings::{CalendarDay, DayKind, SettingsTopic};
use bidhall_spreadsheets::read_calendar_sheet;
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::imports::{self, SheetFile, TablePreview, TableResult};
use crate::settings::put_into_force;

const FIELDS: [&str; 3] = ["day", "kind", "name"];
/// The most days that are shown at once.
const MOST_DAYS: i64 = 400;

/// Which days.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DaySpan {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, at most 400 days later.
    pub until: NaiveDate,
}

/// What a day is.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayView {
    /// The day.
    pub day: NaiveDate,
    /// Whether the centre works.
    pub working: bool,
    /// What the calendar says, where it differs from the day of the week.
    pub kind: Option<DayKind>,
    /// Its name there.
    pub name: Option<String>,
}

/// Days in their order.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayList {
    /// Version of the calendar.
    pub version: i32,
    /// The days.
    pub days: Vec<DayView>,
}

/// Announced days to be entered.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarCommit {
    /// Name of the file, 1 to 200 characters.
    pub file_name: String,
    /// The file in Base64.
    pub content: String,
    /// The announcement it rests on, 2 to 200 characters.
    pub reason: String,
}

/// `calendar.days`
///
/// # Errors
/// [`DeskError::WrongField`] when the last day lies before the first or too far from it.
pub async fn days(act: &mut Reading, span: DaySpan) -> Result<DayList, DeskError> {
    let length = (span.until - span.from).num_days();
    if !(0..=MOST_DAYS).contains(&length) {
        return Err(DeskError::field("until", "0 to 400 days after the first"));
    }
    let calendar = act.calendar().await?;
    let days = (0..=length.unsigned_abs())
        .filter_map(|days| span.from.checked_add_days(Days::new(days)))
        .map(|day| {
            let listed = calendar.body.listed(day);
            DayView {
                day,
                working: calendar.body.is_working_day(day),
                kind: listed.map(|listed| listed.kind),
                name: listed.map(|listed| listed.name.clone()),
            }
        })
        .collect();
    Ok(DayList { version: calendar.version, days })
}

/// `calendar.import.preview`
///
/// # Errors
/// [`DeskError`] when the file is no such table; what is wrong with rows is in the reply.
pub async fn preview(act: &mut Reading, file: SheetFile) -> Result<TablePreview, DeskError> {
    let rows = imports::read(act, &file, &FIELDS, read_calendar_sheet).await?;
    let calendar = act.calendar().await?.body;
    Ok(imports::preview(rows, &FIELDS, |day: &CalendarDay| calendar.listed(day.day) == Some(day)))
}

/// `calendar.import.commit`: puts a new version of the calendar into force when anything differs.
///
/// # Errors
/// [`DeskError`] when the file is no such table, or the calendar that results cannot be.
pub async fn commit(act: &mut Writing, form: CalendarCommit) -> Result<TableResult, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let file = SheetFile { file_name: form.file_name, content: form.content };
    let rows = imports::read(act, &file, &FIELDS, read_calendar_sheet).await?;
    let calendar = act.calendar().await?.body;
    let faulty = rows.iter().filter(|row| row.entry.is_none()).count();
    let days: Vec<CalendarDay> = rows.into_iter().filter_map(|row| row.entry).collect();
    let known = days.iter().filter(|day| calendar.listed(day.day) == Some(day)).count();
    let merged = calendar.with_days(&days);
    merged.check().map_err(DeskError::setting)?;
    act.concerns("calendar", &file.file_name);
    if known < days.len() {
        let body = serde_json::to_string(&merged).map_err(|error| DeskError::internal(&error))?;
        put_into_force(act, SettingsTopic::Calendar, body, reason).await?;
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let result =
        TableResult { added: count(days.len() - known), unchanged: count(known), left_out: count(faulty) };
    act.note("added", result.added);
    Ok(result)
}
