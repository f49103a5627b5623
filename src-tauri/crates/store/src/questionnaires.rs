//! The questionnaires as they were handed in, each attempt a row, and what supervision is told of them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

#[derive(Debug, Clone, sqlx::FromRow)]
struct AnswersRow {
    answers: Sealed,
}

/// Something supervision is told of.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClashRow {
    /// The check at which it was found.
    pub check_id: Uuid,
    /// The kind's word.
    pub kind: String,
    /// The other check it concerns.
    pub other_check_id: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
}

statements! {
    LATEST_ANSWERS = "SELECT answers FROM questionnaires WHERE check_id = $1 ORDER BY seq DESC LIMIT 1";
    KEEP_ANSWERS = "INSERT INTO questionnaires (check_id, seq, answers, at, operator_id)
                    VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM questionnaires WHERE check_id = $1),
                        $2, $3, $4)";
    ADD_CLASH = "INSERT INTO clashes (check_id, seq, kind, other_check_id, at)
                 VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM clashes WHERE check_id = $1), $2, $3, $4)";
    CLASHES_OF_CHECK = "SELECT check_id, kind, other_check_id, at FROM clashes WHERE check_id = $1 ORDER BY seq";
    CLASHES_BETWEEN = "SELECT check_id, kind, other_check_id, at FROM clashes
                       WHERE at >= $1 AND at < $2 ORDER BY at, check_id, seq";
}

impl Tx {
    /// The answers of a check as they were entered last, as JSON under seal.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn latest_answers(&mut self, check: Uuid) -> Result<Option<Sealed>, StoreError> {
        Ok(one!(self, AnswersRow, LATEST_ANSWERS, check)?.map(|row| row.answers))
    }

    /// Keeps the answers as they were entered.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn keep_answers(
        &mut self,
        check: Uuid,
        answers: &Sealed,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<(), StoreError> {
        later!(self, KEEP_ANSWERS, check, answers, at, operator);
        Ok(())
    }

    /// Notes something for supervision.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_clash(&mut self, row: &ClashRow) -> Result<(), StoreError> {
        later!(self, ADD_CLASH, row.check_id, &row.kind, row.other_check_id, row.at);
        Ok(())
    }

    /// What was noted about a check.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn clashes_of(&mut self, check: Uuid) -> Result<Vec<ClashRow>, StoreError> {
        all!(self, ClashRow, CLASHES_OF_CHECK, check)
    }

    /// What was noted from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn clashes_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<ClashRow>, StoreError> {
        all!(self, ClashRow, CLASHES_BETWEEN, from, until)
    }
}
