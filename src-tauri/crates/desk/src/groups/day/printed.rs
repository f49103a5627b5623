//! What the papers of a group are made of: the version in force and its proof, and only after the opening.

use bidhall_grouping::proof::{MatrixCell, ReadingMatrix};
use bidhall_grouping::{Plan, reading_matrix};
use bidhall_rules::groups::SlipCode;
use bidhall_rules::ids::SessionId;
use bidhall_rules::secrecy::names_open;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Utc};

use super::Today;
use super::shown::slip;
use crate::DeskError;
use crate::act::Reading;
use crate::groups::body::GroupBasis;
use crate::groups::heads::{GroupView, view_of};
use crate::groups::laid::{Laid, batch_name};

/// The group of a session as it is printed.
pub(crate) struct PrintedGroup {
    pub(crate) session: SessionRow,
    pub(crate) view: GroupView,
    /// The numbers of the bids that are read, from 1.
    pub(crate) bids: Vec<u32>,
    /// A row for each seat.
    pub(crate) rows: Vec<PrintedRow>,
    /// One for each batch and panel.
    pub(crate) slips: Vec<PrintedSlip>,
    /// Whether bids are carried at all.
    pub(crate) is_paper: bool,
}

/// What one seat reads.
pub(crate) struct PrintedRow {
    pub(crate) seat: String,
    /// By bid, as `bids` of the group.
    pub(crate) cells: Vec<Option<PrintedCell>>,
}

/// Where and when a seat reads a bid.
pub(crate) struct PrintedCell {
    pub(crate) batch: String,
    pub(crate) room: String,
    pub(crate) begin: DateTime<Utc>,
}

/// A batch for a panel.
pub(crate) struct PrintedSlip {
    pub(crate) code: SlipCode,
    pub(crate) batch: String,
    pub(crate) room: String,
    pub(crate) begin: DateTime<Utc>,
    pub(crate) end: DateTime<Utc>,
}

/// The group of a session for its papers. Their figures tell the number of bids: there are none before the opening,
/// nor from a plan that rests on the size band.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::GroupNotOpened`]; [`DeskError::GroupMissing`];
/// [`DeskError::GroupNotPossible`]; [`DeskError::GroupEstimated`].
pub(crate) async fn printed_group(act: &mut Reading, session: SessionId) -> Result<PrintedGroup, DeskError> {
    let row = crate::sessions::find(act, session).await?;
    if !names_open(row.deadline, act.now) {
        return Err(DeskError::GroupNotOpened { code: row.code, opens: row.deadline });
    }
    let today = Today::load(act, session).await?;
    let view = view_of(act, &today.row, &today.session, &today.known).await?;
    let code = || today.session.code.clone();
    let laid = today.version.laid().ok_or_else(|| DeskError::GroupNotPossible { code: code() })?;
    if view.stale || today.version.basis == GroupBasis::BandUpperEnd {
        return Err(DeskError::GroupEstimated { code: code() });
    }
    let rows = rows(&laid, &today.version.plan);
    let bids = laid.bids().into_iter().map(|bid| u32::try_from(bid + 1).unwrap_or(u32::MAX)).collect();
    let slips = slips(&today, &laid);
    let is_paper = laid.is_paper();
    Ok(PrintedGroup { bids, rows, slips, is_paper, view, session: today.session })
}

/// The matrix that proves the plan, with the seats for its rows.
fn rows(laid: &Laid<'_>, plan: &Plan) -> Vec<PrintedRow> {
    let matrices = matrices(laid, plan);
    let cell = |row: usize, bid: usize| -> Option<PrintedCell> {
        let found: Option<&MatrixCell> =
            matrices.iter().find_map(|matrix| matrix.rows.get(row)?.cells.get(bid)?.as_ref());
        found.map(|cell| PrintedCell {
            batch: batch_name(cell.batch),
            room: cell.room.clone(),
            begin: laid.clock.begin(cell.begin),
        })
    };
    laid.seats()
        .into_iter()
        .enumerate()
        .map(|(row, (seat, _))| PrintedRow {
            seat,
            cells: laid.bids().into_iter().map(|bid| cell(row, bid)).collect(),
        })
        .collect()
}

/// The matrix of the plan, and after it one for each room that a panel has left: what it read there stays read.
fn matrices(laid: &Laid<'_>, plan: &Plan) -> Vec<ReadingMatrix> {
    let earlier = laid.facts.left_rooms.iter().rev().filter_map(|left| {
        let mut plan = plan.clone();
        let place = usize::try_from(left.panel).ok()?.checked_sub(1)?;
        plan.placed.first_mut()?.rooms.get_mut(place)?.room.clone_from(&left.room);
        Some(plan)
    });
    let of = |plan: &Plan| reading_matrix(laid.instance, plan, &laid.project.id);
    of(plan).into_iter().chain(earlier.filter_map(|plan| of(&plan))).collect()
}

/// A slip for each batch and panel by the time of its reading. Of a reading that is done again the later one counts.
fn slips(today: &Today, laid: &Laid<'_>) -> Vec<PrintedSlip> {
    let mut reviews: Vec<_> = laid.placed.reviews.iter().collect();
    reviews.sort_by_key(|review| (review.begin, review.room.as_str()));
    let again = |place: usize| {
        let one = reviews[place];
        let same = |other: &&&bidhall_grouping::plan::Review| {
            other.batch == one.batch && laid.panel_in(&other.room) == laid.panel_in(&one.room)
        };
        reviews.iter().skip(place + 1).any(|other| same(&other))
    };
    (0..reviews.len())
        .filter(|place| !again(*place))
        .map(|place| {
            let review = reviews[place];
            PrintedSlip {
                code: slip(today, review.batch, laid.panel_in(&review.room)),
                batch: batch_name(review.batch),
                room: review.room.clone(),
                begin: laid.clock.begin(review.begin),
                end: laid.clock.end(review.end),
            }
        })
        .collect()
}
