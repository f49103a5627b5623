//! Printing papers: asked for, then told whether they came out. A reprint is a print of its own.

use bidhall_rules::ids::PaperPrintId;
use bidhall_rules::papers::PaperWay;
use bidhall_rules::tags::PrintState;
use bidhall_store::papers::PaperPrintRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PaperChoice, allowed, drafts};
use crate::DeskError;
use crate::act::{Reading, Writing, word};

/// Asks for a print.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaperForm {
    /// Which paper.
    pub paper: PaperChoice,
    /// How many copies, 1 to 99.
    pub copies: u32,
}

/// Tells how a print ended.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaperEnd {
    /// The print.
    pub print_id: PaperPrintId,
    /// Printed or failed.
    pub state: PrintState,
    /// Anything else, at most 200 characters.
    pub note: String,
}

/// A print or a file of a paper.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperPrintView {
    /// Id.
    pub id: PaperPrintId,
    /// Out of a printer or into a file.
    pub way: PaperWay,
    /// How many copies.
    pub copies: u32,
    /// Whether it was an empty form on request.
    pub blank: bool,
    /// Where it stands; a file is printed when it is whole.
    pub state: PrintState,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// When it was told how it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who told it.
    pub ended_by: Option<String>,
    /// What that person added.
    pub note: String,
    /// Whether the paper had come out of a printer before.
    pub reprint: bool,
}

/// `papers.print.begin`
///
/// # Errors
/// [`DeskError::RoleNotAllowed`]; [`DeskError::WrongField`]; [`DeskError::NotFound`];
/// [`DeskError::SessionEnded`].
pub async fn begin_print(act: &mut Writing, form: PaperForm) -> Result<PaperPrintView, DeskError> {
    allowed(act, "papers.print.begin", form.paper.kind)?;
    let copies = i32::try_from(form.copies).ok().filter(|copies| (1..=99).contains(copies));
    let copies = copies.ok_or_else(|| DeskError::field("copies", "1 to 99"))?;
    // What cannot be drafted cannot come out of a printer.
    drafts::draft(act, &form.paper).await?;
    let subject = form.paper.key()?;
    let asker = act.asker()?.clone();
    let row = PaperPrintRow {
        id: PaperPrintId::new(act.now, &mut act.chance).uuid(),
        kind: form.paper.kind.as_str().to_owned(),
        subject,
        way: PaperWay::Print.as_str().to_owned(),
        copies,
        blank: form.paper.blank,
        content_hash: None,
        at: act.now,
        operator_id: asker.id,
        operator_name: asker.name,
        state: None,
        note: None,
        ended_at: None,
        ender_name: None,
    };
    act.tx.add_paper_print(&row).await?;
    act.concerns("paper", format!("{} {}", row.kind, row.subject));
    act.note("copies", copies);
    told(act, &row).await
}

/// `papers.print.end`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::RoleNotAllowed`]; [`DeskError::PrintEnded`] when that was
/// told before.
pub async fn end_print(act: &mut Writing, form: PaperEnd) -> Result<PaperPrintView, DeskError> {
    let id = form.print_id;
    if form.state == PrintState::Queued {
        return Err(DeskError::field("state", "printed or failed"));
    }
    let missing = || DeskError::not_found("paper_print", id);
    let row = act.tx.paper_print(id.uuid()).await?.ok_or_else(missing)?;
    allowed(act, "papers.print.end", word(&row.kind)?)?;
    let note = form.note.trim().to_owned();
    if note.chars().count() > 200 || note.chars().any(char::is_control) {
        return Err(DeskError::field("note", "at most 200 characters, no control characters"));
    }
    act.guard_text("note", &note).await?;
    let (now, asker) = (act.now, act.asker()?.id);
    let state = form.state.as_str();
    let is_file = row.way != PaperWay::Print.as_str();
    if is_file || !act.tx.end_paper_print(row.id, state, &note, now, asker).await? {
        let state = row.state.unwrap_or_else(|| PrintState::Printed.as_str().to_owned());
        return Err(DeskError::PrintEnded { state });
    }
    act.concerns("paper", format!("{} {}", row.kind, row.subject));
    act.note("print", state);
    told(act, &row).await
}

async fn told(act: &mut Reading, row: &PaperPrintRow) -> Result<PaperPrintView, DeskError> {
    let choice = PaperChoice { kind: word(&row.kind)?, subject: row.subject.clone(), blank: row.blank };
    let prints = prints_of(act, &choice).await?;
    let id = PaperPrintId::from_uuid(row.id);
    prints.into_iter().find(|print| print.id == id).ok_or_else(|| DeskError::not_found("paper_print", id))
}

/// The prints and files of a paper, the oldest first.
pub(super) async fn prints_of(
    act: &mut Reading,
    choice: &PaperChoice,
) -> Result<Vec<PaperPrintView>, DeskError> {
    let rows = act.tx.paper_prints_of(&choice.key()?, choice.kind.as_str()).await?;
    let mut views: Vec<PaperPrintView> = Vec::with_capacity(rows.len());
    for row in rows {
        let way = word(&row.way)?;
        let came_out =
            |view: &PaperPrintView| view.way == PaperWay::Print && view.state == PrintState::Printed;
        let reprint = way == PaperWay::Print && views.iter().any(came_out);
        let state = match (row.state.as_deref(), way) {
            (Some(state), _) => word(state)?,
            (None, PaperWay::Print) => PrintState::Queued,
            (None, PaperWay::Save | PaperWay::Batch) => PrintState::Printed,
        };
        views.push(PaperPrintView {
            id: PaperPrintId::from_uuid(row.id),
            way,
            copies: u32::try_from(row.copies).unwrap_or(1),
            blank: row.blank,
            state,
            requested_at: row.at,
            operator: row.operator_name,
            ended_at: row.ended_at,
            ended_by: row.ender_name,
            note: row.note.unwrap_or_default(),
            reprint,
        });
    }
    Ok(views)
}
