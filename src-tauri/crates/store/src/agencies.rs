//! Agencies and whom to call there.

use uuid::Uuid;

use crate::{StoreError, Tx};

/// An agency.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AgencyRow {
    /// Id.
    pub id: Uuid,
    /// Name as it was first entered.
    pub name: String,
    /// Normalised name, unique.
    pub name_key: String,
}

/// A person to call at an agency.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ContactRow {
    /// Id.
    pub id: Uuid,
    /// The agency.
    pub agency_id: Uuid,
    /// Name.
    pub name: String,
    /// Number.
    pub phone: String,
}

statements! {
    AGENCY_BY_KEY = "SELECT id, name, name_key FROM agencies WHERE name_key = $1";
    ADD_AGENCY = "INSERT INTO agencies (id, name, name_key) VALUES ($1, $2, $3) ON CONFLICT (name_key) DO NOTHING";
    ADD_CONTACT = "INSERT INTO contacts (id, agency_id, name, phone) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (agency_id, name, phone) DO NOTHING";
    CONTACT = "SELECT id, agency_id, name, phone FROM contacts
               WHERE agency_id = $1 AND name = $2 AND phone = $3";
}

impl Tx {
    /// The agency of this normalised name, entered when it is new.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn agency_named(&mut self, new: &AgencyRow) -> Result<AgencyRow, StoreError> {
        run!(self, ADD_AGENCY, new.id, &new.name, &new.name_key)?;
        Ok(one!(self, AgencyRow, AGENCY_BY_KEY, &new.name_key)?.unwrap_or_else(|| new.clone()))
    }

    /// This contact of the agency, entered when new.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn contact_named(&mut self, new: &ContactRow) -> Result<ContactRow, StoreError> {
        run!(self, ADD_CONTACT, new.id, new.agency_id, &new.name, &new.phone)?;
        Ok(one!(self, ContactRow, CONTACT, new.agency_id, &new.name, &new.phone)?
            .unwrap_or_else(|| new.clone()))
    }
}
