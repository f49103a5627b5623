//! Calls: one for each agency, day and campaign, or one for each unit of the roll-call; their attempts,
//! claims and ends, and the notice.

mod book;
mod claims;
mod dossier;
mod notice;
mod overview;
mod record;
mod requests;
mod script;
mod shown;

use bidhall_rules::calls::CallState;
use bidhall_rules::ids::{AttemptId, CallId, SessionId};
use bidhall_store::calls::{AttemptRow, CallRow};

use crate::DeskError;
use crate::act::{Reading, word};

use book::CallBook;
pub(crate) use claims::ensure_calls;
pub use claims::{claim, next, release};
use dossier::Dossier;
pub use notice::{NoticeView, SavedDocument, notice, save_notice};
pub(crate) use notice::{drafted, print_error, safe};
pub use overview::HistoryCall;
pub(crate) use overview::history_of;
pub use overview::overview;
pub use record::{confirm, give_up, record};
pub use requests::{
    Attempt, AttemptForm, CallChoice, CallDay, CallReceiptForm, ClaimView, GiveUpForm, NextChoice,
    ScriptChoice,
};
pub use script::script;
pub use shown::{
    AttemptLine, AttemptView, CallCard, CallChange, CallFigure, CallReceiptView, CallSession, CallView,
    CallerFigures, CallsDay, CallsOverview, GiveUpView, NextCall, NumberView, ScriptView, ToldSessionView,
};

/// `calls.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, request: CallDay) -> Result<CallsDay, DeskError> {
    let mut day = CallsDay {
        day: request.day,
        campaign: request.campaign,
        calls: cards(act, request).await?.into_iter().map(|(card, _)| card).collect(),
        confirmed: 0,
        relay_pending: 0,
        waiting: 0,
        due: 0,
        escalated: 0,
        given_up: 0,
        lapsed: 0,
    };
    for card in &day.calls {
        match card.state {
            CallState::Confirmed => day.confirmed += 1,
            CallState::ReachedRelayPending => day.relay_pending += 1,
            CallState::WaitingRetry => day.waiting += 1,
            CallState::Due | CallState::Void => day.due += 1,
            CallState::Escalated => day.escalated += 1,
            CallState::GivenUp => day.given_up += 1,
            CallState::Lapsed => day.lapsed += 1,
        }
    }
    Ok(day)
}

/// The calls of a campaign and day by the earliest opening they speak of and by name, each with what is
/// recorded.
async fn cards(act: &mut Reading, request: CallDay) -> Result<Vec<(CallCard, Dossier)>, DeskError> {
    let book = CallBook::load(act, request.day, request.campaign).await?;
    let mut cards = Vec::new();
    for row in act.tx.calls_of_day(request.day, request.campaign.as_str()).await? {
        let dossier = Dossier::load(act, &book, row).await?;
        // All sessions of the agency were called off before anybody rang.
        if dossier.attempts.is_empty() && book.is_lapsed(&dossier) {
            continue;
        }
        cards.push((book.card(act, &dossier)?, dossier));
    }
    let place = |card: &CallCard| {
        (card.sessions.first().map(|session| session.opens_at), card.agency_name.clone(), card.id)
    };
    cards.sort_by_key(|(card, _)| place(card));
    Ok(cards)
}

/// `calls.view`
///
/// # Errors
/// [`DeskError::NotFound`].
pub async fn view(act: &mut Reading, request: CallChoice) -> Result<CallView, DeskError> {
    let row = find(act, request.call_id).await?;
    view_of(act, row).await
}

async fn find(act: &mut Reading, id: CallId) -> Result<CallRow, DeskError> {
    act.tx.call(id.uuid()).await?.ok_or_else(|| DeskError::not_found("call", id))
}

async fn view_of(act: &mut Reading, row: CallRow) -> Result<CallView, DeskError> {
    let book = CallBook::load(act, row.day, word(&row.campaign)?).await?;
    let dossier = Dossier::load(act, &book, row).await?;
    Ok(CallView {
        card: book.card(act, &dossier)?,
        script_version: book.calls.version,
        script: script::present(act, &book, &dossier)?,
        attempts: attempts_of(&book, &dossier)?,
        give_ups: book.give_ups(&dossier),
        numbers: dossier.numbers,
    })
}

fn attempts_of(book: &CallBook, dossier: &Dossier) -> Result<Vec<AttemptView>, DeskError> {
    let digest = book.digest(&dossier.call);
    dossier.attempts.iter().map(|row| attempt_view(dossier, row, &digest)).collect()
}

fn attempt_view(dossier: &Dossier, row: &AttemptRow, digest: &str) -> Result<AttemptView, DeskError> {
    let told = dossier.told.iter().filter(|told| told.attempt_id == row.id).map(|told| ToldSessionView {
        session_id: SessionId::from_uuid(told.session_id),
        code: told.code.clone(),
        opens_at: told.deadline,
        place: told.place.clone(),
    });
    let receipts = dossier
        .receipts_of(row.id)
        .map(|receipt| {
            Ok(CallReceiptView {
                at: receipt.at,
                operator: receipt.operator_name.clone(),
                relay_confirmed: receipt.relay_confirmed,
                form_channel: receipt.form_channel.as_deref().map(word).transpose()?,
                note: receipt.note.clone(),
            })
        })
        .collect::<Result<_, DeskError>>()?;
    let relay_confirmed_at = dossier.relay_confirmed_at(row);
    Ok(AttemptView {
        id: AttemptId::from_uuid(row.id),
        at: row.at,
        operator: row.operator_name.clone(),
        phone: row.phone.clone(),
        outcome: word(&row.outcome)?,
        call_back_at: row.call_back_at,
        person: row.person.clone(),
        title: row.title.clone(),
        form_channel: row.form_channel.as_deref().map(word).transpose()?,
        form_sent_at: row.form_sent_at,
        relay_confirmed: relay_confirmed_at.is_some(),
        relay_confirmed_at,
        questions: row.questions.clone(),
        script_version: row.script_version,
        told: told.collect(),
        receipts,
        still_stands: row.sessions_digest == digest,
    })
}
