//! Finding a person who was at the gate, by the paper they hold in their hand.

use bidhall_rules::identity::{DocumentKind, IdentityDocument};
use bidhall_rules::ids::CheckId;
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::roles::Role;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::tags::{TagCode, TagState};
use bidhall_store::checks::CheckRow;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::tags::{TagView, tag_view};
use super::{CheckCard, PersonSearch, shown};
use crate::DeskError;
use crate::act::Reading;
use crate::seals::Sought;

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
        let key = act.found_by(Sought::Phone, phone.as_str())?;
        (SearchKind::Phone, act.tx.persons_with_phone(&key).await?)
    } else {
        let mut people = Vec::new();
        let mut readable = false;
        for kind in DocumentKind::ALL {
            if let Ok(document) = IdentityDocument::parse(*kind, text) {
                readable = true;
                let key = act.found_by(Sought::Document, document.number())?;
                people.extend(act.tx.person_known_by(kind.as_str(), &key).await?);
            }
        }
        if !readable {
            return Err(DeskError::field("text", "a tag code, a document number or a phone number"));
        }
        (SearchKind::Document, people)
    };
    let (from, until) = act.zone.day_bounds(act.today());
    let mut found = Vec::new();
    for person in people {
        for row in act.tx.checks_of_person(person.id, from, until).await? {
            match sight_of(act, &row).await? {
                Sight::Whole => found.push(one(act, &row).await?),
                Sight::Sealed if kind == SearchKind::Document => found.extend(tag_alone(act, &row).await?),
                Sight::Sealed => {}
            }
        }
    }
    found.sort_by_key(|person| std::cmp::Reverse((person.card.opened_at, person.card.id)));
    Ok(FoundPeople { kind, found })
}

/// How much of a check a search by number shows.
enum Sight {
    /// As much as anywhere else.
    Whole,
    /// The session has not opened, and somebody else checked the person.
    Sealed,
}

/// Before the opening a number finds the whole check for the clerk alone who checked the person: for
/// anybody else trying numbers would tell who came (招标投标法 art. 22).
async fn sight_of(act: &mut Reading, row: &CheckRow) -> Result<Sight, DeskError> {
    if act.asker()?.id == row.holder_id {
        return Ok(Sight::Whole);
    }
    let session = act.tx.session(row.session_id).await?;
    let open = session.is_some_and(|session| names_open(session.deadline, act.now));
    Ok(if open { Sight::Whole } else { Sight::Sealed })
}

/// What another clerk sees who types the whole number of a document before the opening: somebody
/// lost their tag, stands at this lane and shows that document.
///
/// The seal keeps who bids and how many from being learned (招标投标法 art. 22). Neither follows
/// from this: the number is compared whole, so that nobody can browse; whoever has it has the
/// document before them and its bearer's name on it; and what is added to that is the tag, which does
/// not tell for which session, company or capacity it was issued. The check is therefore shown
/// without its id, its session and what it follows, and only while its tag is valid: how somebody
/// was refused is no matter of a lost tag. A phone number is known to too many for that and finds
/// nothing. It is for those who can replace the tag; supervision waits for the opening.
async fn tag_alone(act: &mut Reading, row: &CheckRow) -> Result<Option<FoundPerson>, DeskError> {
    if !act.asker()?.roles.iter().any(|role| matches!(role, Role::Gate | Role::DutyLead)) {
        return Ok(None);
    }
    let FoundPerson { card, tag } = one(act, row).await?;
    let is_valid = |tag: &TagView| matches!(tag.state, TagState::Active | TagState::Left);
    let Some(tag) = tag.filter(is_valid) else { return Ok(None) };
    // The id would lead to the check and so to its session.
    let id = CheckId::from_uuid(Uuid::nil());
    let card = CheckCard { id, session_code: String::new(), after: None, ..card };
    Ok(Some(FoundPerson { card, tag: Some(tag) }))
}

async fn one(act: &mut Reading, row: &CheckRow) -> Result<FoundPerson, DeskError> {
    let card = shown::check_card(act, row).await?;
    let tag = match act.tx.tag_of_check(row.id).await? {
        Some(tag) => Some(tag_view(act, tag).await?),
        None => None,
    };
    Ok(FoundPerson { card, tag })
}
