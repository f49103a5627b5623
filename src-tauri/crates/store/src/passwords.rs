//! Passwords by their hashes, and wrong ones by the code they were typed with.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::rehearsal::CountRow;
use crate::{StoreError, Tx};

/// A password.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PasswordRow {
    /// Whose.
    pub operator_id: Uuid,
    /// 1, 2, 3 …
    pub seq: i32,
    /// Its hash with salt and parameters (PHC string).
    pub hash: String,
    /// The origin's word.
    pub origin: String,
    /// Who set it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

/// The wrong passwords in a row of a code.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FailureRow {
    /// The code as it was typed.
    pub code: String,
    /// How many.
    pub failures: i32,
    /// When the last one was.
    pub last_at: DateTime<Utc>,
    /// Until when the code is locked.
    pub locked_until: Option<DateTime<Utc>>,
}

statements! {
    PASSWORDS = "SELECT operator_id, seq, hash, origin, set_by, set_at FROM passwords
                 WHERE operator_id = $1 ORDER BY seq DESC LIMIT $2";
    ADD_PASSWORD = "INSERT INTO passwords (operator_id, seq, hash, origin, set_by, set_at)
                    VALUES ($1, $2, $3, $4, $5, $6)";
    PASSWORDS_SET = "SELECT count(*) AS count FROM passwords";
    FAILURES = "SELECT code, failures, last_at, locked_until FROM sign_in_failures WHERE code = $1";
    ADD_FAILURE = "INSERT INTO sign_in_failures (code, failures, last_at, locked_until) VALUES ($1, 1, $2, NULL)
                   ON CONFLICT (code) DO UPDATE SET failures = sign_in_failures.failures + 1,
                       last_at = excluded.last_at, locked_until = NULL
                   RETURNING code, failures, last_at, locked_until";
    LOCK_CODE = "UPDATE sign_in_failures SET locked_until = $2 WHERE code = $1";
    FORGET_FAILURES = "DELETE FROM sign_in_failures WHERE code = $1";
    FORGET_STRANGERS = "DELETE FROM sign_in_failures WHERE last_at < $1
                        AND NOT EXISTS (SELECT 1 FROM operators o WHERE o.code = sign_in_failures.code)";
}

impl Tx {
    /// The last `limit` passwords of an account, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn passwords(&mut self, operator: Uuid, limit: i64) -> Result<Vec<PasswordRow>, StoreError> {
        all!(self, PasswordRow, PASSWORDS, operator, limit)
    }

    /// Sets a password.
    ///
    /// # Errors
    /// [`StoreError`] when another desk set one of this number, or the database is lost.
    pub async fn add_password(&mut self, row: &PasswordRow) -> Result<(), StoreError> {
        run!(self, ADD_PASSWORD, row.operator_id, row.seq, &row.hash, &row.origin, row.set_by, row.set_at)?;
        self.touch("operators");
        Ok(())
    }

    /// Whether anybody has a password: a centre founded before there were accounts has none.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn has_passwords(&mut self) -> Result<bool, StoreError> {
        Ok(one!(self, CountRow, PASSWORDS_SET)?.is_some_and(|row| row.count > 0))
    }

    /// The wrong passwords in a row of a code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn failures(&mut self, code: &str) -> Result<Option<FailureRow>, StoreError> {
        one!(self, FailureRow, FAILURES, code)
    }

    /// Counts one more wrong password of a code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_failure(&mut self, code: &str, at: DateTime<Utc>) -> Result<u32, StoreError> {
        let row = one!(self, FailureRow, ADD_FAILURE, code, at)?;
        Ok(row.and_then(|row| u32::try_from(row.failures).ok()).unwrap_or(1))
    }

    /// Locks a code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn lock_code(&mut self, code: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, LOCK_CODE, code, until)?;
        self.touch("operators");
        Ok(())
    }

    /// Forgets the wrong passwords of a code; `false` when there were none.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn forget_failures(&mut self, code: &str) -> Result<bool, StoreError> {
        let rows = run!(self, FORGET_FAILURES, code)?;
        Ok(rows == 1)
    }

    /// Forgets codes nobody has that were last typed before a moment, so that they do not fill the table.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn forget_strangers(&mut self, before: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, FORGET_STRANGERS, before)?;
        Ok(())
    }
}
