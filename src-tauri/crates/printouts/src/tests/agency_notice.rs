//! What the notice says.

use super::reading::{pages_of_lines, words};
use super::{clock, march, notice, notice_about, notice_of};
use crate::Paper;

#[test]
fn the_notice_says_who_which_sessions_and_what_to_relay() {
    let pages = pages_of_lines(&Paper::AgencyNotice(notice()));
    let text: Vec<String> = pages
        .iter()
        .enumerate()
        .map(|(index, lines)| format!("[{}]\n{}", index + 1, lines.join("\n")))
        .collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn markup_characters_of_a_project_name_print_as_they_are() {
    let name = r##"#panic("x")*粗*$x^2$[甲]@乙<丙>_丁_`戊`\己//庚=1.辛~壬--癸'"/*&amp;"##;
    let text = words(&notice_about(name));
    assert!(text.contains(name), "{text}");
}

#[test]
fn a_number_sign_in_any_field_prints_as_it_is() {
    let odd = "#let*[@<$";
    let mut notice = notice();
    for field in [
        &mut notice.centre,
        &mut notice.agency,
        &mut notice.notice_number,
        &mut notice.temperature_comparator,
    ] {
        *field = odd.to_owned();
    }
    notice.sessions.truncate(1);
    let session = &mut notice.sessions[0];
    session.code = odd.to_owned();
    session.lot = Some(odd.to_owned());
    session.opening_rooms = vec![odd.to_owned()];
    let text = words(&Paper::AgencyNotice(notice));
    // The centre signs too, and the code stands on the questionnaire too.
    let expected = 9;
    assert_eq!(text.matches(odd).count(), expected, "{text}");
}

#[test]
fn the_limit_reads_as_the_rule_in_force_says_it() {
    let mut notice = notice();
    notice.temperature_limit_tenths = 370;
    notice.temperature_comparator = "超过".to_owned();
    assert!(words(&Paper::AgencyNotice(notice)).contains("体温超过37.0℃，或者"));
}

#[test]
fn a_session_on_another_day_shows_its_date() {
    let mut notice = notice();
    notice.sessions[0].opening_time = march(13).and_time(clock(9, 5));
    assert!(words(&Paper::AgencyNotice(notice)).contains("3月13日09:05"));
}

#[test]
fn a_session_without_a_room_says_that_the_room_follows() {
    let mut notice = notice();
    notice.sessions[0].opening_rooms.clear();
    assert!(words(&Paper::AgencyNotice(notice)).contains("另行通知"));
}

#[test]
fn the_questionnaire_offers_the_sessions_to_tick_while_they_are_few() {
    let form = |sessions| pages_of_lines(&notice_of(sessions)).pop().expect("a last page").concat();
    assert!(form(6).contains("□YL-0312-06"));
    assert!(!form(7).contains("□YL-0312-01"));
}
