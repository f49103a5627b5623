//! Virtual room groups, every version of them.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

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
    /// The planning problem as JSON.
    pub instance: String,
    /// The answer as JSON.
    pub plan: String,
    /// Version of the grouping settings.
    pub grouping_version: i32,
    /// Who planned.
    pub operator_id: Uuid,
    /// Name of who planned.
    pub operator_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

statements! {
    GROUPS_OF_DAY = "SELECT g.id, g.session_id, g.day, g.version, g.label, g.possible, g.basis, g.band,
                            g.instance, g.plan, g.grouping_version, g.operator_id, o.name AS operator_name, g.at
                     FROM room_groups g JOIN operators o ON o.id = g.operator_id
                     WHERE g.day = $1 ORDER BY g.label, g.version";
    ADD_GROUP = "INSERT INTO room_groups (id, session_id, day, version, label, possible, basis, band, instance,
                     plan, grouping_version, operator_id, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
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
            row.operator_id,
            row.at
        )?;
        self.touch("groups");
        Ok(rows == 1)
    }
}
