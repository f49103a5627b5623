//! Papers of a virtual group: some rooms that read some bids, batch after batch in turn.

use bidhall_rules::groups::SlipCode;
use chrono::{Duration, NaiveDateTime};

use super::samples::{CENTRE, at, head};
use crate::{
    GroupHead, GroupProof, ProofCell, ProofRoom, ProofRow, ProofRule, RoomTimetable, RoomTimetables,
    SessionHead, TimetableDoing, TimetableEntry, TimetableReview, TrolleySlip, TrolleySlips, TrolleyWay,
};

/// A group with so many rooms of so many bids.
#[derive(Clone)]
pub(super) struct Shape {
    pub(super) session: SessionHead,
    pub(super) rooms: usize,
    pub(super) bids: usize,
    /// Prefixed to the numbers of rooms.
    pub(super) prefix: String,
}

pub(super) fn shape(rooms: usize, bids: usize) -> Shape {
    Shape { session: head(), rooms, bids, prefix: "2".to_owned() }
}

/// Most bids in a batch.
const BATCH: usize = 9;
/// From one batch to the next in a room.
const TURN: usize = 46;

fn whole(number: usize) -> u32 {
    number.try_into().expect("a small number")
}

fn later(minutes: usize) -> NaiveDateTime {
    at(10, 0) + Duration::minutes(i64::from(whole(minutes)))
}

impl Shape {
    fn group(&self) -> GroupHead {
        GroupHead {
            centre: CENTRE.to_owned(),
            session: self.session.clone(),
            label: "G1".to_owned(),
            version: 2,
            made_at: at(9, 15),
        }
    }

    fn batches(&self) -> Vec<Vec<u32>> {
        let bids: Vec<u32> = (1..=whole(self.bids)).collect();
        bids.chunks(BATCH).map(<[u32]>::to_vec).collect()
    }

    fn code(&self, room: usize) -> String {
        format!("{}{:02}", self.prefix, room + 1)
    }

    fn seats(room: usize) -> Vec<String> {
        (1..=2).map(|seat| format!("专{}", 2 * room + seat)).collect()
    }

    /// The turn in which a room reads a batch: at most one room reads it at a time.
    fn turn(&self, room: usize, batch: usize) -> usize {
        let turns = self.batches().len().max(self.rooms);
        (batch + turns - room % turns) % turns
    }

    fn review(&self, room: usize, batch: usize) -> (NaiveDateTime, NaiveDateTime) {
        let begin = TURN * self.turn(room, batch);
        (later(begin), later(begin + TURN - 10))
    }

    fn bring(&self, room: usize, batch: usize) -> TrolleyWay {
        let (begin, _) = self.review(room, batch);
        TrolleyWay {
            from: "206".to_owned(),
            to: self.code(room),
            leaves: begin - Duration::minutes(9),
            arrives: begin - Duration::minutes(6),
            ready: begin,
        }
    }

    fn take(&self, room: usize, batch: usize) -> TrolleyWay {
        let (_, end) = self.review(room, batch);
        let arrives = end + Duration::minutes(3);
        TrolleyWay { from: self.code(room), to: "206".to_owned(), leaves: end, arrives, ready: arrives }
    }
}

pub(super) fn group_proof(shape: &Shape) -> GroupProof {
    let batch_of = |bid: usize| bid / BATCH;
    let rows = (0..shape.rooms).flat_map(|room| {
        Shape::seats(room).into_iter().map(move |seat| ProofRow {
            seat,
            cells: (0..shape.bids)
                .map(|bid| {
                    Some(ProofCell {
                        batch: format!("K{}", batch_of(bid) + 1),
                        room: shape.code(room),
                        begin: shape.review(room, batch_of(bid)).0,
                    })
                })
                .collect(),
        })
    });
    let panel = |room| ProofRoom {
        code: shape.code(room),
        name: format!("评标{}室", room + 1),
        usage: format!("第{}小组", room + 1),
        seats: Shape::seats(room),
    };
    let documents = ProofRoom {
        code: "206".to_owned(),
        name: "标书资料室".to_owned(),
        usage: "标书存放".to_owned(),
        seats: Vec::new(),
    };
    let rule = |name: &str, numbers: &str, held| ProofRule {
        name: name.to_owned(),
        numbers: numbers.to_owned(),
        held,
    };
    GroupProof {
        group: shape.group(),
        rooms: (0..shape.rooms).map(panel).chain([documents]).collect(),
        begin: at(10, 0),
        discussion_begin: at(20, 10),
        end: at(21, 10),
        limit: at(22, 0),
        rules: vec![
            rule("每名评委评审每份标书", "标书67份，评委5人，应评335份次，已排335份次", true),
            rule("每室专家人数", "最多3人，限3人", true),
            rule("各室视频联通并录像", "2室，联通2室，录像1室；不符合：202", false),
        ],
        bids: (1..=whole(shape.bids)).collect(),
        rows: rows.collect(),
        rehearsal: false,
    }
}

pub(super) fn trolley_slips(shape: &Shape) -> TrolleySlips {
    let batches = shape.batches();
    let mut slips: Vec<TrolleySlip> = (0..shape.rooms)
        .flat_map(|room| batches.iter().enumerate().map(move |(batch, bids)| (room, batch, bids)))
        .map(|(room, batch, bids)| {
            let (begin, end) = shape.review(room, batch);
            TrolleySlip {
                code: SlipCode {
                    month: 3,
                    day: 12,
                    group: 1,
                    batch: whole(batch + 1),
                    panel: whole(room + 1),
                },
                batch: format!("K{}", batch + 1),
                bids: bids.clone(),
                room: shape.code(room),
                begin,
                end,
                bring: Some(shape.bring(room, batch)),
                back: (room + 1 == shape.rooms).then(|| shape.take(room, batch)),
            }
        })
        .collect();
    slips.sort_by_key(|slip| (slip.begin, slip.room.clone()));
    TrolleySlips { group: shape.group(), slips, rehearsal: false }
}

pub(super) fn room_timetables(shape: &Shape) -> RoomTimetables {
    let room = |room| {
        let mut entries: Vec<TimetableEntry> = (0..)
            .zip(shape.batches())
            .map(|(batch, bids)| {
                let (begin, end) = shape.review(room, batch);
                let what = TimetableDoing::Review(Box::new(TimetableReview {
                    batch: format!("K{}", batch + 1),
                    bids,
                    parts: vec![(begin, end)],
                    bring: Some(shape.bring(room, batch)),
                    take: Some(shape.take(room, batch)),
                }));
                TimetableEntry { begin, end: Some(end), what }
            })
            .collect();
        let moments = [(at(10, 0), TimetableDoing::Temperature), (at(13, 0), TimetableDoing::Temperature)];
        entries.extend(moments.map(|(begin, what)| TimetableEntry { begin, end: None, what }));
        let spans = [
            (at(12, 0), at(12, 40), TimetableDoing::Meal),
            (at(15, 20), at(15, 30), TimetableDoing::Rest),
            (at(20, 10), at(21, 10), TimetableDoing::Discussion),
        ];
        entries.extend(spans.map(|(begin, end, what)| TimetableEntry { begin, end: Some(end), what }));
        entries.sort_by_key(|entry| (entry.begin, entry.end));
        RoomTimetable {
            code: shape.code(room),
            name: format!("评标{}室", room + 1),
            panel: whole(room + 1),
            seats: Shape::seats(room),
            entries,
        }
    };
    RoomTimetables { group: shape.group(), rooms: (0..shape.rooms).map(room).collect(), rehearsal: false }
}
