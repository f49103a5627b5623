//! Plain tables with a header: one thing a row, every column a text. The session schedule has its own
//! reader because far more can be wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bidhall_rules::import_words::{collapse, half_width};
use bidhall_rules::secrecy::guard_free_text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::MAX_FILE_BYTES;
use crate::column::letters;
use crate::error::{SizeMeasure, SpreadsheetError};
use crate::fault::shown;
use crate::workbook::{Cell, Content, Sheet, sheets};

/// How far down a header is looked for.
const DEEPEST_HEADER: u32 = 40;
/// Rows that begin so close a table and belong to it no more.
const CLOSING: [&str; 8] = ["制表", "审核", "填表", "填报", "注:", "说明", "合计", "总计"];

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableColumn {
    /// What it holds, as the faults name it.
    pub field: &'static str,
    /// How it may be titled; the first is the usual title.
    pub titles: &'static [&'static str],
    /// Whether a row needs it.
    pub required: bool,
    /// Whether an empty cell means what stands above it, as under a merged cell.
    pub carried: bool,
    /// The most characters.
    pub most: u32,
}

/// What is wrong with a cell. Every fault stops its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(tag = "code", content = "detail", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TableFaultKind {
    /// A required cell is empty.
    Missing,
    /// Not a telephone number.
    PhoneUnreadable,
    /// Not a day with its year.
    DateUnreadable,
    /// A word that is not understood.
    UnknownWord {
        /// The words that are.
        known: Vec<String>,
    },
    /// Not a whole number from `lowest` to `highest`.
    NumberUnreadable {
        /// The lowest number.
        lowest: i32,
        /// The highest number.
        highest: i32,
    },
    /// Not one or several times from and to, in their order.
    HoursUnreadable,
    /// The same as an earlier row.
    Duplicate {
        /// The sheet of the earlier row.
        first_sheet: String,
        /// The earlier row.
        first_row: u32,
    },
    /// The same name as an earlier row, and nothing that tells the two people apart.
    Namesake {
        /// The sheet of the earlier row.
        first_sheet: String,
        /// The earlier row.
        first_row: u32,
    },
    /// A text longer than can be stored.
    TooLong {
        /// The most characters a text may have.
        limit: u32,
        /// How many it has.
        found: u32,
    },
    /// A formula, or the error a formula left, where a value belongs.
    Formula,
    /// A long number of which the spreadsheet has kept only the first fifteen digits.
    DigitsLost,
    /// May name a bidder or tell how many there are.
    NamesBidders,
}

/// One thing wrong in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableFault {
    /// The sheet.
    pub sheet: String,
    /// The row, counted from 1 as the spreadsheet shows it.
    pub row: u32,
    /// The column's letter.
    pub column: String,
    /// The column's title as the file has it.
    pub column_title: String,
    /// What the column holds.
    pub field: String,
    /// What the cell says; empty where it must not be shown.
    pub read: String,
    /// What is wrong.
    pub kind: TableFaultKind,
}

type Places = BTreeMap<&'static str, (u32, String)>;

/// A row: what its cells say, and what is wrong with them.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// The sheet.
    pub sheet: String,
    /// The row, counted from 1 as the spreadsheet shows it.
    pub row: u32,
    /// What is wrong.
    pub faults: Vec<TableFault>,
    texts: BTreeMap<&'static str, String>,
    days: BTreeMap<&'static str, NaiveDate>,
    places: Arc<Places>,
}

impl TableRow {
    /// What a column says; nothing where the cell is empty or faulty.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.texts.get(field).map(String::as_str)
    }

    /// The day of a cell that the spreadsheet keeps as a date.
    #[must_use]
    pub fn day(&self, field: &str) -> Option<NaiveDate> {
        self.days.get(field).copied()
    }

    /// Adds a fault to a column of this row.
    pub fn fault(&mut self, field: &'static str, kind: TableFaultKind) {
        let (column, title) = self.places.get(field).cloned().unwrap_or_default();
        let read = self.texts.get(field).cloned().unwrap_or_default();
        let hidden = guard_free_text(&read, &[]).is_err() || kind == TableFaultKind::NamesBidders;
        self.faults.push(TableFault {
            sheet: self.sheet.clone(),
            row: self.row,
            column: letters(column),
            column_title: title,
            field: field.to_owned(),
            read: if hidden { String::new() } else { shown(&read) },
            kind,
        });
    }
}

/// Why a table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] SpreadsheetError),
    /// No sheet has a row with the required titles.
    #[error("no header row: {missing:?} missing")]
    Header {
        /// The usual titles of what is missing.
        missing: Vec<String>,
    },
}

/// Reads the rows of every visible sheet that has the header.
///
/// # Errors
/// [`TableError`] when no row can be read. What is wrong with single rows is in their faults.
pub fn read_table(bytes: &[u8], columns: &[TableColumn]) -> Result<Vec<TableRow>, TableError> {
    if bytes.len() > MAX_FILE_BYTES {
        let limit = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
        return Err(SpreadsheetError::TooLarge { measure: SizeMeasure::Bytes, limit }.into());
    }
    let sheets = sheets(bytes)?;
    if sheets.is_empty() {
        return Err(SpreadsheetError::NoSheet.into());
    }
    let usual = |column: &TableColumn| column.titles.first().copied().unwrap_or_default().to_owned();
    let mut nearest: Vec<String> = columns.iter().filter(|one| one.required).map(usual).collect();
    let (mut rows, mut found) = (Vec::new(), false);
    for sheet in &sheets {
        match header(sheet, columns) {
            Ok((row, places)) => {
                found = true;
                rows_of(sheet, row, places, columns, &mut rows);
            }
            Err(missing) if missing.len() < nearest.len() => nearest = missing,
            Err(_) => {}
        }
    }
    if found { Ok(rows) } else { Err(TableError::Header { missing: nearest }) }
}

/// The row of the titles and where each column stands, or the titles its best row lacks.
fn header(sheet: &Sheet, columns: &[TableColumn]) -> Result<(u32, Places), Vec<String>> {
    let mut nearest = None;
    for (row, cells) in sheet.rows.range(..DEEPEST_HEADER) {
        let mut places = Places::new();
        for (column, cell) in cells {
            let Content::Text(title) = &cell.content else { continue };
            let bare: String = half_width(title).chars().filter(|c| c.is_alphanumeric()).collect();
            let named = columns.iter().find(|one| one.titles.contains(&bare.as_str()));
            if let Some(named) = named {
                places.entry(named.field).or_insert((*column, collapse(title)));
            }
        }
        let missing: Vec<String> = columns
            .iter()
            .filter(|one| one.required && !places.contains_key(one.field))
            .filter_map(|one| one.titles.first().map(|title| (*title).to_owned()))
            .collect();
        if missing.is_empty() {
            return Ok((*row, places));
        }
        if nearest.as_ref().is_none_or(|best: &Vec<String>| missing.len() < best.len()) {
            nearest = Some(missing);
        }
    }
    Err(nearest.unwrap_or_default())
}

fn rows_of(sheet: &Sheet, header: u32, places: Places, columns: &[TableColumn], rows: &mut Vec<TableRow>) {
    let places = Arc::new(places);
    let mut above: BTreeMap<&'static str, String> = BTreeMap::new();
    for (index, cells) in sheet.rows.range(header + 1..) {
        let cell = |column: &TableColumn| places.get(column.field).and_then(|(place, _)| cells.get(place));
        let is_filled = columns.iter().any(|column| !column.carried && cell(column).is_some());
        let closes = cells.values().next().is_some_and(|first| match &first.content {
            Content::Text(text) => {
                let text = half_width(text.trim());
                CLOSING.iter().any(|word| text.starts_with(word))
            }
            Content::Empty
            | Content::Number(_)
            | Content::Moment(_)
            | Content::Minutes(_)
            | Content::Failed(_) => false,
        });
        let repeats = places.values().all(|(place, title)| {
            matches!(cells.get(place).map(|cell| &cell.content), Some(Content::Text(text)) if collapse(text) == *title)
        });
        if !is_filled || closes || repeats {
            continue;
        }
        let mut row = TableRow {
            sheet: sheet.name.clone(),
            row: index + 1,
            faults: Vec::new(),
            texts: BTreeMap::new(),
            days: BTreeMap::new(),
            places: Arc::clone(&places),
        };
        for column in columns {
            read_cell(&mut row, column, cell(column), &mut above);
        }
        rows.push(row);
    }
}

fn read_cell(
    row: &mut TableRow,
    column: &TableColumn,
    cell: Option<&Cell>,
    above: &mut BTreeMap<&'static str, String>,
) {
    let field = column.field;
    if cell.is_some_and(|cell| cell.formula.is_some() || matches!(cell.content, Content::Failed(_))) {
        return row.fault(field, TableFaultKind::Formula);
    }
    let text = match cell.map(|cell| &cell.content) {
        Some(Content::Text(text)) => Some(collapse(text)),
        Some(Content::Number(number)) if number.digits_lost => {
            return row.fault(field, TableFaultKind::DigitsLost);
        }
        Some(Content::Number(number)) => Some(number.text.clone()),
        Some(Content::Moment(moment)) => {
            row.days.insert(field, moment.date());
            Some(moment.date().to_string())
        }
        Some(Content::Minutes(minutes)) => Some(format!("{}:{:02}", minutes / 60, minutes % 60)),
        Some(Content::Empty | Content::Failed(_)) | None => None,
    }
    .map(|text| text.chars().filter(|c| !c.is_control()).collect::<String>())
    .filter(|text| !text.is_empty())
    .or_else(|| above.get(field).filter(|_| column.carried).cloned());
    let Some(text) = text else {
        if column.required {
            row.fault(field, TableFaultKind::Missing);
        }
        return;
    };
    if column.carried {
        above.insert(field, text.clone());
    }
    let found = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    row.texts.insert(field, text.clone());
    if found > column.most {
        row.fault(field, TableFaultKind::TooLong { limit: column.most, found });
    } else if guard_free_text(&text, &[]).is_err() {
        row.fault(field, TableFaultKind::NamesBidders);
    }
}
