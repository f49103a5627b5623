//! The health questionnaire (健康调查表): what it asks, and whether the answers are complete and
//! can be true. What follows from them is decided elsewhere.

mod examine;

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::company::CreditCode;
use crate::identity::{DocumentKind, IdentityDocument};
use crate::phone::PhoneNumber;
use crate::sessions::AttendanceRole;
use crate::words::words;

pub use examine::examine;

words! {
    /// The sex of a person as documents state it.
    pub enum Sex {
        /// Male (男).
        Male = "male",
        /// Female (女).
        Female = "female",
    }
}

words! {
    /// How a person came into the district.
    pub enum ArrivalMeans {
        /// In a car of their own (自驾).
        Car = "car",
        /// By train (火车).
        Train = "train",
        /// By plane (飞机).
        Plane = "plane",
        /// By long-distance coach (客车).
        Coach = "coach",
        /// By city bus (公交).
        Bus = "bus",
        /// On foot (步行).
        Walk = "walk",
        /// In another way (其他).
        Other = "other",
    }
}

words! {
    /// The clerk's answer when an entry of today bears nearly the same company name, or the same name
    /// under another code.
    pub enum CompanyAnswer {
        /// It is the same company.
        Same = "same",
        /// It is a different company.
        Different = "different",
    }
}

words! {
    /// What the questionnaire asks, in its order.
    pub enum AnswerField {
        /// In what capacity the person comes.
        Role = "role",
        /// What document is shown.
        DocumentKind = "document_kind",
        /// Its number.
        DocumentNumber = "document_number",
        /// The person's name.
        Name = "name",
        /// The person's sex.
        Sex = "sex",
        /// The person's telephone.
        Phone = "phone",
        /// The company or unit.
        Company = "company",
        /// Its unified social credit code.
        CreditCode = "credit_code",
        /// Town or street of residence.
        Residence = "residence",
        /// The day of arrival in the district.
        ArrivalDay = "arrival_day",
        /// The means of arrival.
        ArrivalMeans = "arrival_means",
        /// The stays outside the district.
        Stays = "stays",
        /// Whether the family is well (家人身体状况良好).
        FamilyWell = "family_well",
        /// The pledge (健康承诺书).
        Pledged = "pledged",
        /// The power of attorney of a replacement delegate (授权委托书).
        PowerOfAttorney = "power_of_attorney",
    }
}

/// A stay outside the district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stay {
    /// Where, as typed, at most 60 characters: `湖北省武汉市江汉区`.
    pub place: String,
    /// The first day there.
    pub from: NaiveDate,
    /// The last day there.
    pub until: NaiveDate,
    /// Whether the person only passed through.
    pub transit: bool,
}

/// The answers as far as they were given; texts as typed. Not shown by `Debug`, because they
/// name a person and a bidder.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct Answers {
    /// In what capacity the person comes.
    pub role: Option<AttendanceRole>,
    /// What document is shown.
    pub document_kind: Option<DocumentKind>,
    /// Its number, at most 30 characters.
    pub document_number: Option<String>,
    /// The person's name, at most 60 characters.
    pub name: Option<String>,
    /// The person's sex; not needed with a resident identity card, whose number tells it.
    pub sex: Option<Sex>,
    /// The person's telephone, at most 30 characters.
    pub phone: Option<String>,
    /// The company or unit, at most 100 characters; needed of bidders, tenderers and agencies.
    pub company: Option<String>,
    /// Its unified social credit code, if the person can show it.
    pub credit_code: Option<String>,
    /// Town or street of residence, at most 60 characters.
    pub residence: Option<String>,
    /// The day of arrival in the district; needed when there are stays.
    pub arrival_day: Option<NaiveDate>,
    /// The means of arrival; needed when there are stays.
    pub arrival_means: Option<ArrivalMeans>,
    /// The stays outside the district, at most 30; an empty list says that there were none.
    pub stays: Option<Vec<Stay>>,
    /// Whether the family is well; recorded, and refuses nobody.
    pub family_well: Option<bool>,
    /// Whether the pledge is signed.
    pub pledged: bool,
    /// Whether the questionnaire was filled at the gate because none was brought.
    pub filled_on_site: bool,
    /// Whether a replacement delegate has shown a power of attorney.
    pub power_of_attorney: Option<bool>,
    /// Whether a company with nearly the same name is the same one, when the clerk was asked.
    pub company_answer: Option<CompanyAnswer>,
}

impl fmt::Debug for Answers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Answers(..)")
    }
}

/// What the centre's questionnaire asks beyond what every questionnaire asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionnaireRule {
    /// Whether the family's health is asked for.
    pub family_well: bool,
}

impl Default for QuestionnaireRule {
    fn default() -> Self {
        Self { family_well: true }
    }
}

/// An answer that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerFault {
    /// Which answer.
    pub field: AnswerField,
    /// What is wrong with it: the `kind` of an [`IdentityError`](crate::identity::IdentityError),
    /// a [`PhoneError`](crate::phone::PhoneError) or a
    /// [`CreditCodeError`](crate::company::CreditCodeError), or one of `too_long`,
    /// `control_character`, `contradicts_document`, `too_many`, `empty`, `end_before_start` and
    /// `future_day`; of the desk's `code_needed` and `unclear_place`.
    pub problem: String,
}

/// What an examination of the answers has come to; both lists in the order of [`AnswerField`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// What is needed and was not answered.
    pub missing: Vec<AnswerField>,
    /// What cannot be.
    pub faults: Vec<AnswerFault>,
    /// What the answers say; only when nothing is missing or wrong.
    pub found: Option<Found>,
}

/// What complete answers say, in the form in which it is stored. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// In what capacity the person comes.
    pub role: AttendanceRole,
    /// The document, checked.
    pub document: IdentityDocument,
    /// The person's name.
    pub name: String,
    /// The person's sex, as the document tells it or as it was given.
    pub sex: Sex,
    /// The person's telephone.
    pub phone: PhoneNumber,
    /// The company or unit.
    pub company: Option<String>,
    /// Its unified social credit code.
    pub credit_code: Option<CreditCode>,
    /// Town or street of residence.
    pub residence: String,
    /// The day of arrival in the district.
    pub arrival_day: Option<NaiveDate>,
    /// The means of arrival.
    pub arrival_means: Option<ArrivalMeans>,
    /// The stays outside the district.
    pub stays: Vec<Stay>,
    /// Whether the family is well.
    pub family_well: Option<bool>,
    /// Whether the questionnaire was filled at the gate.
    pub filled_on_site: bool,
    /// Whether a power of attorney was shown.
    pub power_of_attorney: bool,
    /// Whether a company with nearly the same name is the same one.
    pub company_answer: Option<CompanyAnswer>,
}

impl fmt::Debug for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Found(..)")
    }
}
