use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::column::SheetColumn;

/// Why a file could not be read at all.
///
/// No variant carries text out of a cell: a cell may hold a sealed number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "code", content = "detail", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SpreadsheetError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The bytes are those of something else: a letter, a picture, a web page saved as `.xls`.
    #[error("the file is not a spreadsheet")]
    NotASpreadsheet,
    /// A spreadsheet format that is not read (`.xlsb`).
    #[error("this kind of spreadsheet is not read")]
    UnsupportedFormat,
    /// It begins like a spreadsheet and is damaged or cut off.
    #[error("the spreadsheet is damaged")]
    Unreadable,
    /// It needs a password.
    #[error("the spreadsheet is protected by a password")]
    Encrypted,
    /// There is no visible sheet with anything on it.
    #[error("the spreadsheet has no sheet with anything on it")]
    NoSheet,
    /// No sheet has a row with the column names; `sheet` comes nearest.
    #[error("no header row in \"{sheet}\": {missing:?} missing")]
    HeaderNotFound {
        /// The sheet that comes nearest.
        sheet: String,
        /// The required columns it does not have.
        missing: Vec<SheetColumn>,
    },
    /// The file is larger than is read.
    #[error("more than {limit} {measure}")]
    TooLarge {
        /// What was counted.
        measure: SizeMeasure,
        /// How many are read.
        limit: u64,
    },
}

/// What a limit on the size of a file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum SizeMeasure {
    /// Bytes of the file.
    Bytes,
    /// Bytes once the container is unpacked.
    UnpackedBytes,
    /// Rows with anything in them.
    Rows,
}

impl std::fmt::Display for SizeMeasure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Bytes => "bytes",
            Self::UnpackedBytes => "bytes once unpacked",
            Self::Rows => "rows",
        })
    }
}
