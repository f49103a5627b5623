//! Days and hours, as dates, texts and numbers.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{GOOD, NAMES, TITLE, good_but, kinds, read, read_named, row_with, table, write_lines};
use crate::{FaultKind, SheetRow};

const UNTITLED: &str = "开标场次安排表";

fn understood(value: &str) -> FaultKind {
    FaultKind::UnderstoodAs { value: value.to_owned() }
}

fn deadline(row: &SheetRow) -> String {
    row.draft.deadline.unwrap().to_string()
}

/// The only row of a sheet whose cells are changed after the texts are written.
fn changed(title: &str, change: impl Fn(&mut Worksheet)) -> SheetRow {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_lines(sheet, &[&[title], &NAMES, &GOOD]);
    change(sheet);
    read(&book.save_to_buffer().unwrap()).unwrap().rows.remove(0)
}

#[test]
fn a_real_date_is_read_to_the_minute() {
    for minute in 0..60 {
        let row = changed(TITLE, |sheet| {
            let moment = ExcelDateTime::from_ymd(2020, 3, 13).unwrap().and_hms(9, minute, 0).unwrap();
            sheet
                .write_with_format(2, 8, &moment, &Format::new().set_num_format("yyyy-mm-dd hh:mm"))
                .unwrap();
        });
        assert_eq!(row.faults, []);
        assert_eq!(deadline(&row), format!("2020-03-13 09:{minute:02}:00"));
    }
}

#[test]
fn a_bare_number_is_understood_as_the_date_it_stands_for() {
    let row = changed(TITLE, |sheet| {
        sheet.write_number(2, 8, 43903.625).unwrap();
    });
    assert_eq!(kinds(&row), [understood("2020-03-13 15:00")]);
    let row = changed(TITLE, |sheet| {
        sheet.write_number(2, 8, 20_200_313.0).unwrap();
    });
    assert_eq!(kinds(&row), [FaultKind::TimeUnreadable]);
}

#[test]
fn an_hour_alone_takes_the_day_of_the_title() {
    let row = row_with(TITLE, &[("开标时间", "上午9:30")]);
    assert_eq!(kinds(&row), [understood("2020-03-13 上午9:30")]);
    assert_eq!(deadline(&row), "2020-03-13 09:30:00");
    let row = changed(TITLE, |sheet| {
        sheet.write_number_with_format(2, 8, 0.625, &Format::new().set_num_format("hh:mm")).unwrap();
    });
    assert_eq!(deadline(&row), "2020-03-13 15:00:00");
    assert_eq!(kinds(&row_with(UNTITLED, &[("开标时间", "9:30")])), [FaultKind::DayMissing]);
}

#[test]
fn a_day_alone_is_not_taken_for_midnight() {
    assert_eq!(kinds(&row_with(TITLE, &[("开标时间", "2020-03-13")])), [FaultKind::HourMissing]);
    let row = changed(TITLE, |sheet| {
        sheet.write_number_with_format(2, 8, 43903.0, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    });
    assert_eq!(kinds(&row), [FaultKind::HourMissing]);
}

#[test]
fn a_day_in_a_column_of_its_own_belongs_to_the_hour_beside_it() {
    let mut names = NAMES;
    names[4] = "开标日期";
    let mut line = good_but(&[("开标时间", "9时30分")]);
    line[4] = "3月13日";
    let row = read(&table(&[&[TITLE], &names, &line])).unwrap().rows.remove(0);
    assert_eq!(kinds(&row), [understood("2020-03-13")]);
    assert_eq!(deadline(&row), "2020-03-13 09:30:00");
}

#[test]
fn a_year_comes_from_the_title_or_the_name_of_the_file_or_is_missing() {
    let line = good_but(&[("开标时间", "3月13日 9:30")]);
    let file = table(&[&[UNTITLED], &NAMES, &line]);
    assert_eq!(kinds(&read(&file).unwrap().rows[0]), [FaultKind::YearMissing]);
    assert_eq!(deadline(&read_named("场次2020-03-13.xlsx", &file).unwrap().rows[0]), "2020-03-13 09:30:00");
    assert_eq!(kinds(&row_with(TITLE, &[("开标时间", "3月13日 9:30")])), [understood("2020-03-13 09:30")]);
}

#[test]
fn another_day_than_the_title_s_and_a_day_off_are_noticed() {
    let row = row_with(TITLE, &[("开标时间", "2020-03-15 9:30")]);
    let title_day = chrono::NaiveDate::from_ymd_opt(2020, 3, 13).unwrap();
    assert_eq!(
        kinds(&row),
        [FaultKind::OtherDayThanTitle { title_day }, FaultKind::NotAWorkday { weekday: 7 }]
    );
    assert!(row.accepted().is_some());
}

#[test]
fn an_impossible_day_or_hour_is_named() {
    for (text, kind) in [
        ("2020年2月30日 9:00", FaultKind::NoSuchDate),
        ("2020-03-13 25:00", FaultKind::HourOutOfRange),
        ("2020-03-13(星期四) 9:00", FaultKind::WeekdayDiffers),
        ("待定", FaultKind::TimeUnreadable),
    ] {
        assert_eq!(kinds(&row_with(TITLE, &[("开标时间", text)])), [kind], "{text}");
    }
}

#[test]
fn the_length_of_an_evaluation_is_a_text_or_a_time() {
    assert_eq!(row_with(TITLE, &[("预计评标时长", "一个半小时")]).draft.evaluation_minutes, Some(90));
    assert_eq!(kinds(&row_with(TITLE, &[("预计评标时长", "隔夜")])), [FaultKind::DurationUnreadable]);
    let row = changed(TITLE, |sheet| {
        sheet.write_number_with_format(2, 11, 1.0625, &Format::new().set_num_format("[h]:mm")).unwrap();
    });
    assert_eq!(row.draft.evaluation_minutes, Some(1530));
}

#[test]
fn less_than_an_hour_between_two_sessions_in_one_room_is_noticed() {
    let second = good_but(&[("序号", "2"), ("项目编号", "A-2"), ("开标时间", "2020-03-13 10:29")]);
    let third = good_but(&[("序号", "3"), ("项目编号", "A-3"), ("开标时间", "2020-03-13 11:29")]);
    let other = good_but(&[("序号", "4"), ("项目编号", "A-4"), ("开标室", "开标二室")]);
    let sheet = read(&table(&[&[TITLE], &NAMES, &GOOD, &second, &third, &other])).unwrap();
    let interval = FaultKind::RoomInterval {
        room: "开标一室".to_owned(),
        other_sheet: "Sheet1".to_owned(),
        other_row: 3,
        minutes: 59,
    };
    assert_eq!(kinds(&sheet.rows[1]), [interval]);
    assert!(sheet.rows[2].faults.is_empty() && sheet.rows[3].faults.is_empty());
}
