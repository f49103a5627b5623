//! How many lanes a day needs.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::many::generator;
use crate::play::{Fate, play_day};
use crate::{DayFault, GateDay, Lane, Millis};

/// The most lanes that are tried.
pub const MOST_LANES: usize = 20;

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanesNeeded {
    /// The fewest lanes with which nobody who came in time missed the deadline on 99 of 100 days; none
    /// when [`MOST_LANES`] are not enough.
    pub lanes: Option<u32>,
    /// How many days of a thousand somebody did with one lane fewer.
    pub days_missed_with_one_fewer: Option<u16>,
}

/// How many lanes of `times` the day needs so that nobody who comes `ahead` of the deadline or earlier
/// misses it, on 99 of 100 days out of `days`. None when `tell` broke it off; it hears how many lanes
/// are being tried.
///
/// # Errors
/// [`DayFault`].
pub fn lanes_needed(
    day: &GateDay,
    times: Lane,
    ahead: Millis,
    days: u32,
    seed: u64,
    tell: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Option<LanesNeeded>, DayFault> {
    let mut tried = day.clone();
    let mut before = None;
    for lanes in 1..=MOST_LANES {
        if tell(lanes).is_break() {
            return Ok(None);
        }
        tried.lanes = vec![times; lanes];
        tried.check()?;
        let missed = (0..days).filter(|number| somebody_missed(&tried, ahead, seed, *number)).count();
        let missed = missed.saturating_mul(1000) / usize::try_from(days.max(1)).unwrap_or(1);
        if missed <= 10 {
            return Ok(Some(LanesNeeded {
                lanes: u32::try_from(lanes).ok(),
                days_missed_with_one_fewer: before,
            }));
        }
        before = u16::try_from(missed).ok();
    }
    Ok(Some(LanesNeeded { lanes: None, days_missed_with_one_fewer: before }))
}

fn somebody_missed(day: &GateDay, ahead: Millis, seed: u64, number: u32) -> bool {
    play_day(day, &mut generator(seed, number)).people.iter().any(|person| {
        let deadline = day.groups[person.group].deadline;
        person.arrived + ahead <= deadline
            && match person.fate {
                Fate::Inside(at) => at > deadline,
                Fate::LeftOutside => true,
                Fate::Refused => false,
            }
    })
}
