//! The gate forecast of a day: how long people will wait, until when they may come, and how many lanes
//! are needed. How many will come is told by the band of each session, never by its number.

mod facts;
mod view;

use std::ops::ControlFlow;

use bidhall_forecast::{Lane, LanesNeeded, Millis, lanes_needed, simulate};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use crate::{Call, CommandSpec, DeskError, Workplace};

pub use view::{ForecastLine, ForecastSession, ForecastStep, ForecastWait, GateForecast, TimeBasis};

/// Minutes in milliseconds.
const MINUTE: Millis = 60_000;

/// Days that are played to find how many lanes are needed.
const LANE_DAYS: u32 = 200;

/// What is to be forecast.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForecastForm {
    /// The day.
    pub day: NaiveDate,
    /// Lanes at work, 1 to 20.
    pub lanes: u32,
    /// Most people come about this long before their deadline, minutes, 0 to 180.
    pub mostly_ahead: u32,
    /// Nobody who comes this long before the deadline may miss it, minutes, 0 to 180.
    pub safe_ahead: u32,
    /// How many days are played, 100 to 10,000.
    pub days: u32,
    /// What the days are drawn from; the same seed gives the same forecast.
    pub seed: u32,
}

/// `gate.forecast`
///
/// # Errors
/// [`DeskError::WrongField`] for a number out of its range; [`DeskError::NothingToForecast`] for a day
/// without a session.
pub async fn forecast(
    workplace: &Workplace,
    call: &Call,
    form: ForecastForm,
) -> Result<GateForecast, DeskError> {
    for (field, value, least, most) in [
        ("lanes", form.lanes, 1, 20),
        ("mostlyAhead", form.mostly_ahead, 0, 180),
        ("safeAhead", form.safe_ahead, 0, 180),
        ("days", form.days, 100, 10_000),
    ] {
        if !(least..=most).contains(&value) {
            return Err(DeskError::field(field, format!("{least} to {most}")));
        }
    }
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let mut act = workplace.desk().await?.reading(call, spec).await?;
    let facts = facts::load(&mut act, &form).await?;
    drop(act);
    let (day, seed) = (facts.gate.clone(), u64::from(form.seed));
    let (played, needed) = tokio::task::spawn_blocking(move || {
        let played = simulate(&day, form.days, seed, &mut |_| ControlFlow::Continue(()))?;
        let times = day.lanes.first().copied().unwrap_or(Lane { from: 0, until: MINUTE });
        let ahead = Millis::from(form.safe_ahead) * MINUTE;
        let needed = lanes_needed(&day, times, ahead, LANE_DAYS, seed, &mut |_| ControlFlow::Continue(()))?;
        Ok::<_, bidhall_forecast::DayFault>((played, needed))
    })
    .await
    .map_err(|error| DeskError::internal(&error))?
    .map_err(|error| DeskError::internal(&error))?;
    let played =
        played.ok_or_else(|| DeskError::internal(&std::io::Error::other("the forecast broke off")))?;
    let needed = needed.unwrap_or(LanesNeeded { lanes: None, days_missed_with_one_fewer: None });
    Ok(facts.show(&form, &played, needed))
}
