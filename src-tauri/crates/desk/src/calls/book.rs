//! What the calls of a day are about: sessions, rooms, units and settings, and from them the standing of a
//! call.

use std::sync::Arc;

use bidhall_rules::calls::{
    CallCampaign, CallFacts, CallOutcome, CallStanding, PastAttempt, RingWindow, ToldSession, call_state,
    changes, ring_window, sessions_digest,
};
use bidhall_rules::ids::{AgencyId, CallId, SessionId, UnitId};
use bidhall_rules::sessions::SessionState;
use bidhall_rules::settings::{CalendarSettings, CallSettings, GateSettings};
use bidhall_store::call_ends::ClaimRow;
use bidhall_store::calls::CallRow;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::dossier::Dossier;
use super::requests::ClaimView;
use super::shown::{CallCard, CallChange, CallSession, GiveUpView};
use crate::DeskError;
use crate::act::{InForce, Reading, word};
use crate::roll_call::{UnitPerson, unit_people};
use crate::sessions::{RoomBook, state_of};

/// What the calls of a campaign and day are about.
pub(super) struct CallBook {
    pub(super) campaign: CallCampaign,
    sessions: Vec<SessionRow>,
    rooms: RoomBook,
    claims: Vec<ClaimRow>,
    people: Vec<UnitPerson>,
    reported: Vec<Uuid>,
    asker: Option<Uuid>,
    pub(super) calls: InForce<CallSettings>,
    pub(super) gate: InForce<Arc<GateSettings>>,
    pub(super) calendar: CalendarSettings,
}

impl CallBook {
    pub(super) async fn load(
        act: &mut Reading,
        day: NaiveDate,
        campaign: CallCampaign,
    ) -> Result<Self, DeskError> {
        let now = act.now;
        let mut sessions = Vec::new();
        let (mut people, mut reported) = (Vec::new(), Vec::new());
        if campaign == CallCampaign::RollCall {
            people = unit_people(act).await?;
            people.retain(|person| person.belongs);
            reported = act.tx.reports_of_day(day).await?.into_iter().map(|row| row.person_id).collect();
        } else {
            for row in act.tx.sessions_of_day(day).await? {
                // A failed session was announced and took place; a cancelled one is called off.
                if state_of(&row.state, row.deadline, now)? != SessionState::Cancelled {
                    sessions.push(row);
                }
            }
        }
        let claims = act.tx.open_claims().await?.into_iter().filter(|row| row.expires_at > now).collect();
        Ok(Self {
            campaign,
            sessions,
            rooms: RoomBook::load(act).await?,
            claims,
            people,
            reported,
            asker: act.asker.as_ref().map(|asker| asker.id),
            calls: act.call_settings().await?,
            gate: act.gate_settings().await?,
            calendar: act.calendar().await?.body,
        })
    }

    pub(super) fn sessions_of(&self, call: &CallRow) -> Vec<&SessionRow> {
        self.sessions.iter().filter(|row| Some(row.agency_id) == call.agency_id).collect()
    }

    pub(super) fn people_of(&self, call: &CallRow) -> impl Iterator<Item = &UnitPerson> {
        self.people.iter().filter(move |person| Some(person.unit_id) == call.unit_id)
    }

    /// How many people of the call's unit are not reported.
    fn missing(&self, call: &CallRow) -> usize {
        self.people_of(call).filter(|person| !self.reported.contains(&person.id)).count()
    }

    pub(super) fn room_names(&self, session: &SessionRow) -> Vec<String> {
        self.rooms.of(session.id, "opening").map(|room| room.name.clone()).collect()
    }

    /// A session as it is told.
    pub(super) fn told(&self, session: &SessionRow) -> ToldSession {
        ToldSession {
            session: SessionId::from_uuid(session.id),
            opening: session.deadline,
            place: self.room_names(session).join("、"),
        }
    }

    pub(super) fn told_now(&self, call: &CallRow) -> Vec<ToldSession> {
        self.sessions_of(call).into_iter().map(|row| self.told(row)).collect()
    }

    pub(super) fn digest(&self, call: &CallRow) -> String {
        let told: Vec<_> =
            self.told_now(call).into_iter().map(|one| (one.session, one.opening, one.place)).collect();
        sessions_digest(&told)
    }

    /// When the first and the last session begins, or was to begin; the day itself without any.
    pub(super) fn span(&self, act: &Reading, dossier: &Dossier) -> (DateTime<Utc>, DateTime<Utc>) {
        let mut openings: Vec<_> = self.told_now(&dossier.call).iter().map(|one| one.opening).collect();
        if openings.is_empty() {
            openings = dossier.last_told().iter().map(|one| one.opening).collect();
        }
        let (begin, end) = act.zone.day_bounds(dossier.call.day);
        match (openings.iter().min(), openings.iter().max()) {
            (Some(first), Some(last)) if self.campaign != CallCampaign::RollCall => (*first, *last),
            _ => (begin, end),
        }
    }

    /// Whether the callee may be rung now.
    pub(super) fn window(&self, act: &Reading, dossier: &Dossier) -> RingWindow {
        let (_, until) = self.span(act, dossier);
        let (settings, calendar) = (&self.calls.body, &self.calendar);
        ring_window(self.campaign, dossier.call.day, until, settings, calendar, (act.zone, act.now))
    }

    /// Whether nothing is left to be said: every session is off, and nobody was told of one.
    pub(super) fn is_lapsed(&self, dossier: &Dossier) -> bool {
        self.campaign != CallCampaign::RollCall
            && self.sessions_of(&dossier.call).is_empty()
            && !dossier.was_reached()
    }

    pub(super) fn standing(
        &self,
        act: &Reading,
        dossier: &Dossier,
    ) -> Result<(CallStanding, DateTime<Utc>), DeskError> {
        let call = &dossier.call;
        let settings = &self.calls.body;
        let (first, _) = self.span(act, dossier);
        let ahead = self.gate.body.gate_opens_minutes_before;
        let centre = (act.zone, &self.calendar);
        let (call_by, escalate_at) = settings.due_instants(self.campaign, call.day, first, ahead, centre);
        let past = dossier
            .attempts
            .iter()
            .map(|row| {
                Ok(PastAttempt {
                    at: row.at,
                    outcome: word(&row.outcome)?,
                    call_back_at: row.call_back_at,
                    relay_confirmed: dossier.relay_confirmed_at(row).is_some(),
                    sessions_digest: row.sessions_digest.clone(),
                })
            })
            .collect::<Result<Vec<_>, DeskError>>()?;
        let digest = self.digest(call);
        let standing = call_state(&CallFacts {
            attempts: &past,
            digest: &digest,
            retry: settings.retry_of(self.campaign),
            has_number: dossier.offered().is_some(),
            is_given_up: dossier.give_ups.iter().any(|row| row.sessions_digest == digest),
            is_settled: call.unit_id.is_some()
                && self.people_of(call).next().is_some()
                && self.missing(call) == 0,
            is_lapsed: self.is_lapsed(dossier),
            call_by,
            escalate_at,
            now: act.now,
        });
        Ok((standing, call_by))
    }

    pub(super) fn card(&self, act: &Reading, dossier: &Dossier) -> Result<CallCard, DeskError> {
        let call = &dossier.call;
        let (standing, due_by) = self.standing(act, dossier)?;
        let last = dossier.attempts.last();
        let offered = dossier.offered();
        let sessions = self.sessions_of(call).into_iter().map(|row| CallSession {
            id: SessionId::from_uuid(row.id),
            code: row.code.clone(),
            project_name: row.project_name.clone(),
            opens_at: row.deadline,
            rooms: self.room_names(row),
        });
        Ok(CallCard {
            id: CallId::from_uuid(call.id),
            campaign: self.campaign,
            day: call.day,
            agency_id: call.agency_id.map(AgencyId::from_uuid),
            unit_id: call.unit_id.map(UnitId::from_uuid),
            agency_name: call.callee_name.clone(),
            contact_name: offered.map(|number| number.name.clone()).unwrap_or_default(),
            phone: offered.map(|number| number.phone.clone()).unwrap_or_default(),
            sessions: sessions.collect(),
            state: standing.state,
            changes: self.changes(dossier),
            attempts: u32::try_from(dossier.attempts.len()).unwrap_or(u32::MAX),
            last_at: last.map(|row| row.at),
            last_outcome: last.map(|row| word(&row.outcome)).transpose()?,
            last_operator: last.map(|row| row.operator_name.clone()),
            next_at: standing.next_at,
            due_by,
            overdue: standing.is_overdue,
            with_lead: standing.is_with_lead,
            form_outstanding: self.form_outstanding(dossier),
            claim: self.claim_on(call.callee_id).map(|row| ClaimView {
                holder: row.operator_name.clone(),
                mine: Some(row.operator_id) == self.asker,
                until: row.expires_at,
            }),
            give_up: self.give_ups(dossier).pop(),
            missing: u32::try_from(self.missing(call)).unwrap_or(u32::MAX),
        })
    }

    fn claim_on(&self, callee: Uuid) -> Option<&ClaimRow> {
        self.claims.iter().find(|row| row.callee_id == callee)
    }

    pub(super) fn give_ups(&self, dossier: &Dossier) -> Vec<GiveUpView> {
        let digest = self.digest(&dossier.call);
        dossier
            .give_ups
            .iter()
            .map(|row| GiveUpView {
                at: row.at,
                operator: row.operator_name.clone(),
                reason: row.reason.clone(),
                still_stands: row.sessions_digest == digest,
            })
            .collect()
    }

    /// Whether somebody was reached and nobody has the form yet.
    fn form_outstanding(&self, dossier: &Dossier) -> bool {
        if self.campaign != CallCampaign::Reminder || !dossier.was_reached() {
            return false;
        }
        let is_sent = dossier
            .attempts
            .iter()
            .any(|row| row.form_sent_at.is_some() || row.form_channel.as_deref() == Some("not_needed"));
        !is_sent && !dossier.receipts.iter().any(|row| row.form_channel.is_some())
    }

    /// What has changed since the agency was told; nothing before the first attempt.
    fn changes(&self, dossier: &Dossier) -> Vec<CallChange> {
        let digest = self.digest(&dossier.call);
        let told = dossier.last_told();
        let reached = dossier.attempts.iter().rev().find(|row| row.outcome == CallOutcome::Reached.as_str());
        let Some(last) = reached.or(dossier.attempts.last()) else { return Vec::new() };
        // Attempts of before what was told was kept have nothing to compare.
        if last.sessions_digest == digest || last.gate_version.is_none() {
            return Vec::new();
        }
        let now = self.told_now(&dossier.call);
        let code = |id: SessionId| {
            let of_day = self.sessions.iter().find(|row| row.id == id.uuid()).map(|row| &row.code);
            let told = || dossier.told.iter().find(|row| row.session_id == id.uuid()).map(|row| &row.code);
            of_day.or_else(told).cloned().unwrap_or_default()
        };
        changes(&told, &now, &dossier.elsewhere)
            .into_iter()
            .map(|change| CallChange {
                kind: change.kind,
                code: change
                    .was
                    .as_ref()
                    .or(change.is.as_ref())
                    .map(|one| code(one.session))
                    .unwrap_or_default(),
                from_at: change.was.as_ref().map(|one| one.opening),
                to_at: change.is.as_ref().map(|one| one.opening),
                from_place: change.was.map(|one| one.place),
                to_place: change.is.map(|one| one.place),
            })
            .collect()
    }
}
