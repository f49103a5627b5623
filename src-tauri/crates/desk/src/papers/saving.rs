//! Papers as pages and as files, and what they are set in.

use bidhall_rules::papers::PaperWay;
use bidhall_store::calls::NoticeRow;
use bidhall_store::papers::PaperPrintRow;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::{NoticeRecord, PaperChoice, drafted};
use crate::act::Trail;
use crate::calls::{SavedDocument, print_error};
use crate::database::Nothing;
use crate::{Call, Desk, DeskError, Workplace, audit, hash};

/// The pages of a paper.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperPages {
    /// Name under which it would be saved.
    pub file_name: String,
    /// Each page as SVG.
    pub pages: Vec<String>,
    /// What each page says, a piece of text a line, for a screen reader.
    pub texts: Vec<String>,
    /// Characters that only a foreign typeface has.
    pub borrowed: Vec<BorrowedView>,
}

/// A character that no typeface of the paper has, and the family that lends it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BorrowedView {
    /// The character.
    pub character: String,
    /// The family.
    pub family: String,
}

/// Which family a typeface of the standard is set in here.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TypefaceView {
    /// The typeface as GB/T 9704 calls it.
    pub wanted: String,
    /// The family it is set in.
    pub used: String,
    /// Whether that is another typeface, because this one is not installed.
    pub substituted: bool,
}

/// The typefaces of this machine.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TypefaceList {
    /// One for each typeface of the standard.
    pub typefaces: Vec<TypefaceView>,
}

/// `papers.typefaces`
///
/// # Errors
/// [`DeskError::FontMissing`].
pub async fn typefaces(
    workplace: &Workplace,
    _call: &Call,
    _request: Nothing,
) -> Result<TypefaceList, DeskError> {
    let press = workplace.press().await?;
    let typefaces = press.typefaces().iter().map(|face| TypefaceView {
        wanted: face.wanted.to_owned(),
        used: face.used.to_owned(),
        substituted: face.substituted,
    });
    Ok(TypefaceList { typefaces: typefaces.collect() })
}

/// `papers.pages`
///
/// # Errors
/// [`DeskError::RoleNotAllowed`]; [`DeskError::NotFound`]; [`DeskError::FontMissing`],
/// [`DeskError::GlyphMissing`].
pub async fn pages(workplace: &Workplace, call: &Call, choice: PaperChoice) -> Result<PaperPages, DeskError> {
    let draft = drafted(workplace, call, &choice).await?;
    let press = workplace.press().await?;
    let printed = tokio::task::spawn_blocking(move || press.print(&draft.paper))
        .await
        .map_err(|error| DeskError::internal(&error))?
        .map_err(print_error)?;
    let borrowed = printed
        .borrowed
        .into_iter()
        .map(|borrowed| BorrowedView { character: borrowed.character.to_string(), family: borrowed.family });
    Ok(PaperPages {
        file_name: draft.file_name,
        pages: printed.pages,
        texts: printed.texts,
        borrowed: borrowed.collect(),
    })
}

/// `papers.save`: the file is written before the record of it, so that a file on record exists.
///
/// # Errors
/// As [`pages`]; [`DeskError::SaveFailed`] when the file cannot be written.
pub async fn save(
    workplace: &Workplace,
    call: &Call,
    choice: PaperChoice,
) -> Result<SavedDocument, DeskError> {
    let draft = drafted(workplace, call, &choice).await?;
    let (press, host) = (workplace.press().await?, std::sync::Arc::clone(&workplace.host));
    let name = draft.file_name.clone();
    let paper = draft.paper;
    let (printed, saved) = tokio::task::spawn_blocking(move || {
        let printed = press.print_pdf(&paper).map_err(print_error)?;
        let saved = host
            .save(&name, &printed.pdf)
            .map_err(|error| DeskError::SaveFailed { path: error.to_string() })?;
        Ok::<_, DeskError>((printed, saved))
    })
    .await
    .map_err(|error| DeskError::internal(&error))??;
    let pages = u32::try_from(printed.pages).unwrap_or(u32::MAX);
    let (file_name, notice) = (draft.file_name, draft.notice);
    if saved.is_some() {
        let content_hash = hash::hex(&hash::of_fields(&[&printed.pdf]));
        let file = File { choice, way: PaperWay::Save, pages, content_hash, notice };
        record(&workplace.desk().await?, call, &file).await?;
    }
    Ok(SavedDocument { file_name, pages, saved_to: saved.map(|path| path.display().to_string()) })
}

/// A file that is there.
pub(super) struct File {
    pub(super) choice: PaperChoice,
    pub(super) way: PaperWay,
    pub(super) pages: u32,
    pub(super) content_hash: String,
    pub(super) notice: Option<NoticeRecord>,
}

/// Puts a file on record: a notice among the notices, every paper among the prints.
pub(super) async fn record(desk: &Desk, call: &Call, file: &File) -> Result<(), DeskError> {
    let operator = call.operator.clone().unwrap_or_default();
    let mut tx = desk.store.write().await?;
    let now = desk.now(&mut tx).await?;
    let unknown = || DeskError::UnknownOperator { operator: operator.clone() };
    let asker = tx.operator_by_code(&operator).await?.ok_or_else(unknown)?;
    let subject = file.choice.key()?;
    let kind = file.choice.kind.as_str();
    // The same content saved twice is one paper saved twice: the id is the act's own.
    let seed = hash::of_fields(&[
        subject.as_bytes(),
        kind.as_bytes(),
        file.content_hash.as_bytes(),
        now.to_rfc3339().as_bytes(),
    ]);
    let id = Uuid::from_slice(&seed[..16]).map_err(|error| DeskError::internal(&error))?;
    if tx.paper_print(id).await?.is_some() {
        // Saved twice within one microsecond, or by a clock that stands: it is on record.
        return Ok(());
    }
    if let Some(notice) = file.notice {
        tx.add_notice(&NoticeRow {
            id,
            call_id: notice.call,
            at: now,
            operator_id: asker.id,
            pages: i32::try_from(file.pages).unwrap_or(i32::MAX),
            script_version: notice.script_version,
            gate_version: notice.gate_version,
            content_hash: file.content_hash.clone(),
        })
        .await?;
    }
    tx.add_paper_print(&PaperPrintRow {
        id,
        kind: kind.to_owned(),
        subject: subject.clone(),
        way: file.way.as_str().to_owned(),
        copies: 1,
        blank: file.choice.blank,
        content_hash: Some(file.content_hash.clone()),
        at: now,
        operator_id: asker.id,
        operator_name: asker.name,
        state: None,
        note: None,
        ended_at: None,
        ender_name: None,
    })
    .await?;
    let mut trail = Trail { subject: format!("paper {kind} {subject}"), ..Trail::default() };
    trail.detail.insert("contentHash".to_owned(), file.content_hash.clone().into());
    audit::append_saved(&mut tx, now, call, &trail).await?;
    tx.commit().await?;
    Ok(())
}
