//! Postponements and changes of rooms (变更): each is a recorded amendment with its document.

use bidhall_rules::ids::SessionId;
use bidhall_store::amendments::AmendmentRow;
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::proposal::{AmendmentDraft, Proposal};
use super::{RoomBook, SessionView, find, view_of};
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::calls::ensure_calls;
use crate::groups::{Lacking, book_openings, release_group};

/// Amends a session.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AmendmentForm {
    /// The session.
    pub session_id: SessionId,
    /// Other lots of the project that go with it: with its number, its deadline, and not begun.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<SessionId>>")]
    pub lots: Vec<SessionId>,
    /// The new deadline and opening time; as it was when none is given.
    #[serde(default)]
    pub deadline: Option<DateTime<Utc>>,
    /// Codes of the new opening rooms, 1 to 10; as they were when none are given.
    #[serde(default)]
    pub opening_rooms: Option<Vec<String>>,
    /// Codes of the new evaluation rooms, at most 10; as they were when none are given.
    #[serde(default)]
    pub evaluation_rooms: Option<Vec<String>>,
    /// Number of the document it rests on, 2 to 60 characters; may be empty when only the evaluation rooms change.
    pub document: String,
    /// Why, 2 to 200 characters.
    pub reason: String,
    /// Whether less time to another opening in the room than opening and disinfection need is accepted; never
    /// the same time.
    #[serde(default)]
    pub accept_interval: bool,
}

/// An amendment.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AmendmentView {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Number of the document; empty when only the evaluation rooms changed without one.
    pub document: String,
    /// Why.
    pub reason: String,
    /// Opening time before.
    pub from_at: DateTime<Utc>,
    /// Opening time from then on.
    pub to_at: DateTime<Utc>,
    /// Opening rooms before.
    pub from_rooms: Vec<String>,
    /// Opening rooms from then on.
    pub to_rooms: Vec<String>,
}

/// `sessions.amend`: every lot that goes with the session is amended with it or none is.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::SessionEnded`] once it has begun or ended;
/// [`DeskError::NothingToAmend`]; [`DeskError::RoomInterval`], [`DeskError::RoomBooked`] and
/// [`DeskError::RoomHours`] for a room that is not free; [`DeskError::TextNamesBidders`];
/// [`DeskError::DatabaseBusy`] when another desk amended it at the same moment.
pub async fn amend(act: &mut Writing, form: AmendmentForm) -> Result<SessionView, DeskError> {
    let id = form.session_id;
    let mut locked: Vec<Uuid> = form.lots.iter().chain([&id]).map(|session| session.uuid()).collect();
    locked.sort_unstable();
    for session in locked {
        act.tx.lock_session(session).await?;
    }
    let proposal = Proposal::of(
        act,
        AmendmentDraft {
            session_id: id,
            lots: form.lots,
            deadline: form.deadline,
            opening_rooms: form.opening_rooms,
            evaluation_rooms: form.evaluation_rooms,
        },
    )
    .await?;
    let session = find(act, id).await?;
    let least = if proposal.needs_document() || !form.document.trim().is_empty() { 2 } else { 0 };
    let document = act.checked_text("document", &form.document, least, 60).await?;
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    if proposal.changes_nothing() {
        return Err(DeskError::NothingToAmend { code: session.code });
    }
    let venue = proposal.venue(act).await?;
    proposal.check(&venue, form.accept_interval)?;
    for row in &proposal.sessions {
        let said = Said { document: &document, reason: &reason, close_accepted: form.accept_interval };
        record(act, &proposal, row, &said).await?;
    }
    let new_day = act.zone.day_of(proposal.deadline);
    let mut lacking = book_openings(act, session.day).await?;
    if new_day != session.day {
        lacking = book_openings(act, new_day).await?;
    }
    // Who chooses time and room anew chooses ones that are free.
    let amended = |lacking: &Lacking| proposal.sessions.iter().any(|row| row.id == lacking.session);
    if let Some(lacking) = lacking.into_iter().find(amended) {
        return Err(lacking.error);
    }
    for row in &proposal.sessions {
        ensure_calls(act, row.agency_id, new_day).await?;
    }
    act.concerns("session", &session.code);
    act.note("document", document);
    act.note("reason", reason);
    act.note("from", session.deadline.to_rfc3339());
    act.note("to", proposal.deadline.to_rfc3339());
    act.note("openingRooms", proposal.opening.join("、"));
    if proposal.sessions.len() > 1 {
        let lots: Vec<&str> = proposal.sessions.iter().map(|row| row.lot.as_str()).collect();
        act.note("lots", lots.join("、"));
    }
    let session = find(act, id).await?;
    let rooms = RoomBook::load(act).await?;
    view_of(act, &rooms, session).await
}

/// What was said of an amendment.
struct Said<'a> {
    document: &'a str,
    reason: &'a str,
    close_accepted: bool,
}

/// Records the amendment of one of the sessions, and gives the rooms of its group back when it moves.
async fn record(
    act: &mut Writing,
    proposal: &Proposal,
    session: &SessionRow,
    said: &Said<'_>,
) -> Result<(), DeskError> {
    let seq = act.tx.amendments_of(session.id).await?.last().map_or(0, |last| last.seq) + 1;
    let uses = proposal.rooms(act, session.id, seq).await?;
    let row = AmendmentRow {
        session_id: session.id,
        seq,
        document: said.document.to_owned(),
        reason: said.reason.to_owned(),
        old_deadline: session.deadline,
        new_deadline: proposal.deadline,
        old_day: session.day,
        new_day: act.zone.day_of(proposal.deadline),
        close_accepted: said.close_accepted,
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    };
    if !act.tx.amend_session(&row).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    for usage in &uses {
        act.tx.add_session_room(usage).await?;
    }
    if row.new_deadline != row.old_deadline {
        release_group(act, session.id).await?;
    }
    Ok(())
}

/// The amendments of a session with the rooms before and after each.
pub(super) async fn amendments_of(act: &mut Reading, session: Uuid) -> Result<Vec<AmendmentView>, DeskError> {
    let rows = act.tx.amendments_of(session).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let uses = act.tx.every_room_of_session(session).await?;
    let rooms = act.tx.rooms().await?;
    let name = |id: Uuid| rooms.iter().find(|room: &&RoomRow| room.id == id).map(|room| room.name.clone());
    let names = |amendment: i32| {
        let of = uses.iter().filter(|usage| usage.amendment == amendment && usage.part == "opening");
        of.filter_map(|usage| name(usage.room_id)).collect::<Vec<_>>()
    };
    Ok(rows
        .into_iter()
        .map(|row| AmendmentView {
            at: row.at,
            operator: row.operator_name,
            document: row.document,
            reason: row.reason,
            from_at: row.old_deadline,
            to_at: row.new_deadline,
            from_rooms: names(row.seq - 1),
            to_rooms: names(row.seq),
        })
        .collect())
}
