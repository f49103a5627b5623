//! Rooms from a spreadsheet.

use super::table;
use crate::{RoomEntry, TableFaultKind, read_room_sheet};

const HEADER: [&str; 15] = [
    "房号",
    "名称",
    "用途",
    "分区",
    "楼层",
    "横坐标",
    "纵坐标",
    "宽",
    "深",
    "座位",
    "间距后座位",
    "架位",
    "视频",
    "录像",
    "开放时间",
];

fn read(line: &[&str]) -> (Option<RoomEntry>, Vec<(String, TableFaultKind)>) {
    let rows = read_room_sheet(&table(&[&["云岭区评标区房间表"], &HEADER, line])).unwrap();
    assert_eq!(rows.len(), 1);
    let one = rows.into_iter().next().unwrap();
    (one.entry, one.row.faults.into_iter().map(|fault| (fault.field, fault.kind)).collect())
}

#[test]
fn a_room_is_read_with_its_windows() {
    let line = [
        "301",
        "评标301",
        "评标室",
        "评标区",
        "3层",
        "0",
        "0",
        "10",
        "7",
        "6",
        "3",
        "48",
        "有",
        "有",
        "07:00-12:00、13:00-22:00",
    ];
    let (entry, faults) = read(&line);
    let entry = entry.unwrap();
    assert_eq!(faults, []);
    assert_eq!((entry.floor, entry.position, entry.size), (3, Some((0, 0)), (10, 7)));
    assert_eq!((entry.seats, entry.seats_spaced, entry.shelf), (6, Some(3), 48));
    assert_eq!(entry.windows, [(420, 720), (780, 1320)]);
}

#[test]
fn what_a_row_leaves_out_is_usual() {
    let line = ["302", "", "备用", "评标区", "3", "", "", "10", "7", "6", "", "", "", "", ""];
    let entry = read(&line).0.unwrap();
    assert_eq!(entry.name, "302");
    assert_eq!((entry.position, entry.seats_spaced), (None, None));
    assert_eq!(entry.windows, [(420, 1320)]);
    assert!(entry.video && entry.recording);
}

#[test]
fn what_cannot_be_read_is_named_by_its_cell() {
    let line =
        ["303", "", "厨房", "评标区", "三", "0", "0", "0", "7", "6", "7", "多", "有", "大概", "7点到22点"];
    let (entry, faults) = read(&line);
    assert_eq!(entry, None);
    let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["purpose", "floor", "width", "seatsSpaced", "shelf", "recording", "windows"]);
    assert_eq!(faults[3].1, TableFaultKind::NumberUnreadable { lowest: 0, highest: 6 });
    assert_eq!(faults[6].1, TableFaultKind::HoursUnreadable);
}

#[test]
fn a_code_stands_once() {
    let line = ["304", "", "评标室", "评标区", "3", "", "", "10", "7", "6", "", "", "", "", ""];
    let rows = read_room_sheet(&table(&[&HEADER, &line, &line])).unwrap();
    assert!(rows[0].entry.is_some());
    assert!(rows[1].entry.is_none());
}
