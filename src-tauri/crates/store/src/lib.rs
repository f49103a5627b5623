//! Where Bidhall keeps what it knows: one SQL text for SQLite and PostgreSQL.
//!
//! Every statement is a constant beside the function that runs it and is understood by both
//! engines; the few that cannot be shared stand in [`engine`]. A [`Tx`] is the only way in, so a
//! change, its audit row and the answer kept for its nonce are written together or not at all.

#[macro_use]
mod statements;

mod copying;
mod engine;
mod error;
mod feed;
mod open;
mod open_postgres;
mod sealed;
mod settings_shelf;
mod snapshot;
mod tx;

pub mod accounts;
pub mod agencies;
pub mod amendments;
pub mod audit;
pub mod backups;
pub mod bookings;
pub mod call_ends;
pub mod calls;
pub mod centre;
pub mod checks;
pub mod clear;
pub mod corrections;
pub mod destroying;
pub mod exceptions;
pub mod groups;
pub mod history;
pub mod holds;
pub mod keys;
pub mod operators;
pub mod papers;
pub mod passages;
pub mod passwords;
pub mod persons;
pub mod prints;
pub mod questionnaires;
pub mod queue;
pub mod refusals;
pub mod rehearsal;
pub mod replies;
pub mod roll_call;
pub mod rooms;
pub mod rounds;
pub mod session_calendar;
pub mod sessions;
pub mod settings;
pub mod sign_ins;
pub mod steps;
pub mod tags;
pub mod threshold;

pub use copying::{CellKind, ColumnShape, CopyProgress, HeldRecord, TableDigest, TableShape};
pub use engine::{Engine, Location, SCHEMA, Store};
pub use error::StoreError;
pub use feed::{ChangeFeed, Topic};
pub use sealed::Sealed;
pub use tx::Tx;

/// Every statement of the crate by name; a test prepares each on both engines.
pub fn all_statements() -> Vec<(&'static str, &'static str)> {
    [
        accounts::STATEMENTS,
        agencies::STATEMENTS,
        amendments::STATEMENTS,
        audit::STATEMENTS,
        backups::STATEMENTS,
        bookings::STATEMENTS,
        call_ends::STATEMENTS,
        calls::STATEMENTS,
        centre::STATEMENTS,
        checks::STATEMENTS,
        clear::STATEMENTS,
        corrections::STATEMENTS,
        destroying::STATEMENTS,
        exceptions::STATEMENTS,
        groups::STATEMENTS,
        history::STATEMENTS,
        holds::STATEMENTS,
        keys::STATEMENTS,
        operators::STATEMENTS,
        papers::STATEMENTS,
        passages::STATEMENTS,
        passwords::STATEMENTS,
        persons::STATEMENTS,
        prints::STATEMENTS,
        questionnaires::STATEMENTS,
        queue::STATEMENTS,
        refusals::STATEMENTS,
        rehearsal::STATEMENTS,
        replies::STATEMENTS,
        roll_call::STATEMENTS,
        rooms::STATEMENTS,
        rounds::STATEMENTS,
        session_calendar::STATEMENTS,
        sessions::STATEMENTS,
        settings::STATEMENTS,
        sign_ins::STATEMENTS,
        steps::STATEMENTS,
        tags::STATEMENTS,
        threshold::STATEMENTS,
    ]
    .concat()
}
