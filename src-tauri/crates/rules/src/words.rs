//! Closed lists of words: enums without fields, stored and sent as short texts.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// A text that is not one of the words of its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("\"{word}\" is not a {list}")]
pub struct UnknownWord {
    /// The list that was looked in, by its type name.
    pub list: String,
    /// The text that was found.
    pub word: String,
}

/// Declares a fieldless enum whose members each have one text: in the database, on the
/// wire and in TypeScript.
macro_rules! words {
    (
        $(#[$about:meta])*
        pub enum $name:ident {
            $($(#[$about_member:meta])* $member:ident = $word:tt,)+
        }
    ) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema, ts_rs::TS,
        )]
        pub enum $name {
            $($(#[$about_member])* #[serde(rename = $word)] $member,)+
        }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$member,)+];

            /// The text of this member, as stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$member),)+
                    other => Err($crate::words::UnknownWord {
                        list: stringify!($name).to_owned(),
                        word: other.to_owned(),
                    }),
                }
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::str::FromStr;

    use crate::roles::Role;

    #[test]
    fn a_word_is_the_same_in_the_database_and_on_the_wire() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_string(role).unwrap(), format!("\"{}\"", role.as_str()));
            assert_eq!(Role::from_str(role.as_str()), Ok(*role));
        }
    }

    #[test]
    fn no_list_has_one_word_twice_and_all_are_plain() {
        macro_rules! lists {
            ($($list:ty),+ $(,)?) => {
                [$((stringify!($list), <$list>::ALL.iter().map(|w| w.as_str()).collect::<Vec<_>>()),)+]
            };
        }
        let lists = lists![
            Role,
            crate::accounts::AccountChangeKind,
            crate::accounts::PasswordOrigin,
            crate::accounts::SignInEnd,
            crate::audit::AuditDamage,
            crate::audit::AuditEvent,
            crate::calls::CallCampaign,
            crate::calls::CallOutcome,
            crate::calls::CallState,
            crate::calls::ChangeKind,
            crate::calls::FormChannel,
            crate::clashes::ClashKind,
            crate::entry_check::CheckState,
            crate::entry_check::EntryStep,
            crate::entry_check::RefusalReason,
            crate::entry_check::RoundVerdict,
            crate::entry_check::StepAction,
            crate::entry_check::StepOutcome,
            crate::identity::DocumentKind,
            crate::questionnaire::AnswerField,
            crate::questionnaire::ArrivalMeans,
            crate::questionnaire::CompanyAnswer,
            crate::questionnaire::Sex,
            crate::queue::QueueAlarm,
            crate::refusals::AfterRefusal,
            crate::refusals::FollowUpKind,
            crate::refusals::SealState,
            crate::roll_call::RollCallState,
            crate::rounds::CleaningMethod,
            crate::rounds::RoundKind,
            crate::rounds::RoundStanding,
            crate::secrecy::Band,
            crate::secrecy::SecrecyBreach,
            crate::sessions::AttendanceRole,
            crate::sessions::RoomPurpose,
            crate::sessions::SessionKind,
            crate::sessions::SessionState,
            crate::settings::DayKind,
            crate::settings::HeadScope,
            crate::settings::SettingsTopic,
            crate::tags::PrintState,
            crate::tags::ScanPurpose,
            crate::tags::TagAnswer,
            crate::tags::TagLayout,
            crate::tags::TagState,
            crate::temperature::Comparator,
            crate::temperature::Reading,
        ];
        for (list, words) in lists {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(words.iter().all(|word| word.chars().all(plain)), "{list}");
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{list}");
        }
    }

    #[test]
    fn an_unknown_word_says_which_list_it_is_missing_from() {
        let fault = Role::from_str("visitor").unwrap_err();
        assert_eq!(fault.to_string(), "\"visitor\" is not a Role");
    }
}
