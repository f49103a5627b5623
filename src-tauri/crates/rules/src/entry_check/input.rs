//! What the gate clerk enters at each step.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EntryStep;
use crate::temperature::Tenths;

/// The six questions about the last 14 days; a yes to any of them refuses the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Symptoms {
    /// Fever (发热).
    pub fever: bool,
    /// Cough (咳嗽).
    pub cough: bool,
    /// Fatigue (乏力).
    pub fatigue: bool,
    /// Shortness of breath (呼吸困难).
    pub breathless: bool,
    /// Diarrhoea (腹泻).
    pub diarrhoea: bool,
    /// Contact with a confirmed or suspected patient, or with somebody who had a fever.
    pub contact: bool,
}

impl Symptoms {
    /// Whether any question was answered with yes.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.fever || self.cough || self.fatigue || self.breathless || self.diarrhoea || self.contact
    }
}

/// The questionnaire that was handed in. What it says is examined before the step is decided:
/// see [`examine`](crate::questionnaire::examine) and [`admit`](crate::admission::admit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormInput {
    /// Whether it was filled at the gate because none was brought.
    pub filled_on_site: bool,
}

/// What is entered at a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepInput {
    /// Step 1: a mask is worn.
    Mask {
        /// Whether a new one had to be given.
        replaced: bool,
    },
    /// Step 2: the shoes are done.
    Shoe,
    /// Step 3: the hands are done.
    Hand,
    /// Step 4, first part: a reading.
    Temperature {
        /// The temperature in tenths of a degree Celsius.
        tenths: Tenths,
        /// The thermometer by its mark or name; empty when it has none.
        device: String,
    },
    /// Step 4, second part: the answers to the six questions.
    Symptoms(Symptoms),
    /// Step 5: the questionnaire is verified.
    Form(FormInput),
    /// Step 6: the old mask is discarded.
    MaskDisposal,
}

impl StepInput {
    /// The step that the input belongs to.
    #[must_use]
    pub const fn step(&self) -> EntryStep {
        match self {
            Self::Mask { .. } => EntryStep::Mask,
            Self::Shoe => EntryStep::Shoe,
            Self::Hand => EntryStep::Hand,
            Self::Temperature { .. } | Self::Symptoms(_) => EntryStep::TempSymptom,
            Self::Form(_) => EntryStep::Form,
            Self::MaskDisposal => EntryStep::MaskDisposal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_one_yes_counts() {
        assert!(!Symptoms::default().any());
        assert!(Symptoms { contact: true, ..Symptoms::default() }.any());
        assert!(Symptoms { diarrhoea: true, ..Symptoms::default() }.any());
    }

    #[test]
    fn inputs_are_told_apart_by_their_kind() {
        let read = |json: &str| serde_json::from_str::<StepInput>(json);
        let reading = read(r#"{"kind":"temperature","tenths":365,"device":"T-1"}"#).unwrap();
        assert_eq!(reading, StepInput::Temperature { tenths: Tenths(365), device: "T-1".to_owned() });
        assert_eq!(read(r#"{"kind":"shoe"}"#).unwrap(), StepInput::Shoe);
        let form = read(r#"{"kind":"form","filledOnSite":true}"#).unwrap();
        assert_eq!(form, StepInput::Form(FormInput { filled_on_site: true }));
        let answers = serde_json::to_string(&StepInput::Symptoms(Symptoms::default())).unwrap();
        assert_eq!(read(&answers).unwrap(), StepInput::Symptoms(Symptoms::default()));
        assert!(read(r#"{"kind":"form","filledOnSite":true,"skip":true}"#).is_err());
    }
}
