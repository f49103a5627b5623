//! The people at the desks and their roles.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A person who works with Bidhall.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OperatorRow {
    /// Id.
    pub id: Uuid,
    /// Short code by which requests name the person.
    pub code: String,
    /// Name as colleagues say it.
    pub name: String,
    /// Since when.
    pub registered_at: DateTime<Utc>,
    /// Since when the account is closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A role of a person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OperatorRoleRow {
    /// The person.
    pub operator_id: Uuid,
    /// The role's word.
    pub role: String,
}

statements! {
    OPERATORS = "SELECT id, code, name, registered_at, closed_at FROM operators ORDER BY code";
    OPERATOR_BY_CODE = "SELECT id, code, name, registered_at, closed_at FROM operators WHERE code = $1";
    ALL_ROLES = "SELECT operator_id, role FROM operator_roles ORDER BY operator_id, role";
    ADD_OPERATOR = "INSERT INTO operators (id, code, name, registered_at) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (code) DO NOTHING";
    ADD_ROLE = "INSERT INTO operator_roles (operator_id, role) VALUES ($1, $2)
                ON CONFLICT (operator_id, role) DO NOTHING";
}

impl Tx {
    /// Gives a role; one that is held already changes nothing and gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn give_role(&mut self, operator: Uuid, role: &str) -> Result<bool, StoreError> {
        let rows = run!(self, ADD_ROLE, operator, role)?;
        self.touch("operators");
        Ok(rows == 1)
    }

    /// Everyone, by code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn operators(&mut self) -> Result<Vec<OperatorRow>, StoreError> {
        all!(self, OperatorRow, OPERATORS)
    }

    /// The person with this code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn operator_by_code(&mut self, code: &str) -> Result<Option<OperatorRow>, StoreError> {
        one!(self, OperatorRow, OPERATOR_BY_CODE, code)
    }

    /// The roles of everyone.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn all_roles(&mut self) -> Result<Vec<OperatorRoleRow>, StoreError> {
        all!(self, OperatorRoleRow, ALL_ROLES)
    }

    /// Registers a person with roles; a code that is taken changes nothing and gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_operator(&mut self, row: &OperatorRow, roles: &[&str]) -> Result<bool, StoreError> {
        let added = run!(self, ADD_OPERATOR, row.id, &row.code, &row.name, row.registered_at)? == 1;
        if added {
            for role in roles {
                run!(self, ADD_ROLE, row.id, *role)?;
            }
            self.touch("operators");
        }
        Ok(added)
    }
}
