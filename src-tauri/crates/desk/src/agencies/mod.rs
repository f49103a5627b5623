//! Agencies, whom to ring there, and what was said to them over the days.

mod import;

use bidhall_rules::ids::{AgencyId, ContactId};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::words::UnknownWord;
use bidhall_store::agencies::{AgencyRow, ContactMarkRow, ContactRow};
use chrono::{DateTime, Days, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::calls::{HistoryCall, history_of};

pub use import::{commit_import, preview_import};

/// How far back a history reaches when no day is named.
const USUAL_DAYS: u64 = 60;

/// Which agencies.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgencySearch {
    /// Part of a name or a number; every agency when empty.
    #[serde(default)]
    pub text: String,
}

/// Which agency, over which days.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgencyChoice {
    /// The agency.
    pub agency_id: AgencyId,
    /// The first day; 60 days before the last when none is named.
    #[serde(default)]
    #[ts(optional)]
    pub from: Option<NaiveDate>,
    /// The last day; 60 days from today when none is named.
    #[serde(default)]
    #[ts(optional)]
    pub until: Option<NaiveDate>,
}

/// What may be said of the number of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContactMark {
    /// It belongs to somebody else.
    Wrong,
    /// It is right after all.
    Restored,
    /// The person is no longer to be rung.
    Retired,
}

impl ContactMark {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Restored => "restored",
            Self::Retired => "retired",
        }
    }

    fn parse(text: &str) -> Result<Self, DeskError> {
        [Self::Wrong, Self::Restored, Self::Retired]
            .into_iter()
            .find(|mark| mark.as_str() == text)
            .ok_or_else(|| {
                DeskError::internal(&UnknownWord { list: "ContactMark".to_owned(), word: text.to_owned() })
            })
    }
}

/// Adds a contact.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactForm {
    /// The agency.
    pub agency_id: AgencyId,
    /// Name, 1 to 40 characters.
    pub name: String,
    /// Position, at most 40 characters.
    #[serde(default)]
    pub title: String,
    /// Number.
    pub phone: String,
}

/// Says what became of a number.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactMarkForm {
    /// The contact.
    pub contact_id: ContactId,
    /// What.
    pub mark: ContactMark,
    /// What else is known, at most 200 characters.
    #[serde(default)]
    pub note: String,
}

/// What became of a number, once.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContactMarkView {
    /// What.
    pub mark: ContactMark,
    /// When.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub operator: String,
    /// Whether a call found it out.
    pub by_call: bool,
    /// What else is known.
    pub note: String,
}

/// A contact of an agency.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// Id.
    pub id: ContactId,
    /// Name.
    pub name: String,
    /// Position.
    pub title: String,
    /// Number.
    pub phone: String,
    /// Whether it may be rung.
    pub usable: bool,
    /// Since when the number is known to be wrong.
    pub wrong_since: Option<DateTime<Utc>>,
    /// What became of it, oldest first.
    pub history: Vec<ContactMarkView>,
}

/// An agency with its contacts.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AgencyView {
    /// Id.
    pub id: AgencyId,
    /// Name.
    pub name: String,
    /// Contacts in the order they were entered.
    pub contacts: Vec<ContactView>,
}

/// Agencies by name.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AgencyList {
    /// Agencies by name.
    pub agencies: Vec<AgencyView>,
}

/// An agency and every call to it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AgencyHistory {
    /// The agency.
    pub agency: AgencyView,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The calls by day, newest first.
    pub calls: Vec<HistoryCall>,
}

/// `agencies.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, search: AgencySearch) -> Result<AgencyList, DeskError> {
    let text = search.text.trim().to_owned();
    let mut agencies = Vec::new();
    for row in act.tx.agencies().await? {
        let view = view_of(act, row).await?;
        let holds = |contact: &ContactView| contact.name.contains(&text) || contact.phone.contains(&text);
        if view.name.contains(&text) || view.contacts.iter().any(holds) {
            agencies.push(view);
        }
    }
    Ok(AgencyList { agencies })
}

/// `agencies.history`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] when the last day lies before the first.
pub async fn history(act: &mut Reading, request: AgencyChoice) -> Result<AgencyHistory, DeskError> {
    let row = find(act, request.agency_id).await?;
    let today = act.today();
    let until =
        request.until.unwrap_or_else(|| today.checked_add_days(Days::new(USUAL_DAYS)).unwrap_or(today));
    let earliest = || until.min(today).checked_sub_days(Days::new(USUAL_DAYS)).unwrap_or(until);
    let from = request.from.unwrap_or_else(earliest);
    if until < from {
        return Err(DeskError::field("until", "a day that is not before the first"));
    }
    let calls = history_of(act, row.id, from, until).await?;
    Ok(AgencyHistory { agency: view_of(act, row).await?, from, until, calls })
}

/// `agencies.contact.add`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::PhoneNumber`]; [`DeskError::TextNamesBidders`].
pub async fn add_contact(act: &mut Writing, form: ContactForm) -> Result<AgencyView, DeskError> {
    let agency = find(act, form.agency_id).await?;
    let name = act.checked_text("name", &form.name, 1, 40).await?;
    let title = act.checked_text("title", &form.title, 0, 40).await?;
    let phone = PhoneNumber::parse(&form.phone)
        .map_err(|error| DeskError::PhoneNumber { problem: DeskError::problem(&error) })?;
    let id = ContactId::new(act.base.now, &mut act.chance).uuid();
    let row = ContactRow { id, agency_id: agency.id, name, phone: phone.as_str().to_owned(), title };
    let kept = act.tx.contact_named(&row).await?;
    // Entering a number again that was set aside takes it up again.
    let marks = act.tx.contact_marks_of(agency.id).await?;
    if marks.iter().rev().find(|mark| mark.contact_id == kept.id).is_some_and(|mark| mark.kind != "restored")
    {
        mark(act, kept.id, ContactMark::Restored, String::new()).await?;
    }
    act.concerns("agency", form.agency_id);
    act.note("contact", kept.id.to_string());
    view_of(act, agency).await
}

/// `agencies.contact.mark`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::TextNamesBidders`].
pub async fn mark_contact(act: &mut Writing, form: ContactMarkForm) -> Result<AgencyView, DeskError> {
    let contact = act
        .tx
        .contact(form.contact_id.uuid())
        .await?
        .ok_or_else(|| DeskError::not_found("contact", form.contact_id))?;
    let note = act.checked_text("note", &form.note, 0, 200).await?;
    mark(act, contact.id, form.mark, note).await?;
    let agency = AgencyId::from_uuid(contact.agency_id);
    act.concerns("agency", agency);
    act.note("contact", form.contact_id.to_string());
    act.note("mark", form.mark.as_str());
    let agency = find(act, agency).await?;
    view_of(act, agency).await
}

async fn mark(
    act: &mut Writing,
    contact: uuid::Uuid,
    mark: ContactMark,
    note: String,
) -> Result<(), DeskError> {
    let row = ContactMarkRow {
        contact_id: contact,
        seq: 0,
        kind: mark.as_str().to_owned(),
        note,
        attempt_id: None,
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    };
    if act.tx.add_contact_mark(&row).await? { Ok(()) } else { Err(DeskError::DatabaseBusy {}) }
}

async fn find(act: &mut Reading, id: AgencyId) -> Result<AgencyRow, DeskError> {
    act.tx.agency(id.uuid()).await?.ok_or_else(|| DeskError::not_found("agency", id))
}

async fn view_of(act: &mut Reading, row: AgencyRow) -> Result<AgencyView, DeskError> {
    let marks = act.tx.contact_marks_of(row.id).await?;
    let mut contacts = Vec::new();
    for contact in act.tx.contacts_of(row.id).await? {
        let history = marks
            .iter()
            .filter(|mark| mark.contact_id == contact.id)
            .map(|mark| {
                Ok(ContactMarkView {
                    mark: ContactMark::parse(&mark.kind)?,
                    at: mark.at,
                    operator: mark.operator_name.clone(),
                    by_call: mark.attempt_id.is_some(),
                    note: mark.note.clone(),
                })
            })
            .collect::<Result<Vec<_>, DeskError>>()?;
        let last = history.last();
        contacts.push(ContactView {
            id: ContactId::from_uuid(contact.id),
            name: contact.name,
            title: contact.title,
            phone: contact.phone,
            usable: last.is_none_or(|mark| mark.mark == ContactMark::Restored),
            wrong_since: last.filter(|mark| mark.mark == ContactMark::Wrong).map(|mark| mark.at),
            history,
        });
    }
    Ok(AgencyView { id: AgencyId::from_uuid(row.id), name: row.name, contacts })
}
