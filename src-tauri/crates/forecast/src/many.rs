//! Many days, on every processor there is.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;

use crate::figures::Tally;
use crate::play::play_day;
use crate::{DayFault, Forecast, GateDay};

/// The most days of one forecast.
pub const MOST_DAYS: u32 = 10_000;

/// How many days a thread takes at a time: small enough that a cancelled forecast ends at once.
const BUNCH: u32 = 10;

/// How far a forecast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Days played.
    pub played: u32,
    /// Days in all.
    pub days: u32,
}

/// Plays a day `days` times (1 to [`MOST_DAYS`]) and tells what came of it; `None` when `tell` broke it
/// off. The same day, days and seed give the same forecast, whatever the number of processors.
///
/// # Errors
/// [`DayFault`].
pub fn simulate(
    day: &GateDay,
    days: u32,
    seed: u64,
    tell: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
) -> Result<Option<Forecast>, DayFault> {
    day.check()?;
    let days = days.clamp(1, MOST_DAYS);
    let tally = bunches(day, days, seed, tell);
    Ok(tally.map(|tally| Forecast::of(day, days, seed, tally)))
}

/// All days tallied together.
fn bunches(
    day: &GateDay,
    days: u32,
    seed: u64,
    tell: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
) -> Option<Tally> {
    let (next, played, stopped) = (AtomicU32::new(0), AtomicU32::new(0), AtomicBool::new(false));
    let work = || {
        let mut tally = Tally::new(day);
        loop {
            let first = next.fetch_add(BUNCH, Ordering::Relaxed);
            if first >= days || stopped.load(Ordering::Relaxed) {
                return tally;
            }
            let last = days.min(first + BUNCH);
            for number in first..last {
                tally.add(day, &play_day(day, &mut generator(seed, number)));
            }
            played.fetch_add(last - first, Ordering::Relaxed);
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(8);
    let mut whole = Tally::new(day);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        while !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
            let progress = Progress { played: played.load(Ordering::Relaxed), days };
            if tell(progress).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
            thread::sleep(std::time::Duration::from_millis(5));
        }
        for worker in workers {
            match worker.join() {
                Ok(tally) => whole.merge(tally),
                // A worker that fell takes the forecast with it.
                Err(_) => stopped.store(true, Ordering::Relaxed),
            }
        }
    });
    (!stopped.load(Ordering::Relaxed)).then_some(whole)
}

/// The generator of one day of a forecast.
pub(crate) fn generator(seed: u64, number: u32) -> ChaCha8Rng {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    chance.set_stream(number.into());
    chance
}
