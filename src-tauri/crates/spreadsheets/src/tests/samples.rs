use super::{listed, read_named, sample};
use crate::SheetRow;

/// What is taken over of a row, as a snapshot shows it.
fn accepted(row: &SheetRow) -> String {
    let entry = row.accepted().unwrap();
    let phone = entry.contact_phone.as_str().to_owned();
    let copies = entry.copies.map(|copies| (copies.original_count, copies.duplicate_count));
    let lines = [
        format!("{} {} {}", row.row, entry.code, entry.project_name),
        format!("lot {:?}, tenderer {:?}", entry.lot, entry.tenderer),
        format!("{}, {} {phone}", entry.agency, entry.contact_name),
        format!("{} in {:?}", entry.deadline, entry.opening_rooms),
        format!("{:?} min in {:?}", entry.evaluation_minutes, entry.evaluation_rooms),
        format!("{:?} {copies:?}, registered {:?}, remark {:?}", entry.kind, entry.registered, entry.remark),
    ];
    format!("{}\n\n", lines.join("\n   "))
}

#[test]
fn the_sheet_of_the_demo_day_is_read_whole() {
    let name = "场次安排表-2020-03-12.xlsx";
    let sheet = read_named(name, &sample(name)).unwrap();
    let rows: String = sheet.rows.iter().map(accepted).collect();
    insta::assert_snapshot!(format!("{}\n{rows}{}", sheet.title.as_deref().unwrap(), listed(&sheet)));
}

#[test]
fn every_fault_of_a_messy_sheet_is_found() {
    let name = "场次安排表-乱.xlsx";
    let sheet = read_named(name, &sample(name)).unwrap();
    insta::assert_snapshot!(listed(&sheet));
    let accepted: Vec<u32> =
        sheet.rows.iter().filter(|row| row.accepted().is_some()).map(|row| row.row).collect();
    assert_eq!(accepted, [3, 11]);
}
