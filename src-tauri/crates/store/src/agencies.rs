//! Agencies and whom to call there.

use chrono::{DateTime, Utc};
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
    /// Position.
    pub title: String,
}

/// What became of the number of a contact.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ContactMarkRow {
    /// The contact.
    pub contact_id: Uuid,
    /// 1, 2, 3 … within the contact.
    pub seq: i32,
    /// `wrong`, `restored` or `retired`.
    pub kind: String,
    /// What else is known.
    pub note: String,
    /// The attempt that found it out.
    pub attempt_id: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

statements! {
    AGENCY_BY_KEY = "SELECT id, name, name_key FROM agencies WHERE name_key = $1";
    AGENCY = "SELECT id, name, name_key FROM agencies WHERE id = $1";
    AGENCIES = "SELECT id, name, name_key FROM agencies ORDER BY name, id";
    ADD_AGENCY = "INSERT INTO agencies (id, name, name_key) VALUES ($1, $2, $3) ON CONFLICT (name_key) DO NOTHING";
    ADD_CONTACT = "INSERT INTO contacts (id, agency_id, name, phone, title) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (agency_id, name, phone) DO NOTHING";
    CONTACT = "SELECT id, agency_id, name, phone, title FROM contacts
               WHERE agency_id = $1 AND name = $2 AND phone = $3";
    CONTACT_BY_ID = "SELECT id, agency_id, name, phone, title FROM contacts WHERE id = $1";
    CONTACTS = "SELECT id, agency_id, name, phone, title FROM contacts ORDER BY agency_id, id";
    CONTACTS_OF_AGENCY = "SELECT id, agency_id, name, phone, title FROM contacts WHERE agency_id = $1 ORDER BY id";
    MARKS_OF_AGENCY = "SELECT m.contact_id, m.seq, m.kind, m.note, m.attempt_id, m.at, m.operator_id,
                           o.name AS operator_name
                       FROM contact_marks m JOIN contacts c ON c.id = m.contact_id
                       JOIN operators o ON o.id = m.operator_id WHERE c.agency_id = $1 ORDER BY m.contact_id, m.seq";
    ADD_MARK = "INSERT INTO contact_marks (contact_id, seq, kind, note, attempt_id, at, operator_id)
                VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM contact_marks WHERE contact_id = $1),
                    $2, $3, $4, $5, $6)
                ON CONFLICT (contact_id, seq) DO NOTHING";
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
        run!(self, ADD_CONTACT, new.id, new.agency_id, &new.name, &new.phone, &new.title)?;
        self.touch("agencies");
        Ok(one!(self, ContactRow, CONTACT, new.agency_id, &new.name, &new.phone)?
            .unwrap_or_else(|| new.clone()))
    }

    /// Every agency by name.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn agencies(&mut self) -> Result<Vec<AgencyRow>, StoreError> {
        all!(self, AgencyRow, AGENCIES)
    }

    /// One agency.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn agency(&mut self, id: Uuid) -> Result<Option<AgencyRow>, StoreError> {
        one!(self, AgencyRow, AGENCY, id)
    }

    /// The agency of a normalised name.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn agency_by_key(&mut self, key: &str) -> Result<Option<AgencyRow>, StoreError> {
        one!(self, AgencyRow, AGENCY_BY_KEY, key)
    }

    /// One contact.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn contact(&mut self, id: Uuid) -> Result<Option<ContactRow>, StoreError> {
        one!(self, ContactRow, CONTACT_BY_ID, id)
    }

    /// Every contact of every agency.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn contacts(&mut self) -> Result<Vec<ContactRow>, StoreError> {
        all!(self, ContactRow, CONTACTS)
    }

    /// The contacts of an agency in the order they were entered.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn contacts_of(&mut self, agency: Uuid) -> Result<Vec<ContactRow>, StoreError> {
        all!(self, ContactRow, CONTACTS_OF_AGENCY, agency)
    }

    /// What became of the numbers of an agency, contact by contact.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn contact_marks_of(&mut self, agency: Uuid) -> Result<Vec<ContactMarkRow>, StoreError> {
        all!(self, ContactMarkRow, MARKS_OF_AGENCY, agency)
    }

    /// Records what became of a number; its place in the history is the next one. `false` when another
    /// desk took that place in the same moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_contact_mark(&mut self, row: &ContactMarkRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_MARK,
            row.contact_id,
            &row.kind,
            &row.note,
            row.attempt_id,
            row.at,
            row.operator_id
        )?;
        self.touch("agencies");
        Ok(rows == 1)
    }
}
