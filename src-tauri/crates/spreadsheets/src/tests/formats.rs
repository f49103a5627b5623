//! The same sheet in every format, and files that are something else.

use super::{read, read_named, sample, table};
use crate::{
    AgencyEntry, MAX_FILE_BYTES, SizeMeasure, SpreadsheetError, TableFault, TableFaultKind, read_agency_sheet,
};

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
fn a_table_as_text_reads_alike_in_utf_8_and_in_gbk() {
    let text = "代理机构通讯录\r\n代理机构,联系人,职务,电话\r\n\"示例庚,招标代理\",示例冯,\"\"\"甲\"\"组\r\n经办\",13900000021\r\n,示例陈,=A1,13900000022";
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let tabs = text.replace("示例庚,", "示例庚，").replace(',', "\t");
    let plain = read_agency_sheet(text.as_bytes()).unwrap();
    let first = plain[0].entry.clone().unwrap();
    assert_eq!((first.agency.as_str(), first.name.as_str()), ("示例庚,招标代理", "示例冯"));
    assert_eq!((first.title.as_str(), first.phone.as_str()), ("\"甲\"组 经办", "13900000021"));
    assert_eq!(plain[1].row.text("agency"), Some("示例庚,招标代理"), "an empty cell says the same as above");
    assert!(matches!(plain[1].row.faults[..], [TableFault { kind: TableFaultKind::Formula, .. }]));
    for (bytes, agency) in [
        (marked, "示例庚,招标代理"),
        (gbk.into_owned(), "示例庚,招标代理"),
        (tabs.into_bytes(), "示例庚，招标代理"),
    ] {
        let read = read_agency_sheet(&bytes).unwrap();
        assert_eq!(
            read[0].entry.clone().unwrap(),
            AgencyEntry { agency: agency.to_owned(), ..first.clone() }
        );
        assert_eq!(read.len(), plain.len());
    }
}

#[test]
fn what_is_not_a_spreadsheet_is_said_to_be_none() {
    assert_eq!(read(b"").unwrap_err(), SpreadsheetError::Empty);
    for bytes in ["项目编号".as_bytes(), b"<html><table>,", b"a,b\0c", b"a,\xFF\xFF", b"\x89PNG\r\n", b"P"]
    {
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
