//! Reading drawn shapes back: where they stand, and which modules of a code are black.

use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size};
use typst::visualize::{Color, Curve, CurveItem, Geometry, Paint, Shape};
use typst_layout::PagedDocument;

use super::PRESS;
use crate::Paper;

/// What stands on a page besides its text.
pub(super) struct Drawing {
    pub(super) page: Size,
    /// The codes a scanner reads, from top to bottom.
    pub(super) codes: Vec<Code>,
    /// The places of the lines and frames.
    pub(super) lines: Vec<Rect>,
    /// The colours of every shape and text.
    pub(super) paints: Vec<Paint>,
}

/// A code as the black rectangles it is drawn with.
pub(super) struct Code {
    pub(super) place: Rect,
    pub(super) black: Vec<Rect>,
}

impl Code {
    /// Whether the middle of a module is black, on a grid of so many columns and rows.
    pub(super) fn is_black(&self, (column, columns): (u32, u32), (row, rows): (u32, u32)) -> bool {
        let size = self.place.size();
        let module = (size.x / f64::from(columns), size.y / f64::from(rows));
        let middle = self.place.min
            + Point::new(module.0 * f64::from(column), module.1 * f64::from(row))
            + Point::new(module.0 / 2.0, module.1 / 2.0);
        self.black.iter().any(|rect| contains(rect, middle))
    }
}

fn contains(rect: &Rect, point: Point) -> bool {
    rect.min.x <= point.x && point.x <= rect.max.x && rect.min.y <= point.y && point.y <= rect.max.y
}

/// Whether two places have more in common than an edge.
pub(super) fn overlap(one: &Rect, other: &Rect) -> bool {
    let hair = Abs::pt(0.01);
    one.min.x + hair < other.max.x
        && other.min.x + hair < one.max.x
        && one.min.y + hair < other.max.y
        && other.min.y + hair < one.max.y
}

/// The place with a margin around it.
pub(super) fn widened(place: &Rect, across: Abs, upright: Abs) -> Rect {
    let margin = Point::new(across, upright);
    Rect::new(place.min - margin, place.max + margin)
}

/// The drawing of a paper that has one page.
pub(super) fn drawing(paper: &Paper) -> Drawing {
    let document: PagedDocument = PRESS.lay_out(paper).expect("the paper is laid out");
    assert_eq!(document.pages().len(), 1);
    let frame = &document.pages()[0].frame;
    let mut drawing =
        Drawing { page: frame.size(), codes: Vec::new(), lines: Vec::new(), paints: Vec::new() };
    collect(frame, Point::zero(), &mut drawing);
    drawing.codes.sort_by_key(|code| code.place.min.y);
    drawing
}

fn collect(frame: &Frame, origin: Point, drawing: &mut Drawing) {
    for (offset, item) in frame.items() {
        let at = origin + *offset;
        if let FrameItem::Group(group) = item {
            let moved = Point::new(group.transform.tx, group.transform.ty);
            collect(&group.frame, at + moved, drawing);
        } else if let FrameItem::Text(text) = item {
            drawing.paints.push(text.fill.clone());
        } else if let FrameItem::Shape(shape, _) = item {
            drawing.add(shape, at);
        }
    }
}

impl Drawing {
    fn add(&mut self, shape: &Shape, at: Point) {
        self.paints.extend(shape.fill.clone());
        self.paints.extend(shape.stroke.as_ref().map(|stroke| stroke.paint.clone()));
        let place = shape.bbox(true);
        let place = Rect::new(place.min + at, place.max + at);
        if let (Geometry::Curve(curve), Some(_)) = (&shape.geometry, &shape.fill) {
            self.codes.push(Code { place, black: rectangles(curve, at) });
        } else {
            self.lines.push(place);
        }
    }

    /// Whether everything is printed in plain black.
    pub(super) fn is_black(&self) -> bool {
        self.paints.iter().all(|paint| *paint == Paint::Solid(Color::BLACK))
    }
}

fn rectangles(curve: &Curve, at: Point) -> Vec<Rect> {
    let mut rectangles: Vec<Rect> = Vec::new();
    for item in &curve.0 {
        match (item, rectangles.last_mut()) {
            (CurveItem::Move(point), _) => rectangles.push(Rect::new(at + *point, at + *point)),
            (CurveItem::Line(point), Some(rect)) => {
                rect.min = rect.min.min(at + *point);
                rect.max = rect.max.max(at + *point);
            }
            (CurveItem::Close, _) => {}
            (CurveItem::Line(_) | CurveItem::Cubic(..), _) => panic!("{item:?} draws no rectangle"),
        }
    }
    rectangles
}
