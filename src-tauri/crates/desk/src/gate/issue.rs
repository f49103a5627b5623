//! Issuing the tag that admits a person.

use bidhall_rules::entry_check::{CheckState, RefusalReason};
use bidhall_rules::ids::TagId;
use bidhall_rules::refusals::{AfterRefusal, FollowUpKind};
use bidhall_rules::sealing::Opening;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::settings::GateSettings;
use bidhall_rules::tags::{CentreMark, TagCode, TagState};
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::tags::TagRow;
use uuid::Uuid;

use super::exceptions::approved_for;
use super::form::scope;
use super::identity;
use super::in_the_way::in_the_way;
use super::refusal::new_follow_up;
use crate::DeskError;
use crate::act::{Writing, word};

/// What asking for a tag led to.
pub(super) enum Issued {
    /// The tag.
    Tag(Box<TagRow>),
    /// Which rule and which tag stand in the way.
    Refused(RefusalReason, Option<Uuid>),
}

/// Issues the tag of a check whose steps are passed, or tells what stands in the way.
pub(super) async fn issue(
    act: &mut Writing,
    row: &CheckRow,
    settings: &GateSettings,
) -> Result<Issued, DeskError> {
    let person_id =
        row.person_id.ok_or_else(|| DeskError::FormIncomplete { missing: vec!["name".to_owned()] })?;
    let (now, day) = (act.now, act.today());
    let asker = act.asker()?.clone();
    let role: AttendanceRole = word(row.role.as_deref().unwrap_or_default())?;
    let exception = approved_for(act, row).await?;
    let counted = scope(settings.head_scope, day, row.session_id);
    let name = identity::company(act, row, Opening::GateStep)?.filter(|_| role == AttendanceRole::Bidder);
    let mut tag = TagRow {
        id: TagId::new(now, &mut act.chance).uuid(),
        code: String::new(),
        check_id: row.id,
        session_id: row.session_id,
        person_id,
        company_id: row.company_id,
        role: role.as_str().to_owned(),
        day,
        // An approved exception counts for itself, so that the rule stays whole for everybody else.
        scope: exception.map_or_else(|| counted.clone(), |id| format!("{counted}+{id}")),
        state: TagState::Active.as_str().to_owned(),
        state_at: now,
        state_reason: Sealed::default(),
        lane: row.lane.clone(),
        operator_id: asker.id,
        operator_name: asker.name,
        issued_at: now,
        name_key: name.map(|name| identity::name_key(act, &name)).transpose()?.flatten(),
        exception_id: exception,
    };
    if let (Some(company), Some(limit), None) = (row.company_id, settings.head_limits.of(role), exception)
        && role != AttendanceRole::Bidder
    {
        // Counted again under the company's lock: several of its people may have shown their
        // questionnaires before the first of them had a tag.
        act.tx.lock_company(company).await?;
        if act.tx.heads_inside(company, &tag.scope, &tag.role).await? >= i64::from(limit) {
            return Ok(Issued::Refused(RefusalReason::HeadLimit, None));
        }
    }
    let mark = CentreMark::of(&act.centre);
    loop {
        tag.code = TagCode::issue(mark, &mut act.chance).compact();
        if act.tx.add_tag(&tag).await? {
            act.note("tag", tag.code.clone());
            replaced(act, row).await?;
            return Ok(Issued::Tag(Box::new(tag)));
        }
        let company = row.company_id.filter(|_| role == AttendanceRole::Bidder);
        let earlier = in_the_way(act, Some(person_id), company, tag.name_key.as_deref(), &tag.scope).await?;
        if earlier.person.is_some() {
            return Ok(Issued::Refused(RefusalReason::PersonAlreadyInside, earlier.person));
        }
        if earlier.company.is_some() {
            return Ok(Issued::Refused(RefusalReason::CompanyAlreadyInside, earlier.company));
        }
        // Neither person nor company has a tag: the code itself was taken or lost once, so another
        // is drawn.
    }
}

/// A replacement delegate of the same company closes that way of the refused case.
async fn replaced(act: &mut Writing, row: &CheckRow) -> Result<(), DeskError> {
    let (Some(refusal), Some(kind)) = (row.after_refusal_id, row.after_kind.as_deref()) else {
        return Ok(());
    };
    if word::<AfterRefusal>(kind)? != AfterRefusal::Replacement {
        return Ok(());
    }
    let Some(case) = act.tx.refusal(refusal).await? else { return Ok(()) };
    let before = act.tx.check(case.check_id).await?;
    let same_company = before
        .filter(|check| check.state == CheckState::Refused.as_str())
        .is_some_and(|check| check.company_id.is_none() || check.company_id == row.company_id);
    if !same_company {
        return Ok(());
    }
    let recipient = identity::names(act, row, Opening::GateStep)?.person.unwrap_or_default();
    let slot = format!("{}{}", row.lane, row.place);
    let follow_up = new_follow_up(act, refusal, FollowUpKind::ReplacementDelegate, &recipient, &slot)?;
    Ok(act.tx.add_follow_up(&follow_up).await?)
}
