//! The record of the calls to one agency (电话提醒记录单). It has no place for a bidder.

use bidhall_rules::calls::{CallOutcome, FormChannel};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, SessionHead, wording};

/// Every attempt to call one agency about its sessions of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallRecord {
    /// The trading centre that called.
    pub centre: String,
    /// The agency that was called.
    pub agency: String,
    /// Whom to ask for.
    pub contact: String,
    /// The number that was called.
    pub phone: String,
    /// The day of the openings.
    #[serde(serialize_with = "wording::as_date")]
    pub day: NaiveDate,
    /// The agency's sessions of that day.
    pub sessions: Vec<SessionHead>,
    /// The attempts, oldest first; none yet is possible.
    pub attempts: Vec<CallAttempt>,
    /// Where the call stands, ready to be read: `已确认转述`.
    pub standing: String,
    /// When the record was printed, in centre time.
    #[serde(serialize_with = "wording::as_moment")]
    pub printed_at: NaiveDateTime,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// One attempt of a [`CallRecord`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallAttempt {
    /// When, in centre time.
    #[serde(serialize_with = "wording::as_short_moment")]
    pub at: NaiveDateTime,
    /// Who called.
    pub caller: String,
    /// How it ended.
    #[serde(serialize_with = "outcome")]
    pub outcome: CallOutcome,
    /// When the agency asked to be called back, in centre time.
    #[serde(serialize_with = "wording::as_optional_moment")]
    pub call_back_at: Option<NaiveDateTime>,
    /// The person who was reached.
    pub person: Option<String>,
    /// Their position.
    pub title: Option<String>,
    /// How notice and questionnaire go to the agency.
    #[serde(serialize_with = "channel")]
    pub form_channel: Option<FormChannel>,
    /// When they were sent, in centre time.
    #[serde(serialize_with = "wording::as_optional_moment")]
    pub form_sent_at: Option<NaiveDateTime>,
    /// Whether the agency confirmed that it passed the message on.
    pub relay_confirmed: bool,
    /// What the agency asked.
    pub questions: Option<String>,
    /// The version of the script that was read out.
    pub script_version: u32,
    /// Whether the sessions are still as they were told.
    pub still_stands: bool,
}

impl Content for CallRecord {
    fn template(&self) -> &'static str {
        "/call_record.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        json(self)
    }
}

fn outcome<S: serde::Serializer>(outcome: &CallOutcome, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match outcome {
        CallOutcome::Reached => "接通",
        CallOutcome::NoAnswer => "无人接听",
        CallOutcome::Busy => "占线",
        CallOutcome::WrongNumber => "错号",
        CallOutcome::CallBack => "约定回拨",
    })
}

fn channel<S: serde::Serializer>(channel: &Option<FormChannel>, to: S) -> Result<S::Ok, S::Error> {
    channel
        .map(|channel| match channel {
            FormChannel::Email => "电子邮件",
            FormChannel::Wechat => "微信",
            FormChannel::Fax => "传真",
            FormChannel::PickedUp => "到中心领取",
            FormChannel::NotNeeded => "已有，不需再发",
        })
        .serialize(to)
}
