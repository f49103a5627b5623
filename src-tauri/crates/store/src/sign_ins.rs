//! Sign-ins: who sits where, since when, and how it ended.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A sign-in that begins.
#[derive(Debug, Clone)]
pub struct SignInRow {
    /// Id.
    pub id: Uuid,
    /// Who.
    pub operator_id: Uuid,
    /// SHA-256 of the token, in hex.
    pub token_hash: String,
    /// At which desk.
    pub desk: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// After how many idle minutes it is locked.
    pub idle_minutes: i32,
    /// Whether the password must be changed first.
    pub must_change: bool,
}

/// A sign-in before this one.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EarlierSignIn {
    /// At which desk.
    pub desk: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A sign-in that ended just now.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EndedSignIn {
    /// At which desk.
    pub desk: String,
    /// Why.
    pub ended_why: String,
}

statements! {
    ADD_SIGN_IN = "INSERT INTO sign_ins (id, operator_id, token_hash, desk, at, seen_at, expires_at, idle_minutes,
                       must_change) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)";
    LAST_SIGN_IN = "SELECT desk, at FROM sign_ins WHERE operator_id = $1 ORDER BY at DESC, id DESC LIMIT 1";
    /// What had ended by itself is said to have, whoever notices it.
    END_SIGN_INS = "UPDATE sign_ins SET ended_at = $2,
                        ended_why = CASE WHEN expires_at <= $2 THEN 'expired' ELSE $3 END
                    WHERE operator_id = $1 AND ended_at IS NULL RETURNING desk, ended_why";
    SEEN = "UPDATE sign_ins SET seen_at = $2 WHERE id = $1 AND seen_at < $2 AND ended_at IS NULL";
    LOCK_SIGN_IN = "UPDATE sign_ins SET locked_at = $2 WHERE id = $1 AND ended_at IS NULL";
    UNLOCK_SIGN_IN = "UPDATE sign_ins SET locked_at = NULL, seen_at = $2 WHERE id = $1 AND ended_at IS NULL";
    CHANGED = "UPDATE sign_ins SET must_change = $2 WHERE id = $1 AND ended_at IS NULL";
}

impl Tx {
    /// Begins a sign-in. The person's other one must have ended in this transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_sign_in(&mut self, row: &SignInRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_SIGN_IN,
            row.id,
            row.operator_id,
            &row.token_hash,
            &row.desk,
            row.at,
            row.expires_at,
            row.idle_minutes,
            row.must_change
        )?;
        self.touch("operators");
        Ok(())
    }

    /// The person's last sign-in.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn last_sign_in(&mut self, operator: Uuid) -> Result<Option<EarlierSignIn>, StoreError> {
        one!(self, EarlierSignIn, LAST_SIGN_IN, operator)
    }

    /// Ends the person's sign-in and tells which it was.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn end_sign_ins(
        &mut self,
        operator: Uuid,
        at: DateTime<Utc>,
        why: &str,
    ) -> Result<Option<EndedSignIn>, StoreError> {
        let ended = one!(self, EndedSignIn, END_SIGN_INS, operator, at, why)?;
        self.touch("operators");
        Ok(ended)
    }

    /// Notes that a sign-in is in use.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn sign_in_seen(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, SEEN, id, at)?;
        Ok(())
    }

    /// Locks a sign-in until its password is given again.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn lock_sign_in(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, LOCK_SIGN_IN, id, at)?;
        Ok(())
    }

    /// Unlocks a sign-in.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn unlock_sign_in(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, UNLOCK_SIGN_IN, id, at)?;
        Ok(())
    }

    /// Says whether the password must be changed before anything else.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn sign_in_must_change(&mut self, id: Uuid, must: bool) -> Result<(), StoreError> {
        run!(self, CHANGED, id, must)?;
        Ok(())
    }
}
