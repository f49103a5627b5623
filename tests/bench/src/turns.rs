//! The measurements: Bidhall and the bare engine take turns, so that both meet the same machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::json;
use tokio::task::JoinSet;

use crate::BenchError;
use crate::bare::{BareWriter, prepare};
use crate::day::{CHECK, Delegate, Desk};
use crate::figures::{Ratio, Spread};
use crate::ground::Ground;

/// Checks before the first one that counts.
const WARM_UP: u32 = 20;

/// A person who is inside, by what they can be found by.
pub(crate) struct Inside {
    tag: String,
    who: Delegate,
}

/// How long one command of a check takes.
#[derive(Debug, Serialize)]
pub(crate) struct CommandFigures {
    pub(crate) command: &'static str,
    #[serde(flatten)]
    pub(crate) spread: Spread,
}

/// How long finding a person takes.
#[derive(Debug, Serialize)]
pub(crate) struct FindFigures {
    pub(crate) by: &'static str,
    #[serde(flatten)]
    pub(crate) spread: Spread,
}

/// Durable commits a second.
#[derive(Debug, Serialize)]
pub(crate) struct FourFigures {
    pub(crate) desks_per_second: u64,
    pub(crate) writers_per_second: u64,
    pub(crate) percent: u64,
}

/// Whole checks at one desk, each followed by as many bare commits.
pub(crate) async fn one_desk(
    ground: &Ground,
    desk: &Desk,
    checks: usize,
) -> Result<(Ratio, Vec<CommandFigures>, Vec<Inside>), BenchError> {
    let raw = Arc::new(ground.raw(1).await?);
    prepare(&raw).await?;
    for number in 0..WARM_UP {
        desk.check(&Delegate::number(number)).await?;
    }
    let bytes = raw.texts("SELECT CAST(avg(length(reply)) AS TEXT) FROM replies WHERE command = 'gate.step' AND nonce LIKE 'bench-%'").await?;
    let bytes = bytes.first().and_then(|text| text.split('.').next()?.parse().ok()).unwrap_or_default();
    let mut writer = BareWriter::new(&raw, 0, bytes);
    let (mut ours, mut bare, mut inside) = (Vec::new(), Vec::new(), Vec::new());
    let mut commands = vec![Vec::new(); CHECK.len()];
    for number in (WARM_UP..).take(checks) {
        let who = Delegate::number(number);
        let passed = desk.check(&who).await?;
        ours.push(passed.times.iter().sum());
        for (times, time) in commands.iter_mut().zip(passed.times) {
            times.push(time);
        }
        inside.push(Inside { tag: passed.tag, who });
        let mut commits = Duration::ZERO;
        for _ in CHECK {
            commits += writer.commit().await?;
        }
        bare.push(commits);
    }
    raw.close().await;
    let commands = CHECK
        .into_iter()
        .zip(commands)
        .map(|(command, times)| CommandFigures { command, spread: Spread::of(times) })
        .collect();
    Ok((Ratio::of(ours, bare), commands, inside))
}

/// Finding people by what they hold in their hands.
pub(crate) async fn find(
    desk: &Desk,
    people: &[Inside],
    searches: usize,
) -> Result<Vec<FindFigures>, BenchError> {
    let mut figures = Vec::new();
    for by in ["tag", "document", "phone"] {
        let mut times = Vec::new();
        for person in people.iter().cycle().take(searches) {
            let text = match by {
                "tag" => &person.tag,
                "document" => &person.who.document,
                _ => &person.who.phone,
            };
            let began = Instant::now();
            let found = desk.ask("gate.find", json!({ "text": text })).await?;
            times.push(began.elapsed());
            if found["found"].as_array().is_none_or(|rows| rows.len() != 1) {
                return Err(BenchError::Day(format!("one person was to be found by {by}: {found}")));
            }
        }
        figures.push(FindFigures { by, spread: Spread::of(times) });
    }
    Ok(figures)
}

/// Four desks for a while, between two halves of four bare writers.
pub(crate) async fn four_desks(ground: &Ground, seconds: u64) -> Result<FourFigures, BenchError> {
    let desks = [
        Desk::at(ground, "gate1", "A").await?,
        Desk::at(ground, "gate2", "B").await?,
        Desk::at(ground, "gate1", "D").await?,
        Desk::at(ground, "gate2", "E").await?,
    ];
    let half = Duration::from_millis(seconds * 500);
    let before = four_writers(ground, 10, half).await?;
    let number = Arc::new(AtomicU32::new(500_000));
    let began = Instant::now();
    let whole = Duration::from_secs(seconds);
    let mut at_work = JoinSet::new();
    for desk in desks {
        at_work.spawn(busy(desk, Arc::clone(&number), began, whole));
    }
    let done = all(at_work).await?;
    let desks_per_second = per_second(done, began.elapsed());
    let after = four_writers(ground, 20, half).await?;
    let writers_per_second = u64::midpoint(before, after);
    Ok(FourFigures {
        desks_per_second,
        writers_per_second,
        percent: desks_per_second * 100 / writers_per_second.max(1),
    })
}

async fn busy(
    desk: Desk,
    number: Arc<AtomicU32>,
    began: Instant,
    whole: Duration,
) -> Result<u64, BenchError> {
    let mut commits = 0;
    while began.elapsed() < whole {
        desk.check(&Delegate::number(number.fetch_add(1, Ordering::Relaxed))).await?;
        commits += CHECK.len() as u64;
    }
    desk.close().await;
    Ok(commits)
}

async fn four_writers(ground: &Ground, first: i32, whole: Duration) -> Result<u64, BenchError> {
    let raw = Arc::new(ground.raw(4).await?);
    let began = Instant::now();
    let mut at_work = JoinSet::new();
    for number in 0..4 {
        at_work.spawn(write(BareWriter::new(&raw, first + number, 2000), began, whole));
    }
    let done = all(at_work).await?;
    let rate = per_second(done, began.elapsed());
    raw.close().await;
    Ok(rate)
}

async fn write(mut writer: BareWriter, began: Instant, whole: Duration) -> Result<u64, BenchError> {
    let mut commits = 0;
    while began.elapsed() < whole {
        for _ in CHECK {
            writer.commit().await?;
            commits += 1;
        }
    }
    Ok(commits)
}

/// What all of them committed.
async fn all(mut at_work: JoinSet<Result<u64, BenchError>>) -> Result<u64, BenchError> {
    let mut sum = 0;
    while let Some(done) = at_work.join_next().await {
        sum += done.map_err(|error| BenchError::Day(error.to_string()))??;
    }
    Ok(sum)
}

fn per_second(commits: u64, time: Duration) -> u64 {
    commits * 1000 / u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}
