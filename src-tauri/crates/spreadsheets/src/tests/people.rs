//! The people of units from a spreadsheet.

use super::table;
use crate::{TableFaultKind, read_unit_sheet};

/// What was read of two rows for people of one name in one unit: how many come in, and what is wrong with the
/// others.
fn namesakes(rows: [[&str; 2]; 2]) -> (usize, Vec<TableFaultKind>) {
    let header = ["单位", "姓名", "职务", "电话"];
    let [first, second] = rows.map(|[title, phone]| ["示例镇", "示例张", title, phone]);
    let read = read_unit_sheet(&table(&[&header, &first, &second])).unwrap();
    let entered = read.iter().filter(|one| one.entry.is_some()).count();
    (entered, read.into_iter().flat_map(|one| one.row.faults).map(|fault| fault.kind).collect())
}

#[test]
fn two_people_of_one_name_come_in_when_anything_tells_them_apart() {
    for rows in [
        [["科员", ""], ["主任", ""]],
        [["科员", ""], ["", ""]],
        [["科员", "13900000001"], ["科员", "13900000002"]],
        [["科员", "13900000001"], ["科员", ""]],
    ] {
        assert_eq!(namesakes(rows), (2, Vec::new()), "{rows:?}");
    }
}

#[test]
fn two_people_of_one_name_whom_nothing_tells_apart_are_named_as_such() {
    let namesake = TableFaultKind::Namesake { first_sheet: "Sheet1".to_owned(), first_row: 2 };
    for title in ["", "科员"] {
        assert_eq!(namesakes([[title, ""], [title, ""]]), (1, vec![namesake.clone()]), "{title}");
    }
}

#[test]
fn one_number_under_one_name_is_one_person_in_several_positions() {
    let duplicate = TableFaultKind::Duplicate { first_sheet: "Sheet1".to_owned(), first_row: 2 };
    assert_eq!(namesakes([["科员", "13900000001"], ["主任", "13900000001"]]), (1, vec![duplicate]));
}
