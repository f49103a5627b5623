//! Finds the row with the column names, and what stands above it.

use std::collections::BTreeMap;

use bidhall_rules::import_words::{collapse, half_width};

use crate::column::{ColumnName, SheetColumn, column_named};
use crate::workbook::{Cell, Content, Sheet};

/// How far down a header is looked for.
const DEEPEST_HEADER: u32 = 40;

/// The columns of a sheet, and where its sessions begin.
pub(crate) struct Header {
    /// The last row of the header, counted from 0.
    pub(crate) row: u32,
    /// Each column that is read: where it stands and how the file names it.
    pub(crate) columns: BTreeMap<SheetColumn, Place>,
    /// What stands above the header, from top to bottom.
    pub(crate) above: Vec<String>,
}

/// Where a column stands.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) column: u32,
    pub(crate) title: String,
}

/// The header of a sheet, or the required columns that its best row lacks.
pub(crate) fn find_header(sheet: &Sheet) -> Result<Header, Vec<SheetColumn>> {
    let mut nearest = SheetColumn::REQUIRED.to_vec();
    for row in sheet.rows.keys().copied().take_while(|row| *row < DEEPEST_HEADER) {
        let names = texts(sheet, row);
        // A group header (项目, 时间地点, 其他) stands right above, often over merged cells.
        let groups = row.checked_sub(1).map(|above| texts(sheet, above)).unwrap_or_default();
        let columns = columns(&names, &groups);
        // The first row of a two-row header may name every required column already.
        let below = texts(sheet, row + 1);
        let missing = missing(&columns);
        if missing.is_empty() && !is_header_too(&below) {
            let above =
                sheet.rows.range(..row).flat_map(|(_, cells)| cells.values().filter_map(text_of)).collect();
            return Ok(Header { row, columns, above });
        }
        if missing.len() < nearest.len() {
            nearest = missing;
        }
    }
    Err(nearest)
}

fn texts(sheet: &Sheet, row: u32) -> BTreeMap<u32, String> {
    let cells = sheet.rows.get(&row).into_iter().flatten();
    cells.filter_map(|(column, cell)| Some((*column, text_of(cell)?))).collect()
}

fn text_of(cell: &Cell) -> Option<String> {
    match &cell.content {
        Content::Text(text) => Some(collapse(text)).filter(|text| !text.is_empty()),
        Content::Empty
        | Content::Number(_)
        | Content::Moment(_)
        | Content::Minutes(_)
        | Content::Failed(_) => None,
    }
}

fn missing(columns: &BTreeMap<SheetColumn, Place>) -> Vec<SheetColumn> {
    SheetColumn::REQUIRED.into_iter().filter(|column| !columns.contains_key(column)).collect()
}

/// Whether the row below still belongs to the header: most of what it says are names of columns.
fn is_header_too(below: &BTreeMap<u32, String>) -> bool {
    let named =
        |text: &&String| matches!(column_named(&bare(text)), ColumnName::Known(_) | ColumnName::Other);
    below.values().filter(named).count() * 2 > below.len()
}

fn columns(names: &BTreeMap<u32, String>, groups: &BTreeMap<u32, String>) -> BTreeMap<SheetColumn, Place> {
    let mut found = BTreeMap::new();
    let last = names.keys().chain(groups.keys()).copied().max().unwrap_or_default();
    for column in 0..=last {
        // The text of a merged cell stands in its first column and holds for those to its right.
        let group = groups.range(..=column).next_back().map(|(_, text)| text);
        let named = match (names.get(&column), group) {
            (Some(name), Some(group)) => {
                let whole = format!("{}{}", bare(group), bare(name));
                match column_named(&whole) {
                    ColumnName::Unknown => column_named(&bare(name)),
                    named @ (ColumnName::Known(_) | ColumnName::Other) => named,
                }
            }
            (Some(name), None) => column_named(&bare(name)),
            (None, Some(_)) => {
                groups.get(&column).map_or(ColumnName::Unknown, |name| column_named(&bare(name)))
            }
            (None, None) => ColumnName::Unknown,
        };
        if let ColumnName::Known(known) = named {
            let title = names.get(&column).or(groups.get(&column)).cloned().unwrap_or_default();
            found.entry(known).or_insert(Place { column, title });
        }
    }
    found
}

/// A column name without spaces, what stands in brackets, and marks.
fn bare(name: &str) -> String {
    let mut depth = 0_u32;
    half_width(name)
        .chars()
        .filter(|c| match c {
            '(' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0 && c.is_alphanumeric(),
        })
        .collect()
}

impl Header {
    /// Whether a row repeats the column names, as sheets made for printing do on every page.
    pub(crate) fn is_repeated_by(&self, cells: &BTreeMap<u32, Cell>) -> bool {
        let same = |place: &Place| {
            cells.get(&place.column).and_then(text_of).is_some_and(|text| text == place.title)
        };
        self.columns.values().filter(|place| same(place)).count() >= 3
    }
}
