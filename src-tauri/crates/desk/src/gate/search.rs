//! Finding a person who was at the gate, by the paper they hold in their hand.

use bidhall_rules::identity::{DocumentKind, IdentityDocument};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::tags::TagCode;
use bidhall_store::checks::CheckRow;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::tags::{TagView, tag_view};
use super::{CheckCard, PersonSearch, shown};
use crate::DeskError;
use crate::act::Reading;

/// What a text was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// A tag's code.
    Tag,
    /// The number of a document.
    Document,
    /// A phone number.
    Phone,
}

/// A person who was at the gate today, under the same seal as anywhere else.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundPerson {
    /// The check.
    pub card: CheckCard,
    /// The tag it ended with.
    pub tag: Option<TagView>,
}

/// What was found.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundPeople {
    /// What the text was taken for.
    pub kind: SearchKind,
    /// Checks of today, the latest first.
    pub found: Vec<FoundPerson>,
}

/// `gate.find`
///
/// # Errors
/// [`DeskError::WrongField`] for a text that is no code and no number.
pub async fn find(act: &mut Reading, request: PersonSearch) -> Result<FoundPeople, DeskError> {
    let text = request.text.trim();
    if let Ok(code) = TagCode::parse(text) {
        let mut found = Vec::new();
        let tag = match act.tx.tag_by_code(&code.compact()).await? {
            Some(tag) => Some(tag),
            None => match act.tx.lost_code(&code.compact()).await? {
                Some(lost) => act.tx.tag(lost.tag_id).await?,
                None => None,
            },
        };
        if let Some(tag) = tag.filter(|tag| tag.day == act.today())
            && let Some(row) = act.tx.check(tag.check_id).await?
        {
            found.push(one(act, &row).await?);
        }
        return Ok(FoundPeople { kind: SearchKind::Tag, found });
    }
    let (kind, people) = if let Ok(phone) = PhoneNumber::parse(text) {
        (SearchKind::Phone, act.tx.persons_with_phone(phone.as_str()).await?)
    } else {
        let mut people = Vec::new();
        let mut readable = false;
        for kind in DocumentKind::ALL {
            if let Ok(document) = IdentityDocument::parse(*kind, text) {
                readable = true;
                people.extend(act.tx.person_known_by(kind.as_str(), document.number()).await?);
            }
        }
        if !readable {
            return Err(DeskError::field("text", "a tag code, a document number or a phone number"));
        }
        (SearchKind::Document, people)
    };
    let (from, until) = act.zone.day_bounds(act.today());
    let mut rows = Vec::new();
    for person in people {
        for row in act.tx.checks_of_person(person.id, from, until).await? {
            if may_find(act, &row).await? {
                rows.push(row);
            }
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.opened_at, row.id)));
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(one(act, &row).await?);
    }
    Ok(FoundPeople { kind, found })
}

/// Before the opening only the clerk who checked the person finds them by number: for anybody else
/// trying numbers would tell who came (招标投标法 art. 22).
async fn may_find(act: &mut Reading, row: &CheckRow) -> Result<bool, DeskError> {
    if act.asker()?.id == row.holder_id {
        return Ok(true);
    }
    let session = act.tx.session(row.session_id).await?;
    Ok(session.is_some_and(|session| names_open(session.deadline, act.now)))
}

async fn one(act: &mut Reading, row: &CheckRow) -> Result<FoundPerson, DeskError> {
    let card = shown::check_card(act, row).await?;
    let tag = match act.tx.tag_of_check(row.id).await? {
        Some(tag) => Some(tag_view(act, tag).await?),
        None => None,
    };
    Ok(FoundPerson { card, tag })
}
