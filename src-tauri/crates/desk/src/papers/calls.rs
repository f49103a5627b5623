//! The papers of the calls.

use bidhall_printouts::{CallAttempt, CallList, CallListEntry, CallRecord, Paper, SessionHead};
use bidhall_rules::calls::CallState;
use bidhall_rules::ids::CallId;
use chrono::NaiveDate;

use super::{Draft, NoticeRecord};
use crate::DeskError;
use crate::act::Reading;
use crate::calls::{CallChoice, CallDay, CallSession, CallView, drafted, safe, view};

pub(super) async fn notice(act: &mut Reading, call_id: CallId) -> Result<Draft, DeskError> {
    let notice = drafted(act, CallChoice { call_id }).await?;
    Ok(Draft {
        paper: Paper::AgencyNotice(notice.paper),
        file_name: notice.file_name,
        notice: Some(NoticeRecord {
            call: notice.call.id,
            script_version: notice.script_version,
            gate_version: notice.gate_version,
        }),
    })
}

pub(super) async fn record(act: &mut Reading, call_id: CallId) -> Result<Draft, DeskError> {
    let CallView { card, attempts, .. } = view(act, CallChoice { call_id }).await?;
    let zone = act.zone;
    let attempts = attempts
        .into_iter()
        .map(|attempt| CallAttempt {
            at: zone.local(attempt.at),
            caller: attempt.operator,
            outcome: attempt.outcome,
            call_back_at: attempt.call_back_at.map(|at| zone.local(at)),
            person: attempt.person,
            title: attempt.title,
            form_channel: attempt.form_channel,
            form_sent_at: attempt.form_sent_at.map(|at| zone.local(at)),
            relay_confirmed: attempt.relay_confirmed,
            questions: attempt.questions,
            script_version: u32::try_from(attempt.script_version).unwrap_or_default(),
            still_stands: attempt.still_stands,
        })
        .collect();
    let file_name = format!("电话提醒记录单-{}-{}.pdf", card.day, safe(&card.agency_name));
    let paper = Paper::CallRecord(CallRecord {
        centre: act.centre.clone(),
        sessions: heads(act, card.sessions),
        agency: card.agency_name,
        contact: card.contact_name,
        phone: card.phone,
        day: card.day,
        attempts,
        standing: standing(card.state).to_owned(),
        printed_at: zone.local(act.now),
        rehearsal: act.rehearsal,
    });
    Ok(Draft { paper, file_name, notice: None })
}

pub(super) async fn list(act: &mut Reading, day: NaiveDate) -> Result<Draft, DeskError> {
    let calls = crate::calls::list(act, CallDay::reminders(day)).await?.calls;
    let (mut entries, mut script_version) = (Vec::with_capacity(calls.len()), 0);
    for card in calls.into_iter().filter(|card| !card.sessions.is_empty()) {
        let view = view(act, CallChoice { call_id: card.id }).await?;
        script_version = u32::try_from(view.script_version).unwrap_or_default();
        entries.push(CallListEntry {
            agency: card.agency_name,
            contact: card.contact_name,
            phone: card.phone,
            sessions: heads(act, card.sessions),
            script: view.script,
        });
    }
    let paper = Paper::CallList(CallList {
        centre: act.centre.clone(),
        day,
        entries,
        script_version,
        printed_at: act.zone.local(act.now),
        rehearsal: act.rehearsal,
    });
    Ok(Draft { paper, file_name: format!("电话提醒记录单（手工）-{day}.pdf"), notice: None })
}

fn heads(act: &Reading, sessions: Vec<CallSession>) -> Vec<SessionHead> {
    sessions
        .into_iter()
        .map(|session| SessionHead {
            code: session.code,
            project_name: session.project_name,
            lot: None,
            opening_time: act.zone.local(session.opens_at),
            rooms: session.rooms,
        })
        .collect()
}

const fn standing(state: CallState) -> &'static str {
    match state {
        CallState::Due => "待拨打",
        CallState::WaitingRetry => "待再次拨打",
        CallState::ReachedRelayPending => "已接通，待回复转述",
        CallState::Confirmed => "已确认转述",
        CallState::Escalated => "已报值班领导",
        CallState::Void => "场次变更，待重新拨打",
        CallState::GivenUp => "值班领导决定不再拨打",
        CallState::Lapsed => "场次均已取消，无须拨打",
    }
}
