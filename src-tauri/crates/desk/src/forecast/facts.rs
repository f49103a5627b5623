//! What a forecast rests on: the day's sessions, and how long the steps took lately.

use bidhall_forecast::{Arrivals, GateDay, Group, Lane, Millis, Rest, Spread, Step, StepKind};
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::secrecy::Band;
use bidhall_rules::sessions::SessionState;
use bidhall_rules::settings::GateSettings;
use bidhall_store::sessions::SessionRow;
use bidhall_store::steps::StepTimeRow;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::view::TimeBasis;
use super::{ForecastForm, MINUTE};
use crate::DeskError;
use crate::act::{Reading, word};
use crate::sessions::state_of;

/// How far back step times are measured.
const MEASURED_DAYS: i64 = 30;
/// A step that took longer was interrupted: a rest, a pause, a talk.
const LONGEST: Millis = 5 * MINUTE;
/// Fewer measured times say nothing about a step.
const FEWEST: usize = 20;
/// No more people are taken, the latest ones.
const MOST: i64 = 1_000;

/// Of a hundred parts of a check, how many each step takes as long as nothing was measured.
const ASSUMED: [(StepKind, i64); 6] = [
    (StepKind::Mask, 12),
    (StepKind::Shoe, 6),
    (StepKind::Hand, 6),
    (StepKind::Temperature, 24),
    (StepKind::Form, 42),
    (StepKind::MaskDisposal, 10),
];

/// Of a thousand people: a mask that must be replaced, a questionnaire still to be written, a first
/// reading that asks for a rest, a second one that refuses.
const MASK_REPLACED: u16 = 50;
const FORM_WRITTEN: u16 = 100;
const RESTS: u16 = 10;
const REFUSED_AFTER_REST: u16 = 300;

/// A day as it is played.
pub(super) struct Facts {
    pub(super) gate: GateDay,
    pub(super) sessions: Vec<Expected>,
    pub(super) zone: CentreZone,
    pub(super) midnight: DateTime<Utc>,
    pub(super) bases: Vec<(StepKind, TimeBasis)>,
    pub(super) now: DateTime<Utc>,
}

/// A session and how many people are reckoned with.
pub(super) struct Expected {
    pub(super) row: SessionRow,
    pub(super) band: Band,
    pub(super) people: u32,
}

pub(super) async fn load(act: &mut Reading, form: &ForecastForm) -> Result<Facts, DeskError> {
    let (now, zone) = (act.now, act.zone);
    let settings = act.gate_settings().await?.body;
    let midnight = zone.instant(form.day, NaiveTime::MIN);
    let mut sessions = Vec::new();
    for row in act.tx.sessions_of_day(form.day).await? {
        let called_off = matches!(
            state_of(&row.state, row.deadline, now)?,
            SessionState::Failed | SessionState::Cancelled
        );
        // Without a band the smallest one is reckoned with.
        let band = row.band.as_deref().map_or(Ok(Band::UpTo30), word)?;
        if !called_off {
            let people = band.upper_end() + settings.head_limits.tenderer + settings.head_limits.agency;
            sessions.push(Expected { row, band, people });
        }
    }
    if sessions.is_empty() {
        return Err(DeskError::NothingToForecast { day: form.day.to_string() });
    }
    // Not those of today: that enough were measured would tell how many have come.
    let (today, _) = zone.day_bounds(act.today());
    let times = act.tx.step_times(today - Duration::days(MEASURED_DAYS), today, MOST).await?;
    let (steps, bases) = steps(&times, &settings);
    let groups: Vec<Group> =
        sessions.iter().map(|session| group(session, midnight, form, &settings)).collect();
    let lanes = vec![hours(&groups, &settings); usize::try_from(form.lanes).unwrap_or(1)];
    let rest = Rest {
        often: RESTS,
        time: Spread::Fixed { time: Millis::from(settings.temperature.rest_minutes) * MINUTE },
        refused: REFUSED_AFTER_REST,
    };
    let gate = GateDay {
        lanes,
        steps,
        rest: Some(rest),
        groups,
        walk: Millis::from(settings.walk_minutes) * MINUTE,
        by_deadline: true,
    };
    Ok(Facts { gate, sessions, zone, midnight, bases, now })
}

/// The people of a session come between the opening of the gate and the deadline.
fn group(session: &Expected, midnight: DateTime<Utc>, form: &ForecastForm, settings: &GateSettings) -> Group {
    let earliest = Millis::from(settings.gate_opens_minutes_before).max(Millis::from(form.mostly_ahead));
    Group {
        code: session.row.code.clone(),
        deadline: (session.row.deadline - midnight).num_milliseconds(),
        people: session.people,
        arrivals: Arrivals::Ahead {
            earliest: earliest * MINUTE,
            mostly: Millis::from(form.mostly_ahead) * MINUTE,
            latest: 0,
        },
    }
}

/// Lanes are at work from the opening of the gate for the first session until the last deadline.
fn hours(groups: &[Group], settings: &GateSettings) -> Lane {
    let opens = Millis::from(settings.gate_opens_minutes_before) * MINUTE;
    let first = groups.iter().map(|group| group.deadline).min().unwrap_or_default();
    let last = groups.iter().map(|group| group.deadline).max().unwrap_or_default();
    let from = (first - opens).max(0);
    Lane { from, until: last.max(from + MINUTE) }
}

/// The steps with the times that were measured, or parts of the time a person is assumed to take.
fn steps(times: &[StepTimeRow], settings: &GateSettings) -> (Vec<Step>, Vec<(StepKind, TimeBasis)>) {
    let mut measured: [Vec<Millis>; 6] = Default::default();
    let mut before: Option<&StepTimeRow> = None;
    for row in times {
        let began = before.filter(|last| last.check_id == row.check_id).map_or(row.opened_at, |last| last.at);
        let took = (row.at - began).num_milliseconds();
        let place = usize::try_from(row.step_no - 1).ok().and_then(|place| measured.get_mut(place));
        if let Some(list) = place
            && (1..=LONGEST).contains(&took)
        {
            list.push(took);
        }
        before = Some(row);
    }
    let whole = Millis::from(settings.seconds_per_person) * 1000;
    ASSUMED
        .into_iter()
        .zip(measured)
        .map(|((kind, parts), times)| {
            let (time, basis) = if times.len() >= FEWEST {
                (Spread::Measured { times }, TimeBasis::Measured)
            } else {
                let mostly = whole * parts / 100;
                let spread = Spread::Between { least: mostly / 2, mostly, most: mostly * 3 / 2 };
                (spread, TimeBasis::Assumed)
            };
            // What was measured holds what was more in it.
            let (more_often, more) = match (basis, kind) {
                (TimeBasis::Assumed, StepKind::Mask) => (MASK_REPLACED, 30_000),
                (TimeBasis::Assumed, StepKind::Form) => (FORM_WRITTEN, 150_000),
                _ => (0, 0),
            };
            (Step { kind, time, more_often, more: Spread::Fixed { time: more } }, (kind, basis))
        })
        .unzip()
}

impl Facts {
    /// The moment of a number of milliseconds.
    pub(super) fn moment(&self, time: Millis) -> DateTime<Utc> {
        self.midnight + Duration::milliseconds(time)
    }

    /// The day.
    pub(super) fn day(&self) -> NaiveDate {
        self.zone.day_of(self.midnight)
    }
}
