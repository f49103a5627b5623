//! One row: its cells, and the faults found in them.

use std::collections::BTreeMap;

use bidhall_rules::import_words::{collapse, half_width};
use bidhall_rules::secrecy::guard_free_text;

use crate::column::{SheetColumn, letters};
use crate::fault::{Fault, FaultKind, Severity, shown};
use crate::header::Header;
use crate::workbook::{Cell, Content};

/// The most characters a name may have.
const LONGEST_NAME: usize = 200;
/// The most characters a remark may have.
const LONGEST_REMARK: usize = 500;

/// A place faults are reported for.
pub(crate) struct Site<'a> {
    pub(crate) sheet: &'a str,
    /// Counted from 1.
    pub(crate) row: u32,
    pub(crate) header: &'a Header,
}

impl Site<'_> {
    /// A fault in a column of this row; nothing when the sheet does not have the column.
    pub(crate) fn fault(&self, field: SheetColumn, read: &str, kind: FaultKind) -> Option<Fault> {
        let place = self.header.columns.get(&field)?;
        // A number of bidders slips into every column, the remark first of all.
        let hidden = field.is_sealed() || guard_free_text(read, &[]).is_err();
        Some(Fault {
            severity: kind.severity(),
            sheet: self.sheet.to_owned(),
            row: self.row,
            column: letters(place.column),
            column_title: place.title.clone(),
            field,
            read: if hidden { String::new() } else { shown(read) },
            kind,
        })
    }
}

/// A row while it is read.
pub(crate) struct Row<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) cells: &'a BTreeMap<u32, Cell>,
    pub(crate) faults: Vec<Fault>,
}

impl<'a> Row<'a> {
    pub(crate) fn fault(&mut self, field: SheetColumn, read: &str, kind: FaultKind) {
        self.faults.extend(self.site.fault(field, read, kind));
    }

    /// What a column holds here. Formulas are refused: what they show depends on other cells and files.
    pub(crate) fn content(&mut self, field: SheetColumn) -> Option<&'a Content> {
        let cell = self.raw(field)?;
        if let Some(formula) = &cell.formula {
            self.fault(field, formula, FaultKind::Formula);
            return None;
        }
        match &cell.content {
            Content::Failed(error) => {
                self.fault(field, error, FaultKind::Formula);
                None
            }
            Content::Empty => None,
            held @ (Content::Text(_) | Content::Number(_) | Content::Moment(_) | Content::Minutes(_)) => {
                Some(held)
            }
        }
    }

    pub(crate) fn raw(&self, field: SheetColumn) -> Option<&'a Cell> {
        let place = self.site.header.columns.get(&field)?;
        self.cells.get(&place.column)
    }

    /// Whether the file has anything in this column.
    pub(crate) fn has(&self, field: SheetColumn) -> bool {
        self.raw(field).is_some()
    }

    /// The text of a column, without white space at its ends and without invisible characters.
    pub(crate) fn text(&mut self, field: SheetColumn) -> Option<String> {
        let text = match self.content(field)? {
            Content::Text(text) => self.visible(field, text)?,
            Content::Number(number) if number.digits_lost => {
                self.fault(field, &number.text, FaultKind::DigitsLost);
                return None;
            }
            Content::Number(number) => number.text.clone(),
            // A code or a lot such as 3-12 that the spreadsheet has made a date of.
            Content::Moment(moment) => {
                let text = moment.date().to_string();
                self.fault(field, &text, FaultKind::UnderstoodAs { value: text.clone() });
                text
            }
            Content::Minutes(minutes) => format!("{}:{:02}", minutes / 60, minutes % 60),
            Content::Empty | Content::Failed(_) => return None,
        };
        let found = text.chars().count();
        let limit = if field == SheetColumn::Remark { LONGEST_REMARK } else { LONGEST_NAME };
        if found > limit {
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            self.fault(field, &text, FaultKind::NameTooLong { limit: count(limit), found: count(found) });
            return None;
        }
        Some(text)
    }

    fn visible(&mut self, field: SheetColumn, text: &str) -> Option<String> {
        if text.chars().any(is_invisible) {
            self.fault(field, text, FaultKind::ControlCharacter);
        }
        let kept: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let text = collapse(&kept);
        if has_lost_digits(&half_width(&text)) {
            self.fault(field, &text, FaultKind::DigitsLost);
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    /// The text of a required column; an empty one is a fault, one that could not be read already has its own.
    pub(crate) fn required_text(&mut self, field: SheetColumn) -> Option<String> {
        let text = self.text(field);
        if text.is_none() {
            self.missing_unless_faulty(field);
        }
        text
    }

    pub(crate) fn missing_unless_faulty(&mut self, field: SheetColumn) {
        let explains = |fault: &Fault| fault.field == field && fault.severity == Severity::Error;
        if !self.faults.iter().any(explains) {
            self.fault(field, "", FaultKind::Missing);
        }
    }
}

/// Characters that nobody sees and that change how a text is compared or shown. Line breaks within a cell
/// are white space.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a text is what a spreadsheet leaves of a long number: `9.90101E+17`, or eighteen digits of which
/// the last three are zero.
fn has_lost_digits(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let scientific = text.to_ascii_uppercase().split_once("E+").is_some_and(|(mantissa, exponent)| {
        digits(exponent) && digits(&mantissa.replacen('.', "", 1)) && mantissa.split('.').all(digits)
    });
    scientific || (text.len() >= 18 && digits(text) && text.ends_with("000"))
}
