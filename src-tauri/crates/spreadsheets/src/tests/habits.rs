//! What the files of real centres look like.

use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{GOOD, NAMES, TITLE, fault_in, good_but, kinds, read, row_with, table, write_lines};
use crate::{FaultKind, Severity, SheetColumn, SpreadsheetError};

#[test]
fn full_width_digits_and_signs_are_read_as_half_width() {
    let row = row_with(
        TITLE,
        &[
            ("开标时间", "２０２０－０３－１３　９：３０"),
            ("联系电话", "０１０－０００００００１"),
            ("报名数", "１８"),
            ("评标室", "２０１；２０２"),
            ("预计评标时长", "４小时"),
        ],
    );
    assert_eq!(row.faults, []);
    let entry = row.accepted().unwrap();
    assert_eq!(entry.deadline.to_string(), "2020-03-13 09:30:00");
    assert_eq!(entry.evaluation_rooms, ["201", "202"]);
}

#[test]
fn white_space_around_and_line_breaks_within_a_cell_do_not_matter() {
    let row =
        row_with(TITLE, &[("代理机构", "　示例甲招标代理有限公司 \n"), ("开标室", " 开标一室\n多功能厅 ")]);
    assert_eq!(row.faults, []);
    assert_eq!(row.draft.agency.as_deref(), Some("示例甲招标代理有限公司"));
    assert_eq!(row.draft.opening_rooms, ["开标一室", "多功能厅"]);
}

#[test]
fn several_rooms_stand_in_one_cell_however_they_are_separated() {
    for cell in ["201、202,203", "201，202；203", "201/202;203", "201 202+203"] {
        assert_eq!(
            row_with(TITLE, &[("评标室", cell)]).draft.evaluation_rooms,
            ["201", "202", "203"],
            "{cell}"
        );
    }
}

#[test]
fn a_room_in_another_spelling_is_understood_and_shown() {
    let row = row_with(TITLE, &[("开标室", "第一开标室")]);
    assert_eq!(kinds(&row), [FaultKind::UnderstoodAs { value: "开标一室".to_owned() }]);
    assert_eq!(row.accepted().unwrap().opening_rooms, ["开标一室"]);
}

#[test]
fn a_room_the_centre_does_not_have_refuses_the_row() {
    let row = row_with(TITLE, &[("评标室", "201、308")]);
    let fault = fault_in(&row, "评标室");
    assert!(matches!(&fault.kind, FaultKind::UnknownRoom { known } if known.len() == 10));
    assert_eq!((fault.severity, fault.read.as_str(), fault.column.as_str()), (Severity::Error, "308", "K"));
    assert!(row.accepted().is_none());
}

#[test]
fn columns_are_found_by_many_names_and_in_any_order() {
    let sheet = read(&table(&[
        &["开标地点", "投标截止时间", "手机", "经办人", "招标代理机构", "工程名称", "招标编号", "领导"],
        &[
            "开标一室",
            "2020-3-13 9:30",
            "13900000002",
            "示例钱",
            "示例乙项目管理有限公司",
            "示例桥",
            "A-1",
            "示例",
        ],
    ]))
    .unwrap();
    let entry = sheet.rows[0].accepted().unwrap();
    assert_eq!((entry.code.as_str(), entry.project_name.as_str()), ("A-1", "示例桥"));
    assert_eq!(entry.registered, None);
}

#[test]
fn a_group_above_tells_the_agency_s_telephone_from_the_tenderer_s() {
    let sheet = read(&table(&[
        &["项目编号", "项目名称", "招标人", "", "", "代理机构", "", "", "开标时间", "开标室"],
        &["", "", "名称", "联系人", "联系电话", "名称", "联系人", "联系电话"],
        &[
            "A-1",
            "示例桥",
            "示例局",
            "示例周",
            "010-00000009",
            "示例甲公司",
            "示例赵",
            "010-00000001",
            "2020-03-13 9:30",
            "开标一室",
        ],
    ]))
    .unwrap();
    let entry = sheet.rows[0].accepted().unwrap();
    assert_eq!((entry.contact_name.as_str(), entry.contact_phone.as_str()), ("示例赵", "010-00000001"));
    assert_eq!((entry.tenderer.as_deref(), entry.agency.as_str()), (Some("示例局"), "示例甲公司"));
}

#[test]
fn blank_rows_page_headers_and_signatures_are_no_sessions() {
    let total = ["合计", "", "", "", "", "", "", "", "", "", "", "", "", "18"];
    let second = good_but(&[("序号", "2"), ("项目编号", "YL-0313-02"), ("开标室", "开标二室")]);
    let sheet = read(&table(&[
        &[TITLE],
        &NAMES,
        &GOOD,
        &[],
        &["", " ", "　"],
        &NAMES,
        &second,
        &["3"],
        &total,
        &["制表:示例员  审核:示例科长"],
        &["", "注:请提前到场"],
    ]))
    .unwrap();
    assert_eq!(sheet.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [3, 7]);
    assert!(sheet.rows.iter().all(|row| row.faults.is_empty()));
}

#[test]
fn each_sheet_with_the_header_is_read_and_the_others_are_named() {
    let mut book = Workbook::new();
    write_lines(book.add_worksheet().set_name("3月13日").unwrap(), &[&[TITLE], &NAMES, &GOOD]);
    write_lines(book.add_worksheet().set_name("说明").unwrap(), &[&["每日十六时前报送"]]);
    let next = good_but(&[("开标时间", "3月16日 9:30"), ("项目编号", "YL-0316-01")]);
    let again = good_but(&[("开标时间", "3月16日 14:00")]);
    write_lines(
        book.add_worksheet().set_name("3月16日").unwrap(),
        &[&["2020年3月16日开标场次"], &NAMES, &next, &again],
    );
    let hidden = book.add_worksheet().set_name("旧").unwrap().set_hidden(true);
    write_lines(hidden, &[&NAMES, &GOOD]);
    let sheet = read(&book.save_to_buffer().unwrap()).unwrap();
    let places: Vec<_> = sheet.rows.iter().map(|row| (row.sheet.as_str(), row.row)).collect();
    assert_eq!(places, [("3月13日", 3), ("3月16日", 3), ("3月16日", 4)]);
    assert_eq!(sheet.taken.iter().map(|taken| taken.rows).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((sheet.sheet.as_str(), sheet.passed_over), ("3月13日", vec!["说明".to_owned()]));
    let duplicate = FaultKind::DuplicateCode { first_sheet: "3月13日".to_owned(), first_row: 3 };
    assert!(kinds(&sheet.rows[2]).contains(&duplicate));
}

#[test]
fn one_code_may_have_several_lots_but_each_lot_only_once() {
    let second = good_but(&[("标段", "二标段"), ("开标室", "开标二室")]);
    let again = good_but(&[("标段", "1标段"), ("项目编号", "yl-0313-01 "), ("开标室", "多功能厅")]);
    let sheet = read(&table(&[&[TITLE], &NAMES, &GOOD, &second, &again])).unwrap();
    assert_eq!(sheet.rows[1].faults, []);
    let duplicate = FaultKind::DuplicateCode { first_sheet: "Sheet1".to_owned(), first_row: 3 };
    assert_eq!(kinds(&sheet.rows[2]), [duplicate]);
}

#[test]
fn the_first_of_several_telephone_numbers_is_taken_and_shown() {
    let row = row_with(TITLE, &[("联系电话", "13900000002/010-00000001")]);
    assert_eq!(kinds(&row), [FaultKind::UnderstoodAs { value: "13900000002".to_owned() }]);
    let row = row_with(TITLE, &[("联系电话", "见公告")]);
    assert_eq!(kinds(&row), [FaultKind::PhoneUnreadable]);
}

#[test]
fn digits_that_the_spreadsheet_has_lost_refuse_the_row() {
    for code in ["9.90101198802143E+17", "9.9E+17", "990101198802143000"] {
        let row = row_with(TITLE, &[("项目编号", code)]);
        assert_eq!(kinds(&row), [FaultKind::DigitsLost], "{code}");
        assert!(row.accepted().is_none());
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_lines(sheet, &[&[TITLE], &NAMES, &GOOD]);
    sheet.write_number(2, 1, 990_101_198_802_143_000.0).unwrap();
    sheet.write_number(2, 7, 13_900_000_002.0).unwrap();
    let row = &read(&book.save_to_buffer().unwrap()).unwrap().rows[0];
    assert_eq!(kinds(row), [FaultKind::DigitsLost]);
    assert_eq!(row.draft.contact_phone.as_ref().unwrap().as_str(), "13900000002");
}

#[test]
fn formulas_are_refused_except_for_running_numbers() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_lines(sheet, &[&[TITLE], &NAMES, &GOOD]);
    sheet.write_formula(2, 0, Formula::new("=ROW()-2").set_result("1")).unwrap();
    sheet.write_formula(2, 5, Formula::new("=VLOOKUP(B3,$A$9:$B$20,2)").set_result("示例甲公司")).unwrap();
    let row = &read(&book.save_to_buffer().unwrap()).unwrap().rows[0];
    assert_eq!(kinds(row), [FaultKind::Formula]);
    assert_eq!(fault_in(row, "代理机构").read, "=VLOOKUP(B3,$A$9:$B$20,2)");
}

#[test]
fn names_have_a_length_that_can_be_stored() {
    let long = "示".repeat(201);
    assert_eq!(
        kinds(&row_with(TITLE, &[("项目名称", &long)])),
        [FaultKind::NameTooLong { limit: 200, found: 201 }]
    );
    assert_eq!(row_with(TITLE, &[("项目名称", &"示".repeat(200))]).faults, []);
}

#[test]
fn invisible_characters_are_left_out_and_reported() {
    let row = row_with(TITLE, &[("联系人", "示例\u{202e}赵\u{200b}")]);
    assert_eq!(kinds(&row), [FaultKind::ControlCharacter]);
    assert_eq!(row.accepted().unwrap().contact_name, "示例赵");
    let row = row_with(TITLE, &[("联系人", "\u{200b}")]);
    assert!(kinds(&row).contains(&FaultKind::Missing));
}

#[test]
fn how_bids_are_made_is_concluded_from_how_people_meet() {
    let row = row_with(TITLE, &[("方式", "网上不见面开标")]);
    assert_eq!(kinds(&row), [FaultKind::UnderstoodAs { value: "electronic".to_owned() }]);
    assert_eq!(kinds(&row_with(TITLE, &[("方式", "待定")])), [FaultKind::UnknownKind]);
}

#[test]
fn optional_cells_may_be_empty_and_required_ones_may_not() {
    let optional = ["序号", "标段", "招标人", "评标室", "预计评标时长", "方式", "报名数", "备注"];
    assert!(row_with(TITLE, &optional.map(|name| (name, ""))).accepted().is_some());
    for required in ["项目编号", "项目名称", "代理机构", "联系人", "联系电话", "开标时间", "开标室"]
    {
        let row = row_with(TITLE, &[(required, " ")]);
        assert_eq!(kinds(&row), [FaultKind::Missing], "{required}");
        assert!(row.accepted().is_none());
    }
}

#[test]
fn a_header_without_a_required_column_is_named_by_what_it_lacks() {
    let fault = read(&table(&[&[TITLE], &NAMES[..8], &GOOD[..8]])).unwrap_err();
    let missing = vec![SheetColumn::Deadline, SheetColumn::OpeningRooms];
    assert_eq!(fault, SpreadsheetError::HeaderNotFound { sheet: "Sheet1".to_owned(), missing });
}

#[test]
fn the_number_of_registrations_is_nowhere_to_be_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let remark = good_but(&[("报名数", "7391"), ("备注", "报名7391家\u{200b}")]);
    let lines = [
        good_but(&[("报名数", "-7391"), ("备注", "共7391家")]),
        good_but(&[("报名数", "7391余")]),
        good_but(&[("报名数", "7391E+17")]),
        remark,
    ];
    write_lines(sheet, &[&["开标场次(共7391家)"], &NAMES, &lines[0], &lines[1], &lines[2], &lines[3]]);
    sheet.write_formula(6, 13, Formula::new("=7391+0").set_result("7391")).unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_number_with_format(7, 13, 7391.0, &date).unwrap();
    sheet.write_string(6, 1, "A-6").unwrap();
    sheet.write_string(7, 1, "A-7").unwrap();
    sheet.write_string(7, 14, "=\"共7391家\"").unwrap();
    let sheet = read(&book.save_to_buffer().unwrap()).unwrap();
    let said = format!("{sheet:?}{}", serde_json::to_string(&sheet.rows[3].faults).unwrap());
    assert!(!said.contains("7391") && !said.contains("1920-03-26"), "{said}");
    assert_eq!(sheet.rows[3].draft.registered, Some(bidhall_rules::secrecy::SealedCount::seal(7391)));
    let counts: Vec<_> = sheet.rows.iter().map(|row| fault_in(row, "报名数").kind.clone()).take(3).collect();
    assert_eq!(counts, [FaultKind::CountNegative, FaultKind::CountNotANumber, FaultKind::CountNotANumber]);
}
