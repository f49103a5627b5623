//! What a day at the gate will be like, found by playing it many times: people arrive, stand in the
//! line, pass the six steps at the lanes, rest when their temperature asks for it, and are inside by
//! their session's deadline or are not.
//!
//! The same day, seed and number of days give the same forecast on every machine: each simulated day
//! draws from a generator of its own, whose seed comes from the forecast's seed and the day's number.
//! Nothing here knows the clock; moments are milliseconds from midnight.

mod day;
mod draw;
mod figures;
mod lanes;
mod many;
mod play;

pub use day::{Arrivals, DayFault, GateDay, Group, Lane, Millis, Rest, Step, StepKind};
pub use draw::Spread;
pub use figures::{Forecast, GroupForecast, MinuteFigures, StepFigures, WaitFigures};
pub use lanes::{LanesNeeded, lanes_needed};
pub use many::{Progress, simulate};
pub use play::{Fate, Played, play};
