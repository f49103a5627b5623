//! The day of a virtual group: what happens to it, and the codes on the slips of its trolleys.

use std::fmt;

use crate::import_words::half_width;
use crate::words::words;

words! {
    /// What made a version of a group.
    pub enum GroupCause {
        /// A person planned it.
        Planned = "planned",
        /// A room was lost.
        RoomLost = "room_lost",
        /// A camera was lost, and with it the room.
        CameraLost = "camera_lost",
        /// A member was replaced (实施条例 art. 48).
        MemberReplaced = "member_replaced",
        /// Bids need not be read any further.
        BidsDropped = "bids_dropped",
        /// The members voted more time (实施条例 art. 46).
        MoreTime = "more_time",
    }
}

words! {
    /// What happens to a group on its day.
    pub enum GroupEventKind {
        /// The evaluation started.
        Started = "started",
        /// A seat signed in.
        SignedIn = "signed_in",
        /// Reason, breaks and consent for a long run.
        LongRun = "long_run",
        /// A batch was begun in a room.
        BatchBegun = "batch_begun",
        /// A batch was finished in a room.
        BatchFinished = "batch_finished",
        /// A room was lost.
        RoomLost = "room_lost",
        /// A camera was lost, and with it the room.
        CameraLost = "camera_lost",
        /// A member was replaced.
        MemberReplaced = "member_replaced",
        /// Bids need not be read any further.
        BidsDropped = "bids_dropped",
        /// The members voted on more time.
        MoreTime = "more_time",
        /// The joint discussion ended.
        Finished = "finished",
    }
}

/// Whether members who vote for more time are enough: more than a third of all (实施条例 art. 46).
#[must_use]
pub fn grants_more_time(votes_for: u32, members: u32) -> bool {
    votes_for.saturating_mul(3) > members
}

/// The code on the slip of a trolley: day, group, batch and panel with a check character, such as
/// `0312G1K2P1-T`. It stays good when the panel moves to another room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlipCode {
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
    /// The number of the group's label, from 1.
    pub group: u32,
    /// The batch, from 1.
    pub batch: u32,
    /// The panel, from 1.
    pub panel: u32,
}

/// Capitals and digits that cannot be taken for one another.
const CHECKS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

impl SlipCode {
    fn body(&self) -> String {
        let Self { month, day, group, batch, panel } = self;
        format!("{month:02}{day:02}G{group}K{batch}P{panel}")
    }

    /// Reads a code that was typed or scanned; small letters, full-width characters, spaces and dashes are put
    /// right. Nothing when it is no such code or a character is wrong.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = half_width(text)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let body = text.get(..text.len().checked_sub(1)?)?;
        let (date, rest) = body.split_once('G')?;
        let (group, rest) = rest.split_once('K')?;
        let (batch, panel) = rest.split_once('P')?;
        let number = |digits: &str| {
            let is_plain = (1..=3).contains(&digits.len()) && !digits.starts_with('0');
            digits.parse::<u32>().ok().filter(|_| is_plain)
        };
        if date.len() != 4 {
            return None;
        }
        let code = Self {
            month: date.get(..2)?.parse().ok()?,
            day: date.get(2..)?.parse().ok()?,
            group: number(group)?,
            batch: number(batch)?,
            panel: number(panel)?,
        };
        (code.body() == body && text.ends_with(check_of(body))).then_some(code)
    }
}

/// Notices every single wrong character and every exchange of two neighbours.
fn check_of(body: &str) -> char {
    let sum = (1_u32..)
        .zip(body.chars())
        .fold(0, |sum, (place, letter)| sum + place * letter.to_digit(36).unwrap_or_default());
    let place = usize::try_from(sum % 31).unwrap_or_default();
    CHECKS.get(place).map_or('2', |byte| char::from(*byte))
}

impl fmt::Display for SlipCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        write!(out, "{body}-{}", check_of(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLIP: SlipCode = SlipCode { month: 3, day: 12, group: 1, batch: 12, panel: 2 };

    #[test]
    fn a_slip_is_read_as_it_is_printed_and_as_people_type_it() {
        let printed = SLIP.to_string();
        assert!(printed.starts_with("0312G1K12P2-"), "{printed}");
        assert_eq!(SlipCode::parse(&printed), Some(SLIP));
        assert_eq!(SlipCode::parse(&printed.to_lowercase().replace('-', " ")), Some(SLIP));
        assert_eq!(SlipCode::parse("0312Ｇ1Ｋ12Ｐ2").is_some(), printed.ends_with("02"));
    }

    #[test]
    fn a_wrong_or_exchanged_character_is_noticed() {
        let printed = SLIP.to_string();
        for (place, letter) in printed.char_indices().filter(|(_, letter)| letter.is_ascii_digit()) {
            for other in ('0'..='9').filter(|other| *other != letter) {
                let mut wrong = printed.clone();
                wrong.replace_range(place..=place, &other.to_string());
                assert_eq!(SlipCode::parse(&wrong), None, "{wrong}");
            }
        }
        assert_eq!(SlipCode::parse(&printed.replace("0312", "0321")), None);
        assert_eq!(SlipCode::parse(""), None);
        assert_eq!(SlipCode::parse("示例"), None);
    }

    #[test]
    fn more_than_a_third_of_the_members_is_needed_for_more_time() {
        assert!(!grants_more_time(1, 5));
        assert!(grants_more_time(2, 5));
        assert!(!grants_more_time(3, 9));
        assert!(grants_more_time(3, 7));
    }
}
