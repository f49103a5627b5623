//! The office the day before: every agency is told, or somebody decided to give it up.

mod amendments;
mod campaigns;
mod changes;
mod claims;
mod directory;
mod numbers;
pub mod office;
mod serving;
mod upgrade;
