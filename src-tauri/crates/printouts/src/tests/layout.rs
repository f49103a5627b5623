//! How every paper stands on its pages.

use typst::layout::Abs;

use super::PRESS;
use super::reading::{every_page, pages_of_lines, picture, runs, words};
use super::samples::{
    call_list, call_record, door_signs, every_paper, gate_register, hand_in, head, letter, long_head, minute,
    rehearsed, sign_in,
};
use crate::{
    GateRegister, HandInRegister, HandOverMinute, Paper, Press, RefusalLetter, SeatCards, SessionHead,
    SignInKind, SignInSheet,
};

#[test]
fn every_paper_says_this_and_looks_like_this() {
    for (name, paper) in every_paper() {
        let mut said = String::new();
        for (number, (lines, picture)) in (1..).zip(pages_of_lines(&paper).iter().zip(picture(&paper))) {
            said += &format!("[{number}]\n{}\n\n{picture}\n", lines.join("\n"));
        }
        insta::assert_snapshot!(name, said);
    }
}

#[test]
fn every_paper_is_the_same_bytes_from_any_press() {
    let other = Press::new().expect("a press");
    for (name, paper) in every_paper() {
        let first = PRESS.print(&paper).expect("printed");
        typst::comemo::evict(0);
        let second = other.print_pdf(&paper).expect("printed again");
        assert!(first.pdf == second.pdf, "{name}");
        assert_eq!((first.pages.len(), first.borrowed), (second.pages, Vec::new()), "{name}");
        let said: String = first.texts.concat().split_whitespace().collect();
        assert_eq!(said, words(&paper), "{name}");
    }
}

#[test]
fn every_page_of_a_rehearsal_is_marked_and_no_other() {
    for (name, paper) in every_paper() {
        let marked = |paper: &Paper| -> Vec<bool> {
            pages_of_lines(paper).iter().map(|lines| lines.concat().contains("演练")).collect()
        };
        assert!(marked(&paper).iter().all(|marked| !marked), "{name}");
        assert!(marked(&rehearsed(paper)).iter().all(|marked| *marked), "{name}");
    }
}

#[test]
fn a_register_of_67_rows_repeats_its_heading_and_loses_nobody() {
    let registers = [
        (Paper::SignInSheet(sign_in(SignInKind::Bidder, Some(67))), "授权委托人", 3),
        (Paper::HandInRegister(hand_in(Some(67))), "密封情况", 3),
        (Paper::GateRegister(gate_register(Some(67))), "14天旅居", 5),
        (Paper::CallRecord(call_record(67)), "接听人和职务", 4),
    ];
    for (paper, heading, pages) in registers {
        let lines = pages_of_lines(&paper);
        assert_eq!(lines.len(), pages, "{heading}");
        for page in &lines {
            assert_eq!(page.concat().matches(heading).count(), 1, "{page:?}");
        }
        for number in 1..=67 {
            let row = format!("{number} ");
            assert!(lines.iter().flatten().any(|line| line.starts_with(&row)), "row {number} of {heading}");
        }
    }
}

#[test]
fn a_list_of_67_agencies_keeps_each_agency_on_one_page() {
    let lines = pages_of_lines(&Paper::CallList(call_list(67)));
    let tries = |page: &Vec<String>| page.concat().matches("□接通").count();
    assert_eq!(lines.iter().map(tries).sum::<usize>(), 67 * 3);
    assert!(lines.iter().all(|page| tries(page) % 3 == 0));
}

#[test]
fn a_sheet_of_one_row_is_one_page() {
    for paper in [
        Paper::SignInSheet(sign_in(SignInKind::Bidder, Some(1))),
        Paper::HandInRegister(hand_in(Some(1))),
        Paper::GateRegister(gate_register(Some(1))),
        Paper::CallRecord(call_record(1)),
    ] {
        assert_eq!(runs(&paper).len(), 1, "{paper:?}");
    }
}

#[test]
fn empty_sheets_are_alike_for_every_session() {
    let pages = |paper: Paper| -> usize {
        let lines = pages_of_lines(&paper);
        assert_eq!(lines.len(), 1);
        lines[0].iter().filter(|line| line.parse::<u32>().is_ok()).count()
    };
    for session in [head(), long_head()] {
        let sign =
            |kind| pages(Paper::SignInSheet(SignInSheet { session: session.clone(), ..sign_in(kind, None) }));
        assert_eq!([sign(SignInKind::Agency), sign(SignInKind::Bidder)], [19, 19]);
        let register = HandInRegister { session, ..hand_in(None) };
        assert_eq!(pages(Paper::HandInRegister(register)), 18);
    }
    assert_eq!(pages(Paper::GateRegister(gate_register(None))), 12);
}

#[test]
fn long_names_stay_on_the_page_and_a_sign_on_one() {
    let long = "W".repeat(60);
    let names = [
        long_head(),
        SessionHead {
            code: long.clone(),
            project_name: long.repeat(3),
            lot: Some(long.clone()),
            rooms: vec![long.clone(), "（".repeat(60)],
            ..head()
        },
    ];
    for session in names {
        let signs = runs(&Paper::DoorSigns(door_signs(vec![session.clone()])));
        assert_eq!(signs.len(), session.rooms.len());
        let cards = SeatCards { session: session.clone(), seats: vec![long.clone()], rehearsal: false };
        assert_eq!(runs(&Paper::SeatCards(cards.clone())).len(), 1);
        for paper in [
            Paper::DoorSigns(door_signs(vec![session.clone()])),
            Paper::SeatCards(cards),
            Paper::SignInSheet(SignInSheet { session: session.clone(), ..sign_in(SignInKind::Bidder, None) }),
            Paper::HandInRegister(HandInRegister { session: session.clone(), ..hand_in(None) }),
            Paper::HandOverMinute(HandOverMinute { session, ..minute() }),
        ] {
            for (size, runs) in every_page(&paper) {
                for run in runs {
                    let inside = run.left > Abs::mm(5.0) && run.right < size.x - Abs::mm(5.0);
                    assert!(inside && run.base < size.y, "{} of {paper:?}", run.text);
                }
            }
        }
    }
}

#[test]
fn numbers_of_documents_are_masked_and_a_register_masks_telephones_too() {
    let register = words(&Paper::GateRegister(gate_register(Some(1))));
    assert!(register.contains("990101********301X") && register.contains("139****0002"), "{register}");
    let letter = words(&Paper::RefusalLetter(letter()));
    assert!(letter.contains("990101********301X"), "{letter}");
    assert!(![register, letter].concat().contains("19880214"));
}

#[test]
fn before_the_opening_a_letter_and_a_minute_leave_room_for_the_hand() {
    let letter = words(&Paper::RefusalLetter(RefusalLetter { named: None, ..letter() }));
    assert!(
        letter.contains("（身份证件号码，联系电话）到本中心参加") && !letter.contains("丙三"),
        "{letter}"
    );
    let minute = words(&Paper::HandOverMinute(HandOverMinute {
        named: None,
        handed_over_at: None,
        seal: None,
        ..minute()
    }));
    assert!(!minute.contains("建工三") && !minute.contains("丙三"), "{minute}");
    assert!(minute.contains("□密封完好□密封破损□未密封"), "{minute}");
}

#[test]
fn an_entry_without_readings_or_names_is_printed_as_far_as_it_goes() {
    let mut register = gate_register(Some(1));
    if let Some(row) = register.rows.iter_mut().flatten().next() {
        (row.role, row.name, row.document, row.phone, row.tag) = (None, None, None, None, None);
        row.readings.clear();
    }
    let lines = pages_of_lines(&Paper::GateRegister(GateRegister { ..register })).concat();
    assert!(lines.iter().any(|line| line.contains("08:12 YL-0312-01")), "{lines:?}");
}
