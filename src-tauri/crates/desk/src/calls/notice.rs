//! The notice to an agency as pages and as PDF.

use bidhall_printouts::{AgencyNotice, NoticeSession, Paper, PrintError, Printed};
use bidhall_rules::ids::CallId;
use bidhall_rules::temperature::Comparator;
use bidhall_store::calls::{CallRow, NoticeRow};
use chrono::Duration;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::book::CallBook;
use super::find;
use super::requests::CallChoice;
use crate::act::{Reading, Trail, word};
use crate::{Call, CommandSpec, DeskError, Workplace, audit, hash};

/// The pages of a document.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// Name under which it would be saved.
    pub file_name: String,
    /// Each page as SVG.
    pub pages: Vec<String>,
}

/// A document that was saved.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedDocument {
    /// Its name.
    pub file_name: String,
    /// Its pages.
    pub pages: u32,
    /// Where it is; nowhere when the user changed their mind.
    pub saved_to: Option<String>,
}

/// A notice before it is set in type, and what its record says.
pub(crate) struct Drafted {
    pub(crate) call: CallRow,
    pub(crate) paper: AgencyNotice,
    pub(crate) file_name: String,
    pub(crate) script_version: i32,
    pub(crate) gate_version: i32,
}

/// `calls.notice`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::FontMissing`] or [`DeskError::GlyphMissing`] when it cannot
/// be set in type.
pub async fn notice(
    workplace: &Workplace,
    call: &Call,
    request: CallChoice,
) -> Result<NoticeView, DeskError> {
    let drafted = draft(workplace, call, request).await?;
    let printed = print(workplace, drafted.paper).await?;
    Ok(NoticeView { file_name: drafted.file_name, pages: printed.pages })
}

/// `calls.notice.save`: the file is written before the record of it, so that a notice on record
/// exists.
///
/// # Errors
/// As [`notice`]; [`DeskError::SaveFailed`] when the file cannot be written.
pub async fn save_notice(
    workplace: &Workplace,
    call: &Call,
    request: CallChoice,
) -> Result<SavedDocument, DeskError> {
    let drafted = draft(workplace, call, request).await?;
    let printed = print(workplace, drafted.paper).await?;
    let pages = u32::try_from(printed.pages.len()).unwrap_or(u32::MAX);
    let content_hash = hash::hex(&hash::of_fields(&[&printed.pdf]));
    let host = std::sync::Arc::clone(&workplace.host);
    let name = drafted.file_name.clone();
    let saved = tokio::task::spawn_blocking(move || host.save(&name, &printed.pdf))
        .await
        .map_err(|error| DeskError::internal(&error))?
        .map_err(|error| DeskError::SaveFailed { path: error.to_string() })?;
    let Some(path) = saved else {
        return Ok(SavedDocument { file_name: drafted.file_name, pages, saved_to: None });
    };
    let desk = workplace.desk().await?;
    let operator = call.operator.clone().unwrap_or_default();
    let mut tx = desk.store.write().await?;
    let now = desk.now(&mut tx).await?;
    let asker = tx
        .operator_by_code(&operator)
        .await?
        .ok_or_else(|| DeskError::UnknownOperator { operator: operator.clone() })?;
    let row = NoticeRow {
        // The same content saved twice is one notice printed twice: the id is the act's own.
        id: Uuid::from_slice(&hash::of_fields(&[content_hash.as_bytes(), now.to_rfc3339().as_bytes()])[..16])
            .map_err(|error| DeskError::internal(&error))?,
        call_id: drafted.call.id,
        at: now,
        operator_id: asker.id,
        pages: i32::try_from(pages).unwrap_or(i32::MAX),
        script_version: drafted.script_version,
        gate_version: drafted.gate_version,
        content_hash: content_hash.clone(),
    };
    tx.add_notice(&row).await?;
    let mut trail =
        Trail { subject: format!("call {}", CallId::from_uuid(drafted.call.id)), ..Trail::default() };
    trail.detail.insert("contentHash".to_owned(), content_hash.into());
    audit::append_saved(&mut tx, now, call, &trail).await?;
    tx.commit().await?;
    Ok(SavedDocument { file_name: drafted.file_name, pages, saved_to: Some(path.display().to_string()) })
}

async fn draft(workplace: &Workplace, call: &Call, request: CallChoice) -> Result<Drafted, DeskError> {
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let mut act = workplace.desk().await?.reading(call, spec).await?;
    drafted(&mut act, request).await
}

/// The notice of a call.
pub(crate) async fn drafted(act: &mut Reading, request: CallChoice) -> Result<Drafted, DeskError> {
    let row = find(act, request.call_id).await?;
    let book = CallBook::load(act, row.day, word(&row.campaign)?).await?;
    let paper = paper(act, &book, &row)?;
    let file_name = format!("开标进场告知书-{}-{}.pdf", row.day, safe(&row.callee_name));
    Ok(Drafted {
        call: row,
        paper,
        file_name,
        script_version: book.calls.version,
        gate_version: book.gate.version,
    })
}

fn paper(act: &Reading, book: &CallBook, call: &CallRow) -> Result<AgencyNotice, DeskError> {
    let gate = &book.gate.body;
    let time = |session: &bidhall_store::sessions::SessionRow, minutes: u32| {
        act.zone.time_of(session.deadline - Duration::minutes(minutes.into()))
    };
    let sessions: Vec<NoticeSession> = book
        .sessions_of(call)
        .into_iter()
        .map(|session| NoticeSession {
            code: session.code.clone(),
            project_name: session.project_name.clone(),
            lot: Some(session.lot.clone()).filter(|lot| !lot.is_empty()),
            opening_time: act.zone.local(session.deadline),
            opening_rooms: book.room_names(session),
            gate_opens: time(session, gate.gate_opens_minutes_before),
            arrive_before: time(session, gate.arrive_minutes_before),
        })
        .collect();
    if sessions.is_empty() {
        return Err(DeskError::CallWithoutSessions { agency: call.callee_name.clone() });
    }
    let positive = |version: i32| u32::try_from(version).unwrap_or_default();
    Ok(AgencyNotice {
        centre: act.centre.clone(),
        agency: call.callee_name.clone(),
        notice_number: format!("{}-{}", call.day.format("%Y%m%d"), &call.id.simple().to_string()[26..]),
        day: call.day,
        sessions,
        temperature_limit_tenths: gate.temperature.threshold_tenths.0,
        temperature_comparator: match gate.temperature.comparator {
            Comparator::AtOrAbove => "达到或者超过".to_owned(),
            Comparator::Above => "超过".to_owned(),
        },
        rules_version: positive(book.gate.version),
        script_version: positive(book.calls.version),
        issued_on: act.today(),
        rehearsal: act.rehearsal,
    })
}

async fn print(workplace: &Workplace, paper: AgencyNotice) -> Result<Printed, DeskError> {
    let press = workplace.press().await?;
    tokio::task::spawn_blocking(move || press.print(&Paper::AgencyNotice(paper)))
        .await
        .map_err(|error| DeskError::internal(&error))?
        .map_err(print_error)
}

/// What a user can do about a paper that was not printed.
pub(crate) fn print_error(error: PrintError) -> DeskError {
    match error {
        PrintError::FontMissing { wanted } => {
            DeskError::FontMissing { wanted: wanted.split(", ").map(str::to_owned).collect() }
        }
        PrintError::GlyphMissing { character } => {
            DeskError::GlyphMissing { character: format!("{character} (U+{:04X})", u32::from(character)) }
        }
        error @ (PrintError::NoSession | PrintError::Internal { .. }) => DeskError::internal(&error),
    }
}

/// A name without what Windows does not allow in the name of a file.
pub(crate) fn safe(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c })
        .take(60)
        .collect()
}
