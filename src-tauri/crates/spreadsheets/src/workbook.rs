//! Cells as this crate needs them, whatever the format they came in.
//!
//! Nothing here derives `Debug`: a cell may hold a sealed number.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Ods, OdsError, Reader, SheetType, SheetVisible};
use calamine::{Sheet as SheetInfo, Xls, XlsError, Xlsx, XlsxError, XlsxFormulaMetadata};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use crate::compound::Compound;
use crate::container::{Container, recognise};
use crate::error::{SizeMeasure, SpreadsheetError};
use crate::{MAX_COLUMNS, MAX_ROWS};

/// A sheet with something on it.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
}

/// A cell that is not empty.
pub(crate) struct Cell {
    pub(crate) content: Content,
    /// The formula, with its equals sign.
    pub(crate) formula: Option<String>,
}

/// What a cell holds.
pub(crate) enum Content {
    Empty,
    Text(String),
    Number(Number),
    /// A day and the time of day.
    Moment(NaiveDateTime),
    /// A time without a day: a time of day or a length.
    Minutes(u32),
    /// The error a formula left.
    Failed(String),
}

/// A number without a date format.
pub(crate) struct Number {
    /// Its digits.
    pub(crate) text: String,
    /// The moment it is when taken for a date of this century.
    pub(crate) moment: Option<NaiveDateTime>,
    /// Whether it is longer than the fifteen digits a spreadsheet keeps.
    pub(crate) digits_lost: bool,
}

/// The visible sheets of a file that have something on them.
pub(crate) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, SpreadsheetError> {
    match recognise(bytes)? {
        Container::OfficeXml => office_xml(bytes),
        Container::OpenDocument => open_document(bytes),
        Container::Compound(compound) => compound_file(&compound),
        Container::Delimited(rows) => delimited(rows),
    }
}

fn office_xml(bytes: &[u8]) -> Result<Vec<Sheet>, SpreadsheetError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|fault| xlsx_fault(&fault))?;
    let serials = Serials { from_1904: book.has_1904_epoch() };
    let mut sheets = Vec::new();
    for name in visible_sheets(book.sheets_metadata()) {
        let mut gathered = Gathered::default();
        // Cell by cell: a range would be as large as the rectangle between two stray cells.
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(fault) => return Err(xlsx_fault(&fault)),
        };
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|fault| xlsx_fault(&fault))? {
            let formula = cell.formula.map(|formula| {
                // A formula shared with a cell above does not say its text again.
                if let XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } =
                    formula
                {
                    formula
                } else {
                    String::new()
                }
            });
            gathered.put(cell.pos, serials.content(cell.value.into()), formula)?;
        }
        sheets.extend(gathered.into_sheet(name));
    }
    Ok(sheets)
}

fn open_document(bytes: &[u8]) -> Result<Vec<Sheet>, SpreadsheetError> {
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|fault| {
        if matches!(fault, OdsError::Password) {
            SpreadsheetError::Encrypted
        } else {
            SpreadsheetError::Unreadable
        }
    })?;
    from_ranges(&mut book, Serials { from_1904: false })
}

fn compound_file(compound: &Compound) -> Result<Vec<Sheet>, SpreadsheetError> {
    let trusted = compound.workbook_for_reading()?;
    let mut book = Xls::new(Cursor::new(trusted)).map_err(|fault| {
        if matches!(fault, XlsError::Password) {
            SpreadsheetError::Encrypted
        } else {
            SpreadsheetError::Unreadable
        }
    })?;
    let serials = Serials { from_1904: book.has_1904_epoch() };
    from_ranges(&mut book, serials)
}

/// The one sheet of a text; what a program would calculate in it is a formula as in any other.
fn delimited(rows: Vec<Vec<String>>) -> Result<Vec<Sheet>, SpreadsheetError> {
    let mut gathered = Gathered::default();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            let formula = text.starts_with('=').then(|| text.clone());
            gathered.put((row, column), Content::Text(text), formula)?;
        }
    }
    Ok(gathered.into_sheet("CSV".to_owned()).into_iter().collect())
}

fn from_ranges<S, B>(book: &mut B, serials: Serials) -> Result<Vec<Sheet>, SpreadsheetError>
where
    S: std::io::Read + std::io::Seek,
    B: Reader<S>,
{
    let mut sheets = Vec::new();
    for name in visible_sheets(book.sheets_metadata()) {
        let values = book.worksheet_range(&name).map_err(|_| SpreadsheetError::Unreadable)?;
        let formulas = book.worksheet_formula(&name).map_err(|_| SpreadsheetError::Unreadable)?;
        let mut gathered = Gathered::default();
        for (row, column, value) in values.used_cells() {
            gathered.put(absolute(values.start(), row, column), serials.content(value.clone()), None)?;
        }
        for (row, column, formula) in formulas.used_cells() {
            gathered.formula(absolute(formulas.start(), row, column), formula.clone())?;
        }
        sheets.extend(gathered.into_sheet(name));
    }
    Ok(sheets)
}

fn absolute(start: Option<(u32, u32)>, row: usize, column: usize) -> (u32, u32) {
    let (top, left) = start.unwrap_or_default();
    let from = |start: u32, index: usize| start.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
    (from(top, row), from(left, column))
}

fn visible_sheets(sheets: &[SheetInfo]) -> Vec<String> {
    sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn xlsx_fault(fault: &XlsxError) -> SpreadsheetError {
    if matches!(fault, XlsxError::Password) {
        SpreadsheetError::Encrypted
    } else {
        SpreadsheetError::Unreadable
    }
}

#[derive(Default)]
struct Gathered(BTreeMap<u32, BTreeMap<u32, Cell>>);

impl Gathered {
    fn put(
        &mut self,
        (row, column): (u32, u32),
        content: Content,
        formula: Option<String>,
    ) -> Result<(), SpreadsheetError> {
        let empty = match &content {
            Content::Empty => true,
            Content::Text(text) => text.trim().is_empty(),
            Content::Number(_) | Content::Moment(_) | Content::Minutes(_) | Content::Failed(_) => false,
        };
        if column >= MAX_COLUMNS || (empty && formula.is_none()) {
            return Ok(());
        }
        if row >= MAX_ROWS {
            return Err(SpreadsheetError::TooLarge {
                measure: SizeMeasure::Rows,
                limit: u64::from(MAX_ROWS),
            });
        }
        let formula = formula.map(|formula| format!("={}", formula.trim_start_matches('=')));
        self.0.entry(row).or_default().insert(column, Cell { content, formula });
        Ok(())
    }

    fn formula(&mut self, (row, column): (u32, u32), formula: String) -> Result<(), SpreadsheetError> {
        let content = self.0.get_mut(&row).and_then(|cells| cells.remove(&column));
        self.put((row, column), content.map_or(Content::Empty, |cell| cell.content), Some(formula))
    }

    fn into_sheet(self, name: String) -> Option<Sheet> {
        (!self.0.is_empty()).then_some(Sheet { name, rows: self.0 })
    }
}

/// How the serial numbers of a file are counted.
#[derive(Clone, Copy)]
struct Serials {
    from_1904: bool,
}

impl Serials {
    fn content(self, value: Data) -> Content {
        match value {
            Data::Empty => Content::Empty,
            Data::String(text) => Content::Text(text),
            Data::Bool(yes) => Content::Text(if yes { "TRUE" } else { "FALSE" }.to_owned()),
            Data::Int(whole) => Content::Number(Number {
                text: whole.to_string(),
                moment: i32::try_from(whole).ok().and_then(|whole| self.this_century(f64::from(whole))),
                digits_lost: whole.unsigned_abs() >= 1_000_000_000_000_000,
            }),
            Data::Float(value) => Content::Number(Number {
                text: value.to_string(),
                moment: self.this_century(value),
                digits_lost: value.abs() >= 1e15,
            }),
            Data::DateTime(date) => self.dated(date),
            Data::DateTimeIso(text) => iso_moment(&text).map_or(Content::Text(text), Content::Moment),
            Data::DurationIso(text) => iso_minutes(&text).map_or(Content::Text(text), Content::Minutes),
            Data::Error(error) => Content::Failed(error.to_string()),
        }
    }

    fn dated(self, date: ExcelDateTime) -> Content {
        let value = date.as_f64();
        if date.is_duration() || (0.0..1.0).contains(&value) {
            // Longer than any opening or evaluation lasts, and far from what the conversion can overflow on.
            if !(0.0..1000.0).contains(&value) {
                return Content::Text(value.to_string());
            }
            let length = ExcelDateTime::new(value, ExcelDateTimeType::TimeDelta, false).as_duration();
            let minutes = length.and_then(|length| u32::try_from((length.num_seconds() + 30) / 60).ok());
            return minutes.map_or(Content::Text(value.to_string()), Content::Minutes);
        }
        self.moment(value).map_or(Content::Text(value.to_string()), Content::Moment)
    }

    fn moment(self, value: f64) -> Option<NaiveDateTime> {
        // 9999-12-31, the last day a spreadsheet knows; the conversion panics far beyond it.
        if !(0.0..2_958_466.0).contains(&value) {
            return None;
        }
        let moment = ExcelDateTime::new(value, ExcelDateTimeType::DateTime, self.from_1904).as_datetime()?;
        // A serial number is a fraction of a day and misses the second by a little.
        moment.checked_add_signed(TimeDelta::milliseconds(500))?.with_nanosecond(0)
    }

    fn this_century(self, value: f64) -> Option<NaiveDateTime> {
        let first = NaiveDate::from_ymd_opt(2000, 1, 1)?;
        let last = NaiveDate::from_ymd_opt(2099, 12, 31)?;
        self.moment(value).filter(|moment| (first..=last).contains(&moment.date()))
    }
}

fn iso_moment(text: &str) -> Option<NaiveDateTime> {
    let midnight = || text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    text.trim_end_matches('Z').parse().ok().or_else(midnight)
}

/// The minutes of a duration such as `PT09H30M00S`.
fn iso_minutes(text: &str) -> Option<u32> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let minutes = rest.split_once('M').map_or(Some(0), |(minutes, _)| minutes.parse::<u32>().ok())?;
    hours.parse::<u32>().ok()?.checked_mul(60)?.checked_add(minutes)
}
