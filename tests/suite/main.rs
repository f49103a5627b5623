//! The suites. Each contract test runs on both engines in the same run: see [`bench`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that meets the unexpected stops there and tells it"
)]

#[macro_use]
mod bench;
mod days;
mod programs;
mod signing;

mod accounts;
mod audit;
mod audit_acts;
mod backup;
mod bad_input;
mod calendar;
mod calls;
mod commands;
mod crash;
mod duels;
mod errors;
mod faults;
mod gate;
mod groups;
mod invariants_commands;
mod invariants_database;
mod keeping;
mod layers;
mod moving;
mod nonces;
mod papers;
mod printing;
mod rehearsal;
mod rooms;
mod rounds;
mod sealing;
mod secrecy;
mod statements;
mod surroundings;
