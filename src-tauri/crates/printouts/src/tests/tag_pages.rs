//! How a tag stands on its paper.

use bidhall_rules::tags::{TagCode, TagLayout};
use typst::comemo;
use typst::layout::{Abs, Rect};

use super::drawing::{Drawing, drawing};
use super::reading::{Run, runs, words};
use super::{PRESS, tag};
use crate::{HealthTag, Paper, Press};

/// Where the face of a tag may be printed, from left to right, in millimetres.
fn reach(layout: TagLayout) -> (f64, f64) {
    match layout {
        TagLayout::Roll58 => (5.0, 53.0),
        TagLayout::Roll80 => (4.0, 76.0),
        TagLayout::A4 => (49.0, 161.0),
    }
}

fn within_reach(layout: TagLayout, left: Abs, right: Abs) -> bool {
    let (from, to) = reach(layout);
    let slack = Abs::pt(0.1);
    left + slack >= Abs::mm(from) && right <= Abs::mm(to) + slack
}

/// The largest tag that a centre is likely to ask for.
fn crowded(layout: TagLayout) -> HealthTag {
    HealthTag {
        centre: "云岭区公共资源交易中心青禾路分中心".chars().cycle().take(30).collect(),
        code: TagCode::parse("WMWMWMWW").expect("a code"),
        lane: "东门南侧隔离通道".to_owned(),
        rehearsal: true,
        ..tag(layout)
    }
}

fn texts(paper: &Paper) -> Vec<Run> {
    runs(paper).into_iter().flatten().collect()
}

#[test]
fn every_layout_is_one_page_of_its_paper() {
    for (layout, width) in [(TagLayout::Roll58, 58.0), (TagLayout::Roll80, 80.0), (TagLayout::A4, 210.0)] {
        for tag in [tag(layout), crowded(layout)] {
            let drawing = drawing(&Paper::HealthTag(tag));
            assert!(drawing.page.x.approx_eq(Abs::mm(width)), "{layout:?}: {:?}", drawing.page);
        }
    }
    let sheet = drawing(&Paper::HealthTag(tag(TagLayout::A4)));
    assert!(sheet.page.y.approx_eq(Abs::mm(297.0)));
}

#[test]
fn a_roll_is_cut_three_millimetres_below_the_last_line() {
    for layout in [TagLayout::Roll58, TagLayout::Roll80] {
        let paper = Paper::HealthTag(tag(layout));
        let lowest = texts(&paper).iter().map(|run| run.base + run.size * 0.12).max().expect("text");
        let page = drawing(&paper).page;
        assert!((page.y - lowest - Abs::mm(3.0)).abs() < Abs::mm(0.1), "{layout:?}: {:?}", page.y - lowest);
    }
}

#[test]
fn a_pdf_of_one_page_and_its_picture_come_out() {
    for &layout in TagLayout::ALL {
        let printed = PRESS.print(&Paper::HealthTag(tag(layout))).expect("printed");
        assert!(printed.pdf.starts_with(b"%PDF-"));
        assert_eq!(printed.pages.len(), 1);
    }
}

#[test]
fn the_same_tag_gives_the_same_bytes_from_any_press() {
    for &layout in TagLayout::ALL {
        let paper = Paper::HealthTag(tag(layout));
        let first = PRESS.print(&paper).expect("printed");
        comemo::evict(0);
        let second = Press::new().and_then(|press| press.print(&paper)).expect("printed again");
        assert!(first == second, "{layout:?}");
    }
}

#[test]
fn everything_is_plain_black() {
    for &layout in TagLayout::ALL {
        assert!(drawing(&Paper::HealthTag(crowded(layout))).is_black());
    }
}

#[test]
fn a_name_of_30_characters_wraps_within_the_reach_of_the_printer() {
    for &layout in TagLayout::ALL {
        let tag = crowded(layout);
        let centre = tag.centre.clone();
        let paper = Paper::HealthTag(tag);
        assert!(words(&paper).contains(&centre), "{layout:?}");
        let outside: Vec<String> = texts(&paper)
            .into_iter()
            .filter(|run| !within_reach(layout, run.left, run.right))
            .map(|run| run.text)
            .collect();
        assert!(outside.is_empty(), "{layout:?}: {outside:?}");
    }
}

#[test]
fn a_name_that_is_no_hanzi_wraps_too() {
    for &layout in TagLayout::ALL {
        let paper =
            Paper::HealthTag(HealthTag { centre: "W".repeat(30), lane: "W".repeat(30), ..tag(layout) });
        assert!(texts(&paper).iter().all(|run| within_reach(layout, run.left, run.right)), "{layout:?}");
    }
}

#[test]
fn no_line_of_text_stands_on_another() {
    for &layout in TagLayout::ALL {
        let mut texts = texts(&Paper::HealthTag(crowded(layout)));
        texts.sort_by_key(|run| run.base);
        for (upper, lower) in texts.iter().zip(texts.iter().skip(1)) {
            let same_line = lower.left >= upper.right || upper.left >= lower.right;
            assert!(
                same_line || lower.base - lower.size * 0.88 >= upper.base + upper.size * 0.12 - Abs::pt(0.1),
                "{layout:?}: {} on {}",
                lower.text,
                upper.text
            );
        }
    }
}

#[test]
fn on_a4_the_tag_stands_in_the_middle_of_the_upper_half_between_its_cut_marks() {
    for tag in [tag(TagLayout::A4), crowded(TagLayout::A4)] {
        let marks = cut_marks(&drawing(&Paper::HealthTag(tag)));
        let top = marks.iter().map(|mark| mark.min.y).min().expect("marks");
        let bottom = marks.iter().map(|mark| mark.max.y).max().expect("marks");
        let left = marks.iter().map(|mark| mark.min.x).min().expect("marks");
        let right = marks.iter().map(|mark| mark.max.x).max().expect("marks");
        assert_eq!(marks.len(), 8);
        assert!((top + bottom - Abs::mm(148.5)).abs() < Abs::mm(0.1), "{top:?} to {bottom:?}");
        assert!((left + right - Abs::mm(210.0)).abs() < Abs::mm(0.1), "{left:?} to {right:?}");
        assert!(top > Abs::zero(), "{top:?}");
    }
}

fn cut_marks(drawing: &Drawing) -> Vec<Rect> {
    let short = |line: &&Rect| line.size().x < Abs::mm(5.0) && line.size().y < Abs::mm(5.0);
    drawing.lines.iter().filter(short).copied().collect()
}

#[test]
fn on_a4_a_line_shows_where_to_fold() {
    let drawing = drawing(&Paper::HealthTag(tag(TagLayout::A4)));
    let fold = |line: &Rect| {
        line.size().x > Abs::mm(209.0)
            && line.min.y <= Abs::mm(148.5) + Abs::pt(0.01)
            && line.max.y >= Abs::mm(148.5) - Abs::pt(0.01)
    };
    assert_eq!(drawing.lines.iter().filter(|&line| fold(line)).count(), 1);
}
