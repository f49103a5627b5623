//! The ways of a tag: leaving, returning, scans, lost codes.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A way out or in.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PassageRow {
    /// `leave`, `return` or `closing`.
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
    /// On which lane.
    pub lane: String,
    /// Name of who recorded it.
    pub operator_name: String,
}

/// A scan with its answer.
#[derive(Debug, Clone)]
pub struct ScanRow {
    /// Id.
    pub id: Uuid,
    /// What was scanned, at most 20 characters: it may be the number of a document.
    pub code: Sealed,
    /// The tag it belongs to.
    pub tag_id: Option<Uuid>,
    /// The purpose's word.
    pub purpose: String,
    /// The answer's word.
    pub answer: String,
    /// When.
    pub at: DateTime<Utc>,
    /// On which lane.
    pub lane: String,
    /// By whom.
    pub operator_id: Uuid,
}

/// A code that was lost.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LostCodeRow {
    /// The code.
    pub code: String,
    /// The tag that lives on under a new code.
    pub tag_id: Uuid,
    /// Why.
    pub reason: Sealed,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct TagIdRow {
    id: Uuid,
}

statements! {
    PASS_TAG = "UPDATE tags SET state = $2, state_at = $3 WHERE id = $1 AND state = $4";
    ADD_PASSAGE = "INSERT INTO tag_passages (tag_id, seq, kind, at, lane, operator_id)
                   VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM tag_passages WHERE tag_id = $1),
                       $2, $3, $4, $5)";
    PASSAGES = "SELECT p.kind, p.at, p.lane, o.name AS operator_name
                FROM tag_passages p JOIN operators o ON o.id = p.operator_id WHERE p.tag_id = $1 ORDER BY p.seq";
    TAGS_INSIDE = "SELECT id FROM tags WHERE day = $1 AND state = 'active' ORDER BY id";
    ADD_SCAN = "INSERT INTO tag_scans (id, code, tag_id, purpose, answer, at, lane, operator_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LOST_CODE = "SELECT code, tag_id, reason, at FROM lost_codes WHERE code = $1";
    LOST_CODES_OF = "SELECT code, tag_id, reason, at FROM lost_codes WHERE tag_id = $1 ORDER BY at";
    ADD_LOST_CODE = "INSERT INTO lost_codes (code, tag_id, reason, at, operator_id) VALUES ($1, $2, $3, $4, $5)";
    RECODE_TAG = "UPDATE tags SET code = $2 WHERE id = $1 AND code = $3 AND state IN ('active', 'left')";
}

impl Tx {
    /// Moves a tag between inside and outside; `false` when it is not in the state it was seen in.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn pass_tag(
        &mut self,
        tag: Uuid,
        from: &str,
        to: &str,
        row: &PassageRow,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        if run!(self, PASS_TAG, tag, to, row.at, from)? != 1 {
            return Ok(false);
        }
        run!(self, ADD_PASSAGE, tag, &row.kind, row.at, &row.lane, operator)?;
        self.touch("tags");
        Ok(true)
    }

    /// Where a tag went, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn passages_of(&mut self, tag: Uuid) -> Result<Vec<PassageRow>, StoreError> {
        all!(self, PassageRow, PASSAGES, tag)
    }

    /// The tags whose wearers are inside on a day.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn tags_inside(&mut self, day: NaiveDate) -> Result<Vec<Uuid>, StoreError> {
        Ok(all!(self, TagIdRow, TAGS_INSIDE, day)?.into_iter().map(|row| row.id).collect())
    }

    /// Records a scan and its answer.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_scan(&mut self, row: &ScanRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_SCAN,
            row.id,
            &row.code,
            row.tag_id,
            &row.purpose,
            &row.answer,
            row.at,
            &row.lane,
            row.operator_id
        )
        .map(drop)
    }

    /// Whether this code was lost.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn lost_code(&mut self, code: &str) -> Result<Option<LostCodeRow>, StoreError> {
        one!(self, LostCodeRow, LOST_CODE, code)
    }

    /// The codes a tag has lost, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn lost_codes_of(&mut self, tag: Uuid) -> Result<Vec<LostCodeRow>, StoreError> {
        all!(self, LostCodeRow, LOST_CODES_OF, tag)
    }

    /// Gives a valid tag a new code; the old one is lost for ever. `false` when the tag is no longer
    /// valid under the old code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn replace_code(
        &mut self,
        lost: &LostCodeRow,
        new_code: &str,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        if run!(self, RECODE_TAG, lost.tag_id, new_code, &lost.code)? != 1 {
            return Ok(false);
        }
        run!(self, ADD_LOST_CODE, &lost.code, lost.tag_id, &lost.reason, lost.at, operator)?;
        self.touch("tags");
        Ok(true)
    }
}
