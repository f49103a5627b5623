//! Virtual room groups, every version of them.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// One version of the group of a session.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GroupRow {
    /// Id.
    pub id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// Its day.
    pub day: NaiveDate,
    /// 1, 2, 3 …; the highest counts.
    pub version: i32,
    /// G1, G2 …
    pub label: String,
    /// Whether rooms were found.
    pub possible: bool,
    /// `band_upper_end` before the opening, `registered` after it.
    pub basis: String,
    /// The band's word.
    pub band: String,
    /// The planning problem as JSON, under seal: the number of bids stands in it.
    pub instance: Sealed,
    /// The answer as JSON, under seal.
    pub plan: Sealed,
    /// Version of the grouping settings.
    pub grouping_version: i32,
    /// What made it: `planned`, or the kind of the event.
    pub cause: String,
    /// Why, for a version that an event made.
    pub reason: String,
    /// What else the version rests on, as JSON, under seal.
    pub facts: Sealed,
    /// Who planned.
    pub operator_id: Uuid,
    /// Name of who planned.
    pub operator_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something that happened to a group on its day.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GroupEventRow {
    /// The session.
    pub session_id: Uuid,
    /// 1, 2, 3 … within the session.
    pub seq: i32,
    /// The kind's word.
    pub kind: String,
    /// What it happened to, such as a seat or a batch in a room.
    pub subject: String,
    /// 1, and one more each time the subject begins anew.
    pub turn: i32,
    /// The room, where there is one.
    pub room_id: Option<Uuid>,
    /// Its particulars as JSON, under seal.
    pub detail: Sealed,
    /// Why; may be empty.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

/// Groups with who planned each.
macro_rules! groups {
    () => {
        "SELECT g.id, g.session_id, g.day, g.version, g.label, g.possible, g.basis, g.band, g.instance, \
         g.plan, g.grouping_version, g.cause, g.reason, g.facts, g.operator_id, o.name AS operator_name, g.at \
         FROM room_groups g JOIN operators o ON o.id = g.operator_id"
    };
}

statements! {
    GROUPS_OF_DAY = concat!(groups!(), " WHERE g.day = $1 ORDER BY g.label, g.version");
    GROUPS_OF_SESSION = concat!(groups!(), " WHERE g.session_id = $1 ORDER BY g.version");
    GROUP = concat!(groups!(), " WHERE g.id = $1");
    GROUP_EVENTS = "SELECT e.session_id, e.seq, e.kind, e.subject, e.turn, e.room_id, e.detail, e.reason, e.at,
                        e.operator_id, o.name AS operator_name
                    FROM group_events e JOIN operators o ON o.id = e.operator_id
                    WHERE e.session_id = $1 ORDER BY e.seq";
    ADD_GROUP_EVENT = "INSERT INTO group_events (session_id, seq, kind, subject, turn, room_id, detail, reason, at,
                           operator_id)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    ADD_GROUP = "INSERT INTO room_groups (id, session_id, day, version, label, possible, basis, band, instance,
                     plan, grouping_version, cause, reason, facts, operator_id, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                 ON CONFLICT (session_id, version) DO NOTHING";
}

impl Tx {
    /// Every version of every group of a day, by label and version.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn groups_of_day(&mut self, day: NaiveDate) -> Result<Vec<GroupRow>, StoreError> {
        all!(self, GroupRow, GROUPS_OF_DAY, day)
    }

    /// Records a version; when another desk was first with this number it gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_group(&mut self, row: &GroupRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_GROUP,
            row.id,
            row.session_id,
            row.day,
            row.version,
            &row.label,
            row.possible,
            &row.basis,
            &row.band,
            &row.instance,
            &row.plan,
            row.grouping_version,
            &row.cause,
            &row.reason,
            &row.facts,
            row.operator_id,
            row.at
        )?;
        self.touch("groups");
        Ok(rows == 1)
    }

    /// Every version of the group of a session, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn groups_of_session(&mut self, session: Uuid) -> Result<Vec<GroupRow>, StoreError> {
        all!(self, GroupRow, GROUPS_OF_SESSION, session)
    }

    /// The version with this id.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn group(&mut self, id: Uuid) -> Result<Option<GroupRow>, StoreError> {
        one!(self, GroupRow, GROUP, id)
    }

    /// What happened to the group of a session, in its order.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn group_events(&mut self, session: Uuid) -> Result<Vec<GroupEventRow>, StoreError> {
        all!(self, GroupEventRow, GROUP_EVENTS, session)
    }

    /// Records what happened; `false` when it was recorded before or another desk was first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_group_event(&mut self, row: &GroupEventRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_GROUP_EVENT,
            row.session_id,
            row.seq,
            &row.kind,
            &row.subject,
            row.turn,
            row.room_id,
            &row.detail,
            &row.reason,
            row.at,
            row.operator_id
        )?;
        self.touch("groups");
        Ok(rows == 1)
    }
}
