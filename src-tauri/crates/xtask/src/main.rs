//! `cargo xtask`: builds and opens Bidhall, and runs every suite of its tests.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its terminal")]

mod bench;
mod child;
mod error;
mod found;
mod json;
mod needs;
mod place;
mod postgres;
mod run;
mod steps;
mod summary;
mod tally;
mod windows;

use std::process::ExitCode;

use error::Error;
use place::Place;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  run [--release] [-- ARGS]       build everything and open the window
  test [--only SUITE]... [--list] run every suite, or only those named
  bench [NAME]                    say which benchmarks exist, run one or all
  bindings                        write ui/src/backend/generated.ts anew
  help                            this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error}");
            if matches!(error, Error::Usage(_)) {
                eprintln!("\n{HELP}");
                return ExitCode::from(2);
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode, Error> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    let place = Place::find()?;
    match command {
        "run" => run::run(&place, &run::Options::parse(rest)?),
        "test" => steps::test(place, &steps::Options::parse(rest)?),
        "bench" => bench::bench(&place, rest),
        "bindings" => bindings(&place, rest),
        "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(Error::Usage(format!("there is no command {other:?}"))),
    }
}

fn bindings(place: &Place, arguments: &[String]) -> Result<ExitCode, Error> {
    if !arguments.is_empty() {
        return Err(Error::Usage("bindings takes no argument".into()));
    }
    let mut cargo = child::cargo(place);
    cargo.args(["run", "--package", "bidhall-cli", "--", "typescript", "--out"]).arg(place.bindings());
    child::show(cargo)?;
    println!("wrote {}", place.bindings().display());
    Ok(ExitCode::SUCCESS)
}
