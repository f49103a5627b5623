//! Who was checked at the gate (进场登记表). Numbers of documents and telephones are masked in here, so that no
//! caller can forget it.

use bidhall_rules::identity::IdentityDocument;
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::tags::TagCode;
use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, wording};

/// The register of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateRegister {
    /// The trading centre.
    pub centre: String,
    /// The day.
    pub day: NaiveDate,
    /// Who was checked, of opened sessions only. None makes it one page with a fixed number of empty rows.
    pub rows: Option<Vec<GateRow>>,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// One person of a [`GateRegister`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateRow {
    /// When the check began, in centre time.
    pub at: NaiveTime,
    /// The session's code.
    pub session_code: String,
    /// In what capacity; none when the person was refused before telling.
    pub role: Option<AttendanceRole>,
    /// The person; none when they were refused before telling.
    pub name: Option<String>,
    /// Their document.
    pub document: Option<IdentityDocument>,
    /// Their telephone.
    pub phone: Option<PhoneNumber>,
    /// The readings that count, in tenths of a degree Celsius, oldest first.
    pub readings: Vec<i32>,
    /// The symptoms: `无`, `咳嗽`; empty when nobody asked.
    pub symptoms: String,
    /// Where the person stayed in the last 14 days; empty when nobody asked.
    pub stays: String,
    /// The tag.
    pub tag: Option<TagCode>,
    /// How it ended: `放行`, `劝返`.
    pub result: String,
    /// Who checked.
    pub checker: String,
}

/// The register as its template reads it.
#[derive(Serialize)]
struct Wording<'a> {
    centre: &'a str,
    day: String,
    weekday: &'static str,
    rows: Option<Vec<RowWording<'a>>>,
    rehearsal: bool,
}

#[derive(Serialize)]
struct RowWording<'a> {
    at: String,
    session_code: &'a str,
    role: &'static str,
    name: &'a str,
    document: String,
    phone: String,
    readings: Vec<String>,
    symptoms: &'a str,
    stays: &'a str,
    tag: String,
    result: &'a str,
    checker: &'a str,
}

impl Content for GateRegister {
    fn template(&self) -> &'static str {
        "/gate_register.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        json(&Wording {
            centre: &self.centre,
            day: wording::date(self.day),
            weekday: wording::weekday(self.day),
            rows: self.rows.as_ref().map(|rows| rows.iter().map(GateRow::wording).collect()),
            rehearsal: self.rehearsal,
        })
    }
}

impl GateRow {
    fn wording(&self) -> RowWording<'_> {
        RowWording {
            at: wording::clock(self.at),
            session_code: &self.session_code,
            role: self.role.map_or("", wording::role),
            name: self.name.as_deref().unwrap_or_default(),
            document: self.document.as_ref().map(IdentityDocument::masked).unwrap_or_default(),
            phone: self.phone.as_ref().map(PhoneNumber::masked).unwrap_or_default(),
            readings: self.readings.iter().copied().map(wording::degrees).collect(),
            symptoms: &self.symptoms,
            stays: &self.stays,
            tag: self.tag.as_ref().map(ToString::to_string).unwrap_or_default(),
            result: &self.result,
            checker: &self.checker,
        }
    }
}
