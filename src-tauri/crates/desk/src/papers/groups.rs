//! The papers of a virtual group, which exist only after the opening.

use bidhall_printouts::{
    GroupHead, GroupProof, Paper, ProofCell, ProofRoom, ProofRow, RoomTimetable, RoomTimetables,
    TimetableDoing, TimetableEntry, TimetableReview, TrolleySlip, TrolleySlips, TrolleyWay,
};
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::ids::SessionId;
use bidhall_rules::papers::{PaperKind, PaperObstacle};
use bidhall_rules::settings::BreakKind;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Utc};

use super::Draft;
use super::group_words::{rule, usage};
use super::sessions::{draft, head, obstacle as of_session, session};
use crate::DeskError;
use crate::act::Reading;
use crate::groups::{GroupCarry, GroupRoom, PrintedCell, PrintedGroup, PrintedSlip, RoomUse, printed_group};
use crate::sessions::RoomBook;

/// What stands in the way of each paper of a session's group, whatever the session holds.
pub(super) async fn obstacles(
    act: &mut Reading,
    row: &SessionRow,
) -> Result<[(PaperKind, Option<PaperObstacle>); 3], DeskError> {
    let (whole, slips) = match of_session(act, row, None)? {
        Some(obstacle) => (Some(obstacle), Some(obstacle)),
        None => match printed_group(act, SessionId::from_uuid(row.id)).await {
            Ok(group) if group.is_paper => (None, None),
            Ok(_) => (None, Some(PaperObstacle::NothingCarried)),
            Err(DeskError::GroupNotOpened { .. }) => {
                (Some(PaperObstacle::NotOpened), Some(PaperObstacle::NotOpened))
            }
            Err(
                DeskError::GroupMissing { .. }
                | DeskError::GroupNotPossible { .. }
                | DeskError::GroupEstimated { .. },
            ) => (Some(PaperObstacle::NoGroup), Some(PaperObstacle::NoGroup)),
            Err(error) => return Err(error),
        },
    };
    Ok([(PaperKind::GroupProof, whole), (PaperKind::TrolleySlips, slips), (PaperKind::RoomTimetables, whole)])
}

/// A group with what its papers share.
struct Sheets {
    group: PrintedGroup,
    head: GroupHead,
    zone: CentreZone,
    rehearsal: bool,
}

async fn sheets(act: &mut Reading, id: SessionId) -> Result<Sheets, DeskError> {
    let (row, rooms): (SessionRow, RoomBook) = session(act, id).await?;
    let group = printed_group(act, id).await?;
    let head = GroupHead {
        centre: act.centre.clone(),
        session: head(act, &rooms, &row),
        label: group.view.label.clone(),
        version: group.view.version,
        made_at: act.zone.local(group.view.made_at),
    };
    Ok(Sheets { group, head, zone: act.zone, rehearsal: act.rehearsal })
}

pub(super) async fn proof(act: &mut Reading, id: SessionId) -> Result<Draft, DeskError> {
    let sheets = sheets(act, id).await?;
    let Sheets { group, zone, .. } = &sheets;
    let body = &group.view.body;
    let (Some(begin), Some(discussion_begin), Some(end), Some(limit)) =
        (body.begin, body.discussion_begin, body.end, body.limit)
    else {
        return Err(DeskError::GroupNotPossible { code: group.session.code.clone() });
    };
    let cell = |cell: &PrintedCell| ProofCell {
        batch: cell.batch.clone(),
        room: cell.room.clone(),
        begin: zone.local(cell.begin),
    };
    let rows = group.rows.iter().map(|row| ProofRow {
        seat: row.seat.clone(),
        cells: row.cells.iter().map(|found| found.as_ref().map(cell)).collect(),
    });
    let rooms = body.rooms.iter().map(|room| ProofRoom {
        code: room.code.clone(),
        name: room.name.clone(),
        usage: usage(room),
        seats: room.seats.clone(),
    });
    let proof = GroupProof {
        rooms: rooms.collect(),
        begin: zone.local(begin),
        discussion_begin: zone.local(discussion_begin),
        end: zone.local(end),
        limit: zone.local(limit),
        rules: body.rules.iter().map(rule).collect(),
        bids: group.bids.clone(),
        rows: rows.collect(),
        rehearsal: sheets.rehearsal,
        group: sheets.head.clone(),
    };
    Ok(draft(Paper::GroupProof(proof), "虚拟化组合核对单", &group.session))
}

pub(super) async fn slips(act: &mut Reading, id: SessionId) -> Result<Draft, DeskError> {
    let sheets = sheets(act, id).await?;
    if !sheets.group.is_paper {
        return Err(DeskError::not_found("trolley", &sheets.group.session.code));
    }
    let slips = sheets.group.slips.iter().map(|slip| sheets.slip(slip)).collect();
    let paper = TrolleySlips { group: sheets.head.clone(), slips, rehearsal: sheets.rehearsal };
    Ok(draft(Paper::TrolleySlips(paper), "周转车单", &sheets.group.session))
}

pub(super) async fn timetables(act: &mut Reading, id: SessionId) -> Result<Draft, DeskError> {
    let sheets = sheets(act, id).await?;
    let rooms = sheets.group.view.body.rooms.iter();
    let rooms = rooms.filter_map(|room| Some(sheets.timetable(room, room.panel?))).collect();
    let paper = RoomTimetables { group: sheets.head.clone(), rooms, rehearsal: sheets.rehearsal };
    Ok(draft(Paper::RoomTimetables(paper), "评标室时间表", &sheets.group.session))
}

impl Sheets {
    fn way(&self, carry: &GroupCarry) -> TrolleyWay {
        TrolleyWay {
            from: carry.from.clone(),
            to: carry.to.clone(),
            leaves: self.zone.local(carry.leaves),
            arrives: self.zone.local(carry.arrives),
            ready: self.zone.local(carry.ready),
        }
    }

    fn carries<'a>(&'a self, batch: &'a str) -> impl Iterator<Item = &'a GroupCarry> {
        self.group.view.body.carries.iter().filter(move |carry| carry.batch == batch)
    }

    /// How a batch comes into a room before a reading.
    fn bring(&self, batch: &str, room: &str, begin: DateTime<Utc>) -> Option<TrolleyWay> {
        let comes = |carry: &&GroupCarry| carry.to == room && carry.leaves <= begin;
        self.carries(batch).filter(comes).max_by_key(|carry| carry.leaves).map(|carry| self.way(carry))
    }

    /// How it leaves the room after the reading.
    fn take<'a>(&'a self, batch: &'a str, room: &str, end: DateTime<Utc>) -> Option<&'a GroupCarry> {
        let goes = |carry: &&GroupCarry| carry.from == room && carry.leaves >= end;
        self.carries(batch).filter(goes).min_by_key(|carry| carry.leaves)
    }

    fn bids_of(&self, batch: &str) -> Vec<u32> {
        let found = self.group.view.body.batches.iter().find(|one| one.batch == batch);
        found.map(|batch| batch.bid_numbers.clone()).unwrap_or_default()
    }

    fn slip(&self, slip: &PrintedSlip) -> TrolleySlip {
        let to_shelf = |carry: &&GroupCarry| {
            let rooms = &self.group.view.body.rooms;
            rooms.iter().any(|room| room.usage == RoomUse::Documents && room.code == carry.to)
        };
        TrolleySlip {
            code: slip.code,
            batch: slip.batch.clone(),
            bids: self.bids_of(&slip.batch),
            room: slip.room.clone(),
            begin: self.zone.local(slip.begin),
            end: self.zone.local(slip.end),
            bring: self.bring(&slip.batch, &slip.room, slip.begin),
            back: self.take(&slip.batch, &slip.room, slip.end).filter(to_shelf).map(|carry| self.way(carry)),
        }
    }

    /// The day of a room by the clock: reviews, breaks, temperature, discussion.
    fn timetable(&self, room: &GroupRoom, panel: u32) -> RoomTimetable {
        let body = &self.group.view.body;
        let local = |at: DateTime<Utc>| self.zone.local(at);
        let reviews = body.reviews.iter().filter(|review| review.room == room.code);
        let mut entries: Vec<TimetableEntry> = reviews
            .map(|review| TimetableEntry {
                begin: local(review.begin),
                end: Some(local(review.end)),
                what: TimetableDoing::Review(Box::new(TimetableReview {
                    batch: review.batch.clone(),
                    bids: self.bids_of(&review.batch),
                    parts: review.parts.iter().map(|part| (local(part.begin), local(part.end))).collect(),
                    bring: self.bring(&review.batch, &review.room, review.begin),
                    take: self.take(&review.batch, &review.room, review.end).map(|carry| self.way(carry)),
                })),
            })
            .collect();
        entries.extend(body.breaks.iter().map(|rest| TimetableEntry {
            begin: local(rest.begin),
            end: Some(local(rest.end)),
            what: match rest.kind {
                BreakKind::Meal => TimetableDoing::Meal,
                BreakKind::Rest => TimetableDoing::Rest,
            },
        }));
        entries.extend(body.temperature_rounds.iter().map(|at| TimetableEntry {
            begin: local(*at),
            end: None,
            what: TimetableDoing::Temperature,
        }));
        entries.extend(body.discussion_begin.map(|begin| TimetableEntry {
            begin: local(begin),
            end: body.end.map(local),
            what: TimetableDoing::Discussion,
        }));
        // What happens at one moment stands before what begins then.
        entries.sort_by_key(|entry| (entry.begin, entry.end));
        RoomTimetable {
            code: room.code.clone(),
            name: room.name.clone(),
            panel,
            seats: room.seats.clone(),
            entries,
        }
    }
}
