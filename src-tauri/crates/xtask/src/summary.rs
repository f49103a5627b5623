//! The table at the end of a run and its last line.

use std::{process::ExitCode, time::Duration};

use crate::tally::Tally;

/// The outcome of a suite.
pub struct Row {
    pub name: &'static str,
    pub tally: Tally,
    pub took: Duration,
}

/// Prints what came of the suites; the last line totals them.
pub fn summarise(rows: &[Row]) -> ExitCode {
    println!("\n{:<8} {:>7} {:>7} {:>7} {:>7}", "suite", "passed", "failed", "skipped", "time");
    let mut total = Tally::default();
    for Row { name, tally, took } in rows {
        let Tally { passed, failed, skipped, notes } = tally;
        println!("{name:<8} {passed:>7} {failed:>7} {skipped:>7} {:>7}", clock(*took));
        for note in notes {
            println!("         {}", note.lines().next().unwrap_or_default());
        }
        total.add(tally.clone());
    }
    println!("\n{}", total.last_line());
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Minutes and seconds.
pub fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}
