//! The figures of a day. A figure is the number of its rows: there is no second way to count.

use bidhall_rules::calls::{CallCampaign, CallState};
use bidhall_rules::entry_check::{CheckState, RefusalReason};
use bidhall_rules::sessions::SessionState;
use bidhall_rules::tags::TagState;
use bidhall_store::checks::CheckRow;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, word};
use crate::calls::{CallDay, list as list_calls};
use crate::sessions::state_of;

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SummaryDay {
    /// The day.
    pub day: NaiveDate,
}

/// Which figure.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FigureChoice {
    /// The day.
    pub day: NaiveDate,
    /// Its key, such as `gate.admitted`.
    pub figure: String,
}

/// Part of the summary a figure belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FigureSection {
    /// Reminder calls.
    Calls,
    /// People at the gate, all capacities together.
    Gate,
    /// Refused people by reason.
    Refusals,
    /// Sessions by state.
    Sessions,
    /// Room groups.
    Groups,
}

/// A figure.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// Its key.
    pub key: String,
    /// Where it stands.
    pub section: FigureSection,
    /// The number of its rows.
    pub count: u32,
}

/// The figures of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SummaryView {
    /// The day.
    pub day: NaiveDate,
    /// The moment of counting.
    pub as_of: DateTime<Utc>,
    /// Figures in the order of the report.
    pub figures: Vec<Figure>,
}

/// A row behind a figure. It names no person, company or, before the opening, session of a person.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SummaryRow {
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// Agency, place at the gate, session or group.
    pub subject: String,
    /// A word for how it stands.
    pub state: String,
    /// More about it.
    pub note: String,
    /// Who did it.
    pub operator: Option<String>,
}

/// The rows behind a figure.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SummaryRows {
    /// By time.
    pub rows: Vec<SummaryRow>,
}

/// `summary.day`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn day(act: &mut Reading, request: SummaryDay) -> Result<SummaryView, DeskError> {
    let mut figures = Vec::new();
    for (section, rows) in [
        (FigureSection::Calls, call_rows(act, request.day).await?),
        (FigureSection::Gate, gate_rows(act, request.day).await?),
        (FigureSection::Refusals, refusal_rows(act, request.day).await?),
        (FigureSection::Sessions, session_rows(act, request.day).await?),
        (FigureSection::Groups, group_rows(act, request.day).await?),
    ] {
        for key in keys(section) {
            let count = rows.iter().filter(|(of, _)| of.contains(&key)).count();
            // Reasons that did not occur are left out; every other figure stands even at nought.
            if count > 0 || section != FigureSection::Refusals {
                figures.push(Figure { key, section, count: u32::try_from(count).unwrap_or(u32::MAX) });
            }
        }
    }
    Ok(SummaryView { day: request.day, as_of: act.now, figures })
}

/// `summary.rows`
///
/// # Errors
/// [`DeskError::NotFound`] for a figure that does not exist.
pub async fn rows(act: &mut Reading, request: FigureChoice) -> Result<SummaryRows, DeskError> {
    let section = SECTIONS
        .iter()
        .copied()
        .find(|section| keys(*section).contains(&request.figure))
        .ok_or_else(|| DeskError::not_found("figure", &request.figure))?;
    let rows = match section {
        FigureSection::Calls => call_rows(act, request.day).await?,
        FigureSection::Gate => gate_rows(act, request.day).await?,
        FigureSection::Refusals => refusal_rows(act, request.day).await?,
        FigureSection::Sessions => session_rows(act, request.day).await?,
        FigureSection::Groups => group_rows(act, request.day).await?,
    };
    let rows = rows.into_iter().filter(|(keys, _)| keys.contains(&request.figure)).map(|(_, row)| row);
    Ok(SummaryRows { rows: rows.collect() })
}

const SECTIONS: [FigureSection; 5] = [
    FigureSection::Calls,
    FigureSection::Gate,
    FigureSection::Refusals,
    FigureSection::Sessions,
    FigureSection::Groups,
];

/// The figures of a section in the order of the report.
fn keys(section: FigureSection) -> Vec<String> {
    match section {
        FigureSection::Calls => [
            "calls.total",
            "calls.attempts",
            "calls.confirmed",
            "calls.reached_relay_pending",
            "calls.waiting_retry",
            "calls.escalated",
            "calls.due",
            "calls.void",
            "calls.given_up",
            "calls.lapsed",
        ]
        .map(str::to_owned)
        .to_vec(),
        FigureSection::Gate => [
            "gate.checked",
            "gate.admitted",
            "gate.refused",
            "gate.abandoned",
            "gate.in_progress",
            "gate.inside",
        ]
        .map(str::to_owned)
        .to_vec(),
        FigureSection::Refusals => {
            RefusalReason::ALL.iter().map(|reason| format!("refusals.{reason}")).collect()
        }
        FigureSection::Sessions => {
            SessionState::ALL.iter().map(|state| format!("sessions.{state}")).collect()
        }
        FigureSection::Groups => ["groups.possible", "groups.impossible"].map(str::to_owned).to_vec(),
    }
}

/// A row with the figures it counts in.
type Counted = (Vec<String>, SummaryRow);

async fn call_rows(act: &mut Reading, day: NaiveDate) -> Result<Vec<Counted>, DeskError> {
    let mut rows = Vec::new();
    for card in list_calls(act, CallDay { day, campaign: CallCampaign::Reminder }).await?.calls {
        let codes: Vec<&str> = card.sessions.iter().map(|session| session.code.as_str()).collect();
        let state: CallState = card.state;
        rows.push((
            vec!["calls.total".to_owned(), format!("calls.{state}")],
            SummaryRow {
                at: card.last_at,
                subject: card.agency_name.clone(),
                state: state.to_string(),
                note: codes.join("、"),
                operator: None,
            },
        ));
        for attempt in act.tx.attempts_of(card.id.uuid()).await? {
            rows.push((
                vec!["calls.attempts".to_owned()],
                SummaryRow {
                    at: Some(attempt.at),
                    subject: card.agency_name.clone(),
                    state: attempt.outcome,
                    note: codes.join("、"),
                    operator: Some(attempt.operator_name),
                },
            ));
        }
    }
    Ok(rows)
}

async fn checks_of(act: &mut Reading, day: NaiveDate) -> Result<Vec<CheckRow>, DeskError> {
    let (from, until) = act.zone.day_bounds(day);
    Ok(act.tx.checks_between(from, until).await?)
}

async fn gate_rows(act: &mut Reading, day: NaiveDate) -> Result<Vec<Counted>, DeskError> {
    let mut rows = Vec::new();
    for check in checks_of(act, day).await? {
        let state: CheckState = word(&check.state)?;
        let mut keys = vec!["gate.checked".to_owned()];
        keys.push(match state {
            CheckState::Open | CheckState::Resting => "gate.in_progress".to_owned(),
            CheckState::Admitted | CheckState::Refused | CheckState::Abandoned => format!("gate.{state}"),
        });
        if let Some(tag) = act.tx.tag_of_check(check.id).await?
            && word::<TagState>(&tag.state)? == TagState::Active
        {
            keys.push("gate.inside".to_owned());
        }
        rows.push((keys, gate_row(&check, state.to_string())));
    }
    Ok(rows)
}

fn gate_row(check: &CheckRow, state: String) -> SummaryRow {
    SummaryRow {
        at: Some(check.closed_at.unwrap_or(check.opened_at)),
        subject: format!("{}{}", check.lane, check.place),
        state,
        note: String::new(),
        operator: Some(check.holder_name.clone()),
    }
}

async fn refusal_rows(act: &mut Reading, day: NaiveDate) -> Result<Vec<Counted>, DeskError> {
    let (from, until) = act.zone.day_bounds(day);
    let refusals = act.tx.refusals_between(from, until).await?;
    let mut rows = Vec::new();
    for refusal in refusals {
        let Some(check) = act.tx.check(refusal.check_id).await? else { continue };
        let mut row = gate_row(&check, refusal.reason.clone());
        row.at = Some(refusal.at);
        rows.push((vec![format!("refusals.{}", refusal.reason)], row));
    }
    Ok(rows)
}

async fn session_rows(act: &mut Reading, day: NaiveDate) -> Result<Vec<Counted>, DeskError> {
    let now = act.now;
    act.tx
        .sessions_of_day(day)
        .await?
        .into_iter()
        .map(|session| {
            let state = state_of(&session.state, session.deadline, now)?;
            let row = SummaryRow {
                at: Some(session.deadline),
                subject: session.code,
                state: state.to_string(),
                note: session.state_reason,
                operator: None,
            };
            Ok((vec![format!("sessions.{state}")], row))
        })
        .collect()
}

async fn group_rows(act: &mut Reading, day: NaiveDate) -> Result<Vec<Counted>, DeskError> {
    let sessions = act.tx.sessions_of_day(day).await?;
    let groups = act.tx.groups_of_day(day).await?;
    let mut rows: Vec<Counted> = Vec::new();
    for group in &groups {
        // Only the last version of a group counts.
        if groups.iter().any(|other| other.session_id == group.session_id && other.version > group.version) {
            continue;
        }
        let state = if group.possible { "possible" } else { "impossible" };
        let code = sessions.iter().find(|session| session.id == group.session_id).map(|s| s.code.clone());
        let row = SummaryRow {
            at: Some(group.at),
            subject: group.label.clone(),
            state: state.to_owned(),
            note: code.unwrap_or_default(),
            operator: Some(group.operator_name.clone()),
        };
        rows.push((vec![format!("groups.{state}")], row));
    }
    Ok(rows)
}
