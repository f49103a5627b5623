//! Health tags.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::rehearsal::CountRow;
use crate::{Sealed, StoreError, Tx};

/// A health tag.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TagRow {
    /// Id.
    pub id: Uuid,
    /// The code printed on it.
    pub code: String,
    /// The check it came from.
    pub check_id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// The wearer.
    pub person_id: Uuid,
    /// The wearer's company.
    pub company_id: Option<Uuid>,
    /// Attendance role's word.
    pub role: String,
    /// The centre's calendar day it is valid on.
    pub day: NaiveDate,
    /// What "one company, one person" counts within: the day, or the day and session.
    pub scope: String,
    /// The state's word.
    pub state: String,
    /// Since when.
    pub state_at: DateTime<Utc>,
    /// Why.
    pub state_reason: Sealed,
    /// Lane of issue.
    pub lane: String,
    /// Who issued it.
    pub operator_id: Uuid,
    /// Name of who issued it.
    pub operator_name: String,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// Keyed hash of the normalised company name it counts under.
    pub name_key: Option<String>,
    /// The approved exception it was issued under.
    pub exception_id: Option<Uuid>,
}

/// Tags with who issued each.
macro_rules! tags {
    () => {
        "SELECT t.id, t.code, t.check_id, t.session_id, t.person_id, t.company_id, t.role, t.day, \
         t.scope, t.state, t.state_at, t.state_reason, t.lane, t.operator_id, o.name AS \
         operator_name, t.issued_at, t.name_key, t.exception_id FROM tags t JOIN operators o ON o.id = t.operator_id"
    };
}

statements! {
    /// Whichever of the two rules – one company one person, one person one tag – is broken, or the
    /// code is taken, nothing is inserted.
    ADD_TAG = "INSERT INTO tags (id, code, check_id, session_id, person_id, company_id, role, day, scope, state,
                   state_at, state_reason, lane, operator_id, issued_at, name_key, exception_id)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, '', $11, $12, $10, $13, $14
               WHERE NOT EXISTS (SELECT 1 FROM lost_codes l WHERE l.code = $2)
               ON CONFLICT DO NOTHING";
    TAG_BY_CODE = concat!(tags!(), " WHERE t.code = $1");
    TAG = concat!(tags!(), " WHERE t.id = $1");
    TAG_OF_CHECK = concat!(tags!(), " WHERE t.check_id = $1");
    TAGS_OF_DAY = concat!(tags!(), " WHERE t.day = $1 ORDER BY t.issued_at, t.id");
    /// Each part has an index of its own.
    TAGS_IN_THE_WAY = concat!(
        tags!(), " WHERE t.person_id = $1 AND t.day = $2 AND t.state IN ('active', 'left') UNION ",
        tags!(), " WHERE t.company_id = $3 AND t.scope = $5 AND t.role = 'bidder' AND t.state IN ('active', 'left') UNION ",
        tags!(), " WHERE t.name_key = $4 AND t.scope = $5 AND t.role = 'bidder' AND t.state IN ('active', 'left')");
    HEADS = "SELECT count(*) AS count FROM tags
             WHERE company_id = $1 AND scope = $2 AND role = $3 AND state IN ('active', 'left')";
    VOID_TAG = "UPDATE tags SET state = 'void', state_at = $2, state_reason = $3
                WHERE id = $1 AND state IN ('active', 'left')";
}

impl Tx {
    /// Issues a tag. `false` means that the database's own rules refused it: the company or the
    /// person has a valid tag already, or the code is taken or was lost.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_tag(&mut self, row: &TagRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_TAG,
            row.id,
            &row.code,
            row.check_id,
            row.session_id,
            row.person_id,
            row.company_id,
            &row.role,
            row.day,
            &row.scope,
            row.issued_at,
            &row.lane,
            row.operator_id,
            &row.name_key,
            row.exception_id
        )?;
        self.touch("tags");
        Ok(rows == 1)
    }

    /// The tag with this code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn tag_by_code(&mut self, code: &str) -> Result<Option<TagRow>, StoreError> {
        one!(self, TagRow, TAG_BY_CODE, code)
    }

    /// The tag with this id.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn tag(&mut self, id: Uuid) -> Result<Option<TagRow>, StoreError> {
        one!(self, TagRow, TAG, id)
    }

    /// The tag a check ended with.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn tag_of_check(&mut self, check: Uuid) -> Result<Option<TagRow>, StoreError> {
        one!(self, TagRow, TAG_OF_CHECK, check)
    }

    /// The tags of a day by time of issue.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn tags_of_day(&mut self, day: NaiveDate) -> Result<Vec<TagRow>, StoreError> {
        all!(self, TagRow, TAGS_OF_DAY, day)
    }

    /// The valid tags of a person on a day, and the valid bidders' tags of a company and under a company
    /// name within a scope.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn tags_in_the_way(
        &mut self,
        person: Option<Uuid>,
        day: NaiveDate,
        company: Option<Uuid>,
        name_key: Option<&str>,
        scope: &str,
    ) -> Result<Vec<TagRow>, StoreError> {
        all!(self, TagRow, TAGS_IN_THE_WAY, person, day, company, name_key, scope)
    }

    /// How many people of a company hold a valid tag in this role.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn heads_inside(&mut self, company: Uuid, scope: &str, role: &str) -> Result<i64, StoreError> {
        Ok(one!(self, CountRow, HEADS, company, scope, role)?.map_or(0, |row| row.count))
    }

    /// Makes a valid tag void; another one stays as it is and gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn void_tag(
        &mut self,
        id: Uuid,
        at: DateTime<Utc>,
        reason: &Sealed,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, VOID_TAG, id, at, reason)?;
        self.touch("tags");
        Ok(rows == 1)
    }
}
