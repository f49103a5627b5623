//! Health tags: issued at the end of a check, scanned later, void on occasion.

use bidhall_rules::entry_check::RefusalReason;
use bidhall_rules::ids::TagId;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::tags::{TagAnswer, TagCode, TagCodeError, TagState};
use bidhall_store::checks::CheckRow;
use bidhall_store::tags::TagRow;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::form::scope;
use super::note_text;
use super::view::{PersonView, person_view};
use crate::DeskError;
use crate::act::{Reading, Writing, word};

/// A scanned or typed code.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagScan {
    /// The code, with or without dash, in any case.
    pub code: String,
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
/// [`DeskError`] when the database is lost; a code that is none is an answer.
pub async fn scan(act: &mut Reading, request: TagScan) -> Result<ScanView, DeskError> {
    let shown: String = request.code.trim().chars().filter(|c| !c.is_control()).take(20).collect();
    let code = match TagCode::parse(&request.code) {
        Ok(code) => code,
        Err(TagCodeError::Length { .. } | TagCodeError::Character { .. } | TagCodeError::Mistyped) => {
            return Ok(ScanView { answer: TagAnswer::Mistyped, code: shown, tag: None });
        }
    };
    let Some(row) = act.tx.tag_by_code(&code.compact()).await? else {
        return Ok(ScanView { answer: TagAnswer::Unknown, code: code.to_string(), tag: None });
    };
    let answer = TagAnswer::of(word(&row.state)?, row.day, act.today());
    Ok(ScanView { answer, code: code.to_string(), tag: Some(tag_view(act, row).await?) })
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

/// `tags.void`
///
/// # Errors
/// [`DeskError::TagCode`]; [`DeskError::NotFound`]; [`DeskError::TagNotValid`].
pub async fn void_tag(act: &mut Writing, form: TagVoid) -> Result<TagView, DeskError> {
    let code = TagCode::parse(&form.code)
        .map_err(|_| DeskError::TagCode { code: form.code.chars().take(20).collect() })?;
    let row = act.tx.tag_by_code(&code.compact()).await?.ok_or_else(|| DeskError::not_found("tag", code))?;
    let reason = note_text(act, "reason", &form.reason, 2, 200).await?;
    let now = act.now;
    if !act.tx.void_tag(row.id, now, &reason).await? {
        return Err(DeskError::TagNotValid { code: code.to_string(), state: row.state });
    }
    act.concerns("tag", code);
    let row = act.tx.tag(row.id).await?.ok_or_else(|| DeskError::not_found("tag", code))?;
    tag_view(act, row).await
}

/// Issues the tag of a check that passed all six steps, or tells which rule and which tag stand in
/// the way.
pub(super) async fn issue(
    act: &mut Writing,
    row: &CheckRow,
) -> Result<Option<(RefusalReason, Option<Uuid>)>, DeskError> {
    let person_id =
        row.person_id.ok_or_else(|| DeskError::FormIncomplete { missing: vec!["name".to_owned()] })?;
    let settings = act.gate_settings_of(row.gate_version).await?;
    let (now, day) = (act.now, act.today());
    let asker = act.asker()?.clone();
    let mut tag = TagRow {
        id: TagId::new(now, &mut act.chance).uuid(),
        code: String::new(),
        check_id: row.id,
        session_id: row.session_id,
        person_id,
        company_id: row.company_id,
        role: row.role.clone().unwrap_or_default(),
        day,
        scope: scope(settings.head_scope, day, row.session_id),
        state: TagState::Active.as_str().to_owned(),
        state_at: now,
        state_reason: String::new(),
        lane: row.lane.clone(),
        operator_id: asker.id,
        operator_name: asker.name,
        issued_at: now,
    };
    let role: AttendanceRole = word(&tag.role)?;
    if let (Some(company), Some(limit)) = (row.company_id, settings.head_limits.of(role))
        && role != AttendanceRole::Bidder
    {
        // Counted again under the company's lock: several of its people may have shown their
        // questionnaires before the first of them had a tag.
        act.tx.lock_company(company).await?;
        if act.tx.heads_inside(company, &tag.scope, &tag.role).await? >= i64::from(limit) {
            return Ok(Some((RefusalReason::HeadLimit, None)));
        }
    }
    loop {
        tag.code = TagCode::issue(&mut act.chance).compact();
        if act.tx.add_tag(&tag).await? {
            act.note("tag", tag.code);
            return Ok(None);
        }
        if let Some(earlier) = act.tx.valid_tag_of_person(person_id, day).await? {
            return Ok(Some((RefusalReason::PersonAlreadyInside, Some(earlier.id))));
        }
        if let Some(company) = row.company_id
            && let Some(earlier) = act.tx.valid_tag_of_company(company, &tag.scope).await?
        {
            return Ok(Some((RefusalReason::CompanyAlreadyInside, Some(earlier.id))));
        }
        // Neither person nor company has a tag: the code itself was taken, so another is drawn.
    }
}

pub(super) async fn tag_view(act: &mut Reading, row: TagRow) -> Result<TagView, DeskError> {
    let session = act
        .tx
        .session(row.session_id)
        .await?
        .ok_or_else(|| DeskError::not_found("session", row.session_id))?;
    // Sealed alike for everyone: a list that named only those who are no bidders would let the
    // bidders be counted.
    let open = names_open(session.deadline, act.now);
    let person = match act.tx.check(row.check_id).await? {
        Some(check) if open => person_view(act, row.person_id, &check).await?,
        Some(_) | None => None,
    };
    Ok(TagView {
        id: TagId::from_uuid(row.id),
        code: TagCode::parse(&row.code).map_or(row.code, |code| code.to_string()),
        day: row.day,
        state: word(&row.state)?,
        state_at: row.state_at,
        state_reason: Some(row.state_reason).filter(|reason| open && !reason.is_empty()),
        issued_at: row.issued_at,
        lane: row.lane,
        operator: row.operator_name,
        session_code: open.then_some(session.code),
        sealed_until: (!open).then_some(session.deadline),
        person,
    })
}
