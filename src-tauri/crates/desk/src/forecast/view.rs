//! A forecast as it is shown.

use bidhall_forecast::{Forecast, LanesNeeded, StepKind, WaitFigures};
use bidhall_rules::entry_check::EntryStep;
use bidhall_rules::ids::SessionId;
use bidhall_rules::secrecy::Band;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::ForecastForm;
use super::facts::Facts;

/// What a time rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimeBasis {
    /// The checks of the last thirty days.
    Measured,
    /// A part of the time a person is set to take.
    Assumed,
}

/// Waiting times in seconds.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForecastWait {
    /// The mean.
    pub mean: u32,
    /// Half waited no longer.
    pub median: u32,
    /// Nine of ten.
    pub p90: u32,
    /// Nineteen of twenty.
    pub p95: u32,
    /// Ninety-nine of a hundred.
    pub p99: u32,
    /// The longest.
    pub longest: u32,
}

/// A session.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForecastSession {
    /// Its id.
    pub session_id: SessionId,
    /// Its code.
    pub code: String,
    /// Its deadline.
    pub deadline: DateTime<Utc>,
    /// Its band.
    pub band: Band,
    /// People reckoned with: the band's upper end, the tenderer and the agency.
    pub people: u32,
    /// Waiting times of its people.
    pub wait: ForecastWait,
    /// Days of a thousand on which somebody who came before the deadline missed it.
    pub days_missed: u16,
    /// People of a thousand who did.
    pub people_missed: u16,
    /// Until when somebody may come and be in the room in time on nineteen of twenty days.
    pub last_safe_arrival: Option<DateTime<Utc>>,
}

/// A minute of the line.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForecastLine {
    /// The minute.
    pub at: DateTime<Utc>,
    /// The mean, in hundredths of a person.
    pub mean: u32,
    /// On nineteen of twenty days no more than these.
    pub p95: u32,
}

/// A step.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForecastStep {
    /// Which.
    pub step: EntryStep,
    /// Of a thousand parts of the time the lanes were busy.
    pub share: u16,
    /// What its times rest on.
    pub basis: TimeBasis,
}

/// What a day at the gate will be like. It rests on bands, so that no number can be told from it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GateForecast {
    /// The day.
    pub day: NaiveDate,
    /// The moment of the forecast.
    pub as_of: DateTime<Utc>,
    /// Lanes at work.
    pub lanes: u32,
    /// Days that were played.
    pub days: u32,
    /// What they were drawn from.
    pub seed: u32,
    /// Waiting times of all.
    pub wait: ForecastWait,
    /// The sessions, by deadline.
    pub sessions: Vec<ForecastSession>,
    /// The line over time.
    pub line: Vec<ForecastLine>,
    /// The six steps.
    pub steps: Vec<ForecastStep>,
    /// The step that keeps the lanes longest.
    pub bottleneck: Option<EntryStep>,
    /// Of a thousand parts of their time, how many the lanes were busy.
    pub busy: u16,
    /// The fewest lanes with which nobody who comes in time misses the deadline on 99 of 100 days; none
    /// when twenty are not enough.
    pub lanes_needed: Option<u32>,
    /// Days of a thousand on which somebody did with one lane fewer.
    pub days_missed_with_one_fewer: Option<u16>,
}

impl Facts {
    pub(super) fn show(&self, form: &ForecastForm, played: &Forecast, needed: LanesNeeded) -> GateForecast {
        let mut sessions: Vec<ForecastSession> = self
            .sessions
            .iter()
            .zip(&played.groups)
            .map(|(session, group)| ForecastSession {
                session_id: SessionId::from_uuid(session.row.id),
                code: session.row.code.clone(),
                deadline: session.row.deadline,
                band: session.band,
                people: session.people,
                wait: seconds(&group.wait),
                days_missed: group.days_missed,
                people_missed: group.people_missed,
                last_safe_arrival: group.last_safe_arrival.map(|time| self.moment(time)),
            })
            .collect();
        sessions.sort_by(|a, b| (a.deadline, &a.code).cmp(&(b.deadline, &b.code)));
        GateForecast {
            day: self.day(),
            as_of: self.now,
            lanes: form.lanes,
            days: played.days,
            seed: form.seed,
            wait: seconds(&played.wait),
            sessions,
            line: played
                .line
                .iter()
                .map(|figure| ForecastLine {
                    at: self.moment(i64::from(figure.minute) * super::MINUTE),
                    mean: figure.mean,
                    p95: figure.p95,
                })
                .collect(),
            steps: played
                .steps
                .iter()
                .zip(&self.bases)
                .map(|(figure, (_, basis))| ForecastStep {
                    step: step(figure.kind),
                    share: figure.share,
                    basis: *basis,
                })
                .collect(),
            bottleneck: played.bottleneck.map(step),
            busy: played.busy,
            lanes_needed: needed.lanes,
            days_missed_with_one_fewer: needed.days_missed_with_one_fewer,
        }
    }
}

fn seconds(wait: &WaitFigures) -> ForecastWait {
    let whole = |time: i64| u32::try_from((time + 500) / 1000).unwrap_or(u32::MAX);
    ForecastWait {
        mean: whole(wait.mean),
        median: whole(wait.median),
        p90: whole(wait.p90),
        p95: whole(wait.p95),
        p99: whole(wait.p99),
        longest: whole(wait.longest),
    }
}

fn step(kind: StepKind) -> EntryStep {
    match kind {
        StepKind::Mask => EntryStep::Mask,
        StepKind::Shoe => EntryStep::Shoe,
        StepKind::Hand => EntryStep::Hand,
        StepKind::Temperature => EntryStep::TempSymptom,
        StepKind::Form => EntryStep::Form,
        StepKind::MaskDisposal => EntryStep::MaskDisposal,
    }
}
