//! From the bytes of a file to rows.

use std::collections::BTreeMap;

use bidhall_rules::secrecy::guard_free_text;

use crate::checks;
use crate::column::SheetColumn;
use crate::error::{SizeMeasure, SpreadsheetError};
use crate::fault::FaultKind;
use crate::fields::draft;
use crate::header::{Header, find_header};
use crate::row::{Row, Site};
use crate::rows::{SessionSheet, SheetRow, TakenSheet};
use crate::title::TitleDay;
use crate::workbook::{Cell, Content, Sheet, sheets};
use crate::{MAX_FILE_BYTES, SheetContext};

/// A row and where it stands.
pub(crate) struct Line<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) row: SheetRow,
}

impl Line<'_> {
    pub(crate) fn fault(&mut self, field: SheetColumn, read: &str, kind: FaultKind) {
        self.row.faults.extend(self.site.fault(field, read, kind));
    }
}

/// Reads a 开标场次安排表 in `.xlsx`, `.xls`, `.ods`, `.et` or `.csv`; the bytes tell which. The name of the
/// file only helps with a year that the sheet does not tell.
///
/// # Errors
/// [`SpreadsheetError`] when no row can be read. What is wrong with single rows is in their faults.
pub fn read_session_sheet(
    file_name: &str,
    bytes: &[u8],
    context: &SheetContext<'_>,
) -> Result<SessionSheet, SpreadsheetError> {
    if bytes.len() > MAX_FILE_BYTES {
        let limit = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
        return Err(SpreadsheetError::TooLarge { measure: SizeMeasure::Bytes, limit });
    }
    let sheets = sheets(bytes)?;
    let (mut found, mut passed_over) = (Vec::new(), Vec::new());
    let mut nearest: Option<(&str, Vec<SheetColumn>)> = None;
    for sheet in &sheets {
        match find_header(sheet) {
            Ok(header) => found.push((sheet, header)),
            Err(missing) => {
                passed_over.push(sheet.name.clone());
                if nearest.as_ref().is_none_or(|(_, fewest)| missing.len() < fewest.len()) {
                    nearest = Some((&sheet.name, missing));
                }
            }
        }
    }
    let Some((first, first_header)) = found.first() else {
        return Err(nearest.map_or(SpreadsheetError::NoSheet, |(sheet, missing)| {
            SpreadsheetError::HeaderNotFound { sheet: sheet.to_owned(), missing }
        }));
    };
    let mut lines = Vec::new();
    let mut taken = Vec::new();
    for (sheet, header) in &found {
        let before = lines.len();
        lines_of(sheet, header, TitleDay::read(&header.above, file_name), context, &mut lines);
        taken.push(TakenSheet {
            sheet: sheet.name.clone(),
            title: title_of(header),
            rows: lines.len() - before,
        });
    }
    checks::compare(&mut lines);
    Ok(SessionSheet {
        sheet: first.name.clone(),
        title: title_of(first_header),
        rows: lines.into_iter().map(Line::in_order).collect(),
        taken,
        passed_over,
    })
}

/// What stands above a header, unless it tells how many bidders there are.
fn title_of(header: &Header) -> Option<String> {
    header.above.first().filter(|title| guard_free_text(title, &[]).is_ok()).cloned()
}

fn lines_of<'a>(
    sheet: &'a Sheet,
    header: &'a Header,
    title: TitleDay,
    context: &SheetContext<'_>,
    lines: &mut Vec<Line<'a>>,
) {
    let mut last_number = None;
    for (index, cells) in sheet.rows.range(header.row + 1..) {
        let site = || Site { sheet: &sheet.name, row: index + 1, header };
        let number = running_number(header, cells);
        let gap =
            last_number.zip(number).filter(|(after, found): &(u32, u32)| *found > after.saturating_add(1));
        last_number = number.or(last_number);
        if is_no_session(header, cells) {
            continue;
        }
        let mut row = Row { site: site(), cells, faults: Vec::new() };
        if let Some((after, found)) = gap {
            row.fault(SheetColumn::Sequence, &found.to_string(), FaultKind::SequenceGap { after, found });
        }
        let draft = draft(&mut row, title, context);
        let row = SheetRow { sheet: sheet.name.clone(), row: index + 1, draft, faults: row.faults };
        lines.push(Line { site: site(), row });
    }
}

impl Line<'_> {
    fn in_order(mut self) -> SheetRow {
        self.row.faults.sort_by_key(|fault| (fault.column.len(), fault.column.clone(), fault.severity));
        self.row
    }
}

fn running_number(header: &Header, cells: &BTreeMap<u32, Cell>) -> Option<u32> {
    let place = header.columns.get(&SheetColumn::Sequence)?;
    match &cells.get(&place.column)?.content {
        Content::Number(number) => number.text.parse().ok(),
        Content::Text(text) => bidhall_rules::import_words::chinese_number(text),
        Content::Empty | Content::Moment(_) | Content::Minutes(_) | Content::Failed(_) => None,
    }
}

/// Blank and merely numbered rows, column names repeated for the next page, and who made the sheet.
fn is_no_session(header: &Header, cells: &BTreeMap<u32, Cell>) -> bool {
    const CLOSING: [&str; 15] = [
        "制表",
        "审核",
        "填表",
        "填报",
        "编制",
        "复核",
        "批准",
        "经办",
        "负责人",
        "注:",
        "注:",
        "备注",
        "说明",
        "合计",
        "总计",
    ];
    let filled = |field: &SheetColumn| {
        header.columns.get(field).is_some_and(|place| cells.contains_key(&place.column))
    };
    if !header.columns.keys().any(|field| *field != SheetColumn::Sequence && filled(field)) {
        return true;
    }
    let closes = |cell: &Cell| match &cell.content {
        Content::Text(text) => CLOSING.iter().any(|word| text.trim_start().starts_with(word)),
        Content::Empty
        | Content::Number(_)
        | Content::Moment(_)
        | Content::Minutes(_)
        | Content::Failed(_) => false,
    };
    header.is_repeated_by(cells)
        || (!filled(&SheetColumn::Deadline) && cells.values().next().is_some_and(closes))
}
