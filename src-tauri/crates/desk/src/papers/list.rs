//! Which papers a day has, and what was printed of each.

use bidhall_rules::papers::{PaperKind, PaperObstacle};
use bidhall_rules::secrecy::names_open;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::prints::{PaperPrintView, prints_of};
use super::refusals::is_told;
use super::sessions::obstacle;
use super::{PaperChoice, allowed, groups};
use crate::DeskError;
use crate::act::{Reading, word};
use crate::calls::CallDay;
use crate::sessions::RoomBook;

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaperDay {
    /// The day.
    pub day: NaiveDate,
}

/// A paper that can be asked for.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperView {
    /// The kind and what it is about.
    pub choice: PaperChoice,
    /// What it is about, in words: an agency, the number of a session, a place at the gate; the day
    /// needs none.
    pub about: String,
    /// Until when names and rows are left to the hand, or the paper is not printed at all; none when nothing is.
    pub blank_until: Option<DateTime<Utc>>,
    /// Why it cannot be printed now.
    pub obstacle: Option<PaperObstacle>,
    /// What was printed or saved of it, the oldest first.
    pub prints: Vec<PaperPrintView>,
}

/// The papers of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperList {
    /// The day.
    pub day: NaiveDate,
    /// Those the asker may print, by kind.
    pub papers: Vec<PaperView>,
}

/// Collects the papers the asker may print.
struct Shelf<'a> {
    act: &'a mut Reading,
    papers: Vec<PaperView>,
}

impl Shelf<'_> {
    async fn add(
        &mut self,
        kind: PaperKind,
        subject: impl ToString,
        about: &str,
        blank_until: Option<DateTime<Utc>>,
        obstacle: Option<PaperObstacle>,
    ) -> Result<(), DeskError> {
        if allowed(self.act, "papers.list", kind).is_err() {
            return Ok(());
        }
        let choice = PaperChoice { kind, subject: subject.to_string(), blank: false };
        let prints = prints_of(self.act, &choice).await?;
        let about = about.to_owned();
        self.papers.push(PaperView { choice, about, blank_until, obstacle, prints });
        Ok(())
    }
}

/// `papers.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, request: PaperDay) -> Result<PaperList, DeskError> {
    let day = request.day;
    let calls = crate::calls::list(act, CallDay::reminders(day)).await?.calls;
    let rooms = RoomBook::load(act).await?;
    let sessions = act.tx.sessions_of_day(day).await?;
    let (from, until) = act.zone.day_bounds(day);
    let refusals = act.tx.refusals_between(from, until).await?;
    let now = act.now;
    let mut shelf = Shelf { act, papers: Vec::new() };
    for call in &calls {
        let none = call.sessions.is_empty().then_some(PaperObstacle::NoSession);
        shelf.add(PaperKind::AgencyNotice, call.id, &call.agency_name, None, none).await?;
        shelf.add(PaperKind::CallRecord, call.id, &call.agency_name, None, None).await?;
    }
    let none = calls.iter().all(|call| call.sessions.is_empty()).then_some(PaperObstacle::NoSession);
    shelf.add(PaperKind::CallList, day, "", None, none).await?;
    for row in &sessions {
        let sealed = Some(row.deadline).filter(|deadline| !names_open(*deadline, now));
        for (kind, blank_until, with_rooms) in [
            (PaperKind::DoorSigns, None, Some(&rooms)),
            (PaperKind::SeatCards, None, None),
            (PaperKind::AgencySignIn, sealed, None),
            (PaperKind::BidderSignIn, sealed, None),
            (PaperKind::HandInRegister, None, None),
        ] {
            let obstacle = obstacle(shelf.act, row, with_rooms)?;
            shelf.add(kind, row.id, &row.code, blank_until, obstacle).await?;
        }
        for (kind, obstacle) in groups::obstacles(shelf.act, row).await? {
            // A form to be filled in by hand would tell the number of bids as well.
            let from = sealed.filter(|_| obstacle == Some(PaperObstacle::NotOpened));
            shelf.add(kind, row.id, &row.code, from, obstacle).await?;
        }
    }
    let first = sessions.iter().map(|row| row.deadline).min();
    let sealed = first.filter(|deadline| !names_open(*deadline, now));
    shelf.add(PaperKind::GateRegister, day, "", sealed, None).await?;
    for refusal in refusals {
        let Some(check) = shelf.act.tx.check(refusal.check_id).await? else { continue };
        let Some(session) = sessions.iter().find(|row| row.id == check.session_id) else { continue };
        let sealed = Some(session.deadline).filter(|deadline| !names_open(*deadline, now));
        // The time tells the cases of a session apart; it is on the paper itself as well.
        let time = shelf.act.zone.local(refusal.at).format("%H:%M");
        let about = format!("{}{} {} {time}", check.lane, check.place, session.code);
        let mut kinds = vec![PaperKind::HandOverMinute];
        if is_told(word(&refusal.reason)?) {
            kinds.extend([PaperKind::RefusalLetterUnit, PaperKind::RefusalLetterTown]);
        }
        for kind in kinds {
            shelf.add(kind, refusal.id, &about, sealed, None).await?;
        }
    }
    let mut papers = shelf.papers;
    papers.sort_by_key(|paper| paper.choice.kind);
    Ok(PaperList { day, papers })
}
