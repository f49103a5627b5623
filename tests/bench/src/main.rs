//! How fast the gate is, as a ratio to what the engine itself gives in the same run: a whole check of
//! six steps against the bare durable commits it consists of, four desks against four bare writers,
//! and finding a person among a million past entries.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its terminal")]

mod bare;
mod day;
mod figures;
mod ground;
mod past;
mod turns;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use serde::Serialize;

use figures::{Ratio, Spread};
use ground::Ground;

/// Measures the gate.
#[derive(Debug, Parser)]
struct Arguments {
    /// Past entries in the database.
    #[arg(long, default_value_t = 1_000_000)]
    entries: i64,
    /// Whole checks that are timed.
    #[arg(long, default_value_t = 200)]
    checks: usize,
    /// Seconds that four desks and four bare writers work.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Searches of each kind.
    #[arg(long, default_value_t = 500)]
    searches: usize,
    /// A PostgreSQL server whose `fsync` is on and where databases may be made; without it only SQLite
    /// is measured.
    #[arg(long)]
    postgres: Option<String>,
    /// Folder of the SQLite file, on the disk to be measured.
    #[arg(long, default_value = ".")]
    folder: PathBuf,
    /// Where the figures go as JSON.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// What can stop a measurement.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// The database objects.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The store objects.
    #[error("store: {0}")]
    Store(#[from] bidhall_store::StoreError),
    /// A command was refused.
    #[error("{command}: {error:?}")]
    Refused {
        /// The command.
        command: String,
        /// Why.
        error: Box<bidhall_desk::DeskError>,
    },
    /// A file cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// The figures cannot be written.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The demo day is not as the benchmark needs it.
    #[error("{0}")]
    Day(String),
}

/// What was measured on one engine.
#[derive(Debug, Serialize)]
struct EngineFigures {
    engine: &'static str,
    entries: i64,
    filled_in_seconds: u64,
    check: Ratio,
    commands: Vec<turns::CommandFigures>,
    four_desks: turns::FourFigures,
    find: Vec<turns::FindFigures>,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    match measure(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gate: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(arguments: &Arguments) -> Result<(), BenchError> {
    let mut engines = vec![measure_on(arguments, Ground::sqlite(&arguments.folder)?).await?];
    match &arguments.postgres {
        Some(server) => engines.push(measure_on(arguments, Ground::postgres(server).await?).await?),
        None => println!("PostgreSQL was not measured: no server was given."),
    }
    if let Some(out) = &arguments.out {
        std::fs::write(out, serde_json::to_vec_pretty(&engines)?)?;
        println!("wrote {}", out.display());
    }
    Ok(())
}

async fn measure_on(arguments: &Arguments, ground: Ground) -> Result<EngineFigures, BenchError> {
    let engine = ground.name();
    println!("\n{engine}");
    let began = std::time::Instant::now();
    let desk = day::open_doors(&ground).await?;
    past::fill(&ground, arguments.entries).await?;
    let filled_in_seconds = began.elapsed().as_secs();
    println!("  {} past entries, made in {filled_in_seconds} s", arguments.entries);

    let (check, commands, people) = turns::one_desk(&ground, &desk, arguments.checks).await?;
    say("one check, bare writes", &check.bare);
    say("one check, six steps and tag", &check.ours);
    println!("  ratio of the medians {} (at most 2.00)", check.shown());
    for command in &commands {
        say(&format!("  {}", command.command), &command.spread);
    }
    let find = turns::find(&desk, &people, arguments.searches).await?;
    for kind in &find {
        say(&format!("find by {} (p99 under 10 ms)", kind.by), &kind.spread);
    }
    desk.close().await;
    let four_desks = turns::four_desks(&ground, arguments.seconds).await?;
    println!(
        "  four desks {} commits/s, four bare writers {} commits/s: {} % (at least 80 %)",
        four_desks.desks_per_second, four_desks.writers_per_second, four_desks.percent
    );
    ground.remove().await?;
    Ok(EngineFigures {
        engine,
        entries: arguments.entries,
        filled_in_seconds,
        check,
        commands,
        four_desks,
        find,
    })
}

fn say(what: &str, spread: &Spread) {
    println!("  {what}: median {}, p99 {} ({} times)", spread.median(), spread.p99(), spread.samples);
}
