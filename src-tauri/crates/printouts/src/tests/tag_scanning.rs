//! That a scanner reads a tag: what its codes carry, how large they are and how much white is around them.

use bidhall_rules::tags::{TagCode, TagLayout};
use typst::layout::{Abs, Point, Rect};

use super::bar_reader::{MODULES, read_bars};
use super::drawing::{Code, Drawing, drawing, overlap, widened};
use super::qr_reader::{SIDE, read_qr};
use super::reading::runs;
use super::tag;
use crate::{HealthTag, Paper};

/// Codes with every character that a code can have.
const CODES: [&str; 8] =
    ["7K4Q2M9X", "2345678J", "9ABCDEFN", "GHJKMNPR", "QRSTUVWU", "XYZ2345X", "WMWMWMWW", "22222222"];

fn codes_of(drawing: &Drawing) -> (&Code, &Code) {
    let [qr, bars] = drawing.codes.as_slice() else {
        panic!("{} codes on the tag", drawing.codes.len());
    };
    (qr, bars)
}

fn every_tag() -> impl Iterator<Item = HealthTag> {
    TagLayout::ALL.iter().flat_map(|&layout| {
        CODES.into_iter().zip([true, false].into_iter().cycle()).map(move |(code, rehearsal)| HealthTag {
            code: TagCode::parse(code).expect("a code"),
            rehearsal,
            ..tag(layout)
        })
    })
}

fn module_of(code: &Code, modules: u32) -> Abs {
    code.place.size().x / f64::from(modules)
}

#[test]
fn both_codes_of_every_layout_carry_the_code_without_the_dash() {
    for tag in every_tag() {
        let compact = tag.code.compact();
        let drawing = drawing(&Paper::HealthTag(tag));
        let (qr, bars) = codes_of(&drawing);
        assert_eq!((read_qr(qr), read_bars(bars, 8)), (compact.clone(), compact));
    }
}

#[test]
fn modules_are_whole_dots_and_large_enough_for_a_hand_scanner() {
    let dots = |code: &Code, modules| module_of(code, modules) / Abs::mm(0.125);
    for (layout, qr_dots, bar_dots) in
        [(TagLayout::Roll58, 10.0, 3.0), (TagLayout::Roll80, 12.0, 4.0), (TagLayout::A4, 10.0, 6.0)]
    {
        let drawing = drawing(&Paper::HealthTag(tag(layout)));
        let (qr, bars) = codes_of(&drawing);
        for (found, expected) in [(dots(qr, SIDE), qr_dots), (dots(bars, MODULES), bar_dots)] {
            assert!(Abs::pt(found).approx_eq(Abs::pt(expected)), "{layout:?}: {found} dots");
        }
    }
}

#[test]
fn on_a_roll_every_edge_of_a_code_falls_between_two_dots() {
    let off_grid = |length: Abs| {
        let dots = length / Abs::mm(0.125);
        !Abs::pt(dots).approx_eq(Abs::pt(dots.round()))
    };
    for tag in every_tag().filter(|tag| tag.layout != TagLayout::A4) {
        for code in drawing(&Paper::HealthTag(tag)).codes {
            let edges = code.black.iter().flat_map(|rect| [rect.min.x, rect.max.x, rect.min.y, rect.max.y]);
            let off: Vec<Abs> = edges.filter(|&edge| off_grid(edge)).collect();
            assert!(off.is_empty(), "{off:?}");
        }
    }
}

#[test]
fn nothing_stands_in_the_quiet_zones() {
    for tag in every_tag() {
        let paper = Paper::HealthTag(tag);
        let drawing = drawing(&paper);
        let (qr, bars) = codes_of(&drawing);
        let around_qr = module_of(qr, SIDE) * 4.0;
        let beside_bars = module_of(bars, MODULES) * 10.0;
        let zones =
            [widened(&qr.place, around_qr, around_qr), widened(&bars.place, beside_bars, Abs::zero())];
        let texts = runs(&paper).into_iter().flatten().map(|run| {
            let (ascent, descent) = (run.size * 0.88, run.size * 0.12);
            Rect::new(Point::new(run.left, run.base - ascent), Point::new(run.right, run.base + descent))
        });
        let others: Vec<Rect> = texts.chain(drawing.lines.iter().copied()).collect();
        for zone in &zones {
            assert!(others.iter().all(|other| !overlap(zone, other)), "{paper:?}: {zone:?}");
            assert!(zone.min.x >= Abs::zero() && zone.max.x <= drawing.page.x, "{paper:?}: {zone:?}");
        }
        assert!(!overlap(&zones[0], &bars.place) && !overlap(&zones[1], &qr.place));
    }
}

#[test]
fn the_bars_stand_in_the_middle_of_the_paper_and_on_a_roll_the_qr_code_too() {
    for &layout in TagLayout::ALL {
        let drawing = drawing(&Paper::HealthTag(tag(layout)));
        let (qr, bars) = codes_of(&drawing);
        let in_the_middle = |code: &Code| {
            let beside = code.place.min.x - (drawing.page.x - code.place.max.x);
            beside.abs() < Abs::mm(0.2)
        };
        assert!(in_the_middle(bars), "{layout:?}");
        assert!(in_the_middle(qr) || layout == TagLayout::A4, "{layout:?}");
    }
}
