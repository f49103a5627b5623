//! Ids: UUIDs of version 7, made from a time and a source of randomness that are passed in.

use chrono::{DateTime, Utc};
use rand_core::RngCore;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$about:meta])* $name:ident,)+) => {$(
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema, ts_rs::TS,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id that sorts by `now`, to the millisecond.
            #[must_use]
            pub fn new(now: DateTime<Utc>, chance: &mut dyn RngCore) -> Self {
                Self(version_seven(now, chance))
            }

            /// The id that is written as `uuid`.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID behind the id.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, out)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// An opening session (场次).
    SessionId,
    /// A tender agency (招标代理机构).
    AgencyId,
    /// A person who can be called at an agency.
    ContactId,
    /// A room.
    RoomId,
    /// An operator of this software.
    OperatorId,
    /// A reminder call owed to one agency for one day.
    CallId,
    /// One attempt at a reminder call.
    AttemptId,
    /// One passage of one person through the six steps.
    CheckId,
    /// A person at the gate.
    PersonId,
    /// A company that sends a delegate.
    CompanyId,
    /// A health tag.
    TagId,
    /// A refusal case.
    RefusalId,
    /// What was done after a refusal.
    FollowUpId,
    /// A named exception from a head limit, asked for or decided.
    ExceptionId,
    /// The centre's key, wrapped once.
    CentreKeyId,
    /// One printing or saving of a paper.
    PaperPrintId,
    /// One printing of a health tag.
    PrintId,
    /// One scan of a health tag.
    ScanId,
    /// A decision to give a call up, or a later receipt of one.
    CallNoteId,
    /// The claim of a caller on a call.
    ClaimId,
    /// A unit of the roll-call.
    UnitId,
    /// A person of such a unit.
    UnitPersonId,
    /// A virtual group of rooms.
    GroupId,
    /// A round that was done.
    RoundId,
}

fn version_seven(now: DateTime<Utc>, chance: &mut dyn RngCore) -> Uuid {
    let mut random = [0; 10];
    chance.fill_bytes(&mut random);
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, at};

    #[test]
    fn an_id_is_a_uuid_of_version_seven_that_sorts_by_time() {
        let mut chance = Counting::default();
        let earlier = SessionId::new(at("2020-03-12T01:00:00Z"), &mut chance);
        let later = SessionId::new(at("2020-03-12T01:00:01Z"), &mut chance);
        assert!(earlier < later);
        assert_eq!(earlier.uuid().get_version_num(), 7);
    }

    #[test]
    fn an_id_is_written_as_plain_text() {
        let id = RoomId::new(at("2020-03-12T01:00:00Z"), &mut Counting::default());
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{id}\""));
        assert_eq!(id.to_string().parse::<RoomId>().unwrap(), id);
    }
}
