//! Everything recorded about one call.

use bidhall_rules::calls::{CallOutcome, ToldSession};
use bidhall_rules::ids::{ContactId, SessionId};
use bidhall_rules::sessions::SessionState;
use bidhall_store::agencies::ContactMarkRow;
use bidhall_store::call_ends::{GiveUpRow, ReceiptRow};
use bidhall_store::calls::{AttemptRow, CallRow, ToldRow};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::book::CallBook;
use super::shown::NumberView;
use crate::DeskError;
use crate::act::{Reading, word};
use crate::sessions::state_of;

/// A call with everything recorded about it.
pub(super) struct Dossier {
    pub(super) call: CallRow,
    pub(super) attempts: Vec<AttemptRow>,
    pub(super) told: Vec<ToldRow>,
    pub(super) receipts: Vec<ReceiptRow>,
    pub(super) give_ups: Vec<GiveUpRow>,
    /// Those that may be rung first.
    pub(super) numbers: Vec<NumberView>,
    /// Sessions the agency was told of that have moved to another day.
    pub(super) elsewhere: Vec<ToldSession>,
}

impl Dossier {
    pub(super) async fn load(act: &mut Reading, book: &CallBook, call: CallRow) -> Result<Self, DeskError> {
        let attempts = act.tx.attempts_of(call.id).await?;
        let told = act.tx.told_of(call.id).await?;
        let receipts = act.tx.receipts_of(call.id).await?;
        let give_ups = act.tx.give_ups_of(call.id).await?;
        let numbers = match call.agency_id {
            Some(agency) => agency_numbers(act, book, &call, agency, &attempts).await?,
            None => unit_numbers(book, &call, &attempts)?,
        };
        let elsewhere = elsewhere(act, book, &call, &told).await?;
        Ok(Self { call, attempts, told, receipts, give_ups, numbers, elsewhere })
    }

    /// The number that is offered.
    pub(super) fn offered(&self) -> Option<&NumberView> {
        self.numbers.first().filter(|number| number.usable)
    }

    /// What an attempt announced.
    pub(super) fn told_in(&self, attempt: Uuid) -> Vec<ToldSession> {
        self.told.iter().filter(|row| row.attempt_id == attempt).map(told_session).collect()
    }

    /// What the agency last heard, or would have heard had it answered.
    pub(super) fn last_told(&self) -> Vec<ToldSession> {
        let reached = |row: &&AttemptRow| row.outcome == CallOutcome::Reached.as_str();
        let last = self.attempts.iter().rev().find(reached).or(self.attempts.last());
        last.map(|row| self.told_in(row.id)).unwrap_or_default()
    }

    pub(super) fn was_reached(&self) -> bool {
        self.attempts.iter().any(|row| row.outcome == CallOutcome::Reached.as_str())
    }

    /// When the relay of an attempt was confirmed, in the call or since.
    pub(super) fn relay_confirmed_at(&self, attempt: &AttemptRow) -> Option<DateTime<Utc>> {
        if attempt.relay_confirmed {
            return Some(attempt.at);
        }
        self.receipts_of(attempt.id).find(|row| row.relay_confirmed).map(|row| row.at)
    }

    pub(super) fn receipts_of(&self, attempt: Uuid) -> impl Iterator<Item = &ReceiptRow> {
        self.receipts.iter().filter(move |row| row.attempt_id == attempt)
    }
}

fn told_session(row: &ToldRow) -> ToldSession {
    ToldSession {
        session: SessionId::from_uuid(row.session_id),
        opening: row.deadline,
        place: row.place.clone(),
    }
}

async fn elsewhere(
    act: &mut Reading,
    book: &CallBook,
    call: &CallRow,
    told: &[ToldRow],
) -> Result<Vec<ToldSession>, DeskError> {
    let mut found: Vec<ToldSession> = Vec::new();
    for row in told {
        let session = SessionId::from_uuid(row.session_id);
        if found.iter().any(|one| one.session == session) {
            continue;
        }
        let Some(now) = act.tx.session(row.session_id).await? else { continue };
        let is_called_off = state_of(&now.state, now.deadline, act.now)? == SessionState::Cancelled;
        if now.day != call.day && !is_called_off {
            found.push(book.told(&now));
        }
    }
    Ok(found)
}

async fn agency_numbers(
    act: &mut Reading,
    book: &CallBook,
    call: &CallRow,
    agency: Uuid,
    attempts: &[AttemptRow],
) -> Result<Vec<NumberView>, DeskError> {
    let of_sessions: Vec<Uuid> = book.sessions_of(call).iter().map(|row| row.contact_id).collect();
    let contacts = act.tx.contacts_of(agency).await?;
    let marks = act.tx.contact_marks_of(agency).await?;
    let last = |contact: Uuid| marks.iter().rev().find(|mark| mark.contact_id == contact);
    let mut numbers = Vec::new();
    for contact in &contacts {
        let mark = last(contact.id).filter(|mark| mark.kind != "restored");
        numbers.push((
            of_sessions.iter().position(|id| *id == contact.id).unwrap_or(usize::MAX),
            NumberView {
                contact_id: Some(ContactId::from_uuid(contact.id)),
                name: contact.name.clone(),
                title: contact.title.clone(),
                phone: contact.phone.clone(),
                usable: mark.is_none(),
                wrong_since: mark.filter(|mark| mark.kind == "wrong").map(|mark: &ContactMarkRow| mark.at),
                of_sessions: of_sessions.contains(&contact.id),
                ..rung(attempts, &contact.phone)?
            },
        ));
    }
    // A number that stands twice, as of a switchboard, is offered under the name in the schedule.
    numbers.sort_by_key(|(place, number)| (!number.usable, *place));
    Ok(numbers.into_iter().map(|(_, number)| number).collect())
}

fn unit_numbers(
    book: &CallBook,
    call: &CallRow,
    attempts: &[AttemptRow],
) -> Result<Vec<NumberView>, DeskError> {
    let mut numbers = Vec::new();
    for person in book.people_of(call).filter(|person| !person.phone.is_empty()) {
        let rung = rung(attempts, &person.phone)?;
        let is_wrong = rung.last_outcome == Some(CallOutcome::WrongNumber);
        let number = NumberView {
            name: person.name.clone(),
            title: person.title.clone(),
            phone: person.phone.clone(),
            usable: !is_wrong,
            wrong_since: rung.last_at.filter(|_| is_wrong),
            ..rung
        };
        numbers.push((!number.usable, !person.answers, number));
    }
    numbers.sort_by_key(|(unusable, silent, _)| (*unusable, *silent));
    Ok(numbers.into_iter().map(|(_, _, number)| number).collect())
}

/// When a number was last rung for this call and how that ended.
fn rung(attempts: &[AttemptRow], phone: &str) -> Result<NumberView, DeskError> {
    let last = attempts.iter().rev().find(|row| row.phone == phone);
    Ok(NumberView {
        contact_id: None,
        name: String::new(),
        title: String::new(),
        phone: String::new(),
        usable: true,
        wrong_since: None,
        of_sessions: false,
        last_at: last.map(|row| row.at),
        last_outcome: last.map(|row| word(&row.outcome)).transpose()?,
    })
}
