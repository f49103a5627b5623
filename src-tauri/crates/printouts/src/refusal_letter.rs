//! The letter that tells a work unit or a town of a person who was sent back for their health
//! (关于劝返进场人员的函). The unit of a delegate is a bidder: until the opening the person and the recipient are
//! left open, to be filled in by hand.

use bidhall_rules::entry_check::RefusalReason;
use bidhall_rules::identity::IdentityDocument;
use bidhall_rules::phone::PhoneNumber;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, wording};

/// One letter to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalLetter {
    /// The trading centre that writes.
    pub centre: String,
    /// The number of the letter in the centre's own register.
    pub letter_number: String,
    /// Who is told and of whom; none until the opening.
    pub named: Option<RefusedPerson>,
    /// When the person was refused, in centre time.
    pub refused_at: NaiveDateTime,
    /// The lane, without the word for it.
    pub lane: String,
    /// The session the person came for.
    pub session_code: String,
    /// The readings that count, oldest first.
    pub readings: Vec<LetterReading>,
    /// The temperature limit in tenths of a degree Celsius.
    pub temperature_limit_tenths: i32,
    /// How a temperature relates to the limit when it is too high: `达到或者超过`, `超过`.
    pub temperature_comparator: String,
    /// Why the person was refused.
    pub reason: RefusalReason,
    /// Whether the person was advised to see a doctor.
    pub advised: bool,
    /// Whether the documents were handed over to the agency at the gate.
    pub documents_handed_over: bool,
    /// The version of the entry rules in force.
    pub rules_version: u32,
    /// The day the letter is issued.
    pub issued_on: NaiveDate,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// Who is told, and of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedPerson {
    /// The work unit, or the town or street of residence.
    pub recipient: String,
    /// The person.
    pub name: String,
    /// Their document, which the letter masks; none when it was not learned.
    pub document: Option<IdentityDocument>,
    /// Their telephone in full: whoever follows the case up must reach them.
    pub phone: Option<PhoneNumber>,
}

/// One reading of a [`RefusalLetter`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterReading {
    /// When, in centre time.
    pub at: NaiveDateTime,
    /// In tenths of a degree Celsius.
    pub tenths: i32,
}

/// The letter as its template reads it.
#[derive(Serialize)]
struct Wording<'a> {
    centre: &'a str,
    letter_number: &'a str,
    recipient: Option<&'a str>,
    name: Option<&'a str>,
    document: Option<String>,
    phone: Option<&'a str>,
    refused_at: String,
    lane: &'a str,
    session_code: &'a str,
    readings: Vec<String>,
    reason: String,
    advised: bool,
    documents_handed_over: bool,
    rules_version: u32,
    issued_on: String,
    rehearsal: bool,
}

impl Content for RefusalLetter {
    fn template(&self) -> &'static str {
        "/refusal_letter.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        let named = self.named.as_ref();
        let reading = |(number, reading): (usize, &LetterReading)| {
            let (at, degrees) = (wording::clock(reading.at.time()), wording::degrees(reading.tenths));
            format!("第{number}次测量：{at}，{degrees}")
        };
        json(&Wording {
            centre: &self.centre,
            letter_number: &self.letter_number,
            recipient: named.map(|named| named.recipient.as_str()),
            name: named.map(|named| named.name.as_str()),
            document: named.and_then(|named| named.document.as_ref()).map(IdentityDocument::masked),
            phone: named.and_then(|named| named.phone.as_ref()).map(PhoneNumber::as_str),
            refused_at: wording::moment(self.refused_at),
            lane: &self.lane,
            session_code: &self.session_code,
            readings: (1..).zip(&self.readings).map(reading).collect(),
            reason: self.reason(),
            advised: self.advised,
            documents_handed_over: self.documents_handed_over,
            rules_version: self.rules_version,
            issued_on: wording::date(self.issued_on),
            rehearsal: self.rehearsal,
        })
    }
}

impl RefusalLetter {
    fn reason(&self) -> String {
        let reason = match self.reason {
            RefusalReason::OverTemperature => {
                let limit = wording::degrees(self.temperature_limit_tenths);
                return format!("经休息复测，体温仍{}{limit}", self.temperature_comparator);
            }
            RefusalReason::Symptoms => "进场问询时有发热、咳嗽等需要就诊的情况",
            RefusalReason::KeyRegionStay => "有重点地区旅居史，当时没有可用的隔离通道",
            RefusalReason::FormRefused => "没有填写健康调查表",
            RefusalReason::NotCooperating => "没有配合进场检查",
            RefusalReason::CompanyAlreadyInside
            | RefusalReason::PersonAlreadyInside
            | RefusalReason::HeadLimit
            | RefusalReason::NotRegisteredToday => "不符合当日进场人数和场次的规定",
        };
        reason.to_owned()
    }
}
