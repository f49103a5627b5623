//! People and companies met at the gate.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A company, known by its credit code or else its normalised name.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CompanyRow {
    /// Id.
    pub id: Uuid,
    /// Keyed hash of the credit code or the normalised name, unique.
    pub company_key: String,
    /// Name as first given.
    pub name: Sealed,
    /// Unified social credit code.
    pub credit_code: Option<Sealed>,
}

/// A person, known by an identity document.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PersonRow {
    /// Id.
    pub id: Uuid,
    /// The document kind's word.
    pub document_kind: String,
    /// Its number, normalised.
    pub document_number: Sealed,
    /// Name.
    pub name: Sealed,
    /// Phone.
    pub phone: Sealed,
    /// Town or street of residence.
    pub residence: Sealed,
}

/// What a key and a name may mean.
#[derive(Debug, Clone, Default)]
pub struct MeantCompanies {
    /// The company of this key.
    pub by_key: Option<CompanyRow>,
    /// The companies known under this name.
    pub named: Vec<CompanyRow>,
    /// The normalised names of the companies that others came for, each by its keyed hash.
    pub others: Vec<(String, Sealed)>,
}

#[derive(Debug, sqlx::FromRow)]
struct MeantRow {
    others: Option<String>,
    id: Option<Uuid>,
    company_key: Option<String>,
    name: Option<Sealed>,
    credit_code: Option<Sealed>,
    by_key: Option<bool>,
    by_name: bool,
}

/// Neither a hash nor a seal has line ends.
const LINE: &str = "\n";

/// A company as it was written down at a check.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CompanyTodayRow {
    /// The company.
    pub company_id: Uuid,
    /// Its name as given there.
    pub company_name: Option<Sealed>,
    /// The check.
    pub check_id: Uuid,
    /// Its lane.
    pub lane: String,
    /// When the check began.
    pub opened_at: DateTime<Utc>,
    /// Name of the clerk.
    pub operator_name: String,
}

statements! {
    ADD_COMPANY = "INSERT INTO companies (id, company_key, name, credit_code) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (company_key) DO NOTHING RETURNING id, company_key, name, credit_code";
    COMPANY_BY_KEY = "SELECT id, company_key, name, credit_code FROM companies WHERE company_key = $1";
    COMPANY = "SELECT id, company_key, name, credit_code FROM companies WHERE id = $1";
    /// Changes nothing and takes the row's lock.
    LOCK_COMPANY = "UPDATE companies SET name = name WHERE id = $1";
    COMPANIES_KNOWN = "SELECT c.id, c.company_key, c.name, c.credit_code FROM companies c
                       WHERE EXISTS (SELECT 1 FROM entry_checks k JOIN sessions s ON s.id = k.session_id
                                     WHERE k.company_id = c.id AND s.deadline <= $1)";
    /// The names as one text: each row is a message of its own. Key and name are looked up apart, because
    /// no engine need find an index for either of two.
    COMPANIES_MEANT = "SELECT w.others, c.id, c.company_key, c.name, c.credit_code, c.company_key = $1 AS by_key,
                           EXISTS (SELECT 1 FROM company_names n WHERE n.company_id = c.id AND n.name_key = $2) AS by_name
                       FROM (SELECT string_agg((SELECT string_agg(d.name_key || ' ' || d.name, $3) FROM company_names d
                                                WHERE d.company_id = n.company_id), $3) AS others
                             FROM (SELECT DISTINCT k.company_id FROM entry_checks k
                                   WHERE k.opened_at >= $4 AND k.opened_at < $5 AND k.role = $6 AND k.id <> $7) n) w
                       LEFT JOIN (SELECT k.id FROM companies k WHERE k.company_key = $1
                                  UNION
                                  SELECT n.company_id FROM company_names n WHERE n.name_key = $2) m ON TRUE
                       LEFT JOIN companies c ON c.id = m.id
                       ORDER BY c.id";
    ADD_COMPANY_NAME = "INSERT INTO company_names (company_id, name_key, at, name) VALUES ($1, $2, $3, $4)
                        ON CONFLICT (company_id, name_key) DO NOTHING";
    /// A company known by its name alone shows its code.
    GIVE_CODE = "UPDATE companies SET company_key = $2, credit_code = $3 WHERE id = $1 AND credit_code IS NULL";
    COMPANIES_TODAY = "SELECT DISTINCT k.company_id, k.company_name, k.id AS check_id, k.lane, k.opened_at, o.name AS operator_name
                       FROM entry_checks k JOIN operators o ON o.id = k.holder_id
                       WHERE k.opened_at >= $1 AND k.opened_at < $2 AND k.company_id IS NOT NULL AND k.role = $3";
    PERSONS_OF_PHONE = "SELECT id, document_kind, document_number, name, phone, residence FROM persons
                        WHERE phone_key = $1 ORDER BY id LIMIT 50";

    ADD_PERSON = "INSERT INTO persons (id, document_kind, document_number, name, phone, residence, document_key,
                      phone_key)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (document_kind, document_key) DO NOTHING
                  RETURNING id, document_kind, document_number, name, phone, residence";
    PERSON_BY_DOCUMENT = "SELECT id, document_kind, document_number, name, phone, residence FROM persons
                          WHERE document_kind = $1 AND document_key = $2";
    /// Whoever was destroyed is nobody any more.
    PERSON = "SELECT id, document_kind, document_number, name, phone, residence FROM persons
              WHERE id = $1 AND document_number NOT LIKE 'destroyed %'";
}

impl Tx {
    /// The company of this key, entered when new.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn company_known_as(&mut self, new: &CompanyRow) -> Result<CompanyRow, StoreError> {
        let entered =
            one!(self, CompanyRow, ADD_COMPANY, new.id, &new.company_key, &new.name, &new.credit_code)?;
        match entered {
            Some(row) => Ok(row),
            None => Ok(self.company_with_key(&new.company_key).await?.unwrap_or_else(|| new.clone())),
        }
    }

    /// The companies that the keyed hashes of a key and a normalised name may mean, and the names of the
    /// companies that others came for in this capacity from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn companies_meant(
        &mut self,
        key: &str,
        name_key: &str,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        role: &str,
        except: Uuid,
    ) -> Result<MeantCompanies, StoreError> {
        let mut meant = MeantCompanies::default();
        for row in all!(self, MeantRow, COMPANIES_MEANT, key, name_key, LINE, from, until, role, except)? {
            if let Some(others) = row.others.filter(|_| meant.others.is_empty()) {
                let parts = others.lines().filter_map(|line| line.split_once(' '));
                meant.others =
                    parts.map(|(key, name)| (key.to_owned(), Sealed::new(name.to_owned()))).collect();
            }
            let (Some(id), Some(company_key), Some(name)) = (row.id, row.company_key, row.name) else {
                continue;
            };
            let company = CompanyRow { id, company_key, name, credit_code: row.credit_code };
            if row.by_name {
                meant.named.push(company.clone());
            }
            if row.by_key == Some(true) {
                meant.by_key = Some(company);
            }
        }
        Ok(meant)
    }

    /// Records a name under which a company is known.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn name_company(
        &mut self,
        company: Uuid,
        name_key: &str,
        name: &Sealed,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        later!(self, ADD_COMPANY_NAME, company, name_key, at, name);
        Ok(())
    }

    /// Records the code of a company that was known by its name alone; `false` when it has one.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost, or another company has this code.
    pub async fn give_company_code(
        &mut self,
        id: Uuid,
        key: &str,
        code: &Sealed,
    ) -> Result<bool, StoreError> {
        Ok(run!(self, GIVE_CODE, id, key, code)? == 1)
    }

    /// The companies written down in this capacity from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn companies_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        role: &str,
    ) -> Result<Vec<CompanyTodayRow>, StoreError> {
        all!(self, CompanyTodayRow, COMPANIES_TODAY, from, until, role)
    }

    /// The company with this key.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn company_with_key(&mut self, key: &str) -> Result<Option<CompanyRow>, StoreError> {
        one!(self, CompanyRow, COMPANY_BY_KEY, key)
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
    pub async fn companies_known(&mut self, now: DateTime<Utc>) -> Result<Vec<CompanyRow>, StoreError> {
        all!(self, CompanyRow, COMPANIES_KNOWN, now)
    }

    /// The person with this document, entered when new. The keys are the keyed hashes of the document's
    /// number and of the phone.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn person_with_document(
        &mut self,
        new: &PersonRow,
        document_key: &str,
        phone_key: &str,
    ) -> Result<PersonRow, StoreError> {
        let entered = one!(
            self,
            PersonRow,
            ADD_PERSON,
            new.id,
            &new.document_kind,
            &new.document_number,
            &new.name,
            &new.phone,
            &new.residence,
            document_key,
            phone_key
        )?;
        match entered {
            Some(row) => Ok(row),
            None => Ok(self
                .person_known_by(&new.document_kind, document_key)
                .await?
                .unwrap_or_else(|| new.clone())),
        }
    }

    /// One person.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn person(&mut self, id: Uuid) -> Result<Option<PersonRow>, StoreError> {
        one!(self, PersonRow, PERSON, id)
    }

    /// The person with the document of this keyed hash, if ever recorded.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn person_known_by(&mut self, kind: &str, key: &str) -> Result<Option<PersonRow>, StoreError> {
        one!(self, PersonRow, PERSON_BY_DOCUMENT, kind, key)
    }

    /// The people with the phone number of this keyed hash, at most 50.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn persons_with_phone(&mut self, key: &str) -> Result<Vec<PersonRow>, StoreError> {
        all!(self, PersonRow, PERSONS_OF_PHONE, key)
    }
}
