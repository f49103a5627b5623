//! Who a person is and whom they come for, opened and sealed.

use bidhall_rules::company::company_name_key;
use bidhall_rules::identity::IdentityDocument;
use bidhall_rules::sealing::Opening;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::persons::PersonRow;
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::seals::{Field, Sought, fields};

/// A person, opened.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: Uuid,
    pub(crate) document: IdentityDocument,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) residence: String,
}

/// The names given at a check, opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) person: Option<String>,
    pub(crate) company: Option<String>,
}

/// One person, opened.
pub(crate) async fn person(act: &mut Reading, id: Uuid, why: Opening) -> Result<Option<Person>, DeskError> {
    let row = act.tx.person(id).await?;
    row.map(|row| open_person(act, &row, why)).transpose()
}

fn open_person(act: &Reading, row: &PersonRow, why: Opening) -> Result<Person, DeskError> {
    let open = |field: Field, seal: &Sealed| act.open(field, row.id, seal, why);
    let number = open(fields::PERSON_DOCUMENT, &row.document_number)?;
    Ok(Person {
        id: row.id,
        document: IdentityDocument::parse(word(&row.document_kind)?, &number)
            .map_err(|error| DeskError::internal(&error))?,
        name: open(fields::PERSON_NAME, &row.name)?,
        phone: open(fields::PERSON_PHONE, &row.phone)?,
        residence: open(fields::PERSON_RESIDENCE, &row.residence)?,
    })
}

/// The person with this document, entered when new; told with whether they are.
pub(super) async fn meet(act: &mut Writing, new: Person) -> Result<(Person, bool), DeskError> {
    let row = PersonRow {
        id: new.id,
        document_kind: new.document.kind().as_str().to_owned(),
        document_number: act.seal(fields::PERSON_DOCUMENT, new.id, new.document.number())?,
        name: act.seal(fields::PERSON_NAME, new.id, &new.name)?,
        phone: act.seal(fields::PERSON_PHONE, new.id, &new.phone)?,
        residence: act.seal(fields::PERSON_RESIDENCE, new.id, &new.residence)?,
    };
    let document_key = act.found_by(Sought::Document, new.document.number())?;
    let phone_key = act.found_by(Sought::Phone, &new.phone)?;
    let met = act.tx.person_with_document(&row, &document_key, &phone_key).await?;
    if met.id == new.id {
        return Ok((new, true));
    }
    Ok((open_person(act, &met, Opening::GateStep)?, false))
}

/// The names given at a check.
pub(crate) fn names(act: &Reading, row: &CheckRow, why: Opening) -> Result<Names, DeskError> {
    Ok(Names {
        person: act.open_some(fields::CHECK_PERSON, row.id, row.person_name.as_ref(), why)?,
        company: company(act, row, why)?,
    })
}

/// The company's name given at a check.
pub(super) fn company(act: &Reading, row: &CheckRow, why: Opening) -> Result<Option<String>, DeskError> {
    act.open_some(fields::CHECK_COMPANY, row.id, row.company_name.as_ref(), why)
}

/// What a company name is found by; none for a name of nothing but its legal form.
pub(super) fn name_key(act: &Reading, name: &str) -> Result<Option<String>, DeskError> {
    company_name_key(name).map(|key| act.found_by(Sought::CompanyName, &key)).transpose()
}
