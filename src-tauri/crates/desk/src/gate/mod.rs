//! The gate: six steps in order, one company one person, one tag a day.

mod cases;
mod clash;
mod closing;
mod companies;
mod correction;
mod exceptions;
mod form;
mod identity;
mod in_the_way;
mod issue;
mod overview;
mod people;
mod prints;
mod queue;
mod refusal;
mod requests;
mod search;
mod shown;
mod steps;
mod tags;
mod view;

use bidhall_rules::ids::{CheckId, RefusalId};
use bidhall_store::checks::CheckRow;
use bidhall_store::history::CheckHistory;
use bidhall_store::refusals::RefusalRow;
use chrono::Duration;

use crate::DeskError;
use crate::act::{Reading, Writing};

pub use closing::{ClosingView, close_day};
pub use correction::correct;
pub use exceptions::{
    ExceptionDay, ExceptionDecision, ExceptionForm, ExceptionList, ExceptionView, decide_exception,
    list_exceptions, request_exception,
};
pub(crate) use identity::{names, person};
pub use overview::{CaseView, ClashView, LanePerson, LaneView, OverviewView, overview};
pub use people::{CheckList, abandon, list, open, pause, take, view};
pub use prints::{
    PrintChoice, PrintEnd, PrintForm, PrintPages, PrintView, end_print, print_pages, print_tag,
};
pub use queue::{QueueCount, QueueSessionView, QueueTold, QueueView, count_queue, queue, tell_agency};
pub use refusal::{follow_up, receipt, refuse, short_identity};
pub use requests::{
    AbandonForm, After, CheckChoice, CheckForm, CorrectionForm, FollowUpForm, PersonSearch, ReceiptForm,
    RefusalForm, ShortIdentityForm, StepEntry, StepForm, TakeForm,
};
pub use search::{FoundPeople, FoundPerson, find};
pub use steps::step;
pub use tags::{
    ScanView, TagDay, TagList, TagLoss, TagScan, TagView, TagVoid, list_tags, lose_tag, scan, void_tag,
};
pub use view::{CheckCard, CheckView, PersonView, RefusalView};

/// How far back a clock may be put right without anybody being stopped.
const CLOCK_MINUTES: i64 = 2;
/// How far ahead people are looked for who were taken in after the present.
const CLOCK_DAYS: i64 = 3660;

/// Stops a desk whose clock was set back: it would take yesterday's tags for valid, and issue a tag for
/// yesterday to the second person of a company. Told by the people taken in, because nobody can be
/// taken in on a day without sessions: a clock that ran ahead and was put right stops nobody. On
/// PostgreSQL the server's clock decides for all, and a rehearsal's clock is set on purpose.
///
/// # Errors
/// [`DeskError::ClockSetBack`].
async fn right_clock(act: &mut Writing) -> Result<(), DeskError> {
    if act.rehearsal {
        return Ok(());
    }
    let now = act.now;
    let (soon, far) = (now + Duration::minutes(CLOCK_MINUTES), now + Duration::days(CLOCK_DAYS));
    match act.tx.checks_between(soon, far).await?.last() {
        Some(row) => Err(DeskError::ClockSetBack { clock: now, last: row.opened_at }),
        None => Ok(()),
    }
}

/// The check, locked for this transaction.
async fn to_change(act: &mut Writing, id: CheckId) -> Result<CheckRow, DeskError> {
    right_clock(act).await?;
    act.tx.check_to_change(id.uuid()).await?.ok_or_else(|| DeskError::not_found("check", id))
}

/// The check, locked for this transaction, of the clerk who holds it. Another one takes it over first,
/// so that two clerks never work on one person unawares.
async fn held(act: &mut Writing, id: CheckId) -> Result<CheckRow, DeskError> {
    let row = to_change(act, id).await?;
    may_go_on(act, &row)?;
    Ok(row)
}

/// The same with what was recorded of the check.
async fn held_with_history(act: &mut Writing, id: CheckId) -> Result<(CheckRow, CheckHistory), DeskError> {
    right_clock(act).await?;
    let found = act.tx.check_to_go_on(id.uuid()).await?;
    let (row, history) = found.ok_or_else(|| DeskError::not_found("check", id))?;
    may_go_on(act, &row)?;
    Ok((row, history))
}

fn may_go_on(act: &Writing, row: &CheckRow) -> Result<(), DeskError> {
    if row.closed_at.is_some() {
        return Err(DeskError::CheckClosed { state: row.state.clone() });
    }
    if row.holder_id != act.asker()?.id {
        return Err(DeskError::CheckHeldByOther { holder: row.holder_name.clone() });
    }
    if row.paused_at.is_some() {
        return Err(DeskError::CheckPaused {});
    }
    Ok(())
}

/// The case of a refused person.
async fn find_refusal(act: &mut Reading, id: RefusalId) -> Result<RefusalRow, DeskError> {
    act.tx.refusal(id.uuid()).await?.ok_or_else(|| DeskError::not_found("refusal", id))
}

/// The check as this transaction left it.
async fn changed(act: &mut Writing, id: CheckId) -> Result<CheckView, DeskError> {
    let row = act.tx.check(id.uuid()).await?.ok_or_else(|| DeskError::not_found("check", id))?;
    shown::check_view(act, &row).await
}

/// Free text a clerk typed: trimmed, of a length, without control characters and without what is
/// sealed.
async fn note_text(
    act: &mut Reading,
    field: &str,
    text: &str,
    least: usize,
    most: usize,
) -> Result<String, DeskError> {
    let text = plain_text(field, text, least, most)?;
    act.guard_text(field, &text).await?;
    Ok(text)
}

/// Text a clerk typed that is sealed with the person: trimmed, of a length, without control characters.
fn plain_text(field: &str, text: &str, least: usize, most: usize) -> Result<String, DeskError> {
    let text = text.trim();
    if !(least..=most).contains(&text.chars().count()) || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(DeskError::field(field, format!("{least} to {most} characters")));
    }
    Ok(text.to_owned())
}

/// A lane's name: one to three capital letters or digits.
fn lane_name(lane: &str) -> Result<String, DeskError> {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if (1..=3).contains(&lane.len()) && lane.chars().all(fits) {
        Ok(lane.to_owned())
    } else {
        Err(DeskError::field("lane", "one to three capital letters or digits"))
    }
}
