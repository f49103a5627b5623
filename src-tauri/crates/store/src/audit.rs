//! The audit log, a chain of hashes.

use chrono::{DateTime, Utc};

use crate::{StoreError, Tx};

/// One link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditRow {
    /// 1, 2, 3 … without a gap.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Code of the operator.
    pub operator: String,
    /// The command.
    pub command: String,
    /// What it was done to, such as `check 0196…`.
    pub subject: String,
    /// What changed, as JSON without names of bidders or numbers of them.
    pub detail: String,
    /// Hash of the link before, empty for the first.
    pub previous: String,
    /// Hash of this link.
    pub hash: String,
}

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditHead {
    /// Links so far.
    pub seq: i64,
    /// Hash of the last one.
    pub hash: String,
}

statements! {
    /// Also takes the row lock that puts the writers of all desks into one order.
    NEXT_SEQ = "UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash";
    /// The same where nobody else can write.
    SET_SEQ = "UPDATE audit_head SET seq = $1 WHERE id = 1";
    HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1";
    ADD_AUDIT = "INSERT INTO audit (seq, at, operator, command, subject, detail, previous, hash)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    AUDIT_AFTER = "SELECT seq, at, operator, command, subject, detail, previous, hash FROM audit
                   WHERE seq > $1 ORDER BY seq LIMIT $2";
    AUDIT_BEFORE = "SELECT seq, at, operator, command, subject, detail, previous, hash FROM audit
                    WHERE seq < $1 ORDER BY seq DESC LIMIT $2";
}

impl Tx {
    /// Takes the next number of the chain and tells the hash it must follow.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another desk holds the chain too long.
    pub async fn next_audit(&mut self) -> Result<AuditHead, StoreError> {
        if let Some(last) = self.head.take() {
            let head = AuditHead { seq: last.seq + 1, ..last };
            later!(self, SET_SEQ, head.seq);
            return Ok(head);
        }
        Ok(one!(self, AuditHead, NEXT_SEQ)?.unwrap_or(AuditHead { seq: 1, hash: String::new() }))
    }

    /// Appends a link whose number was taken with [`Tx::next_audit`] in this transaction; the end of
    /// the chain follows by a trigger.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_audit(&mut self, row: &AuditRow) -> Result<(), StoreError> {
        later!(
            self,
            ADD_AUDIT,
            row.seq,
            row.at,
            &row.operator,
            &row.command,
            &row.subject,
            &row.detail,
            &row.previous,
            &row.hash
        );
        self.touch("audit");
        Ok(())
    }

    /// The end of the chain.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn audit_head(&mut self) -> Result<AuditHead, StoreError> {
        Ok(one!(self, AuditHead, HEAD)?.unwrap_or(AuditHead { seq: 0, hash: String::new() }))
    }

    /// Up to `limit` links after number `seq`, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn audit_after(&mut self, seq: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        all!(self, AuditRow, AUDIT_AFTER, seq, limit)
    }

    /// Up to `limit` links before number `seq`, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn audit_before(&mut self, seq: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        all!(self, AuditRow, AUDIT_BEFORE, seq, limit)
    }
}
