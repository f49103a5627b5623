//! The import of the 开标场次安排表.

use std::collections::BTreeSet;

use bidhall_rules::calls::CallCampaign;
use bidhall_rules::company::normalise_company_name;
use bidhall_rules::ids::{AgencyId, CallId, ContactId, SessionId};
use bidhall_rules::secrecy::{Band, SealedCount};
use bidhall_rules::sessions::SessionKind;
use bidhall_spreadsheets::{
    Fault, KnownRoom, SessionEntry, SessionSheet, SheetContext, SheetRow, read_session_sheet,
};
use bidhall_store::agencies::{AgencyRow, ContactRow};
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::{SessionRoomRow, SessionRow};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::recorded::Recorded;
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::calls::ensure_calls;
use crate::groups::{OpeningBook, RoomTaken, book_openings, taken_by};
use crate::imports::{bytes_of, sheet_error};
use crate::seals::fields;

/// A session schedule.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleFile {
    /// Name of the file, 1 to 200 characters.
    pub file_name: String,
    /// The file in Base64.
    pub content: String,
}

/// A session schedule to be entered.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleCommit {
    /// Name of the file.
    pub file_name: String,
    /// The file in Base64.
    pub content: String,
    /// Enter nothing when any row is bad.
    pub all_or_nothing: bool,
}

/// How a row compares with what is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowStanding {
    /// Not recorded yet.
    New,
    /// Recorded with the same content.
    Unchanged,
    /// Recorded with another content: that takes a recorded amendment, not an import.
    Differs,
    /// It has errors.
    Faulty,
}

/// A row of the schedule: what was understood and what is wrong.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRow {
    /// Name of the sheet.
    pub sheet: String,
    /// The row, from 1 as the spreadsheet shows it.
    pub row: u32,
    /// How it compares with what is recorded.
    pub standing: RowStanding,
    /// The fields in which it differs from what is recorded.
    pub differs: Vec<String>,
    /// Number of the project.
    pub code: Option<String>,
    /// Project name.
    pub project_name: Option<String>,
    /// Lot.
    pub lot: Option<String>,
    /// Tenderer.
    pub tenderer: Option<String>,
    /// Agency.
    pub agency: Option<String>,
    /// Contact.
    pub contact_name: Option<String>,
    /// The contact's number.
    pub contact_phone: Option<String>,
    /// Deadline = opening time.
    pub deadline: Option<DateTime<Utc>>,
    /// Names of the opening rooms.
    pub opening_rooms: Vec<String>,
    /// Codes of the evaluation rooms.
    pub evaluation_rooms: Vec<String>,
    /// Estimated evaluation, minutes.
    pub evaluation_minutes: Option<u32>,
    /// Paper, electronic or both.
    pub kind: Option<SessionKind>,
    /// Size band; the number itself is sealed.
    pub band: Option<Band>,
    /// Remark.
    pub remark: Option<String>,
    /// Opening rooms that a session on record has at the same time: the row would be entered without them.
    pub taken: Vec<RoomTaken>,
    /// What is wrong or worth a look.
    pub faults: Vec<Fault>,
}

/// What an import would do.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// The first sheet with sessions.
    pub sheet: String,
    /// Its title.
    pub title: Option<String>,
    /// Sheets with something on them that are no session schedules.
    pub passed_over: Vec<String>,
    /// Rows that are not recorded yet.
    pub fresh: u32,
    /// Rows recorded with the same content.
    pub unchanged: u32,
    /// Rows recorded with another content.
    pub differing: u32,
    /// Rows with errors.
    pub faulty: u32,
    /// Every row.
    pub rows: Vec<ImportRow>,
}

/// What an import did.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportResult {
    /// Whether nothing was entered because a row was bad.
    pub refused: bool,
    /// Sessions entered.
    pub added: u32,
    /// Rows recorded before with the same content.
    pub unchanged: u32,
    /// Rows with errors or that differ from what is recorded; the others were entered unless refused.
    pub left_out: u32,
    /// Numbers of the sessions entered.
    pub codes_added: Vec<String>,
    /// Those of them that lack an opening room because another session has it at the same time.
    pub without_room: Vec<String>,
    /// Ids of the sessions entered, in the order of `codesAdded`.
    pub session_ids: Vec<SessionId>,
    /// Ids of the reminder calls that came onto the list, in the order of their agencies' first row.
    pub call_ids: Vec<CallId>,
}

/// `sessions.import.preview`
///
/// # Errors
/// [`DeskError`] when the file is no session schedule; what is wrong with rows is in the reply.
pub async fn preview_import(act: &mut Reading, file: ScheduleFile) -> Result<ImportPreview, DeskError> {
    let (sheet, rooms) = read(act, &file.file_name, &file.content).await?;
    let mut preview = ImportPreview {
        sheet: sheet.sheet.clone(),
        title: sheet.title.clone(),
        passed_over: sheet.passed_over.clone(),
        fresh: 0,
        unchanged: 0,
        differing: 0,
        faulty: 0,
        rows: Vec::with_capacity(sheet.rows.len()),
    };
    let recorded = Recorded::load(act).await?;
    let known = act.tx.rooms().await?;
    for row in &sheet.rows {
        let (standing, differs) = recorded.compare(act, row);
        match standing {
            RowStanding::New => preview.fresh += 1,
            RowStanding::Unchanged => preview.unchanged += 1,
            RowStanding::Differs => preview.differing += 1,
            RowStanding::Faulty => preview.faulty += 1,
        }
        let mut view = row_view(act, row, standing, differs, &rooms);
        if standing == RowStanding::New {
            view.taken = taken(act, row, &known).await?;
        }
        preview.rows.push(view);
    }
    Ok(preview)
}

/// `sessions.import.commit`
///
/// # Errors
/// [`DeskError`] when the file is no session schedule.
pub async fn commit_import(act: &mut Writing, commit: ScheduleCommit) -> Result<ImportResult, DeskError> {
    let (sheet, _) = read(act, &commit.file_name, &commit.content).await?;
    let recorded = Recorded::load(act).await?;
    let mut entries = Vec::new();
    let mut result = ImportResult {
        refused: false,
        added: 0,
        unchanged: 0,
        left_out: 0,
        codes_added: Vec::new(),
        without_room: Vec::new(),
        session_ids: Vec::new(),
        call_ids: Vec::new(),
    };
    for row in &sheet.rows {
        match recorded.compare(act, row).0 {
            RowStanding::New => entries.extend(row.accepted()),
            RowStanding::Unchanged => result.unchanged += 1,
            RowStanding::Differs | RowStanding::Faulty => result.left_out += 1,
        }
    }
    act.concerns("schedule", &commit.file_name);
    if commit.all_or_nothing && result.left_out > 0 {
        result.refused = true;
        act.note("refused", true);
        return Ok(result);
    }
    let days: BTreeSet<NaiveDate> = entries.iter().map(|entry| entry.deadline.date()).collect();
    for entry in entries {
        enter(act, &commit.file_name, entry, &mut result).await?;
    }
    for day in days {
        for lacking in book_openings(act, day).await? {
            let place = result.session_ids.iter().position(|id| id.uuid() == lacking.session);
            let code = place.and_then(|place| result.codes_added.get(place)).cloned();
            result.without_room.extend(code);
        }
    }
    result.without_room.dedup();
    act.note("added", result.added);
    Ok(result)
}

/// Enters one session, its agency and contact, and the agency's call of that day.
async fn enter(
    act: &mut Writing,
    file_name: &str,
    entry: SessionEntry,
    result: &mut ImportResult,
) -> Result<(), DeskError> {
    let now = act.now;
    let agency = AgencyRow {
        id: AgencyId::new(now, &mut act.chance).uuid(),
        name_key: normalise_company_name(&entry.agency),
        name: entry.agency,
    };
    let agency = act.tx.agency_named(&agency).await?;
    let contact = ContactRow {
        id: ContactId::new(now, &mut act.chance).uuid(),
        agency_id: agency.id,
        name: entry.contact_name,
        phone: entry.contact_phone.as_str().to_owned(),
        title: String::new(),
    };
    let contact = act.tx.contact_named(&contact).await?;
    let deadline = act.zone.instant(entry.deadline.date(), entry.deadline.time());
    let id = SessionId::new(now, &mut act.chance);
    let day = entry.deadline.date();
    let (originals, duplicates) =
        entry.copies.map_or((1, 0), |copies| (copies.original_count, copies.duplicate_count));
    let row = SessionRow {
        id: id.uuid(),
        code: entry.code,
        lot: entry.lot.unwrap_or_default(),
        project_name: entry.project_name,
        tenderer: entry.tenderer.unwrap_or_default(),
        agency_id: agency.id,
        agency_name: agency.name,
        contact_id: contact.id,
        contact_name: contact.name,
        contact_phone: contact.phone,
        deadline,
        day,
        kind: entry.kind.unwrap_or(SessionKind::Paper).as_str().to_owned(),
        originals: i32::try_from(originals).unwrap_or(1),
        duplicates: i32::try_from(duplicates).unwrap_or(0),
        band: entry.registered.map(|count| count.band().as_str().to_owned()),
        evaluation_minutes: entry.evaluation_minutes.and_then(|minutes| i32::try_from(minutes).ok()),
        remark: entry.remark.unwrap_or_default(),
        state: String::new(),
        state_reason: String::new(),
        state_at: None,
        imported_from: file_name.to_owned(),
        entered_at: now,
    };
    let rooms = rooms_of(act, row.id, (&entry.opening_rooms, &entry.evaluation_rooms), 0).await?;
    let registered = entry.registered.and_then(number).map(|number| number.to_string());
    let registered = act.seal_some(fields::REGISTERED, row.id, registered.as_deref())?;
    if !act.tx.add_session(&row, &rooms, registered.as_ref()).await? {
        return Ok(());
    }
    ensure_calls(act, agency.id, day).await?;
    let reminders = act.tx.calls_of_day(day, CallCampaign::Reminder.as_str()).await?;
    if let Some(call) = reminders.into_iter().find(|call| call.callee_id == agency.id) {
        let call = CallId::from_uuid(call.id);
        if !result.call_ids.contains(&call) {
            result.call_ids.push(call);
        }
    }
    result.added += 1;
    result.codes_added.push(row.code);
    result.session_ids.push(id);
    Ok(())
}

/// The rooms of these codes as the rows of an amendment; 0 is the schedule.
pub(super) async fn rooms_of(
    act: &mut Reading,
    session: Uuid,
    (opening, evaluation): (&[String], &[String]),
    amendment: i32,
) -> Result<Vec<SessionRoomRow>, DeskError> {
    let rooms = act.tx.rooms().await?;
    let mut uses = Vec::new();
    for (part, codes) in [("opening", opening), ("evaluation", evaluation)] {
        for (place, code) in (1..).zip(codes) {
            let room = rooms
                .iter()
                .find(|room| room.code == *code)
                .ok_or_else(|| DeskError::not_found("room", code))?;
            uses.push(SessionRoomRow {
                session_id: session,
                room_id: room.id,
                part: part.to_owned(),
                place,
                amendment,
            });
        }
    }
    Ok(uses)
}

/// The number for the sealed column.
fn number(count: SealedCount) -> Option<i32> {
    i32::try_from(u32::from_be_bytes(count.to_bytes())).ok()
}

async fn read(
    act: &mut Reading,
    file_name: &str,
    content: &str,
) -> Result<(SessionSheet, Vec<KnownRoom>), DeskError> {
    let bytes = bytes_of(file_name, content)?;
    let calendar = act.calendar().await?.body;
    let rooms: Vec<KnownRoom> = act
        .tx
        .rooms()
        .await?
        .into_iter()
        .map(|room| KnownRoom { code: room.code, name: room.name })
        .collect();
    let name = file_name.to_owned();
    // Reading a large file takes long enough to be kept off the threads that answer other desks.
    tokio::task::spawn_blocking(move || {
        let is_working_day = |day: NaiveDate| calendar.is_working_day(day);
        let context = SheetContext { rooms: &rooms, is_working_day: &is_working_day };
        let sheet = read_session_sheet(&name, &bytes, &context).map_err(|error| sheet_error(&name, error))?;
        Ok((sheet, rooms))
    })
    .await
    .map_err(|error| DeskError::internal(&error))?
}

/// The opening rooms of a row that a session on record has at the same time.
async fn taken(act: &mut Reading, row: &SheetRow, known: &[RoomRow]) -> Result<Vec<RoomTaken>, DeskError> {
    let (Some(local), Some(code)) = (row.draft.deadline, &row.draft.code) else { return Ok(Vec::new()) };
    let deadline = act.zone.instant(local.date(), local.time());
    let book = OpeningBook::load(act, deadline, deadline + Duration::minutes(1)).await?;
    let rooms = known.iter().filter(|room| row.draft.opening_rooms.contains(&room.code));
    Ok(rooms.filter_map(|room| Some(taken_by(book.taken(room.id, code, deadline)?, &room.name))).collect())
}

fn row_view(
    act: &Reading,
    row: &SheetRow,
    standing: RowStanding,
    differs: Vec<String>,
    rooms: &[KnownRoom],
) -> ImportRow {
    let draft = row.draft.clone();
    let name = |code: &String| {
        rooms.iter().find(|room| room.code == *code).map_or_else(|| code.clone(), |room| room.name.clone())
    };
    ImportRow {
        sheet: row.sheet.clone(),
        row: row.row,
        standing,
        differs,
        code: draft.code,
        project_name: draft.project_name,
        lot: draft.lot,
        tenderer: draft.tenderer,
        agency: draft.agency,
        contact_name: draft.contact_name,
        contact_phone: draft.contact_phone.map(|phone| phone.as_str().to_owned()),
        deadline: draft.deadline.map(|local| act.zone.instant(local.date(), local.time())),
        opening_rooms: draft.opening_rooms.iter().map(name).collect(),
        evaluation_rooms: draft.evaluation_rooms,
        evaluation_minutes: draft.evaluation_minutes,
        kind: draft.kind,
        band: draft.registered.map(SealedCount::band),
        remark: draft.remark,
        taken: Vec::new(),
        faults: row.faults.clone(),
    }
}
