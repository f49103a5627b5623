//! What the desk makes of an error of the records.

use bidhall_store::StoreError;

use crate::DeskError;

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Address { address } => Self::DatabaseAddress { address },
            StoreError::NotADatabase { location } => Self::DatabaseNotADatabase { location },
            StoreError::Foreign { location } => Self::DatabaseForeign { location },
            StoreError::NewerSchema { location, found, known } => Self::DatabaseNewer {
                location,
                found: u32::try_from(found).unwrap_or(u32::MAX),
                known: u32::try_from(known).unwrap_or_default(),
            },
            StoreError::ReadOnly { location } => Self::DatabaseReadOnly { location },
            StoreError::CannotOpen { location } => Self::DatabaseCannotOpen { location },
            StoreError::Password { location } => Self::DatabasePassword { location },
            StoreError::NoSuchDatabase { location } => Self::DatabaseMissing { location },
            StoreError::Unreachable { location } => Self::DatabaseUnreachable { location },
            StoreError::OlderSchema { location, found, known } => Self::DatabaseOlder {
                location,
                found: u32::try_from(found).unwrap_or_default(),
                known: u32::try_from(known).unwrap_or_default(),
            },
            StoreError::NotEmpty {} => Self::TargetNotEmpty { location: String::new() },
            StoreError::SchemasDiffer { table } | StoreError::CopyDiffers { table } => {
                Self::CopyDiffers { table }
            }
            // Rooms are locked before they are booked: only another desk can be in between.
            StoreError::Busy | StoreError::RoomBooked => Self::DatabaseBusy {},
            StoreError::Full => Self::DatabaseFull {},
            StoreError::NotWritable => Self::DatabaseNotWritable {},
            error @ StoreError::Damaged(_) => {
                tracing::error!(?error, "the database is damaged");
                Self::DatabaseDamaged {}
            }
            error @ StoreError::Lost(_) => {
                tracing::warn!(?error, "the database is lost");
                Self::DatabaseLost {}
            }
            error @ (StoreError::Engine(_) | StoreError::Migration(_)) => Self::internal(&error),
        }
    }
}
