//! What every import from a spreadsheet has in common.

use base64::Engine as _;
use bidhall_spreadsheets::{
    DirectoryRow, MAX_FILE_BYTES, MAX_ROWS, SheetColumn, SpreadsheetError, TableError, TableFault,
    TableFaultKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::Reading;
use crate::sessions::RowStanding;

/// A spreadsheet.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetFile {
    /// Name of the file, 1 to 200 characters.
    pub file_name: String,
    /// The file in Base64.
    pub content: String,
}

/// A row of a spreadsheet with what was understood, what is recorded, and what is wrong.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableRowView {
    /// Name of the sheet.
    pub sheet: String,
    /// The row, from 1 as the spreadsheet shows it.
    pub row: u32,
    /// How it compares with what is recorded.
    pub standing: RowStanding,
    /// What the row says, in the order of `columns`; empty where it could not be read.
    pub cells: Vec<String>,
    /// What is wrong; each names the cell.
    pub faults: Vec<TableFault>,
}

/// What an import of a table would do.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TablePreview {
    /// The fields, in the order of the rows' cells.
    pub columns: Vec<String>,
    /// Rows that are not recorded yet, or change what is.
    pub fresh: u32,
    /// Rows recorded with the same content.
    pub unchanged: u32,
    /// Rows with errors; they are left out.
    pub faulty: u32,
    /// Every row.
    pub rows: Vec<TableRowView>,
}

/// What an import of a table did.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableResult {
    /// Rows entered.
    pub added: u32,
    /// Rows recorded before with the same content.
    pub unchanged: u32,
    /// Rows with errors, left out.
    pub left_out: u32,
}

/// The bytes of a file that came as text.
pub(crate) fn bytes_of(file_name: &str, content: &str) -> Result<Vec<u8>, DeskError> {
    if !(1..=200).contains(&file_name.chars().count()) || file_name.chars().any(char::is_control) {
        return Err(DeskError::field("fileName", "1 to 200 characters"));
    }
    base64::engine::general_purpose::STANDARD
        .decode(content)
        .map_err(|_| DeskError::field("content", "Base64"))
}

/// How the bytes of one kind of table are read.
type Reader<T> = fn(&[u8]) -> Result<Vec<DirectoryRow<T>>, TableError>;

/// Reads a table away from the threads that answer other desks, and refuses every row that names a company
/// known to bid.
pub(crate) async fn read<T: Send + 'static>(
    act: &mut Reading,
    file: &SheetFile,
    fields: &'static [&'static str],
    reader: Reader<T>,
) -> Result<Vec<DirectoryRow<T>>, DeskError> {
    let bytes = bytes_of(&file.file_name, &file.content)?;
    let name = file.file_name.clone();
    let mut rows =
        tokio::task::spawn_blocking(move || reader(&bytes).map_err(|error| table_error(&name, error)))
            .await
            .map_err(|error| DeskError::internal(&error))??;
    for one in &mut rows {
        for field in fields {
            let Some(text) = one.row.text(field).map(str::to_owned) else { continue };
            if one.entry.is_some() && act.guard_text(field, &text).await.is_err() {
                one.row.fault(field, TableFaultKind::NamesBidders);
                one.entry = None;
            }
        }
    }
    Ok(rows)
}

/// The preview of rows of which `is_known` tells whether they are recorded with the same content.
pub(crate) fn preview<T>(
    rows: Vec<DirectoryRow<T>>,
    fields: &[&str],
    is_known: impl Fn(&T) -> bool,
) -> TablePreview {
    let mut preview = TablePreview {
        columns: fields.iter().map(|field| (*field).to_owned()).collect(),
        fresh: 0,
        unchanged: 0,
        faulty: 0,
        rows: Vec::with_capacity(rows.len()),
    };
    for one in rows {
        let standing = match &one.entry {
            None => RowStanding::Faulty,
            Some(entry) if is_known(entry) => RowStanding::Unchanged,
            Some(_) => RowStanding::New,
        };
        match standing {
            RowStanding::New | RowStanding::Differs => preview.fresh += 1,
            RowStanding::Unchanged => preview.unchanged += 1,
            RowStanding::Faulty => preview.faulty += 1,
        }
        let hidden =
            |field: &str| one.row.faults.iter().any(|fault| fault.field == field && fault.read.is_empty());
        let cell =
            |field: &&str| one.row.text(field).filter(|_| !hidden(field)).unwrap_or_default().to_owned();
        preview.rows.push(TableRowView {
            sheet: one.row.sheet.clone(),
            row: one.row.row,
            standing,
            cells: fields.iter().map(cell).collect(),
            faults: one.row.faults,
        });
    }
    preview
}

fn table_error(file_name: &str, error: TableError) -> DeskError {
    match error {
        TableError::File(error) => sheet_error(file_name, error),
        TableError::Header { missing } => {
            DeskError::SpreadsheetHeader { file_name: file_name.to_owned(), missing }
        }
    }
}

pub(crate) fn sheet_error(file_name: &str, error: SpreadsheetError) -> DeskError {
    let file_name = file_name.to_owned();
    match error {
        SpreadsheetError::Empty
        | SpreadsheetError::NotASpreadsheet
        | SpreadsheetError::UnsupportedFormat
        | SpreadsheetError::Unreadable
        | SpreadsheetError::NoSheet => DeskError::SpreadsheetUnreadable { file_name },
        SpreadsheetError::Encrypted => DeskError::SpreadsheetEncrypted { file_name },
        SpreadsheetError::HeaderNotFound { missing, .. } => DeskError::SpreadsheetHeader {
            file_name,
            missing: missing.iter().map(|column| usual_title(*column).to_owned()).collect(),
        },
        SpreadsheetError::TooLarge { .. } => DeskError::SpreadsheetTooLarge {
            file_name,
            limit_megabytes: u32::try_from(MAX_FILE_BYTES / 1_048_576).unwrap_or_default(),
            limit_rows: MAX_ROWS,
        },
    }
}

/// What a schedule usually calls a column.
const fn usual_title(column: SheetColumn) -> &'static str {
    match column {
        SheetColumn::Sequence => "序号",
        SheetColumn::Code => "项目编号",
        SheetColumn::ProjectName => "项目名称",
        SheetColumn::Lot => "标段",
        SheetColumn::Tenderer => "招标人",
        SheetColumn::Agency => "代理机构",
        SheetColumn::ContactName => "联系人",
        SheetColumn::ContactPhone => "联系电话",
        SheetColumn::OpeningDay => "开标日期",
        SheetColumn::Deadline => "开标时间",
        SheetColumn::OpeningRooms => "开标室",
        SheetColumn::EvaluationRooms => "评标室",
        SheetColumn::EvaluationMinutes => "预计评标时长",
        SheetColumn::Kind => "方式",
        SheetColumn::Registered => "报名数",
        SheetColumn::Remark => "备注",
    }
}
