//! The end of the day at the gate: everyone still inside is booked out.

use bidhall_rules::sessions::SessionState;
use bidhall_rules::tags::{Passage, TagState};
use bidhall_store::passages::PassageRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::DeskError;
use crate::act::Writing;
use crate::database::Nothing;
use crate::sessions::state_of;

/// What closing did.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClosingView {
    /// When.
    pub at: DateTime<Utc>,
    /// How many people were booked out.
    pub left: u32,
}

/// `gate.close_day`
///
/// # Errors
/// [`DeskError::SessionsAhead`] while a session of today has not opened; [`DeskError::ChecksOpen`]
/// while somebody is in progress.
pub async fn close_day(act: &mut Writing, _: Nothing) -> Result<ClosingView, DeskError> {
    let (now, day, asker) = (act.now, act.today(), act.asker()?.id);
    for session in act.tx.sessions_of_day(day).await? {
        if state_of(&session.state, session.deadline, now)? == SessionState::Scheduled {
            return Err(DeskError::SessionsAhead { code: session.code });
        }
    }
    let open = act.tx.checks_open().await?;
    if !open.is_empty() {
        let slots = open.iter().map(|row| format!("{}{}", row.lane, row.place)).collect();
        return Err(DeskError::ChecksOpen { slots });
    }
    let mut left = 0;
    for tag in act.tx.tags_inside(day).await? {
        let passage = PassageRow {
            kind: Passage::Closing.as_str().to_owned(),
            at: now,
            lane: String::new(),
            operator_name: String::new(),
        };
        let (inside, outside) = (TagState::Active.as_str(), TagState::Left.as_str());
        if act.tx.pass_tag(tag, inside, outside, &passage, asker).await? {
            left += 1;
        }
    }
    act.concerns("day", day);
    act.note("left", left);
    Ok(ClosingView { at: now, left })
}
