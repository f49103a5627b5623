//! Printing tags: asked for once, told whether the paper came out, printed again under the same code.

use bidhall_printouts::{HealthTag, Paper};
use bidhall_rules::ids::PrintId;
use bidhall_rules::sealing::Opening;
use bidhall_rules::tags::{PrintState, TagCode, TagLayout, TagState};
use bidhall_store::Sealed;
use bidhall_store::prints::PrintRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::note_text;
use super::tags::{TagView, displayed, found, left_as};
use crate::act::{Reading, Writing, word};
use crate::calls::print_error;
use crate::commands::CommandSpec;
use crate::seals::fields;
use crate::{Call, DeskError, Workplace};

/// Asks for a print of a tag.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintForm {
    /// The code.
    pub code: String,
    /// On which paper.
    pub layout: TagLayout,
}

/// Which print.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintChoice {
    /// The print.
    pub print_id: PrintId,
}

/// Tells how a print ended.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintEnd {
    /// The print.
    pub print_id: PrintId,
    /// Printed or failed.
    pub state: PrintState,
    /// Anything else, at most 200 characters.
    pub note: String,
}

/// A print.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrintView {
    /// Id.
    pub id: PrintId,
    /// The code it shows.
    pub code: String,
    /// On which paper.
    pub layout: TagLayout,
    /// Where it stands.
    pub state: PrintState,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who told how it ended.
    pub ended_by: Option<String>,
    /// What that person added.
    pub note: String,
    /// Whether the code had come out of a printer before.
    pub reprint: bool,
}

/// The pages of a print.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrintPages {
    /// Each page as SVG.
    pub pages: Vec<String>,
}

/// `tags.print`: a second request while the first is under way gets the first.
///
/// # Errors
/// [`DeskError::TagCode`]; [`DeskError::NotFound`]; [`DeskError::TagNotValid`].
pub async fn print_tag(act: &mut Writing, form: PrintForm) -> Result<PrintView, DeskError> {
    let (code, tag) = found(act, &form.code).await?;
    if !matches!(word(&tag.state)?, TagState::Active | TagState::Left) {
        return Err(DeskError::TagNotValid { code: code.to_string(), state: tag.state });
    }
    if tag.day != act.today() {
        return Err(DeskError::TagNotValid { code: code.to_string(), state: "of_another_day".to_owned() });
    }
    let asker = act.asker()?.clone();
    act.concerns("tag", code);
    loop {
        if let Some(under_way) = act.tx.print_queued(&tag.code).await? {
            return view_of(act, under_way).await;
        }
        let row = PrintRow {
            id: PrintId::new(act.now, &mut act.chance).uuid(),
            tag_id: tag.id,
            code: tag.code.clone(),
            layout: form.layout.as_str().to_owned(),
            state: PrintState::Queued.as_str().to_owned(),
            at: act.now,
            operator_id: asker.id,
            operator_name: asker.name.clone(),
            ended_at: None,
            ender_name: None,
            note: Sealed::default(),
        };
        if act.tx.add_print(&row).await? {
            act.note("layout", form.layout.as_str());
            return view_of(act, row).await;
        }
    }
}

/// `tags.print.pages`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::FontMissing`], [`DeskError::GlyphMissing`].
pub async fn print_pages(
    workplace: &Workplace,
    call: &Call,
    request: PrintChoice,
) -> Result<PrintPages, DeskError> {
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let mut act = workplace.desk().await?.reading(call, spec).await?;
    let id = request.print_id;
    let print = act.tx.print(id.uuid()).await?.ok_or_else(|| DeskError::not_found("print", id))?;
    let tag = act.tx.tag(print.tag_id).await?.ok_or_else(|| DeskError::not_found("tag", print.tag_id))?;
    let code = TagCode::parse(&print.code).map_err(|error| DeskError::internal(&error))?;
    let paper = HealthTag {
        code,
        day: tag.day,
        centre: act.centre.clone(),
        lane: tag.lane.clone(),
        issued_at: act.zone.time_of(tag.issued_at),
        layout: word(&print.layout)?,
        rehearsal: act.rehearsal,
    };
    drop(act);
    let press = workplace.press().await?;
    let printed = tokio::task::spawn_blocking(move || press.print(&Paper::HealthTag(paper)))
        .await
        .map_err(|error| DeskError::internal(&error))?
        .map_err(print_error)?;
    Ok(PrintPages { pages: printed.pages })
}

/// `tags.print.end`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::PrintEnded`] when that was told before.
pub async fn end_print(act: &mut Writing, form: PrintEnd) -> Result<TagView, DeskError> {
    if form.state == PrintState::Queued {
        return Err(DeskError::field("state", "printed or failed"));
    }
    let id = form.print_id;
    let row = act.tx.print(id.uuid()).await?.ok_or_else(|| DeskError::not_found("print", id))?;
    let note = note_text(act, "note", &form.note, 0, 200).await?;
    let (now, asker) = (act.now, act.asker()?.id);
    let note = act.seal(fields::PRINT_NOTE, row.id, &note)?;
    if !act.tx.end_print(row.id, form.state.as_str(), now, asker, &note).await? {
        return Err(DeskError::PrintEnded { state: row.state });
    }
    act.concerns("tag", displayed(&row.code));
    act.note("print", form.state.as_str());
    left_as(act, row.tag_id).await
}

/// The prints of a tag, the oldest first.
pub(super) async fn prints_of(act: &mut Reading, tag: Uuid) -> Result<Vec<PrintView>, DeskError> {
    let rows = act.tx.prints_of(tag).await?;
    rows.iter().enumerate().map(|(index, row)| shown(act, row, rows.iter().take(index))).collect()
}

async fn view_of(act: &mut Writing, row: PrintRow) -> Result<PrintView, DeskError> {
    let prints = act.tx.prints_of(row.tag_id).await?;
    shown(act, &row, prints.iter())
}

fn shown<'a>(
    act: &Reading,
    row: &PrintRow,
    mut earlier: impl Iterator<Item = &'a PrintRow>,
) -> Result<PrintView, DeskError> {
    let printed = PrintState::Printed.as_str();
    let reprint = earlier.any(|print| print.code == row.code && print.state == printed);
    Ok(PrintView {
        id: PrintId::from_uuid(row.id),
        code: displayed(&row.code),
        layout: word(&row.layout)?,
        state: word(&row.state)?,
        requested_at: row.at,
        operator: row.operator_name.clone(),
        ended_at: row.ended_at,
        ended_by: row.ender_name.clone(),
        note: act.open(fields::PRINT_NOTE, row.id, &row.note, Opening::GateStep)?,
        reprint,
    })
}
