//! What the calls of a day are about: sessions, rooms and settings, and from them the standing of a
//! call and the words of its script.

use bidhall_rules::calls::{CallStanding, PastAttempt, call_state, sessions_digest};
use bidhall_rules::centre_time::{long_date, spoken_time};
use bidhall_rules::ids::{CallId, SessionId};
use bidhall_rules::sessions::SessionState;
use bidhall_rules::settings::{CallSettings, GateSettings, ScriptFacts, fill_script};
use bidhall_store::calls::{AttemptRow, CallRow};
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{CallCard, CallSession};
use crate::DeskError;
use crate::act::{InForce, Reading, word};
use crate::sessions::{RoomBook, state_of};

/// What the calls of a day are about.
pub(super) struct CallBook {
    sessions: Vec<SessionRow>,
    rooms: RoomBook,
    pub(super) calls: InForce<CallSettings>,
    pub(super) gate: InForce<GateSettings>,
}

impl CallBook {
    pub(super) async fn load(act: &mut Reading, day: NaiveDate) -> Result<Self, DeskError> {
        let now = act.now;
        let mut sessions = Vec::new();
        for row in act.tx.sessions_of_day(day).await? {
            // A failed session was announced and took place; a cancelled one is called off.
            if state_of(&row.state, row.deadline, now)? != SessionState::Cancelled {
                sessions.push(row);
            }
        }
        Ok(Self {
            sessions,
            rooms: RoomBook::load(act).await?,
            calls: act.call_settings().await?,
            gate: act.gate_settings().await?,
        })
    }

    pub(super) fn sessions_of(&self, call: &CallRow) -> Vec<&SessionRow> {
        self.sessions.iter().filter(|row| row.agency_id == call.agency_id).collect()
    }

    pub(super) fn room_names(&self, session: &SessionRow) -> Vec<String> {
        self.rooms.of(session.id, "opening").map(|room| room.name.clone()).collect()
    }

    pub(super) fn digest(&self, sessions: &[&SessionRow]) -> String {
        let told: Vec<_> = sessions
            .iter()
            .map(|row| (SessionId::from_uuid(row.id), row.deadline, self.room_names(row).join("、")))
            .collect();
        sessions_digest(&told)
    }

    fn standing(
        &self,
        act: &Reading,
        call: &CallRow,
        attempts: &[AttemptRow],
    ) -> Result<(CallStanding, DateTime<Utc>), DeskError> {
        let sessions = self.sessions_of(call);
        let noon = chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let first = sessions.first().map_or_else(|| act.zone.instant(call.day, noon), |row| row.deadline);
        let due_by = self.calls.body.call_by_instant(act.zone, first);
        let past = attempts
            .iter()
            .map(|row| {
                Ok(PastAttempt {
                    at: row.at,
                    outcome: word(&row.outcome)?,
                    call_back_at: row.call_back_at,
                    relay_confirmed: row.relay_confirmed,
                    sessions_digest: row.sessions_digest.clone(),
                })
            })
            .collect::<Result<Vec<_>, DeskError>>()?;
        let standing = call_state(&past, &self.calls.body, &self.digest(&sessions), due_by, act.now);
        Ok((standing, due_by))
    }

    pub(super) fn card(
        &self,
        act: &Reading,
        call: &CallRow,
        attempts: &[AttemptRow],
    ) -> Result<CallCard, DeskError> {
        let sessions = self.sessions_of(call);
        let (standing, due_by) = self.standing(act, call, attempts)?;
        let last = attempts.last();
        Ok(CallCard {
            id: CallId::from_uuid(call.id),
            day: call.day,
            agency_name: call.agency_name.clone(),
            contact_name: sessions.first().map(|row| row.contact_name.clone()).unwrap_or_default(),
            phone: sessions.first().map(|row| row.contact_phone.clone()).unwrap_or_default(),
            sessions: sessions
                .iter()
                .map(|row| CallSession {
                    id: SessionId::from_uuid(row.id),
                    code: row.code.clone(),
                    project_name: row.project_name.clone(),
                    opens_at: row.deadline,
                    rooms: self.room_names(row),
                })
                .collect(),
            state: standing.state,
            attempts: u32::try_from(attempts.len()).unwrap_or(u32::MAX),
            last_at: last.map(|row| row.at),
            last_outcome: last.map(|row| word(&row.outcome)).transpose()?,
            next_at: standing.next_at,
            due_by,
            overdue: standing.is_overdue,
        })
    }

    pub(super) fn script(&self, act: &Reading, call: &CallRow) -> Result<Vec<String>, DeskError> {
        let sessions = self.sessions_of(call);
        let time = |at: DateTime<Utc>| spoken_time(act.zone.time_of(at));
        let before = |row: &SessionRow, minutes: u32| time(row.deadline - Duration::minutes(minutes.into()));
        let said: Vec<String> =
            sessions.iter().map(|row| format!("{}（{}）", row.code, time(row.deadline))).collect();
        let each = |minutes: u32| match sessions.as_slice() {
            [only] => before(only, minutes),
            several => several
                .iter()
                .map(|row| format!("{}场次{}", row.code, before(row, minutes)))
                .collect::<Vec<_>>()
                .join("，"),
        };
        let facts = ScriptFacts {
            centre: act.centre.clone(),
            agency: call.agency_name.clone(),
            sessions: said.join("、"),
            date: long_date(call.day),
            gate_opens: each(self.gate.body.gate_opens_minutes_before),
            arrive_before: each(self.gate.body.arrive_minutes_before),
            threshold: self.gate.body.temperature.spoken_limit(),
        };
        let filled = fill_script(&self.calls.body.script, &facts).map_err(|error| {
            DeskError::SettingsFault { path: "script".to_owned(), expected: error.to_string() }
        })?;
        Ok(filled.lines().map(str::to_owned).collect())
    }
}
