//! Reading laid-out pages back: their lines of text, and where everything stands.

use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use super::PRESS;
use crate::Paper;

/// Runs closer to each other than this many points stand on one line.
const SAME_LINE: f64 = 2.0;
/// Runs further apart than this many points are read with a blank between them.
const GAP: f64 = 6.0;

/// A run of text and the place of its base line on the page.
pub(super) struct Run {
    pub(super) left: Abs,
    pub(super) right: Abs,
    pub(super) base: Abs,
    pub(super) size: Abs,
    pub(super) text: String,
}

/// Every run of text, page by page.
pub(super) fn runs(paper: &Paper) -> Vec<Vec<Run>> {
    runs_of(&PRESS.lay_out(paper).expect("the paper is laid out"))
}

/// Every run of text of a laid-out document, page by page.
pub(super) fn runs_of(document: &PagedDocument) -> Vec<Vec<Run>> {
    document
        .pages()
        .iter()
        .map(|page| {
            let mut found = Vec::new();
            collect(&page.frame, Transform::identity(), &mut found);
            found
        })
        .collect()
}

/// The sizes of the pages, each with its runs of text.
pub(super) fn every_page(paper: &Paper) -> Vec<(Size, Vec<Run>)> {
    let document = PRESS.lay_out(paper).expect("the paper is laid out");
    let sizes = document.pages().iter().map(|page| page.frame.size());
    sizes.zip(runs_of(&document)).collect()
}

/// How wide and how high one character of a [`picture`] is, in millimetres.
const CELL: (f64, f64) = (4.0, 6.0);

/// Every page as a picture of characters: `#` where large text stands, `+` where text stands, a blank elsewhere.
pub(super) fn picture(paper: &Paper) -> Vec<String> {
    every_page(paper).into_iter().map(|(size, runs)| picture_of(size, &runs)).collect()
}

fn picture_of(size: Size, runs: &[Run]) -> String {
    let (width, height) = (Abs::mm(CELL.0), Abs::mm(CELL.1));
    let middles = |cell: Abs, end: Abs| {
        (0..).map(move |place| cell * f64::from(place) + cell / 2.0).take_while(move |middle| *middle < end)
    };
    let mut text = String::new();
    for y in middles(height, size.y) {
        let line: String = middles(width, size.x)
            .map(|x| {
                let here = |run: &&Run| {
                    let (top, bottom) = (run.base - run.size * 0.88, run.base + run.size * 0.12);
                    let (above, below) = (top - height / 2.0, bottom + height / 2.0);
                    run.left <= x && x <= run.right && above <= y && y <= below
                };
                match runs.iter().filter(here).map(|run| run.size).max() {
                    Some(size) if size > Abs::pt(18.0) => '#',
                    Some(_) => '+',
                    None => ' ',
                }
            })
            .collect();
        text = text + "|" + line.trim_end() + "\n";
    }
    text
}

fn collect(frame: &Frame, origin: Transform, found: &mut Vec<Run>) {
    for (offset, item) in frame.items() {
        let at = origin.pre_concat(Transform::translate(offset.x, offset.y));
        if let FrameItem::Group(group) = item {
            collect(&group.frame, at.pre_concat(group.transform), found);
        } else if let FrameItem::Text(text) = item {
            found.push(run(text, at));
        }
    }
}

fn run(text: &TextItem, at: Transform) -> Run {
    let (start, end) = (Point::zero().transform(at), Point::with_x(text.width()).transform(at));
    let (left, right) = (start.x.min(end.x), start.x.max(end.x));
    Run { left, right, base: start.y, size: text.size, text: text.text.to_string() }
}

/// The lines of every page from top to bottom, without the marks of possible breaks.
pub(super) fn pages_of_lines(paper: &Paper) -> Vec<Vec<String>> {
    runs(paper).iter().map(|page| lines(page)).collect()
}

fn lines(runs: &[Run]) -> Vec<String> {
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by_key(|run| run.base);
    let mut lines: Vec<Vec<&Run>> = Vec::new();
    for run in sorted {
        match lines.last_mut() {
            Some(line) if run.base - line[0].base < Abs::pt(SAME_LINE) => line.push(run),
            _ => lines.push(vec![run]),
        }
    }
    lines.into_iter().map(joined).collect()
}

fn joined(mut line: Vec<&Run>) -> String {
    line.sort_by_key(|run| run.left);
    let mut text = String::new();
    let mut end = Abs::inf();
    for run in line {
        if run.left - end > Abs::pt(GAP) {
            text.push(' ');
        }
        text.push_str(&run.text);
        end = run.right;
    }
    text.replace('\u{200b}', "").trim().to_owned()
}

/// What the paper says, cell after cell wherever its lines end: no blanks, no line ends.
pub(super) fn words(paper: &Paper) -> String {
    let mut words: String = runs(paper).into_iter().flatten().map(|run| run.text).collect();
    words.retain(|character| !character.is_whitespace() && character != '\u{200b}');
    words
}
