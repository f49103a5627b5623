//! Serving the next call, and who holds which.

use std::collections::BTreeMap;

use bidhall_rules::calls::{CallCampaign, CallOutcome, RingWindow, Waiting};
use bidhall_rules::ids::{CallId, ClaimId};
use bidhall_rules::roles::Role;
use bidhall_rules::sessions::SessionState;
use bidhall_store::call_ends::ClaimRow;
use bidhall_store::calls::CallRow;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use uuid::Uuid;

use super::book::CallBook;
use super::dossier::Dossier;
use super::requests::{CallChoice, NextChoice};
use super::shown::{CallView, NextCall};
use super::{find, view_of};
use crate::DeskError;
use crate::act::{Writing, word};
use crate::sessions::state_of;

/// How many days ahead calls are looked for: longer than any run of days off.
const FURTHEST: u64 = 20;

/// What keeps a call from being served, or its place in the order.
enum Place {
    /// It may be rung now.
    Now(Waiting),
    /// It may be rung later.
    Later(DateTime<Utc>),
    /// Another attempt is not the answer.
    Never,
}

/// `calls.next`
///
/// # Errors
/// [`DeskError`] when the database is lost. That nothing is due is an answer.
pub async fn next(act: &mut Writing, request: NextChoice) -> Result<NextCall, DeskError> {
    let now = act.now;
    act.tx.expire_claims(now).await?;
    let operator = act.asker()?.id;
    if let Some(held) = act.tx.claim_of(operator).await? {
        // A caller who asks again, as after a lost reply, finds the call they hold.
        let call = find(act, CallId::from_uuid(held.call_id)).await?;
        act.concerns("call", CallId::from_uuid(call.id));
        return Ok(NextCall {
            call: Some(view_of(act, call).await?),
            opens_at: None,
            held_by_others: 0,
            later: 0,
        });
    }
    let today = act.today();
    if request.campaign.is_none_or(|campaign| campaign == CallCampaign::Morning) {
        list_mornings(act, today).await?;
    }
    let until = today.checked_add_days(Days::new(FURTHEST)).unwrap_or(today);
    let mut books = BTreeMap::new();
    let (mut ready, mut later) = (Vec::new(), Vec::new());
    for call in act.tx.calls_between(today, until).await? {
        let campaign: CallCampaign = word(&call.campaign)?;
        let is_asked_for = request.campaign.is_none_or(|asked| asked == campaign)
            && request.day.is_none_or(|day| day == call.day);
        if !is_asked_for {
            continue;
        }
        let key = (call.day, call.campaign.clone());
        if !books.contains_key(&key) {
            books.insert(key.clone(), CallBook::load(act, call.day, campaign).await?);
        }
        let Some(book) = books.get(&key) else { continue };
        match place(act, book, &call).await? {
            Place::Now(waiting) => ready.push((waiting, call)),
            Place::Later(at) => later.push(at),
            Place::Never => {}
        }
    }
    // What was entered in one moment is rung by name.
    ready.sort_by(|(a, one), (b, other)| {
        (a, &one.callee_name, one.id).cmp(&(b, &other.callee_name, other.id))
    });
    let mut held_by_others = 0;
    for (_, call) in ready {
        let Some(claim) = try_claim(act, &call).await? else {
            held_by_others += 1;
            continue;
        };
        // Another desk may have rung it between our look and our claim.
        let book = CallBook::load(act, call.day, word(&call.campaign)?).await?;
        if !matches!(place(act, &book, &call).await?, Place::Now(_)) {
            act.tx.end_claim(claim, "not_due", now).await?;
            continue;
        }
        act.concerns("call", CallId::from_uuid(call.id));
        let call = Some(view_of(act, call).await?);
        return Ok(NextCall { call, opens_at: None, held_by_others, later: count(&later) });
    }
    act.concerns("calls", "nothing due");
    let opens_at = later.iter().min().copied();
    Ok(NextCall { call: None, opens_at, held_by_others, later: count(&later) })
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

async fn place(act: &mut Writing, book: &CallBook, call: &CallRow) -> Result<Place, DeskError> {
    let dossier = Dossier::load(act, book, call.clone()).await?;
    let (standing, call_by) = book.standing(act, &dossier)?;
    let (Some(next_at), true) = (standing.next_at, dossier.offered().is_some()) else {
        return Ok(Place::Never);
    };
    let window = book.window(act, &dossier);
    Ok(match window {
        RingWindow::Over => Place::Never,
        RingWindow::OpensAt(opens) => Place::Later(opens.max(next_at)),
        RingWindow::Open if next_at > act.now => Place::Later(next_at),
        RingWindow::Open => {
            let last = dossier.attempts.last();
            let is_promise = last.is_some_and(|row| {
                row.outcome == CallOutcome::CallBack.as_str() && row.call_back_at.is_some()
            });
            Place::Now(Waiting {
                no_promise: !is_promise,
                call_by,
                attempts: dossier.attempts.len(),
                next_at,
                opens_at: book.sessions_of(call).iter().map(|session| session.deadline).min(),
                listed_at: call.created_at,
            })
        }
    })
}

/// Puts the confirmations of today's sessions onto the list, for centres whose schedule was entered before
/// there were any.
async fn list_mornings(act: &mut Writing, today: NaiveDate) -> Result<(), DeskError> {
    for session in act.tx.sessions_of_day(today).await? {
        if state_of(&session.state, session.deadline, act.now)? == SessionState::Scheduled {
            ensure(act, CallCampaign::Morning, session.agency_id, today).await?;
        }
    }
    Ok(())
}

/// Puts a call to an agency onto the list of a campaign.
async fn ensure(
    act: &mut Writing,
    campaign: CallCampaign,
    agency: Uuid,
    day: NaiveDate,
) -> Result<(), DeskError> {
    let row = CallRow {
        id: CallId::new(act.base.now, &mut act.chance).uuid(),
        campaign: campaign.as_str().to_owned(),
        agency_id: Some(agency),
        unit_id: None,
        callee_id: agency,
        callee_name: String::new(),
        day,
        created_at: act.now,
    };
    Ok(act.tx.ensure_call(&row).await?)
}

/// Puts the calls that a session of an agency on a day asks for onto the lists.
pub(crate) async fn ensure_calls(act: &mut Writing, agency: Uuid, day: NaiveDate) -> Result<(), DeskError> {
    ensure(act, CallCampaign::Reminder, agency, day).await?;
    ensure(act, CallCampaign::Morning, agency, day).await
}

/// Claims a call for who asks; none when its callee is claimed.
async fn try_claim(act: &mut Writing, call: &CallRow) -> Result<Option<Uuid>, DeskError> {
    let minutes = act.call_settings().await?.body.claim_minutes;
    let row = ClaimRow {
        id: ClaimId::new(act.base.now, &mut act.chance).uuid(),
        call_id: call.id,
        callee_id: call.callee_id,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
        at: act.now,
        expires_at: act.now + Duration::minutes(minutes.into()),
    };
    Ok(act.tx.add_claim(&row).await?.then_some(row.id))
}

/// The claim of who asks on a call: the one they hold, or a new one for which another call is let go.
pub(super) async fn claim_for_asker(act: &mut Writing, call: &CallRow) -> Result<Uuid, DeskError> {
    let now = act.now;
    act.tx.expire_claims(now).await?;
    let operator = act.asker()?.id;
    if let Some(own) = act.tx.claim_of(operator).await? {
        if own.call_id == call.id {
            return Ok(own.id);
        }
        act.tx.end_claim(own.id, "released", now).await?;
    }
    match try_claim(act, call).await? {
        Some(claim) => Ok(claim),
        None => match act.tx.claim_on(call.callee_id).await? {
            Some(held) => Err(DeskError::CallClaimed { holder: held.operator_name, until: held.expires_at }),
            None => Err(DeskError::DatabaseBusy {}),
        },
    }
}

/// Ends the claim on a call, whoever holds it.
pub(super) async fn end_claim_on(act: &mut Writing, call: &CallRow, how: &str) -> Result<(), DeskError> {
    let now = act.now;
    if let Some(held) = act.tx.claim_on(call.callee_id).await?.filter(|held| held.call_id == call.id) {
        act.tx.end_claim(held.id, how, now).await?;
    }
    Ok(())
}

/// `calls.claim`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::CallClaimed`].
pub async fn claim(act: &mut Writing, request: CallChoice) -> Result<CallView, DeskError> {
    let call = find(act, request.call_id).await?;
    claim_for_asker(act, &call).await?;
    act.concerns("call", request.call_id);
    view_of(act, call).await
}

/// `calls.release`: of one's own claim, or by the duty lead of anybody's.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::CallClaimed`] when another caller holds it.
pub async fn release(act: &mut Writing, request: CallChoice) -> Result<CallView, DeskError> {
    let call = find(act, request.call_id).await?;
    let asker = act.asker()?.clone();
    if let Some(held) = act.tx.claim_on(call.callee_id).await?
        && held.operator_id != asker.id
        && held.expires_at > act.now
        && !asker.roles.contains(&Role::DutyLead)
    {
        return Err(DeskError::CallClaimed { holder: held.operator_name, until: held.expires_at });
    }
    end_claim_on(act, &call, "released").await?;
    act.concerns("call", request.call_id);
    view_of(act, call).await
}
