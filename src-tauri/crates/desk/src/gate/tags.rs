//! Health tags: scanned, listed, lost, void.
//!
//! The order in which a scan is answered is that of [`redeem`]: the first rule that fails is the answer,
//! and it is kept with the scan. A repeated request gets its first answer before any rule is asked.

use bidhall_rules::ids::{ScanId, TagId};
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::tags::{
    CentreMark, Passage, ScanFacts, ScanPurpose, TagAnswer, TagCode, TagState, redeem,
};
use bidhall_store::checks::CheckRow;
use bidhall_store::passages::{LostCodeRow, PassageRow, ScanRow};
use bidhall_store::tags::TagRow;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::prints::{PrintView, prints_of};
use super::shown::person_view;
use super::view::PersonView;
use super::{lane_name, note_text, right_clock};
use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::seals::fields;

/// A scanned or typed code.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagScan {
    /// The code, with or without dash, in any case.
    pub code: String,
    /// What the scan is for; looking when left out.
    #[serde(default)]
    pub purpose: Option<ScanPurpose>,
    /// The lane of the desk that scans.
    #[serde(default)]
    pub lane: Option<String>,
}

/// Reports a tag's paper lost.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagLoss {
    /// The code that was lost.
    pub code: String,
    /// How, 2 to 200 characters.
    pub reason: String,
}

/// A code that was lost.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LostCodeView {
    /// The code.
    pub code: String,
    /// Since when it is not valid.
    pub lost_at: DateTime<Utc>,
    /// How it was lost, once the session is open.
    pub reason: Option<String>,
}

/// A way out or in.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PassageView {
    /// Which.
    pub kind: Passage,
    /// When.
    pub at: DateTime<Utc>,
    /// On which lane.
    pub lane: String,
    /// By whom.
    pub operator: String,
}

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagDay {
    /// The day.
    pub day: NaiveDate,
}

/// Makes a tag void.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagVoid {
    /// The code.
    pub code: String,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

/// A tag. Person, session and capacity stay sealed until the session's opening.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct TagView {
    /// Id.
    pub id: TagId,
    /// The code as printed.
    pub code: String,
    /// The day it is valid on.
    pub day: NaiveDate,
    /// Where it stands.
    pub state: TagState,
    /// Since when.
    pub state_at: DateTime<Utc>,
    /// Why, once the session is open.
    pub state_reason: Option<String>,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// On which lane.
    pub lane: String,
    /// By whom.
    pub operator: String,
    /// The session, once it is open.
    pub session_code: Option<String>,
    /// Until when the person is sealed.
    pub sealed_until: Option<DateTime<Utc>>,
    /// The person, once the session is open.
    pub person: Option<PersonView>,
    /// The codes it has lost.
    pub previous_codes: Vec<LostCodeView>,
    /// Where its wearer went.
    pub passages: Vec<PassageView>,
    /// Its prints.
    pub prints: Vec<PrintView>,
}

/// The answer to a scan.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanView {
    /// What the gate is told.
    pub answer: TagAnswer,
    /// The code as it was understood.
    pub code: String,
    /// The tag, when there is one.
    pub tag: Option<TagView>,
}

/// The tags of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TagList {
    /// By time of issue.
    pub tags: Vec<TagView>,
}

/// `tags.scan`
///
/// # Errors
/// [`DeskError::ClockSetBack`]; a code that is none is an answer.
pub async fn scan(act: &mut Writing, request: TagScan) -> Result<ScanView, DeskError> {
    right_clock(act).await?;
    let purpose = request.purpose.unwrap_or(ScanPurpose::Look);
    let lane = request.lane.as_deref().map_or_else(|| Ok(String::new()), lane_name)?;
    let shown: String = request.code.trim().chars().filter(|c| !c.is_control()).take(20).collect();
    let read = TagCode::parse(&request.code).ok();
    let mut row = None;
    let facts = match read {
        None => ScanFacts::Unreadable,
        Some(code) => {
            let compact = code.compact();
            row = act.tx.tag_by_code(&compact).await?;
            match (&row, act.tx.lost_code(&compact).await?) {
                (Some(tag), _) => ScanFacts::OnRecord { state: word(&tag.state)?, day: tag.day },
                (None, Some(lost)) => {
                    row = act.tx.tag(lost.tag_id).await?;
                    ScanFacts::LostCode
                }
                (None, None) => {
                    ScanFacts::NotOnRecord { mark_is_ours: code.mark() == CentreMark::of(&act.centre) }
                }
            }
        }
    };
    let mut answer = redeem(&facts, purpose, act.today());
    let (now, asker) = (act.now, act.asker()?.clone());
    if let Some(tag) = &row {
        let way = match answer {
            TagAnswer::LeftNow => Some((Passage::Leave, TagState::Active, TagState::Left)),
            TagAnswer::ReturnedNow => Some((Passage::Return, TagState::Left, TagState::Active)),
            TagAnswer::Valid
            | TagAnswer::AlreadyOutside
            | TagAnswer::AlreadyInside
            | TagAnswer::OfAnotherDay
            | TagAnswer::Void
            | TagAnswer::Lost
            | TagAnswer::OtherCentre
            | TagAnswer::Unknown
            | TagAnswer::Mistyped => None,
        };
        if let Some((kind, from, to)) = way {
            let passage = PassageRow {
                kind: kind.as_str().to_owned(),
                at: now,
                lane: lane.clone(),
                operator_name: String::new(),
            };
            if !act.tx.pass_tag(tag.id, from.as_str(), to.as_str(), &passage, asker.id).await? {
                // Another desk was first by a moment.
                answer = match kind {
                    Passage::Leave => TagAnswer::AlreadyOutside,
                    Passage::Return | Passage::Closing => TagAnswer::AlreadyInside,
                };
            }
        }
    }
    let code = read.map_or(shown, |code| code.to_string());
    let id = ScanId::new(now, &mut act.chance).uuid();
    let kept = ScanRow {
        id,
        code: act.seal(fields::SCANNED, id, &code)?,
        tag_id: row.as_ref().map(|tag| tag.id),
        purpose: purpose.as_str().to_owned(),
        answer: answer.as_str().to_owned(),
        at: now,
        lane,
        operator_id: asker.id,
    };
    act.tx.add_scan(&kept).await?;
    // What is no tag may be the number of a document.
    act.concerns("tag", read.map_or_else(|| "?".to_owned(), |code| code.to_string()));
    act.note("purpose", purpose.as_str());
    act.note("answer", answer.as_str());
    // A lost code tells nothing about the tag that goes on under another one.
    let tag = match row.filter(|_| !matches!(facts, ScanFacts::LostCode)) {
        Some(tag) => {
            let now_row = act.tx.tag(tag.id).await?.unwrap_or(tag);
            Some(tag_view(act, now_row).await?)
        }
        None => None,
    };
    Ok(ScanView { answer, code, tag })
}

/// `tags.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list_tags(act: &mut Reading, request: TagDay) -> Result<TagList, DeskError> {
    let mut tags = Vec::new();
    for row in act.tx.tags_of_day(request.day).await? {
        tags.push(tag_view(act, row).await?);
    }
    Ok(TagList { tags })
}

/// `tags.lost`
///
/// # Errors
/// [`DeskError::TagCode`]; [`DeskError::NotFound`]; [`DeskError::TagNotValid`].
pub async fn lose_tag(act: &mut Writing, form: TagLoss) -> Result<TagView, DeskError> {
    let (code, row) = found(act, &form.code).await?;
    let reason = note_text(act, "reason", &form.reason, 2, 200).await?;
    let (now, asker) = (act.now, act.asker()?.id);
    if row.day != act.today() {
        return Err(DeskError::TagNotValid { code: code.to_string(), state: "of_another_day".to_owned() });
    }
    let mark = CentreMark::of(&act.centre);
    let reason = act.seal(fields::LOST_REASON, &row.code, &reason)?;
    let lost = LostCodeRow { code: row.code.clone(), tag_id: row.id, reason, at: now };
    let new_code = loop {
        let drawn = TagCode::issue(mark, &mut act.chance);
        let compact = drawn.compact();
        if act.tx.tag_by_code(&compact).await?.is_none() && act.tx.lost_code(&compact).await?.is_none() {
            break drawn;
        }
    };
    if !act.tx.replace_code(&lost, &new_code.compact(), asker).await? {
        return Err(DeskError::TagNotValid { code: code.to_string(), state: row.state });
    }
    act.concerns("tag", code);
    act.note("newCode", new_code.compact());
    left_as(act, row.id).await
}

/// The code as understood and the tag that bears it now.
pub(super) async fn found(act: &mut Writing, text: &str) -> Result<(TagCode, TagRow), DeskError> {
    right_clock(act).await?;
    let code =
        TagCode::parse(text).map_err(|_| DeskError::TagCode { code: text.chars().take(20).collect() })?;
    if act.tx.lost_code(&code.compact()).await?.is_some() {
        return Err(DeskError::TagNotValid {
            code: code.to_string(),
            state: TagState::Lost.as_str().to_owned(),
        });
    }
    let row = act.tx.tag_by_code(&code.compact()).await?;
    Ok((code, row.ok_or_else(|| DeskError::not_found("tag", code))?))
}

/// The tag as this transaction left it.
pub(super) async fn left_as(act: &mut Writing, id: uuid::Uuid) -> Result<TagView, DeskError> {
    let row = act.tx.tag(id).await?.ok_or_else(|| DeskError::not_found("tag", id))?;
    tag_view(act, row).await
}

/// `tags.void`
///
/// # Errors
/// [`DeskError::TagCode`]; [`DeskError::NotFound`]; [`DeskError::TagNotValid`].
pub async fn void_tag(act: &mut Writing, form: TagVoid) -> Result<TagView, DeskError> {
    let (code, row) = found(act, &form.code).await?;
    let reason = note_text(act, "reason", &form.reason, 2, 200).await?;
    let now = act.now;
    let reason = act.seal(fields::TAG_REASON, row.id, &reason)?;
    if !act.tx.void_tag(row.id, now, &reason).await? {
        return Err(DeskError::TagNotValid { code: code.to_string(), state: row.state });
    }
    act.concerns("tag", code);
    left_as(act, row.id).await
}

/// What belongs to a tag.
pub(super) struct TagHistory {
    session_code: String,
    deadline: DateTime<Utc>,
    person: Option<PersonView>,
    lost: Vec<LostCodeRow>,
    passages: Vec<PassageRow>,
    prints: Vec<PrintView>,
}

impl TagHistory {
    /// The history of a tag that was issued this moment.
    pub(super) fn of_new(check: &CheckRow, person: Option<PersonView>) -> Self {
        Self {
            session_code: check.session_code.clone(),
            deadline: check.session_deadline,
            person,
            lost: Vec::new(),
            passages: Vec::new(),
            prints: Vec::new(),
        }
    }
}

pub(super) async fn tag_view(act: &mut Reading, row: TagRow) -> Result<TagView, DeskError> {
    let check = act.tx.check(row.check_id).await?;
    let check = check.ok_or_else(|| DeskError::not_found("check", row.check_id))?;
    let person = match names_open(check.session_deadline, act.now) {
        true => person_view(act, row.person_id, &check).await?,
        false => None,
    };
    let history = TagHistory {
        lost: act.tx.lost_codes_of(row.id).await?,
        passages: act.tx.passages_of(row.id).await?,
        prints: prints_of(act, row.id).await?,
        ..TagHistory::of_new(&check, person)
    };
    tag_view_with(act, row, history)
}

/// The tag as it is shown. Sealed alike for everyone: a list that named only those who are no bidders
/// would let the bidders be counted.
pub(super) fn tag_view_with(act: &Reading, row: TagRow, history: TagHistory) -> Result<TagView, DeskError> {
    let open = names_open(history.deadline, act.now);
    let why = Opening::AfterOpening;
    let reason = Some(&row.state_reason).filter(|_| open);
    let reason = act.open_some(fields::TAG_REASON, row.id, reason, why)?;
    let lost = |lost: LostCodeRow| {
        let reason = Some(&lost.reason).filter(|_| open);
        Ok(LostCodeView {
            code: displayed(&lost.code),
            lost_at: lost.at,
            reason: act.open_some(fields::LOST_REASON, &lost.code, reason, why)?,
        })
    };
    let passage = |way: PassageRow| {
        Ok(PassageView { kind: word(&way.kind)?, at: way.at, lane: way.lane, operator: way.operator_name })
    };
    Ok(TagView {
        previous_codes: history.lost.into_iter().map(lost).collect::<Result<_, DeskError>>()?,
        passages: history.passages.into_iter().map(passage).collect::<Result<_, DeskError>>()?,
        prints: history.prints,
        id: TagId::from_uuid(row.id),
        code: displayed(&row.code),
        day: row.day,
        state: word(&row.state)?,
        state_at: row.state_at,
        state_reason: reason.filter(|reason| !reason.is_empty()),
        issued_at: row.issued_at,
        lane: row.lane,
        operator: row.operator_name,
        session_code: open.then_some(history.session_code),
        sealed_until: (!open).then_some(history.deadline),
        person: history.person.filter(|_| open),
    })
}

/// A stored code as printed.
pub(super) fn displayed(code: &str) -> String {
    TagCode::parse(code).map_or_else(|_| code.to_owned(), |code| code.to_string())
}
