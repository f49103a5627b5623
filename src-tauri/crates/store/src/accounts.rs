//! Accounts: what was done to them, and who is locked, closed or waits for a new password.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// Something done to an account.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AccountChangeRow {
    /// Id.
    pub id: Uuid,
    /// The account.
    pub operator_id: Uuid,
    /// The kind's word.
    pub kind: String,
    /// The role that was given or taken.
    pub role: Option<String>,
    /// Why.
    pub reason: String,
    /// Who did it; nobody when the centre was founded.
    pub by_id: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
}

/// An account as the list shows it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AccountRow {
    /// Id.
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Since when.
    pub registered_at: DateTime<Utc>,
    /// Since when it is closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The words of its roles, parted by commas.
    pub roles: Option<String>,
    /// Until when its code is locked.
    pub locked_until: Option<DateTime<Utc>>,
    /// When the person signed in last.
    pub last_at: Option<DateTime<Utc>>,
    /// At which desk the person is signed in now.
    pub desk: Option<String>,
    /// Who asked for a new password, by code, while a second person has still to decide.
    pub reset_by: Option<String>,
}

/// A request for a new password.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ResetRow {
    /// Id.
    pub id: Uuid,
    /// Whose password.
    pub operator_id: Uuid,
    /// Who asked.
    pub requested_by: Uuid,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A line of an account's history.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AccountEventRow {
    /// When.
    pub at: DateTime<Utc>,
    /// The kind's word.
    pub kind: String,
    /// The role that was given or taken.
    pub role: Option<String>,
    /// Why.
    pub reason: String,
    /// Code of who did it.
    pub by_code: Option<String>,
}

statements! {
    ACCOUNTS = "SELECT o.id, o.code, o.name, o.registered_at, o.closed_at,
                    (SELECT string_agg(r.role, ',') FROM operator_roles r WHERE r.operator_id = o.id) AS roles,
                    f.locked_until,
                    (SELECT MAX(s.at) FROM sign_ins s WHERE s.operator_id = o.id) AS last_at,
                    (SELECT s.desk FROM sign_ins s WHERE s.operator_id = o.id AND s.ended_at IS NULL) AS desk,
                    (SELECT w.code FROM password_resets p JOIN operators w ON w.id = p.requested_by
                     WHERE p.operator_id = o.id AND p.decided_at IS NULL) AS reset_by
                FROM operators o LEFT JOIN sign_in_failures f ON f.code = o.code ORDER BY o.code";
    ADD_ACCOUNT_CHANGE = "INSERT INTO account_changes (id, operator_id, kind, role, reason, by_id, at)
                          VALUES ($1, $2, $3, $4, $5, $6, $7)";
    ACCOUNT_EVENTS = "SELECT c.at, c.kind, c.role, c.reason, w.code AS by_code FROM account_changes c
                      LEFT JOIN operators w ON w.id = c.by_id WHERE c.operator_id = $1 ORDER BY c.at, c.id";
    TAKE_ROLE = "DELETE FROM operator_roles WHERE operator_id = $1 AND role = $2";
    SET_CLOSED = "UPDATE operators SET closed_at = $2 WHERE id = $1";
    HOLDERS = "SELECT o.id FROM operators o JOIN operator_roles r ON r.operator_id = o.id
               WHERE r.role = $1 AND o.closed_at IS NULL ORDER BY o.id";
    OPEN_RESET = "SELECT id, operator_id, requested_by, requested_at, reason FROM password_resets
                  WHERE operator_id = $1 AND decided_at IS NULL";
    ADD_RESET = "INSERT INTO password_resets (id, operator_id, requested_by, requested_at, reason)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    DECIDE_RESET = "UPDATE password_resets SET decided_by = $2, decided_at = $3, approved = $4
                    WHERE id = $1 AND decided_at IS NULL";
    /// Whoever changes accounts holds the centre, of which there is one.
    LOCK_ACCOUNTS = "UPDATE centre SET name = name WHERE id = 1";
}

#[derive(Debug, sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

impl Tx {
    /// Everyone with an account, by code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn accounts(&mut self) -> Result<Vec<AccountRow>, StoreError> {
        all!(self, AccountRow, ACCOUNTS)
    }

    /// Notes what was done to an account.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_account_change(&mut self, row: &AccountChangeRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_ACCOUNT_CHANGE,
            row.id,
            row.operator_id,
            &row.kind,
            row.role.as_deref(),
            &row.reason,
            row.by_id,
            row.at
        )?;
        self.touch("operators");
        Ok(())
    }

    /// What was done to an account, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn account_events(&mut self, operator: Uuid) -> Result<Vec<AccountEventRow>, StoreError> {
        all!(self, AccountEventRow, ACCOUNT_EVENTS, operator)
    }

    /// Takes a role; one that is not held changes nothing and gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn take_role(&mut self, operator: Uuid, role: &str) -> Result<bool, StoreError> {
        let rows = run!(self, TAKE_ROLE, operator, role)?;
        self.touch("operators");
        Ok(rows == 1)
    }

    /// Closes an account, or opens it again.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn set_closed(&mut self, operator: Uuid, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        run!(self, SET_CLOSED, operator, at)?;
        self.touch("operators");
        Ok(())
    }

    /// Those who hold a role and whose account is open.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn holders(&mut self, role: &str) -> Result<Vec<Uuid>, StoreError> {
        Ok(all!(self, IdRow, HOLDERS, role)?.into_iter().map(|row| row.id).collect())
    }

    /// Makes every other desk wait that changes accounts, so that two of them cannot take the last two
    /// holders of a role at once. SQLite has one writer anyway.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another desk holds them too long.
    pub async fn lock_accounts(&mut self) -> Result<(), StoreError> {
        if self.has_server() {
            run!(self, LOCK_ACCOUNTS)?;
        }
        Ok(())
    }

    /// The request for a new password that a second person has still to decide.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn open_reset(&mut self, operator: Uuid) -> Result<Option<ResetRow>, StoreError> {
        one!(self, ResetRow, OPEN_RESET, operator)
    }

    /// Asks for a new password; `false` when it was asked for already.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_reset(&mut self, row: &ResetRow) -> Result<bool, StoreError> {
        let rows =
            run!(self, ADD_RESET, row.id, row.operator_id, row.requested_by, row.requested_at, &row.reason)?;
        self.touch("operators");
        Ok(rows == 1)
    }

    /// Decides a request; `false` when it was decided before.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn decide_reset(
        &mut self,
        id: Uuid,
        by: Uuid,
        at: DateTime<Utc>,
        approved: bool,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, DECIDE_RESET, id, by, at, approved)?;
        self.touch("operators");
        Ok(rows == 1)
    }
}
