//! The health tag (健康标识) that an admitted person wears on the day of the opening.
//!
//! It has no place for a person, a company, a session or a running number: until the opening nobody may learn who
//! bids, nor how many do, and everybody in the hall sees everybody's tag.

use bidhall_rules::tags::{TagCode, TagLayout};
use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use crate::paper::{Content, json};
use crate::pattern::Pattern;
use crate::{PrintError, wording};

/// What one tag shows. A reprint shows the same and nothing more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthTag {
    /// The code, shown as `7K4Q-2M9X` and put into both scanner codes as `7K4Q2M9X`.
    pub code: TagCode,
    /// The only day on which the tag is valid.
    pub day: NaiveDate,
    /// The trading centre that issues it.
    pub centre: String,
    /// The lane it was issued at, without the word for it: `1`, `东门`.
    pub lane: String,
    /// When it was issued, in centre time; shown to the minute.
    pub issued_at: NaiveTime,
    /// The paper it is printed on. A thermal printer reaches the middle 48 mm of a 58 mm roll and the middle 72 mm of
    /// an 80 mm roll, and cuts where the text ends; out of A4 a tag 120 mm wide is cut from the upper half.
    pub layout: TagLayout,
    /// Whether it comes from a rehearsal and must say so.
    pub rehearsal: bool,
}

/// The tag as its template reads it: every value a finished text, every code a finished picture.
#[derive(Serialize)]
struct Wording<'a> {
    code: String,
    day: String,
    weekday: &'static str,
    centre: &'a str,
    lane: &'a str,
    issued_at: String,
    layout: &'static str,
    rehearsal: bool,
    qr: Pattern,
    bars: Pattern,
}

impl Content for HealthTag {
    fn template(&self) -> &'static str {
        "/health_tag.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        let compact = self.code.compact();
        let wording = Wording {
            code: self.code.to_string(),
            day: wording::date(self.day),
            weekday: wording::weekday(self.day),
            centre: &self.centre,
            lane: &self.lane,
            issued_at: wording::clock(self.issued_at),
            layout: self.layout.as_str(),
            rehearsal: self.rehearsal,
            qr: Pattern::qr(&compact)?,
            bars: Pattern::code128(&compact)?,
        };
        json(&wording)
    }
}
