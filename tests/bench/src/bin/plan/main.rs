//! How fast days of evaluation rooms are planned, and how good the plans are: the day of 67 bids, a day of 20
//! projects in 60 rooms with 1,000 bids, growth over rooms, projects and bids, and square rotations.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its terminal")]

mod days;
mod squares;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use bidhall_grouping::{Instance, Matrix, Status, answer, check_plan, rotate};
use clap::Parser;
use serde::Serialize;

/// Measures the planner.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of the public days.
    days: PathBuf,
    /// Where the figures go as JSON.
    out: Option<PathBuf>,
    /// Runs of each day; the median is given.
    #[arg(long, default_value_t = 5)]
    runs: usize,
}

/// What can stop a measurement.
#[derive(Debug, thiserror::Error)]
enum BenchError {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// A file is not the JSON it should be.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
    /// A day has a fault.
    #[error("day: {0}")]
    Instance(#[from] bidhall_grouping::InstanceFault),
    /// A rotation has a fault.
    #[error("rotation: {0}")]
    Matrix(#[from] bidhall_grouping::MatrixFault),
    /// A plan breaks a rule.
    #[error("{0}: the plan breaks a rule")]
    Invalid(String),
}

/// One day.
#[derive(Debug, Serialize)]
struct DayFigures {
    day: String,
    rooms: usize,
    projects: usize,
    bids: usize,
    objective: [u64; 4],
    bound: [u64; 4],
    proven: [bool; 4],
    median_micros: u64,
}

/// Square rotations of one size.
#[derive(Debug, Serialize)]
struct SquareFigures {
    size: usize,
    rotations: usize,
    proven: usize,
    median_micros: u64,
    max_micros: u64,
}

#[derive(Debug, Serialize)]
struct Figures {
    seed67: DayFigures,
    large: DayFigures,
    by_rooms: Vec<DayFigures>,
    by_projects: Vec<DayFigures>,
    by_bids: Vec<DayFigures>,
    squares: Vec<SquareFigures>,
}

fn main() -> ExitCode {
    match measure(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> Result<(), BenchError> {
    let path = arguments.days.join("pub03_seed67.json");
    let text = std::fs::read_to_string(&path)
        .map_err(|cause| BenchError::File(path.display().to_string(), cause))?;
    let runs = arguments.runs.max(1);
    let timed = |instance: &Instance| day(instance, runs);
    let curve = |sizes: &[(usize, usize, usize)]| -> Result<Vec<DayFigures>, BenchError> {
        sizes.iter().map(|&(rooms, projects, bids)| timed(&days::day(rooms, projects, bids))).collect()
    };
    let figures = Figures {
        seed67: timed(&serde_json::from_str(&text)?)?,
        large: timed(&days::day(60, 20, 1_000))?,
        by_rooms: curve(&[(30, 10, 300), (45, 10, 300), (60, 10, 300), (90, 10, 300), (120, 10, 300)])?,
        by_projects: curve(&[(60, 5, 250), (60, 10, 500), (60, 15, 750), (60, 20, 1_000)])?,
        by_bids: curve(&[(60, 10, 150), (60, 10, 300), (60, 10, 500), (60, 10, 670)])?,
        squares: squares::SEEDS.iter().map(|(size, seeds)| square(*size, seeds)).collect::<Result<_, _>>()?,
    };
    if let Some(out) = &arguments.out {
        std::fs::write(out, serde_json::to_string_pretty(&figures)?)
            .map_err(|cause| BenchError::File(out.display().to_string(), cause))?;
    }
    Ok(())
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

fn median(mut times: Vec<u64>) -> u64 {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or(0)
}

fn day(instance: &Instance, runs: usize) -> Result<DayFigures, BenchError> {
    let mut times = Vec::new();
    let mut found = answer::first(instance, false)?;
    for _ in 0..runs {
        let begun = Instant::now();
        found = answer::first(instance, false)?;
        times.push(micros(begun));
    }
    if !check_plan(instance, &found.plan).is_empty() {
        return Err(BenchError::Invalid(instance.id.clone()));
    }
    let bids = |project: &bidhall_grouping::instance::Project| bidhall_grouping::rules::bids(project);
    let figures = DayFigures {
        day: instance.id.clone(),
        rooms: instance.rooms.len(),
        projects: instance.projects.len(),
        bids: instance.projects.iter().map(bids).sum(),
        objective: found.plan.objective,
        bound: found.bound,
        proven: found.status.map(|status| status == Status::Proven),
        median_micros: median(times),
    };
    println!(
        "{:>3} rooms {:>2} projects {:>4} bids: {:>9} us, {:?}, bound {:?}",
        figures.rooms,
        figures.projects,
        figures.bids,
        figures.median_micros,
        figures.objective,
        figures.bound
    );
    Ok(figures)
}

fn square(size: usize, seeds: &[(i64, i64)]) -> Result<SquareFigures, BenchError> {
    let mut times = Vec::new();
    let mut proven = 0;
    for &(times_seed, panels_seed) in seeds {
        let matrix = Matrix { minutes: squares::minutes(size, times_seed, panels_seed), lag: None };
        let begun = Instant::now();
        let found = rotate(&matrix, &mut || false)?;
        times.push(micros(begun));
        proven += usize::from(found.proven);
    }
    let max_micros = times.iter().copied().max().unwrap_or(0);
    let figures =
        SquareFigures { size, rotations: seeds.len(), proven, median_micros: median(times), max_micros };
    println!(
        "{size:>2} x {size:<2} rotations: {proven} of {} proven, median {} us, longest {max_micros} us",
        figures.rotations, figures.median_micros
    );
    Ok(figures)
}
