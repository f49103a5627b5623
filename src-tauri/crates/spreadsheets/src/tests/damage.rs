//! Files cut off, altered, or made to do harm. None may stop the program.

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{read, sample};
use crate::container::look_through;
use crate::{SizeMeasure, SpreadsheetError};

static FILES: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| {
    ["2020-03-12.xlsx", "乱.xlsx", "2020-03-12.xls", "2020-03-12.ods"]
        .map(|name| sample(&format!("场次安排表-{name}")))
});

/// The archive with one of its parts changed.
fn with_part(archive: &[u8], part: usize, change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let part = part % from.len();
    for index in 0..from.len() {
        let mut file = from.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if index == part {
            change(&mut content);
        }
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        to.start_file(file.name().unwrap(), stored).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// The archive with a text in one of its parts replaced.
fn replaced(archive: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut found = false;
    let parts = ZipArchive::new(Cursor::new(archive)).unwrap().len();
    let mut bytes = archive.to_vec();
    for part in 0..parts {
        let had = std::cell::Cell::new(false);
        bytes = with_part(&bytes, part, |content| {
            if let Ok(text) = std::str::from_utf8(content)
                && text.contains(from)
            {
                had.set(true);
                *content = text.replace(from, to).into_bytes();
            }
        });
        found |= had.get();
    }
    assert!(found, "{from} is not in the archive");
    bytes
}

fn altered(bytes: &mut [u8], places: &[(Index, u8)]) {
    if bytes.is_empty() {
        return;
    }
    for (place, value) in places {
        bytes[place.index(bytes.len())] = *value;
    }
}

fn places() -> impl Strategy<Value = Vec<(Index, u8)>> {
    let value =
        prop_oneof![Just(0), Just(0xFF), any::<u8>(), prop::sample::select(b"<>/\"'=09:AZ&;".as_slice())];
    prop::collection::vec((any::<Index>(), value), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_cut_off_anywhere_is_unreadable_and_no_more(which in 0..4_usize, end in any::<Index>()) {
        let file = &FILES[which];
        let _ = read(&file[..end.index(file.len())]);
    }

    #[test]
    fn a_file_with_altered_bytes_is_read_or_refused(which in 0..4_usize, places in places()) {
        let mut file = FILES[which].clone();
        altered(&mut file, &places);
        let _ = read(&file);
    }

    #[test]
    fn an_archive_with_an_altered_part_is_read_or_refused(
        which in prop::sample::select(vec![0, 1, 3]),
        part in 0..12_usize,
        places in places(),
        end in prop::option::weighted(0.2, any::<Index>()),
    ) {
        let file = with_part(&FILES[which], part, |content| {
            altered(content, &places);
            content.truncate(end.map_or(content.len(), |end| end.index(content.len() + 1)));
        });
        let _ = read(&file);
    }

    #[test]
    fn any_bytes_are_refused(head in prop::sample::select(vec![vec![], b"PK\x03\x04".to_vec(), vec![0xD0, 0xCF, 0x11, 0xE0]]), rest in prop::collection::vec(any::<u8>(), 0..2048)) {
        prop_assert!(read(&[head, rest].concat()).is_err());
    }
}

#[test]
fn a_cell_without_end_in_its_name_is_refused() {
    for name in ["A99999999999", "AAAAAAAAAAAA4", "4294967296"] {
        let file = replaced(&FILES[0], "r=\"A4\"", &format!("r=\"{name}\""));
        assert_eq!(read(&file).unwrap_err(), SpreadsheetError::Unreadable, "{name}");
    }
}

#[test]
fn a_stray_cell_in_the_far_corner_costs_nothing() {
    let file = replaced(&FILES[0], "r=\"O7\"", "r=\"XFD1048576\"");
    assert_eq!(read(&file).unwrap().rows.len(), 4);
}

#[test]
fn repeated_rows_are_counted_before_they_are_made() {
    let file = replaced(&FILES[3], "number-rows-repeated=\"1048500\"", "number-rows-repeated=\"9\"");
    assert_eq!(read(&file).unwrap().rows.len(), 4);
    let from = "<table:table-row><table:table-cell office:value-type=\"string\" ";
    let file =
        replaced(&FILES[3], from, &from.replace("row>", "row table:number-rows-repeated=\"1000000\">"));
    assert_eq!(
        read(&file).unwrap_err(),
        SpreadsheetError::TooLarge { measure: SizeMeasure::Rows, limit: 20_000 }
    );
}

#[test]
fn repeated_texts_are_counted_before_they_are_made() {
    let from = "<table:table-cell office:value-type=\"string\"><text:p>制表";
    let long = from.replace("table-cell ", "table-cell table:number-columns-repeated=\"200\" ")
        + &"示".repeat(1 << 18);
    let fault = read(&replaced(&FILES[3], from, &long)).unwrap_err();
    assert_eq!(fault, SpreadsheetError::TooLarge { measure: SizeMeasure::UnpackedBytes, limit: 100 << 20 });
}

#[test]
fn parts_that_are_not_read_need_not_be_whole() {
    let mut archive = ZipWriter::new_append(Cursor::new(FILES[0].clone())).unwrap();
    for name in ["customXml/item1.xml", "xl/media/image1.png"] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(b"\xFF\xFE<\x00a\x00").unwrap();
    }
    assert_eq!(read(&archive.finish().unwrap().into_inner()).unwrap().rows.len(), 4);
}

#[test]
fn a_password_of_an_open_document_is_seen_though_its_parts_are_unreadable() {
    let file = replaced(&FILES[3], "<?xml", "<<");
    let mut archive = ZipWriter::new_append(Cursor::new(file)).unwrap();
    archive.start_file("META-INF/manifest-again.xml", SimpleFileOptions::default()).unwrap();
    archive.write_all(b"<manifest:encryption-data/>").unwrap();
    assert_eq!(read(&archive.finish().unwrap().into_inner()).unwrap_err(), SpreadsheetError::Encrypted);
}

#[test]
fn a_part_that_unpacks_without_end_is_not_unpacked() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["xl/workbook.xml", "xl/media/image1.png"] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(b"<workbook/>").unwrap();
    }
    archive.write_all(&vec![0; 1 << 20]).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 4096);
    let beyond = SpreadsheetError::TooLarge { measure: SizeMeasure::UnpackedBytes, limit: 1 << 20 };
    assert_eq!(look_through(&bytes, 1 << 20).err(), Some(beyond));
    assert!(look_through(&bytes, 2 << 20).is_ok());
}
