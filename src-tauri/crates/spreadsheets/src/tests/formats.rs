//! The same sheet in every format, and files that are something else.

use super::{read, read_named, sample, table};
use crate::{MAX_FILE_BYTES, SizeMeasure, SpreadsheetError};

#[test]
fn one_sheet_reads_the_same_from_every_format() {
    let [xlsx, xls, ods] = ["xlsx", "xls", "ods"].map(|format| {
        let name = format!("场次安排表-2020-03-12.{format}");
        read_named(&name, &sample(&name)).unwrap()
    });
    assert_eq!(xls.rows, xlsx.rows);
    assert_eq!(ods.rows, xlsx.rows);
    assert_eq!(xls.passed_over, ["打印说明"]);
}

#[test]
fn the_name_of_the_file_does_not_tell_its_format() {
    let bytes = sample("场次安排表-2020-03-12.xls");
    assert_eq!(read_named("场次安排表.et", &bytes).unwrap().rows.len(), 4);
}

#[test]
fn what_is_not_a_spreadsheet_is_said_to_be_none() {
    assert_eq!(read(b"").unwrap_err(), SpreadsheetError::Empty);
    for bytes in ["项目编号,项目名称".as_bytes(), b"<html><table>", b"\x89PNG\r\n", b"P"] {
        assert_eq!(read(bytes).unwrap_err(), SpreadsheetError::NotASpreadsheet);
    }
    assert_eq!(read(b"PK\x03\x04").unwrap_err(), SpreadsheetError::Unreadable);
    assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0]).unwrap_err(), SpreadsheetError::Unreadable);
}

#[test]
fn an_empty_workbook_has_no_sheet() {
    assert_eq!(read(&table(&[])).unwrap_err(), SpreadsheetError::NoSheet);
}

#[test]
fn a_file_with_a_password_is_said_to_have_one() {
    // An encrypted .xlsx is a compound file with the encrypted package as a stream.
    let mut bytes = sample("场次安排表-2020-03-12.xls");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let name = utf16("Workbook");
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap();
    bytes[at..at + 32].copy_from_slice(&utf16("EncryptedPackage"));
    assert_eq!(read(&bytes).unwrap_err(), SpreadsheetError::Encrypted);
}

#[test]
fn a_file_beyond_the_limit_is_not_opened() {
    let limit = u64::try_from(MAX_FILE_BYTES).unwrap();
    let fault = read(&vec![b'P'; MAX_FILE_BYTES + 1]).unwrap_err();
    assert_eq!(fault, SpreadsheetError::TooLarge { measure: SizeMeasure::Bytes, limit });
}

#[test]
fn a_row_beyond_the_limit_is_refused_and_a_blank_one_is_not() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    super::write_lines(sheet, &[&super::NAMES, &super::GOOD]);
    sheet.write_blank(900_000, 0, &rust_xlsxwriter::Format::new().set_bold()).unwrap();
    assert_eq!(read(&book.save_to_buffer().unwrap()).unwrap().rows.len(), 1);
    book.worksheet_from_index(0).unwrap().write_string(20_000, 0, "1").unwrap();
    let fault = read(&book.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(fault, SpreadsheetError::TooLarge { measure: SizeMeasure::Rows, limit: 20_000 });
}
