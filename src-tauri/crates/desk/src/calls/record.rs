//! Recording what happened at the telephone, and what came after it.

use bidhall_rules::calls::{Answers, AttemptInput, CallOutcome, CheckedAttempt, Unreached, check_attempt};
use bidhall_rules::ids::{AttemptId, CallId, CallNoteId};
use bidhall_store::agencies::ContactMarkRow;
use bidhall_store::call_ends::{GiveUpRow, ReceiptRow};
use bidhall_store::calls::{AttemptRow, ToldRow};

use super::book::CallBook;
use super::claims::{claim_for_asker, end_claim_on};
use super::dossier::Dossier;
use super::requests::{Attempt, AttemptForm, CallReceiptForm, GiveUpForm};
use super::shown::CallView;
use super::{find, view_of};
use crate::DeskError;
use crate::act::{Reading, Writing, word};

/// `calls.record`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] for what contradicts itself;
/// [`DeskError::CallClaimed`] while another caller rings;
/// [`DeskError::TextNamesBidders`] when a text gives away what is sealed.
pub async fn record(act: &mut Writing, form: AttemptForm) -> Result<CallView, DeskError> {
    let call = find(act, form.call_id).await?;
    let book = CallBook::load(act, call.day, word(&call.campaign)?).await?;
    let dossier = Dossier::load(act, &book, call.clone()).await?;
    if book.is_lapsed(&dossier) {
        return Err(DeskError::CallWithoutSessions { agency: call.callee_name });
    }
    let checked = check_attempt(&input_of(form.attempt), act.now)
        .map_err(|error| DeskError::field("attempt", error))?;
    let number = match &form.phone {
        None => dossier.offered(),
        Some(phone) => Some(
            dossier
                .numbers
                .iter()
                .find(|number| number.phone == *phone)
                .ok_or_else(|| DeskError::field("phone", "one of the numbers of this call"))?,
        ),
    };
    let now = act.now;
    let operator = act.asker()?.clone();
    let claim = claim_for_asker(act, &call).await?;
    let mut row = AttemptRow {
        id: AttemptId::new(now, &mut act.chance).uuid(),
        call_id: call.id,
        at: now,
        operator_id: operator.id,
        operator_name: operator.name,
        outcome: checked.outcome().as_str().to_owned(),
        call_back_at: None,
        person: None,
        title: None,
        form_channel: None,
        form_sent_at: None,
        relay_confirmed: false,
        questions: None,
        script_version: book.calls.version,
        sessions_digest: book.digest(&call),
        contact_id: number.and_then(|number| number.contact_id).map(|id| id.uuid()),
        phone: number.map(|number| number.phone.clone()).unwrap_or_default(),
        gate_version: Some(book.gate.version),
    };
    match checked {
        CheckedAttempt::Unreached(unreached) => row.call_back_at = unreached.call_back_at,
        CheckedAttempt::Reached(answers) => {
            guard(act, &answers).await?;
            row.person = Some(answers.person.trim().to_owned());
            row.title = Some(answers.title.trim().to_owned());
            row.form_channel = Some(answers.form_channel.as_str().to_owned());
            row.form_sent_at = answers.form_sent.then_some(now);
            row.relay_confirmed = answers.relay_confirmed;
            row.questions = Some(answers.questions.trim().to_owned()).filter(|text| !text.is_empty());
        }
    }
    act.tx.add_attempt(&row).await?;
    for told in book.told_now(&call) {
        let told = ToldRow {
            attempt_id: row.id,
            session_id: told.session.uuid(),
            code: String::new(),
            deadline: told.opening,
            place: told.place,
        };
        act.tx.add_told(&told).await?;
    }
    if row.outcome == CallOutcome::WrongNumber.as_str() {
        mark_wrong(act, &dossier, &row).await?;
    }
    act.tx.end_claim(claim, "recorded", now).await?;
    act.concerns("call", form.call_id);
    act.note("outcome", row.outcome);
    act.note("relayConfirmed", row.relay_confirmed);
    view_of(act, call).await
}

/// A wrong number is not offered again under any of the names it stands for.
async fn mark_wrong(act: &mut Writing, dossier: &Dossier, attempt: &AttemptRow) -> Result<(), DeskError> {
    for number in dossier.numbers.iter().filter(|number| number.usable && number.phone == attempt.phone) {
        let Some(contact) = number.contact_id else { continue };
        let mark = ContactMarkRow {
            contact_id: contact.uuid(),
            seq: 0,
            kind: "wrong".to_owned(),
            note: String::new(),
            attempt_id: Some(attempt.id),
            at: attempt.at,
            operator_id: attempt.operator_id,
            operator_name: String::new(),
        };
        if !act.tx.add_contact_mark(&mark).await? {
            return Err(DeskError::DatabaseBusy {});
        }
    }
    Ok(())
}

/// Texts about a call may name neither bidders nor their number, whoever typed them.
async fn guard(act: &mut Reading, answers: &Answers) -> Result<(), DeskError> {
    for (field, text) in
        [("person", &answers.person), ("title", &answers.title), ("questions", &answers.questions)]
    {
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(DeskError::field(field, "no control characters"));
        }
        act.guard_text(field, text).await?;
    }
    Ok(())
}

fn input_of(attempt: Attempt) -> AttemptInput {
    match attempt {
        Attempt::NotReached { outcome, call_back_at } => {
            AttemptInput { unreached: Some(Unreached { outcome, call_back_at }), answers: None }
        }
        Attempt::Reached { person, title, form_channel, form_sent, relay_confirmed, questions } => {
            let answers = Answers { person, title, form_channel, form_sent, relay_confirmed, questions };
            AttemptInput { unreached: None, answers: Some(answers) }
        }
    }
}

/// `calls.confirm`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] when nobody was reached or nothing is confirmed;
/// [`DeskError::CallVoid`] when the sessions have changed since.
pub async fn confirm(act: &mut Writing, form: CallReceiptForm) -> Result<CallView, DeskError> {
    let attempt = act
        .tx
        .attempt(form.attempt_id.uuid())
        .await?
        .ok_or_else(|| DeskError::not_found("attempt", form.attempt_id))?;
    if attempt.outcome != CallOutcome::Reached.as_str() {
        return Err(DeskError::field("attemptId", "an attempt in which somebody was reached"));
    }
    if !form.relay_confirmed && form.form_channel.is_none() {
        return Err(DeskError::field("relayConfirmed", "the relay or the form"));
    }
    let note = act.checked_text("note", &form.note, 0, 200).await?;
    let id = CallId::from_uuid(attempt.call_id);
    let call = find(act, id).await?;
    let book = CallBook::load(act, call.day, word(&call.campaign)?).await?;
    if attempt.sessions_digest != book.digest(&call) {
        return Err(DeskError::CallVoid { agency: call.callee_name });
    }
    let row = ReceiptRow {
        id: CallNoteId::new(act.base.now, &mut act.chance).uuid(),
        attempt_id: attempt.id,
        relay_confirmed: form.relay_confirmed,
        form_channel: form.form_channel.map(|channel| channel.as_str().to_owned()),
        note,
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    };
    act.tx.add_call_receipt(&row).await?;
    act.concerns("call", id);
    act.note("relayConfirmed", row.relay_confirmed);
    act.note("formChannel", row.form_channel);
    view_of(act, call).await
}

/// `calls.give_up`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::CallSettled`] when it is confirmed, given up or lapsed;
/// [`DeskError::TextNamesBidders`].
pub async fn give_up(act: &mut Writing, form: GiveUpForm) -> Result<CallView, DeskError> {
    use bidhall_rules::calls::CallState::{Confirmed, GivenUp, Lapsed};
    let call = find(act, form.call_id).await?;
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let book = CallBook::load(act, call.day, word(&call.campaign)?).await?;
    let dossier = Dossier::load(act, &book, call.clone()).await?;
    let (standing, _) = book.standing(act, &dossier)?;
    if matches!(standing.state, Confirmed | GivenUp | Lapsed) {
        return Err(DeskError::CallSettled { state: standing.state.to_string() });
    }
    let row = GiveUpRow {
        id: CallNoteId::new(act.base.now, &mut act.chance).uuid(),
        call_id: call.id,
        reason,
        sessions_digest: book.digest(&call),
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    };
    act.tx.add_give_up(&row).await?;
    end_claim_on(act, &call, "given_up").await?;
    act.concerns("call", form.call_id);
    act.note("reason", row.reason);
    view_of(act, call).await
}
