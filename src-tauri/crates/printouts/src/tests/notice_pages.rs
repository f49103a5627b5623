//! How the notice stands on its pages.

use typst::comemo;
use typst::layout::Abs;

use super::reading::{Run, pages_of_lines, runs};
use super::{PRESS, notice, notice_about, notice_of};
use crate::{Paper, Press};

fn in_text_block(run: &Run) -> bool {
    let slack = Abs::pt(1.0);
    run.left >= Abs::mm(28.0) - slack && run.right <= Abs::mm(184.0) + slack
}

#[test]
fn two_sessions_fill_two_pages_and_the_questionnaire_one() {
    let printed = PRESS.print(&Paper::AgencyNotice(notice())).expect("printed");
    assert_eq!(printed.pages.len(), 3);
    assert!(printed.pages.iter().all(|page| page.starts_with("<svg")));
    assert!(printed.pdf.starts_with(b"%PDF-"));
}

#[test]
fn the_same_data_give_the_same_bytes_from_any_press() {
    let paper = Paper::AgencyNotice(notice());
    let first = PRESS.print(&paper).expect("printed");
    comemo::evict(0);
    let second = Press::new().and_then(|press| press.print(&paper)).expect("printed again");
    assert!(first == second);
}

#[test]
fn the_pdf_carries_no_time_of_its_making() {
    let printed = PRESS.print(&Paper::AgencyNotice(notice())).expect("printed");
    let text = String::from_utf8_lossy(&printed.pdf);
    assert!(!text.contains("CreationDate") && !text.contains("ModDate") && !text.contains("CreateDate"));
}

#[test]
fn a_line_holds_28_characters() {
    let mut notice = notice();
    notice.agency = "云".repeat(40);
    let pages = pages_of_lines(&Paper::AgencyNotice(notice));
    assert!(pages[0].contains(&"云".repeat(28)), "{:?}", pages[0]);
}

#[test]
fn names_of_200_characters_wrap_within_the_text_block() {
    let chinese: String = "云岭区青禾路市政道路及附属设施改造提升工程".chars().cycle().take(200).collect();
    for name in [chinese, "W".repeat(200), "ab-12/".repeat(33), "（".repeat(200)] {
        let pages = runs(&notice_about(&name));
        assert!(pages.iter().flatten().all(in_text_block), "{name}");
    }
}

#[test]
fn long_values_of_every_field_stay_within_the_text_block() {
    let long = "W".repeat(60);
    let mut notice = notice();
    notice.centre = long.clone();
    notice.agency = long.clone();
    notice.notice_number = long.clone();
    for session in &mut notice.sessions {
        session.code = long.clone();
        session.lot = Some(long.clone());
        session.opening_rooms = vec![long.clone(), long.clone()];
    }
    let pages = runs(&Paper::AgencyNotice(notice));
    let outside: Vec<&str> =
        pages.iter().flatten().filter(|run| !in_text_block(run)).map(|run| run.text.as_str()).collect();
    assert!(outside.is_empty(), "{outside:?}");
}

#[test]
fn the_signature_never_stands_alone() {
    for sessions in 1..=12 {
        let pages = pages_of_lines(&notice_of(sessions));
        let with = |text: &str| pages.iter().position(|page| page.iter().any(|line| line.contains(text)));
        assert_eq!(with("2020年3月11日"), with("接到门口交接通知"), "{sessions} sessions");
    }
}

#[test]
fn the_questionnaire_is_one_page() {
    for sessions in [1, 6, 7] {
        let pages = pages_of_lines(&notice_of(sessions));
        assert_eq!(pages[pages.len() - 1][0], "附件");
    }
}

#[test]
fn a_rehearsal_is_marked_on_every_page_and_nothing_else_is() {
    let mut notice = notice();
    let marked = |notice| {
        let pages = pages_of_lines(&Paper::AgencyNotice(notice));
        pages.iter().map(|page| page.iter().any(|line| line.contains("演练"))).collect::<Vec<_>>()
    };
    assert_eq!(marked(notice.clone()), [false, false, false]);
    notice.rehearsal = true;
    assert_eq!(marked(notice), [true, true, true]);
}
