//! Reading laid-out pages back: their lines of text, and where everything stands.

use typst::layout::{Abs, Frame, FrameItem, Point};
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
    let document: PagedDocument = PRESS.lay_out(paper).expect("the paper is laid out");
    document
        .pages()
        .iter()
        .map(|page| {
            let mut found = Vec::new();
            collect(&page.frame, Point::zero(), &mut found);
            found
        })
        .collect()
}

fn collect(frame: &Frame, origin: Point, found: &mut Vec<Run>) {
    for (offset, item) in frame.items() {
        let at = origin + *offset;
        if let FrameItem::Group(group) = item {
            let moved = Point::new(group.transform.tx, group.transform.ty);
            collect(&group.frame, at + moved, found);
        } else if let FrameItem::Text(text) = item {
            found.push(run(text, at));
        }
    }
}

fn run(text: &TextItem, at: Point) -> Run {
    Run { left: at.x, right: at.x + text.width(), base: at.y, size: text.size, text: text.text.to_string() }
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
