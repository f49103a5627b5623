//! People and companies met at the gate.

use uuid::Uuid;

use crate::{StoreError, Tx};

/// A company, known by its credit code or else its normalised name.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CompanyRow {
    /// Id.
    pub id: Uuid,
    /// Credit code or normalised name, unique.
    pub company_key: String,
    /// Name as first given.
    pub name: String,
    /// Unified social credit code.
    pub credit_code: Option<String>,
}

/// A person, known by an identity document.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PersonRow {
    /// Id.
    pub id: Uuid,
    /// The document kind's word.
    pub document_kind: String,
    /// Its number, normalised.
    pub document_number: String,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Town or street of residence.
    pub residence: String,
}

statements! {
    ADD_COMPANY = "INSERT INTO companies (id, company_key, name, credit_code) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (company_key) DO NOTHING";
    COMPANY_BY_KEY = "SELECT id, company_key, name, credit_code FROM companies WHERE company_key = $1";
    COMPANY = "SELECT id, company_key, name, credit_code FROM companies WHERE id = $1";
    /// Changes nothing and takes the row's lock.
    LOCK_COMPANY = "UPDATE companies SET name = name WHERE id = $1";
    COMPANIES_KNOWN = "SELECT DISTINCT c.id, c.company_key, c.name, c.credit_code FROM companies c
                       JOIN entry_checks k ON k.company_id = c.id JOIN sessions s ON s.id = k.session_id
                       WHERE s.deadline <= $1";
    ADD_PERSON = "INSERT INTO persons (id, document_kind, document_number, name, phone, residence)
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (document_kind, document_number) DO NOTHING";
    PERSON_BY_DOCUMENT = "SELECT id, document_kind, document_number, name, phone, residence FROM persons
                          WHERE document_kind = $1 AND document_number = $2";
    PERSON = "SELECT id, document_kind, document_number, name, phone, residence FROM persons WHERE id = $1";
}

impl Tx {
    /// The company of this key, entered when new.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn company_known_as(&mut self, new: &CompanyRow) -> Result<CompanyRow, StoreError> {
        run!(self, ADD_COMPANY, new.id, &new.company_key, &new.name, &new.credit_code)?;
        Ok(one!(self, CompanyRow, COMPANY_BY_KEY, &new.company_key)?.unwrap_or_else(|| new.clone()))
    }

    /// One company.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn company(&mut self, id: Uuid) -> Result<Option<CompanyRow>, StoreError> {
        one!(self, CompanyRow, COMPANY, id)
    }

    /// Keeps other desks from counting this company's people until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another desk holds it too long.
    pub async fn lock_company(&mut self, id: Uuid) -> Result<(), StoreError> {
        run!(self, LOCK_COMPANY, id).map(drop)
    }

    /// The companies of sessions that were open at `now`. Those of sessions still sealed are left out:
    /// a text refused for their sake would tell that they came.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn companies_known(
        &mut self,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Vec<CompanyRow>, StoreError> {
        all!(self, CompanyRow, COMPANIES_KNOWN, now)
    }

    /// The person with this document, entered when new.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn person_with_document(&mut self, new: &PersonRow) -> Result<PersonRow, StoreError> {
        run!(
            self,
            ADD_PERSON,
            new.id,
            &new.document_kind,
            &new.document_number,
            &new.name,
            &new.phone,
            &new.residence
        )?;
        Ok(one!(self, PersonRow, PERSON_BY_DOCUMENT, &new.document_kind, &new.document_number)?
            .unwrap_or_else(|| new.clone()))
    }

    /// One person.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn person(&mut self, id: Uuid) -> Result<Option<PersonRow>, StoreError> {
        one!(self, PersonRow, PERSON, id)
    }
}
