//! One field of a row, the same from either engine.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, Row as _};
use uuid::Uuid;

use super::shape::CellKind;

/// What stands in a field, as SQLite keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Nothing,
    Whole(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A moment as sqlx writes it into SQLite.
fn moment_text(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

impl Cell {
    pub(super) fn of_sqlite(row: &SqliteRow, place: usize, kind: CellKind) -> Result<Self, sqlx::Error> {
        let cell = match kind.plain() {
            CellKind::Whole => row.try_get::<Option<i64>, _>(place)?.map(Self::Whole),
            CellKind::Bytes => row.try_get::<Option<Vec<u8>>, _>(place)?.map(Self::Bytes),
            CellKind::Text
            | CellKind::Small
            | CellKind::Flag
            | CellKind::Moment
            | CellKind::Day
            | CellKind::Id => row.try_get::<Option<String>, _>(place)?.map(Self::Text),
        };
        Ok(cell.unwrap_or(Self::Nothing))
    }

    pub(super) fn of_postgres(row: &PgRow, place: usize, kind: CellKind) -> Result<Self, sqlx::Error> {
        let cell = match kind {
            CellKind::Whole => row.try_get::<Option<i64>, _>(place)?.map(Self::Whole),
            CellKind::Small => row.try_get::<Option<i32>, _>(place)?.map(|n| Self::Whole(n.into())),
            CellKind::Flag => row.try_get::<Option<bool>, _>(place)?.map(|flag| Self::Whole(flag.into())),
            CellKind::Text => row.try_get::<Option<String>, _>(place)?.map(Self::Text),
            CellKind::Moment => {
                row.try_get::<Option<DateTime<Utc>>, _>(place)?.map(|moment| Self::Text(moment_text(moment)))
            }
            CellKind::Day => {
                row.try_get::<Option<NaiveDate>, _>(place)?.map(|day| Self::Text(day.to_string()))
            }
            CellKind::Bytes => row.try_get::<Option<Vec<u8>>, _>(place)?.map(Self::Bytes),
            CellKind::Id => {
                row.try_get::<Option<Uuid>, _>(place)?.map(|id| Self::Bytes(id.as_bytes().to_vec()))
            }
        };
        Ok(cell.unwrap_or(Self::Nothing))
    }

    pub(super) fn add_to_sqlite(self, arguments: &mut SqliteArguments) -> Result<(), sqlx::Error> {
        match self {
            Self::Nothing => arguments.add(None::<i64>),
            Self::Whole(number) => arguments.add(number),
            Self::Text(text) => arguments.add(text),
            Self::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)
    }

    /// A text that is no moment or a number that does not fit stops the copy here.
    pub(super) fn add_to_postgres(
        self,
        kind: CellKind,
        arguments: &mut PgArguments,
    ) -> Result<(), sqlx::Error> {
        match kind {
            CellKind::Whole => arguments.add(self.whole()?),
            CellKind::Small => {
                let number = self.whole()?.map(i32::try_from).transpose();
                arguments.add(number.map_err(|error| sqlx::Error::Encode(error.into()))?)
            }
            CellKind::Flag => arguments.add(self.whole()?.map(|number| number != 0)),
            CellKind::Text => arguments.add(self.text()?),
            CellKind::Moment => arguments.add(self.parsed::<DateTime<Utc>>()?),
            CellKind::Day => arguments.add(self.parsed::<NaiveDate>()?),
            CellKind::Bytes => arguments.add(self.bytes()?),
            CellKind::Id => {
                let id = self.bytes()?.map(|bytes| Uuid::from_slice(&bytes)).transpose();
                arguments.add(id.map_err(|error| sqlx::Error::Encode(error.into()))?)
            }
        }
        .map_err(sqlx::Error::Encode)
    }

    /// As people read it: ids with dashes, other bytes in hex, nothing as an empty text.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Whole(number) => number.to_string(),
            Self::Text(text) => text,
            Self::Bytes(bytes) => match Uuid::from_slice(&bytes) {
                Ok(id) => id.to_string(),
                Err(_) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
            },
        }
    }

    /// Kind, length and content, so that no two rows read the same.
    pub(super) fn hash_into(&self, hash: &mut Sha256) {
        match self {
            Self::Nothing => hash.update([0]),
            Self::Whole(number) => {
                hash.update([1]);
                hash.update(number.to_be_bytes());
            }
            Self::Text(text) => {
                hash.update([2]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
            Self::Bytes(bytes) => {
                hash.update([3]);
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
        }
    }

    fn whole(self) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Nothing => Ok(None),
            Self::Whole(number) => Ok(Some(number)),
            Self::Text(_) | Self::Bytes(_) => Err(unexpected("a number")),
        }
    }

    fn text(self) -> Result<Option<String>, sqlx::Error> {
        match self {
            Self::Nothing => Ok(None),
            Self::Text(text) => Ok(Some(text)),
            Self::Whole(_) | Self::Bytes(_) => Err(unexpected("a text")),
        }
    }

    fn bytes(self) -> Result<Option<Vec<u8>>, sqlx::Error> {
        match self {
            Self::Nothing => Ok(None),
            Self::Bytes(bytes) => Ok(Some(bytes)),
            Self::Whole(_) | Self::Text(_) => Err(unexpected("bytes")),
        }
    }

    fn parsed<T: std::str::FromStr<Err = chrono::ParseError>>(self) -> Result<Option<T>, sqlx::Error> {
        let parsed: Result<Option<T>, chrono::ParseError> = self.text()?.map(|text| text.parse()).transpose();
        parsed.map_err(|error| sqlx::Error::Encode(error.into()))
    }
}

fn unexpected(wanted: &str) -> sqlx::Error {
    sqlx::Error::Encode(format!("a field does not hold {wanted}").into())
}
