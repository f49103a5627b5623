//! The timetables of evaluation rooms (评标室时间表), to hang on the inside of each door.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::paper::{Content, json};
use crate::trolley_slips::WayWording;
use crate::{GroupHead, PrintError, TrolleyWay, wording};

/// The timetables of one version of a group, each on pages of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomTimetables {
    /// Which group.
    pub group: GroupHead,
    /// One for each room that reads.
    pub rooms: Vec<RoomTimetable>,
    /// Whether they come from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// The day of one room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomTimetable {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The panel that sits there, from 1.
    pub panel: u32,
    /// The seat tokens of the panel: `专1`.
    pub seats: Vec<String>,
    /// What happens, in the order of the day.
    pub entries: Vec<TimetableEntry>,
}

/// Something that happens in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimetableEntry {
    /// When it begins, in centre time.
    pub begin: NaiveDateTime,
    /// When it ends; none for what happens at one moment.
    pub end: Option<NaiveDateTime>,
    /// What.
    pub what: TimetableDoing,
}

/// A batch that is read in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimetableReview {
    /// The batch, `K3`.
    pub batch: String,
    /// The numbers of its bids, from 1.
    pub bids: Vec<u32>,
    /// The times of reading: two or more when a break lies within.
    pub parts: Vec<(NaiveDateTime, NaiveDateTime)>,
    /// How the batch comes.
    pub bring: Option<TrolleyWay>,
    /// How it leaves.
    pub take: Option<TrolleyWay>,
}

/// What happens in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimetableDoing {
    /// A batch is read.
    Review(Box<TimetableReview>),
    /// A meal.
    Meal,
    /// A rest.
    Rest,
    /// The temperature of everybody in the room is taken.
    Temperature,
    /// All rooms discuss together.
    Discussion,
}

/// The timetables as their template reads them.
#[derive(Serialize)]
struct Wording<'a> {
    group: &'a GroupHead,
    rooms: Vec<RoomWording<'a>>,
    rehearsal: bool,
}

#[derive(Serialize)]
struct RoomWording<'a> {
    code: &'a str,
    name: &'a str,
    panel: u32,
    seats: &'a [String],
    entries: Vec<EntryWording<'a>>,
}

#[derive(Serialize)]
struct EntryWording<'a> {
    /// More than one where a break lies within.
    times: Vec<String>,
    review: Option<ReviewWording<'a>>,
    note: &'static str,
}

#[derive(Serialize)]
struct ReviewWording<'a> {
    batch: &'a str,
    count: usize,
    bids: String,
    bring: Option<WayWording<'a>>,
    take: Option<WayWording<'a>>,
}

impl Content for RoomTimetables {
    fn template(&self) -> &'static str {
        "/room_timetables.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        if self.rooms.is_empty() {
            return Err(PrintError::NoSession);
        }
        let rooms = self.rooms.iter().map(|room| RoomWording {
            code: &room.code,
            name: &room.name,
            panel: room.panel,
            seats: &room.seats,
            entries: room.entries.iter().map(|entry| entry.wording(&self.group)).collect(),
        });
        json(&Wording { group: &self.group, rooms: rooms.collect(), rehearsal: self.rehearsal })
    }
}

impl TimetableEntry {
    fn wording(&self, group: &GroupHead) -> EntryWording<'_> {
        let whole = match self.end {
            Some(end) => group.span(self.begin, end),
            None => group.time(self.begin),
        };
        let note = |note| EntryWording { times: vec![whole], review: None, note };
        match &self.what {
            TimetableDoing::Review(review) => EntryWording {
                times: review.parts.iter().map(|(begin, end)| group.span(*begin, *end)).collect(),
                review: Some(ReviewWording {
                    batch: &review.batch,
                    count: review.bids.len(),
                    bids: wording::numbers(&review.bids),
                    bring: review.bring.as_ref().map(|way| way.wording(group)),
                    take: review.take.as_ref().map(|way| way.wording(group)),
                }),
                note: "",
            },
            TimetableDoing::Meal => note("用餐（停止评审）"),
            TimetableDoing::Rest => note("休息（停止评审）"),
            TimetableDoing::Temperature => note("测温（全体人员）"),
            TimetableDoing::Discussion => note("集中讨论（各室视频连线）"),
        }
    }
}
