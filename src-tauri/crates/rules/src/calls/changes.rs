//! What has changed since an agency was told of its sessions.

use chrono::{DateTime, Utc};

use super::ChangeKind;
use crate::ids::SessionId;

/// A session as it was told, or as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldSession {
    /// The session.
    pub session: SessionId,
    /// When it opens.
    pub opening: DateTime<Utc>,
    /// Where, as it is said.
    pub place: String,
}

/// One change of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChange {
    /// What has changed.
    pub kind: ChangeKind,
    /// The session as it was told; none when it was not.
    pub was: Option<ToldSession>,
    /// The session as it stands; none when it is called off.
    pub is: Option<ToldSession>,
}

/// What has changed between what was `told` and the sessions of the call as they stand. A session that
/// left the call is found in `elsewhere` when it has moved to another day; otherwise it is called off.
#[must_use]
pub fn changes(
    told: &[ToldSession],
    standing: &[ToldSession],
    elsewhere: &[ToldSession],
) -> Vec<SessionChange> {
    let mut found = Vec::new();
    for was in told {
        let is = standing.iter().chain(elsewhere).find(|one| one.session == was.session);
        let mut change = |kind| {
            found.push(SessionChange { kind, was: Some(was.clone()), is: is.cloned() });
        };
        match is {
            None => change(ChangeKind::Cancelled),
            Some(is) => {
                if is.opening != was.opening {
                    change(ChangeKind::Moved);
                }
                if is.place != was.place {
                    change(ChangeKind::OtherRooms);
                }
            }
        }
    }
    for is in standing.iter().filter(|one| !told.iter().any(|was| was.session == one.session)) {
        found.push(SessionChange { kind: ChangeKind::Added, was: None, is: Some(is.clone()) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, at};

    fn session(chance: &mut Counting, opening: &str, place: &str) -> ToldSession {
        let opening = at(opening);
        ToldSession { session: SessionId::new(opening, chance), opening, place: place.to_owned() }
    }

    fn kinds(told: &[ToldSession], standing: &[ToldSession], elsewhere: &[ToldSession]) -> Vec<ChangeKind> {
        changes(told, standing, elsewhere).into_iter().map(|change| change.kind).collect()
    }

    #[test]
    fn what_is_as_it_was_told_has_not_changed() {
        let mut chance = Counting::default();
        let one = session(&mut chance, "2020-03-12T01:00:00Z", "开标一室");
        let two = session(&mut chance, "2020-03-12T06:00:00Z", "开标二室");
        assert_eq!(changes(&[one.clone(), two.clone()], &[two, one], &[]), []);
    }

    #[test]
    fn each_change_is_named_with_what_was_and_what_is() {
        let mut chance = Counting::default();
        let was = session(&mut chance, "2020-03-12T01:00:00Z", "开标一室");
        let new = session(&mut chance, "2020-03-12T02:00:00Z", "开标二室");
        let later = ToldSession { opening: at("2020-03-12T03:00:00Z"), ..was.clone() };
        let other =
            ToldSession { place: "多功能厅".to_owned(), opening: was.opening, session: was.session };
        let both =
            ToldSession { place: "多功能厅".to_owned(), opening: later.opening, session: later.session };
        let told = [was.clone()];
        assert_eq!(kinds(&told, &[was.clone(), new], &[]), [ChangeKind::Added]);
        assert_eq!(kinds(&told, std::slice::from_ref(&other), &[]), [ChangeKind::OtherRooms]);
        assert_eq!(kinds(&told, &[both], &[]), [ChangeKind::Moved, ChangeKind::OtherRooms]);
        assert_eq!(kinds(&told, &[], &[]), [ChangeKind::Cancelled]);
        let moved = changes(&told, std::slice::from_ref(&later), &[]);
        assert_eq!(moved, [SessionChange { kind: ChangeKind::Moved, was: Some(was), is: Some(later) }]);
    }

    #[test]
    fn a_session_that_went_to_another_day_has_moved_and_is_not_called_off() {
        let mut chance = Counting::default();
        let was = session(&mut chance, "2020-03-12T01:00:00Z", "开标一室");
        let next_day = ToldSession { opening: at("2020-03-13T01:00:00Z"), ..was.clone() };
        assert_eq!(kinds(&[was], &[], &[next_day]), [ChangeKind::Moved]);
    }
}
