//! The day of a group: who is there, what is read where, what happened, and when it will end.

mod acts;
mod happen;
mod outcome;
mod overrun;
mod printed;
mod renew;
mod shown;
mod timing;
mod view;

use bidhall_rules::ids::SessionId;
use bidhall_rules::secrecy::names_open;
use bidhall_store::groups::GroupRow;
use bidhall_store::sessions::SessionRow;

use super::events::{Log, log_of};
use super::heads::{Version, in_force};
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::rooms::KnownRooms;
use crate::sessions::find as find_session;

pub use acts::{LongRunForm, ProgressForm, SignInForm, finish, progress, record_long_run, sign_in, start};
pub use happen::{EventForm, EventQuestion, EventTry, event, try_event};
pub(crate) use overrun::keep_running;
pub(crate) use printed::{PrintedCell, PrintedGroup, PrintedSlip, printed_group};
pub use shown::show_day;
pub use view::GroupDayView;

/// A group on its day.
pub(super) struct Today {
    pub(super) session: SessionRow,
    pub(super) versions: Vec<GroupRow>,
    pub(super) row: GroupRow,
    pub(super) version: Version,
    pub(super) log: Log,
    pub(super) known: KnownRooms,
}

impl Today {
    /// # Errors
    /// [`DeskError::GroupMissing`] when nobody has planned it.
    pub(super) async fn load(act: &mut Reading, session: SessionId) -> Result<Self, DeskError> {
        let session = find_session(act, session).await?;
        let log = log_of(act, session.id).await?;
        let versions = act.tx.groups_of_session(session.id).await?;
        let row = in_force(&versions, log.started.is_some());
        let row = row.ok_or_else(|| DeskError::GroupMissing { code: session.code.clone() })?.clone();
        let version = Version::read(act, &row)?;
        let known = KnownRooms::load(act).await?;
        Ok(Self { session, versions, row, version, log, known })
    }

    /// The same for an act, which no other desk disturbs.
    ///
    /// # Errors
    /// [`DeskError::GroupNotOpened`] before the opening; [`DeskError::SessionEnded`];
    /// [`DeskError::GroupNotPossible`] when the version in force has no rooms; [`DeskError::GroupEstimated`] when
    /// it rests on the size band; [`DeskError::GroupFinished`].
    pub(super) async fn acting(act: &mut Writing, session: SessionId) -> Result<Self, DeskError> {
        act.tx.lock_session(session.uuid()).await?;
        let today = Self::ready(act, session).await?;
        act.concerns("group", format!("{} {}", today.row.label, today.session.code));
        Ok(today)
    }

    /// The same for a question about an act.
    ///
    /// # Errors
    /// As [`acting`](Self::acting).
    pub(super) async fn ready(act: &mut Reading, session: SessionId) -> Result<Self, DeskError> {
        let today = Self::load(act, session).await?;
        let code = today.session.code.clone();
        if !names_open(today.session.deadline, act.now) {
            return Err(DeskError::GroupNotOpened { code, opens: today.session.deadline });
        }
        if today.session.state != "scheduled" {
            let state = crate::sessions::state_of(&today.session.state, today.session.deadline, act.now)?;
            return Err(DeskError::SessionEnded { code, state });
        }
        if today.log.finished.is_some() {
            return Err(DeskError::GroupFinished { code });
        }
        if today.version.laid().is_none() {
            return Err(DeskError::GroupNotPossible { code });
        }
        let is_stale = today.version.facts.deadline.is_some_and(|at| at != today.session.deadline);
        if is_stale || today.version.basis == super::body::GroupBasis::BandUpperEnd {
            return Err(DeskError::GroupEstimated { code });
        }
        Ok(today)
    }

    /// # Errors
    /// [`DeskError::GroupNotStarted`].
    pub(super) fn running(&self) -> Result<(), DeskError> {
        if self.log.started.is_some() {
            return Ok(());
        }
        Err(DeskError::GroupNotStarted { code: self.session.code.clone() })
    }
}
