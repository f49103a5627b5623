//! The use cases of Bidhall and the one list of its commands.
//!
//! Everything a person can do – in the window, on the command line or in a rehearsal script – is a
//! command of [`commands`]. [`Workplace::handle`] answers one: it finds who asks, checks the role,
//! runs the use case in one transaction and writes the audit row and the kept answer with it.

pub mod accounts;
pub mod agencies;
pub mod audit;
pub mod backup;
pub mod calendar;
pub mod calls;
pub mod centre;
pub mod commands;
pub mod database;
pub mod forecast;
pub mod gate;
pub mod groups;
pub mod imports;
pub mod keeping;
pub mod keys;
pub mod moving;
pub mod operators;
pub mod papers;
pub mod rehearsal;
pub mod roll_call;
pub mod rooms;
pub mod rounds;
pub mod sessions;
pub mod settings;
pub mod summary;

mod act;
mod callers;
mod dispatch;
mod error;
mod folder_host;
mod hash;
mod schema;
mod seals;
mod surroundings;
mod tagged;
mod typescript;
mod unchanging;
mod workplace;

pub use commands::{COMMANDS, CommandSpec, Kind, Mark};
pub use dispatch::Call;
pub use error::{DeskError, Language};
pub use folder_host::{FolderHost, remembered_database};
pub use schema::command_schemas;
pub use surroundings::{Clock, Entropy, Host, HostError, KeyShelf, NoShelf, SystemClock, SystemEntropy};
pub use typescript::{doubled_type_names, typescript};
pub use workplace::{Desk, Workplace};
