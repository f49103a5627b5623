//! The papers of a virtual group with few and many bids and rooms.

use typst::layout::Abs;

use super::bar_reader::{modules_of, read_bars};
use super::drawing::{drawing, overlap, widened};
use super::group_samples::{Shape, group_proof, room_timetables, shape, trolley_slips};
use super::reading::{every_page, pages_of_lines, words};
use super::samples::long_head;
use crate::{Paper, PrintError, RoomTimetables, TrolleySlips};

/// Few and many.
const SHAPES: [(usize, usize); 4] = [(2, 1), (2, 67), (8, 1), (8, 67)];

fn papers(shape: &Shape) -> [Paper; 3] {
    [
        Paper::GroupProof(group_proof(shape)),
        Paper::TrolleySlips(trolley_slips(shape)),
        Paper::RoomTimetables(room_timetables(shape)),
    ]
}

#[test]
fn the_matrix_of_67_bids_stands_on_a4_across_with_every_seat_before_every_table() {
    for (rooms, bids) in SHAPES {
        let proof = Paper::GroupProof(group_proof(&shape(rooms, bids)));
        for (size, _) in every_page(&proof) {
            assert!(size.x.approx_eq(Abs::mm(297.0)) && size.y.approx_eq(Abs::mm(210.0)));
        }
        let pages = pages_of_lines(&proof);
        let lines = || pages.iter().flatten();
        let tables = bids.div_ceil(20);
        // A table that goes on to the next page has its heading again.
        let headings = lines().filter(|line| line.starts_with("席位 ")).count();
        assert!(headings >= tables && headings <= tables + pages.len(), "{headings} headings");
        let said = words(&proof);
        for seat in 1..=2 * rooms {
            // Once among the rooms, and once in every table.
            let token = format!("专{seat}");
            let follows = |found: &str| !found.starts_with(|next: char| next.is_ascii_digit());
            let count =
                said.split(&token).skip(1).filter(|found| follows(found) || found.starts_with('K')).count();
            assert!(count >= tables, "{token} stands {count} times in {tables} tables");
        }
        let cells = said.matches('K').count();
        assert_eq!(cells, 2 * rooms * bids, "a cell for every seat and bid");
        assert!(said.contains("全部排齐") && said.contains("编制：复核：监督："), "{said}");
    }
}

#[test]
fn a_bid_that_a_member_does_not_read_stands_out_as_missing() {
    let mut proof = group_proof(&shape(2, 67));
    proof.rows[1].cells[40] = None;
    let said = words(&Paper::GroupProof(proof));
    assert_eq!((said.matches("未排齐").count(), said.matches("未排").count()), (1, 2));
    assert!(said.contains("应评268份次，已排267份次"), "{said}");
}

#[test]
fn a_rule_that_is_broken_says_so() {
    let said = words(&Paper::GroupProof(group_proof(&shape(2, 67))));
    assert!(said.contains("不符合：202不符合"), "{said}");
}

#[test]
fn four_slips_stand_on_a_page_and_none_is_cut() {
    for (rooms, bids) in SHAPES {
        let slips = trolley_slips(&shape(rooms, bids));
        let codes: Vec<String> = slips.slips.iter().map(|slip| slip.code.to_string()).collect();
        let paper = Paper::TrolleySlips(slips);
        let pages = pages_of_lines(&paper);
        assert_eq!(pages.len(), codes.len().div_ceil(4));
        for (page, codes) in pages.iter().zip(codes.chunks(4)) {
            let text = page.concat();
            assert!(codes.iter().all(|code| text.contains(code)), "{codes:?} on {text}");
            assert_eq!(text.matches("交（签字）").count(), codes.len());
        }
    }
}

#[test]
fn a_scanner_reads_the_code_of_every_slip_without_the_dash() {
    let slips = trolley_slips(&shape(8, 67));
    for slips in slips.slips.chunks(4).map(<[_]>::to_vec) {
        let codes: Vec<String> = slips.iter().map(|slip| slip.code.to_string().replace('-', "")).collect();
        let drawing = drawing(&Paper::TrolleySlips(TrolleySlips { slips, ..trolley_slips(&shape(2, 1)) }));
        assert_eq!(drawing.codes.len(), codes.len());
        for (bars, code) in drawing.codes.iter().zip(codes) {
            let characters = u32::try_from(code.len()).expect("a short code");
            assert_eq!(read_bars(bars, characters), code);
            let module = bars.place.size().x / f64::from(modules_of(characters));
            assert!(module.approx_eq(Abs::mm(0.375)), "three dots of a printer of 203 dpi: {module:?}");
            let with_quiet = widened(&bars.place, module * 9.9, Abs::zero());
            assert!(!drawing.lines.iter().any(|line| overlap(line, &with_quiet)), "a line in the quiet zone");
        }
    }
}

#[test]
fn a_batch_that_goes_straight_to_the_next_room_leaves_with_the_slip_of_that_room() {
    let text = words(&Paper::TrolleySlips(trolley_slips(&shape(2, 9))));
    assert_eq!((text.matches("送回").count(), text.matches("随下一车单").count()), (1, 1));
}

#[test]
fn every_room_has_its_timetable_and_its_heading_on_every_page() {
    for (rooms, bids) in SHAPES {
        let tables = room_timetables(&shape(rooms, bids));
        for room in tables.rooms.clone() {
            let (code, panel) = (room.code.clone(), room.panel);
            let batches = bids.div_ceil(9);
            let paper = Paper::RoomTimetables(RoomTimetables { rooms: vec![room], ..tables.clone() });
            let pages = pages_of_lines(&paper);
            for page in &pages {
                let text = page.concat();
                assert!(text.contains(&code) && text.contains(&format!("第{panel}小组")), "{text}");
                assert_eq!(text.matches("评审的标书（序号）").count(), 1, "{text}");
            }
            let text = words(&paper);
            for batch in 1..=batches {
                assert!(text.contains(&format!("K{batch}")), "K{batch} in {code}");
            }
            for doing in ["用餐", "休息", "测温", "集中讨论", "送入", "消毒", "送出"] {
                assert!(text.contains(doing), "{doing} in {code}");
            }
        }
    }
}

#[test]
fn long_names_of_a_group_stay_on_the_page() {
    let long = "W".repeat(60);
    let sessions =
        [long_head(), crate::SessionHead { code: long.clone(), project_name: long.repeat(3), ..long_head() }];
    for session in sessions {
        let shape = Shape { session, prefix: "示例A-0001".to_owned(), ..shape(8, 34) };
        for paper in papers(&shape) {
            for (size, runs) in every_page(&paper) {
                for run in runs {
                    let inside = run.left > Abs::mm(5.0) && run.right < size.x - Abs::mm(5.0);
                    assert!(inside && run.base < size.y, "{} of {:?}", run.text, paper.content().template());
                }
            }
        }
    }
}

#[test]
fn a_group_of_nothing_has_no_paper() {
    for paper in papers(&shape(0, 0)) {
        assert!(matches!(super::PRESS.print(&paper), Err(PrintError::NoSession)), "{paper:?}");
    }
}
