//! What the tests of the six steps share. Readings are by thermometer T-1 unless said.

use chrono::{DateTime, Duration, Utc};

use super::{EntryCheck, FormInput, StepDecision, StepError, StepInput, Symptoms, TakenReading};
use crate::settings::GateSettings;
use crate::temperature::Tenths;
use crate::testing::at;

pub const WELL: StepInput = StepInput::Symptoms(Symptoms {
    fever: false,
    cough: false,
    fatigue: false,
    breathless: false,
    diarrhoea: false,
    contact: false,
});
pub const FORM: StepInput = StepInput::Form(FormInput { filled_on_site: false });
pub const MASK: StepInput = StepInput::Mask { replaced: false };

pub fn reading(tenths: i32) -> StepInput {
    reading_by("T-1", tenths)
}

pub fn reading_by(device: &str, tenths: i32) -> StepInput {
    StepInput::Temperature { tenths: Tenths(tenths), device: device.to_owned() }
}

pub fn taken(device: &str, tenths: i32, round: u32, minutes: i64) -> TakenReading {
    TakenReading { tenths: Tenths(tenths), at: minute(minutes), device: device.to_owned(), round }
}

pub fn minute(minutes: i64) -> DateTime<Utc> {
    at("2020-03-12T00:26:00Z") + Duration::minutes(minutes)
}

pub fn decide(check: &EntryCheck, input: &StepInput, minutes: i64) -> Result<StepDecision, StepError> {
    check.decide(input, &GateSettings::default(), minute(minutes))
}

/// The check after an input that must be accepted.
pub fn enter(check: &EntryCheck, input: &StepInput, minutes: i64) -> EntryCheck {
    check.after(&decide(check, input, minutes).unwrap())
}

/// The check after the inputs, all of which must be accepted.
pub fn walk(inputs: &[StepInput]) -> EntryCheck {
    inputs.iter().fold(EntryCheck::begin(), |check, input| enter(&check, input, 0))
}

pub fn at_step_four() -> EntryCheck {
    walk(&[MASK, StepInput::Shoe, StepInput::Hand])
}
