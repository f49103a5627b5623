//! What an amendment would change, before anybody confirms it; and what is free instead.

use bidhall_rules::ids::{CallId, RoomId, SessionId};
use bidhall_rules::papers::PaperKind;
use bidhall_rules::room_calendar::{ConflictKind, RoomUse, free_rooms, next_times};
use bidhall_rules::secrecy::names_open;
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::calendar::{CalendarConflict, Venue};
use super::proposal::{AmendmentDraft, Proposal, refusal};
use crate::DeskError;
use crate::act::{Reading, word};
use crate::groups::RoomBooking;

/// How many free times and rooms are told.
const SUGGESTED: usize = 4;

/// A lot of the project that could go with the session.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionLot {
    /// The lot's session.
    pub session_id: SessionId,
    /// The lot.
    pub lot: String,
    /// Whether it goes with it.
    pub goes: bool,
}

/// A call that told the agency what would stand no more.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoidedCall {
    /// The call.
    pub call_id: CallId,
    /// The agency.
    pub agency: String,
    /// Who was reached.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who rang.
    pub operator: String,
    /// How many notices of it were saved.
    pub notices: u32,
}

/// A conflict that the proposal would have.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProposedConflict {
    /// The conflict.
    pub conflict: CalendarConflict,
    /// Whether the amendment is refused because of it.
    pub refused: bool,
    /// Whether the amendment goes when the short interval is accepted.
    pub acceptable: bool,
}

/// A room that is free at the time of the proposal.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct FreeRoom {
    /// The room it would take the place of.
    pub instead_of: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its seats under spacing.
    pub seats_spaced: i32,
    /// Whether those are fewer than in the room it would take the place of.
    pub smaller: bool,
}

/// What an amendment would change.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AmendmentPreview {
    /// The other lots of the project with this deadline.
    pub lots: Vec<SessionLot>,
    /// The published deadline.
    pub old_deadline: DateTime<Utc>,
    /// The deadline it would have.
    pub deadline: DateTime<Utc>,
    /// Names of the published opening rooms.
    pub old_opening_rooms: Vec<String>,
    /// Names of the opening rooms it would have.
    pub opening_rooms: Vec<String>,
    /// Names of the evaluation rooms as they are.
    pub old_evaluation_rooms: Vec<String>,
    /// Names of the evaluation rooms it would have.
    pub evaluation_rooms: Vec<String>,
    /// Whether anything would change.
    pub changes: bool,
    /// Whether it needs the number of a document (招标投标法 art. 34).
    pub needs_document: bool,
    /// Calls that become void and due again.
    pub calls: Vec<VoidedCall>,
    /// Papers of the session or its calls that were printed or saved and no longer hold.
    pub papers: Vec<PaperKind>,
    /// Bookings of its group that are given back because the opening moves; the group is planned again.
    pub bookings: Vec<RoomBooking>,
    /// What it would be in conflict with.
    pub conflicts: Vec<ProposedConflict>,
    /// The next times at which its rooms are free.
    pub free_times: Vec<DateTime<Utc>>,
    /// Rooms that are free at its time.
    pub free_rooms: Vec<FreeRoom>,
}

/// `sessions.amend.preview`: nothing is changed.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::SessionEnded`]; [`DeskError::WrongField`] for a draft that cannot be.
pub async fn preview_amendment(
    act: &mut Reading,
    draft: AmendmentDraft,
) -> Result<AmendmentPreview, DeskError> {
    let proposal = Proposal::of(act, draft).await?;
    let venue = proposal.venue(act).await?;
    let uses = proposal.uses(&venue)?;
    let names = |codes: &[String]| -> Result<Vec<String>, DeskError> {
        codes.iter().map(|code| Ok(venue.known.coded(code)?.name.clone())).collect()
    };
    let speaks_of_it = proposal.moves() || proposal.changes_place();
    let mut preview = AmendmentPreview {
        lots: lots(act, &proposal).await?,
        old_deadline: proposal.session().map_or(proposal.deadline, |row| row.deadline),
        deadline: proposal.deadline,
        old_opening_rooms: names(&proposal.old_opening)?,
        opening_rooms: names(&proposal.opening)?,
        old_evaluation_rooms: names(&proposal.old_evaluation)?,
        evaluation_rooms: names(&proposal.evaluation)?,
        changes: !proposal.changes_nothing(),
        needs_document: proposal.needs_document(),
        calls: Vec::new(),
        papers: Vec::new(),
        bookings: Vec::new(),
        conflicts: conflicts(&proposal, &venue, &uses)?,
        free_times: free_times(act, &proposal, &venue, &uses),
        free_rooms: other_rooms(&venue, &uses)?,
    };
    for row in proposal.sessions.iter().filter(|_| speaks_of_it) {
        voided(act, row, &mut preview).await?;
        if proposal.moves() {
            preview.bookings.extend(bookings(act, row, &venue).await?);
        }
    }
    Ok(preview)
}

/// The other lots of the project that have its deadline and have not begun.
async fn lots(act: &mut Reading, proposal: &Proposal) -> Result<Vec<SessionLot>, DeskError> {
    let Some(session) = proposal.session() else { return Ok(Vec::new()) };
    let going = proposal.ids();
    let of_day = act.tx.sessions_of_day(session.day).await?;
    let others = of_day.into_iter().filter(|row| {
        row.id != session.id
            && row.code == session.code
            && row.deadline == session.deadline
            && row.state == "scheduled"
            && !names_open(row.deadline, act.now)
    });
    Ok(others
        .map(|row| SessionLot {
            session_id: SessionId::from_uuid(row.id),
            goes: going.contains(&row.id),
            lot: row.lot,
        })
        .collect())
}

fn conflicts(
    proposal: &Proposal,
    venue: &Venue,
    uses: &[RoomUse],
) -> Result<Vec<ProposedConflict>, DeskError> {
    let entry = proposal.entry();
    let mut found = Vec::new();
    for usage in uses {
        for fault in venue.floor().faults(usage) {
            let refused = refusal(venue, usage, fault, true).is_some();
            let acceptable = !refused && refusal(venue, usage, fault, false).is_some();
            let told = venue.conflict(&entry, usage, fault)?;
            found.extend(told.into_iter().map(|conflict| ProposedConflict { conflict, refused, acceptable }));
        }
    }
    found.sort_by_key(|one| (!one.refused, !one.acceptable, one.conflict.kind == ConflictKind::OutsideHours));
    Ok(found)
}

/// The next times to come, other than the proposed one, at which the rooms are free.
fn free_times(act: &Reading, proposal: &Proposal, venue: &Venue, uses: &[RoomUse]) -> Vec<DateTime<Utc>> {
    let from = proposal.deadline.max(act.now) + Duration::minutes(1);
    next_times(uses, &venue.floor(), from, SUGGESTED)
}

/// Free rooms of the same purpose in place of each that is in conflict, or of the first when none is; those
/// that are large enough first, and of them the smallest.
fn other_rooms(venue: &Venue, uses: &[RoomUse]) -> Result<Vec<FreeRoom>, DeskError> {
    let floor = venue.floor();
    let mut wanting: Vec<&RoomUse> = uses.iter().filter(|usage| !floor.faults(usage).is_empty()).collect();
    if wanting.is_empty() {
        wanting.extend(uses.first());
    }
    let mut found = Vec::new();
    for usage in wanting {
        let Some(own) = venue.known.row(usage.room.uuid()) else { continue };
        let is_chosen = |row: &&RoomRow| {
            row.purpose == own.purpose && uses.iter().all(|other| other.room.uuid() != row.id)
        };
        let mut rows: Vec<&RoomRow> = venue.known.rows.iter().filter(is_chosen).collect();
        rows.sort_by_key(|row| {
            (row.seats_spaced < own.seats_spaced, row.seats_spaced.abs_diff(own.seats_spaced))
        });
        let ids: Vec<RoomId> = rows.iter().map(|row| RoomId::from_uuid(row.id)).collect();
        for room in free_rooms(usage, &ids, &floor).into_iter().take(SUGGESTED) {
            let Some(row) = venue.known.row(room.uuid()) else { continue };
            found.push(FreeRoom {
                instead_of: own.code.clone(),
                code: row.code.clone(),
                name: row.name.clone(),
                seats_spaced: row.seats_spaced,
                smaller: row.seats_spaced < own.seats_spaced,
            });
        }
    }
    Ok(found)
}

/// Adds the calls and papers that speak of the session as it is.
async fn voided(
    act: &mut Reading,
    row: &SessionRow,
    preview: &mut AmendmentPreview,
) -> Result<(), DeskError> {
    let mut subjects = vec![SessionId::from_uuid(row.id).to_string()];
    if let Some(heard) = act.tx.heard_of_session(row.id).await? {
        let call_id = CallId::from_uuid(heard.call_id);
        subjects.push(call_id.to_string());
        if preview.calls.iter().all(|call| call.call_id != call_id) {
            let notices = act.tx.notices_of_call(heard.call_id).await?;
            preview.calls.push(VoidedCall {
                call_id,
                agency: heard.agency_name,
                person: heard.person,
                at: heard.at,
                operator: heard.operator_name,
                notices: u32::try_from(notices).unwrap_or(u32::MAX),
            });
        }
    }
    for subject in subjects {
        for kind in act.tx.kinds_printed_of(&subject).await? {
            let kind = word(&kind)?;
            if !preview.papers.contains(&kind) {
                preview.papers.push(kind);
            }
        }
    }
    Ok(())
}

async fn bookings(act: &mut Reading, row: &SessionRow, venue: &Venue) -> Result<Vec<RoomBooking>, DeskError> {
    let held = act.tx.bookings_of_session(row.id).await?;
    let own = held.into_iter().filter(|booking| booking.part != "opening");
    Ok(own
        .map(|booking| RoomBooking {
            room: venue.known.row(booking.room_id).map(|room| room.code.clone()).unwrap_or_default(),
            code: booking.code,
            part: booking.part,
            from: booking.begins,
            until: booking.ends,
        })
        .collect())
}
