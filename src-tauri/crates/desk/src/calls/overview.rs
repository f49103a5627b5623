//! The calls of a day at a glance, and the history of an agency.

use std::collections::BTreeMap;

use bidhall_rules::calls::{CallOutcome, CallState};
use bidhall_rules::ids::CallId;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::book::CallBook;
use super::dossier::Dossier;
use super::requests::CallDay;
use super::shown::{
    AttemptLine, AttemptView, CallCard, CallFigure, CallerFigures, CallsOverview, GiveUpView,
};
use super::{attempts_of, cards};
use crate::DeskError;
use crate::act::{Reading, word};

/// A call with its attempts and ends.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryCall {
    /// The call.
    pub card: CallCard,
    /// Attempts, oldest first.
    pub attempts: Vec<AttemptView>,
    /// Decisions to give it up, oldest first.
    pub give_ups: Vec<GiveUpView>,
}

/// `calls.overview`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn overview(act: &mut Reading, request: CallDay) -> Result<CallsOverview, DeskError> {
    let found = cards(act, request).await?;
    let book = CallBook::load(act, request.day, request.campaign).await?;
    let mut attempts = Vec::new();
    for (card, dossier) in &found {
        attempts.extend(lines(&book, card, dossier)?);
    }
    attempts.sort_by_key(|line| line.at);
    let calls: Vec<CallCard> = found.into_iter().map(|(card, _)| card).collect();
    let figure = |key: &str, holds: &dyn Fn(&CallCard) -> bool| {
        let calls: Vec<CallId> = calls.iter().filter(|card| holds(card)).map(|card| card.id).collect();
        CallFigure { key: key.to_owned(), count: u32::try_from(calls.len()).unwrap_or(u32::MAX), calls }
    };
    let mut figures = vec![figure("total", &|_| true)];
    figures.extend(CallState::ALL.iter().map(|state| figure(state.as_str(), &|card| card.state == *state)));
    figures.push(figure("with_lead", &|card| card.with_lead));
    figures.push(figure("overdue", &|card| card.overdue));
    figures.push(figure("form_outstanding", &|card| card.form_outstanding));
    figures.push(figure("claimed", &|card| card.claim.is_some()));
    Ok(CallsOverview {
        day: request.day,
        campaign: request.campaign,
        as_of: act.now,
        due_by: calls.iter().map(|card| card.due_by).min(),
        figures,
        callers: callers(&attempts),
        calls,
        attempts,
    })
}

fn lines(book: &CallBook, card: &CallCard, dossier: &Dossier) -> Result<Vec<AttemptLine>, DeskError> {
    let lines = attempts_of(book, dossier)?.into_iter().map(|attempt| AttemptLine {
        call_id: card.id,
        agency_name: card.agency_name.clone(),
        at: attempt.at,
        operator: attempt.operator,
        phone: attempt.phone,
        outcome: attempt.outcome,
        person: attempt.person,
        relay_confirmed: attempt.relay_confirmed,
        still_stands: attempt.still_stands,
    });
    Ok(lines.collect())
}

fn callers(attempts: &[AttemptLine]) -> Vec<CallerFigures> {
    let mut by_name: BTreeMap<&str, CallerFigures> = BTreeMap::new();
    for line in attempts {
        let figures = by_name.entry(&line.operator).or_insert_with(|| CallerFigures {
            operator: line.operator.clone(),
            attempts: 0,
            reached: 0,
            confirmed: 0,
        });
        figures.attempts += 1;
        figures.reached += u32::from(line.outcome == CallOutcome::Reached);
        figures.confirmed += u32::from(line.relay_confirmed);
    }
    by_name.into_values().collect()
}

/// The calls to an agency or unit for the days from `from` to `until`, newest first.
pub(crate) async fn history_of(
    act: &mut Reading,
    callee: Uuid,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<HistoryCall>, DeskError> {
    let mut calls = Vec::new();
    for row in act.tx.calls_of_callee(callee, from, until).await? {
        let book = CallBook::load(act, row.day, word(&row.campaign)?).await?;
        let dossier = Dossier::load(act, &book, row).await?;
        if dossier.attempts.is_empty() && book.is_lapsed(&dossier) {
            continue;
        }
        calls.push(HistoryCall {
            card: book.card(act, &dossier)?,
            attempts: attempts_of(&book, &dossier)?,
            give_ups: book.give_ups(&dossier),
        });
    }
    Ok(calls)
}
