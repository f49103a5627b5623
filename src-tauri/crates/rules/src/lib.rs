//! The rules of a bid opening, as plain values and functions.
//!
//! Nothing here reads a clock, a file, a database or the network: times, ids and
//! randomness are arguments, and every decision is a return value. Quantities are
//! integers: temperatures in tenths of a degree Celsius, durations in minutes, or in seconds
//! where the name says so.

pub mod words;

pub mod accounts;
pub mod admission;
pub mod audit;
pub mod calls;
pub mod centre_time;
pub mod clashes;
pub mod company;
pub mod entry_check;
pub mod groups;
pub mod identity;
pub mod ids;
pub mod import_words;
pub mod keeping;
pub mod key_region;
pub mod papers;
pub mod phone;
pub mod questionnaire;
pub mod queue;
pub mod refusals;
pub mod roles;
pub mod roll_call;
pub mod room_calendar;
pub mod rooms;
pub mod rounds;
pub mod sealing;
pub mod secrecy;
pub mod sessions;
pub mod settings;
pub mod tags;
pub mod temperature;
pub mod working_time;

#[cfg(test)]
mod testing;
