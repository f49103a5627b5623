use std::path::PathBuf;

use chrono::{Datelike, NaiveDate, Weekday};
use rust_xlsxwriter::Workbook;

use crate::{
    Fault, FaultKind, KnownRoom, SessionSheet, SheetContext, SheetRow, SpreadsheetError, read_session_sheet,
};

mod damage;
mod days;
mod formats;
mod habits;
mod people;
mod rooms;
mod samples;

/// The column names of the centre's own sheet.
pub const NAMES: [&str; 15] = [
    "序号",
    "项目编号",
    "项目名称",
    "标段",
    "招标人",
    "代理机构",
    "联系人",
    "联系电话",
    "开标时间",
    "开标室",
    "评标室",
    "预计评标时长",
    "方式",
    "报名数",
    "备注",
];

/// A session without faults, beneath [`NAMES`].
pub const GOOD: [&str; 15] = [
    "1",
    "YL-0313-01",
    "示例路灯工程",
    "一标段",
    "云岭区示例局",
    "示例甲招标代理有限公司",
    "示例赵",
    "010-00000001",
    "2020-03-13 09:30",
    "开标一室",
    "201",
    "4小时",
    "纸质",
    "18",
    "",
];

/// The rooms of the demo day.
pub fn rooms() -> Vec<KnownRoom> {
    let named = [("开标一室", "开标一室"), ("开标二室", "开标二室"), ("多功能厅", "多功能厅")];
    let numbered = ["201", "202", "203", "204", "205", "206", "207"];
    let evaluation = numbered.map(|code| KnownRoom { code: code.to_owned(), name: format!("评标{code}") });
    named
        .map(|(code, name)| KnownRoom { code: code.to_owned(), name: name.to_owned() })
        .into_iter()
        .chain(evaluation)
        .collect()
}

/// Reads bytes as the centre of the demo day would.
pub fn read(bytes: &[u8]) -> Result<SessionSheet, SpreadsheetError> {
    read_named("场次.xlsx", bytes)
}

pub fn read_named(file_name: &str, bytes: &[u8]) -> Result<SessionSheet, SpreadsheetError> {
    let is_working_day = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    read_session_sheet(file_name, bytes, &SheetContext { rooms: &rooms(), is_working_day: &is_working_day })
}

/// A sample of the repository.
pub fn sample(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/samples").join(name);
    std::fs::read(path).unwrap()
}

/// An `.xlsx` file with one sheet of texts.
pub fn table(lines: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    write_lines(book.add_worksheet(), lines);
    book.save_to_buffer().unwrap()
}

pub fn write_lines(sheet: &mut rust_xlsxwriter::Worksheet, lines: &[&[&str]]) {
    for (row, line) in (0..).zip(lines) {
        for (column, text) in (0..).zip(*line) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

/// [`GOOD`] with other texts in some columns.
pub fn good_but<'a>(changes: &[(&str, &'a str)]) -> [&'a str; 15] {
    let mut line = GOOD;
    for (name, text) in changes {
        line[NAMES.iter().position(|known| known == name).unwrap()] = text;
    }
    line
}

/// The only row of a sheet with the header and one session beneath the title.
pub fn row_with(title: &str, changes: &[(&str, &str)]) -> SheetRow {
    let sheet = read(&table(&[&[title], &NAMES, &good_but(changes)])).unwrap();
    assert_eq!(sheet.rows.len(), 1);
    sheet.rows.into_iter().next().unwrap()
}

pub const TITLE: &str = "云岭区公共资源交易中心2020年3月13日开标场次安排表";

pub fn kinds(row: &SheetRow) -> Vec<FaultKind> {
    row.faults.iter().map(|fault| fault.kind.clone()).collect()
}

pub fn fault_in<'a>(row: &'a SheetRow, title: &str) -> &'a Fault {
    row.faults.iter().find(|fault| fault.column_title == title).unwrap()
}

/// One line for each fault, as a snapshot shows it.
pub fn listed(sheet: &SessionSheet) -> String {
    let line = |fault: &Fault| {
        let read = &fault.read;
        let (place, title) = (format!("{}{}", fault.column, fault.row), &fault.column_title);
        format!(
            "{:?} {place} {title} [{read}] {}\n",
            fault.severity,
            serde_json::to_string(&fault.kind).unwrap()
        )
    };
    sheet.rows.iter().flat_map(|row| &row.faults).map(line).collect()
}
