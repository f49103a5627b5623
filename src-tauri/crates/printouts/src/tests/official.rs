//! What GB/T 9704-2012 asks of the pages of letters, measured on the laid-out pages.

use typst::layout::{Abs, Frame, FrameItem};

use super::reading::{Run, every_page, pages_of_lines, runs, runs_of};
use super::samples::letter;
use super::{PRESS, notice_of};
use crate::Paper;

/// The height of one of the 22 lines in millimetres.
const PITCH: f64 = 225.0 / 22.0;

fn mm(length: Abs) -> f64 {
    length.to_mm()
}

fn specimen() -> Vec<Vec<Run>> {
    let document = PRESS.compile("/specimen.typ", b"{}".to_vec()).expect("the specimen is laid out");
    runs_of(&document)
}

fn letters() -> Vec<(Paper, usize)> {
    // The annex of the notice is a form; its table is smaller than a letter.
    vec![(notice_of(2), 2), (Paper::RefusalLetter(letter()), 3)]
}

/// The top of the character, whose box is 0.88 above its base line.
fn top(run: &Run) -> f64 {
    mm(run.base - run.size * 0.88)
}

fn is_body(run: &Run) -> bool {
    run.size.approx_eq(Abs::pt(16.0))
}

fn is_page_number(run: &Run) -> bool {
    top(run) > 262.0
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let pages = specimen();
    for page in &pages[..2] {
        let full: Vec<&Run> = page.iter().filter(|run| is_body(run)).collect();
        let mut bases: Vec<f64> = full.iter().map(|run| mm(run.base)).collect();
        bases.dedup_by(|one, other| (*one - *other).abs() < 0.1);
        assert_eq!(bases.len(), 22);
        for (upper, lower) in bases.iter().zip(&bases[1..]) {
            assert!((lower - upper - PITCH).abs() < 0.05, "{upper} to {lower}");
        }
        let characters: usize = full.iter().map(|run| run.text.chars().count()).sum();
        assert_eq!(characters, 22 * 28);
    }
}

#[test]
fn the_text_block_is_156_by_225_millimetres_with_37_above_and_28_to_the_left() {
    let pages = specimen();
    for page in &pages[..2] {
        let body = || page.iter().filter(|run| is_body(run));
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
        assert!((least(&mut body().map(top)) - 37.0).abs() <= 1.0);
        assert!((least(&mut body().map(|run| mm(run.left))) - 28.0).abs() <= 1.0);
        // Behind the last character stands the space to a next one, which is less than a millimetre.
        assert!((most(&mut body().map(|run| mm(run.right))) - 184.0).abs() <= 1.0);
        let bottom = most(&mut body().map(|run| mm(run.base + run.size * 0.12)));
        assert!(bottom <= 262.0 && bottom > 262.0 - PITCH, "{bottom}");
    }
}

#[test]
fn the_levels_are_numbered_and_set_as_the_standard_says() {
    let document = PRESS.compile("/specimen.typ", b"{}".to_vec()).expect("the specimen is laid out");
    let mut found = Vec::new();
    families(&document.pages()[2].frame, &mut found);
    let family_of = |start: &str| -> &str {
        let (_, family) = found.iter().find(|(text, _)| text.starts_with(start)).expect(start);
        family
    };
    let used = |wanted: &str| PRESS.typefaces().iter().find(|face| face.wanted == wanted).expect(wanted).used;
    for (start, wanted) in
        [("一、", "黑体"), ("（一）", "楷体"), ("1.", "仿宋"), ("（1）", "仿宋"), ("样张标题", "小标宋")]
    {
        assert_eq!(family_of(start), used(wanted), "{start}");
    }
    let headings: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
    let said = headings.concat();
    for expected in ["一、一级", "（一）二级", "1.三级", "（1）四级", "（一）领文", "1.领文", "（1）领文"]
    {
        assert!(said.contains(expected), "{expected} in {said}");
    }
}

fn families(frame: &Frame, found: &mut Vec<(String, String)>) {
    for (_, item) in frame.items() {
        if let FrameItem::Group(group) = item {
            families(&group.frame, found);
        } else if let FrameItem::Text(text) = item {
            found.push((text.text.to_string(), text.font.info().family.to_string()));
        }
    }
}

#[test]
fn titles_are_22_points_and_centred_and_the_body_16_points() {
    for (paper, pages) in letters() {
        let found = runs(&paper);
        let titles: Vec<&Run> = found[0].iter().filter(|run| run.size.approx_eq(Abs::pt(22.0))).collect();
        assert!(titles.len() >= 2, "{paper:?}");
        for title in titles {
            let middle = mm(title.left + title.right) / 2.0;
            assert!((middle - 106.0).abs() < 0.5, "{} at {middle}", title.text);
        }
        for page in &found[..pages] {
            let sizes = |run: &&Run| !is_body(run) && !run.size.approx_eq(Abs::pt(22.0));
            let other: Vec<&Run> = page.iter().filter(sizes).collect();
            // Tables of a letter are 12 points, page numbers 14.
            let known = |run: &&Run| run.size.approx_eq(Abs::pt(12.0)) || is_page_number(run);
            assert!(other.iter().all(known), "{paper:?}");
        }
    }
}

#[test]
fn every_letter_keeps_its_margins_and_the_pitch_of_its_lines() {
    for (paper, pages) in letters() {
        for (size, page) in every_page(&paper).into_iter().take(pages) {
            assert!((mm(size.x) - 210.0).abs() < 0.01 && (mm(size.y) - 297.0).abs() < 0.01);
            let text: Vec<&Run> = page.iter().filter(|run| !is_page_number(run)).collect();
            let first = text.iter().map(|run| top(run)).fold(f64::INFINITY, f64::min);
            assert!((first - 37.0).abs() <= 1.5, "{first}");
            for run in &text {
                assert!(mm(run.left) >= 27.9 && mm(run.right) <= 184.5, "{}", run.text);
                assert!(mm(run.base) <= 262.0, "{}", run.text);
            }
        }
    }
    let found = runs(&Paper::RefusalLetter(letter()));
    let bases = |page: &[Run]| -> Vec<f64> {
        page.iter().filter(|run| is_body(run)).map(|run| mm(run.base)).collect()
    };
    for base in found[..2].iter().flat_map(|page| bases(page)) {
        let lines = (base - 37.0 - 16.0 * 0.88 / 72.0 * 25.4) / PITCH;
        assert!((lines - lines.round()).abs() < 0.03, "a line stands {lines} lines down");
    }
}

#[test]
fn the_page_number_is_14_points_seven_millimetres_down_odd_right_even_left() {
    for (paper, pages) in letters() {
        let lines = pages_of_lines(&paper);
        for (index, page) in runs(&paper).iter().enumerate().take(pages) {
            let number: Vec<&Run> = page.iter().filter(|run| is_page_number(run)).collect();
            assert_eq!(lines[index].last().map(String::as_str), Some(format!("— {} —", index + 1).as_str()));
            let left = number.iter().map(|run| mm(run.left)).fold(f64::INFINITY, f64::min);
            let right = number.iter().map(|run| mm(run.right)).fold(0.0, f64::max);
            // One character in from the edge of the text block.
            let character = 14.0 / 72.0 * 25.4;
            if index % 2 == 0 {
                assert!((184.0 - right - character).abs() < 1.0, "{right}");
            } else {
                assert!((left - 28.0 - character).abs() < 1.0, "{left}");
            }
            for run in number {
                assert!(run.size.approx_eq(Abs::pt(14.0)));
                // The dash stands in the middle of its box.
                let dash = mm(run.base - run.size * 0.38);
                assert!((dash - 262.0 - 7.0).abs() < 2.6, "{dash}");
            }
        }
    }
}

#[test]
fn the_date_is_in_arabic_digits_four_characters_from_the_right_under_the_signature() {
    for (paper, page, date) in
        [(notice_of(2), 1, "2020年3月11日"), (Paper::RefusalLetter(letter()), 1, "2020年3月12日")]
    {
        let runs = runs(&paper);
        let line = |text: &str| -> (f64, f64, Abs) {
            let mut found: Vec<&Run> = runs[page].iter().collect();
            found.sort_by(|one, other| one.base.cmp(&other.base).then(one.left.cmp(&other.left)));
            let bases: Vec<Abs> = found.iter().map(|run| run.base).collect();
            let base = bases
                .into_iter()
                .rfind(|base| {
                    let said: String = found
                        .iter()
                        .filter(|run| run.base.approx_eq(*base))
                        .map(|run| run.text.as_str())
                        .collect();
                    said.replace([' ', '\u{200b}'], "") == text
                })
                .expect(text);
            let on_it = || found.iter().filter(|run| run.base.approx_eq(base));
            let left = on_it().map(|run| mm(run.left)).fold(f64::INFINITY, f64::min);
            let right = on_it().map(|run| mm(run.right)).fold(0.0, f64::max);
            (left, right, base)
        };
        let (date_left, date_right, date_base) = line(date);
        let (name_left, name_right, name_base) = line("云岭区公共资源交易中心");
        assert!(date_base > name_base);
        let (date_middle, name_middle) = ((date_left + date_right) / 2.0, (name_left + name_right) / 2.0);
        assert!((date_middle - name_middle).abs() < 1.0, "{date_middle} and {name_middle}");
        let widest = name_right.max(date_right);
        assert!((184.0 - widest - 4.0 * 155.9 / 28.0).abs() < 1.0, "{widest}");
    }
}

#[test]
fn the_annex_begins_with_its_word_and_its_title_on_the_third_line() {
    for (paper, page, title) in [(notice_of(2), 2, "健康调查表"), (Paper::RefusalLetter(letter()), 2, "回执")]
    {
        let runs = runs(&paper);
        let lines = pages_of_lines(&paper);
        assert_eq!(lines[page][..2], ["附件".to_owned(), title.to_owned()]);
        let first = &runs[page][0];
        let third = runs[page].iter().find(|run| run.text == title).expect("the title");
        assert!((mm(third.base - first.base) - 2.0 * PITCH).abs() < 2.0, "{:?}", third.base - first.base);
    }
}
