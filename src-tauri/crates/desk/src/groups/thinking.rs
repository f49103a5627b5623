//! What the planner thinks out. No transaction waits for it: a use case that needs an answer not known yet asks
//! its question and breaks off; once the answer is there the use case begins again with the records as they are
//! then. An answer belongs to its question, so one whose rooms or bids have changed meanwhile is a new question.

use std::sync::{Arc, Mutex, PoisonError};

use bidhall_grouping::replan::{DayState, ReplanFault, Replanned};
use bidhall_grouping::{Answer, Instance, PinFault, Pins, Plan, plan_with, replan};

use super::explain::{GroupRelaxations, WhySentence, relaxations, whys};
use super::improving::ImprovementBook;
use crate::DeskError;

/// Most questions of one request; more come only when other desks change the day again and again.
const MOST_QUESTIONS: usize = 8;

/// A day planned around what is fixed.
#[derive(Debug, Clone)]
pub(super) struct Thought {
    pub(super) answer: Answer,
    /// What binds the planner.
    pub(super) whys: Vec<WhySentence>,
    /// What would help where no rooms fit.
    pub(super) relaxations: Option<GroupRelaxations>,
}

impl Thought {
    /// What goes with an answer.
    pub(super) fn of(instance: &Instance, answer: Answer) -> Self {
        let whys = whys(instance, &answer.plan);
        let is_placed = answer.plan.unplaced.is_empty();
        let relaxations = if is_placed { None } else { relaxations(instance) };
        Self { answer, whys, relaxations }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Question {
    Plan(Box<Instance>, Pins),
    Replan(Box<Instance>, Box<Plan>, DayState),
}

#[derive(Debug, Clone)]
enum Known {
    Plan(Box<Result<Thought, PinFault>>),
    Replan(Box<Result<Replanned, ReplanFault>>),
}

impl Question {
    fn answer(&self) -> Known {
        match self {
            Self::Plan(instance, pins) => {
                let answer = plan_with(instance, pins).map(|answer| Thought::of(instance, answer));
                Known::Plan(Box::new(answer))
            }
            Self::Replan(instance, plan, state) => Known::Replan(Box::new(replan(instance, plan, state))),
        }
    }
}

#[derive(Debug, Default)]
struct Notes {
    known: Vec<(Question, Known)>,
    asked: Option<Question>,
}

/// The questions and answers of one request, and the better plans that the desk has found in the background.
#[derive(Debug, Clone, Default)]
pub(crate) struct Thinking {
    notes: Arc<Mutex<Notes>>,
    pub(super) improvements: ImprovementBook,
}

impl Thinking {
    pub(crate) fn of(improvements: &ImprovementBook) -> Self {
        Self { notes: Arc::default(), improvements: improvements.clone() }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Notes) -> T) -> T {
        look(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn known(&self, question: Question) -> Result<Known, DeskError> {
        self.with(|notes| {
            let found = notes.known.iter().find(|(known, _)| *known == question);
            if let Some((_, known)) = found {
                return Ok(known.clone());
            }
            notes.asked = Some(question);
            Err(DeskError::PlanUnsettled {})
        })
    }

    /// The plan of a day.
    ///
    /// # Errors
    /// [`DeskError::PlanUnsettled`] as long as it has not been thought about.
    pub(super) fn plan(
        &self,
        instance: &Instance,
        pins: &Pins,
    ) -> Result<Result<Thought, PinFault>, DeskError> {
        match self.known(Question::Plan(Box::new(instance.clone()), pins.clone()))? {
            Known::Plan(thought) => Ok(*thought),
            Known::Replan(_) => Err(DeskError::PlanUnsettled {}),
        }
    }

    /// The rest of a day planned again.
    ///
    /// # Errors
    /// As [`plan`](Self::plan).
    pub(super) fn replan(
        &self,
        instance: &Instance,
        plan: &Plan,
        state: &DayState,
    ) -> Result<Result<Replanned, ReplanFault>, DeskError> {
        let question = Question::Replan(Box::new(instance.clone()), Box::new(plan.clone()), state.clone());
        match self.known(question)? {
            Known::Replan(replanned) => Ok(*replanned),
            Known::Plan(_) => Err(DeskError::PlanUnsettled {}),
        }
    }

    /// Takes an answer found in the background for that of its question.
    pub(super) fn prefer(&self, instance: &Instance, pins: &Pins, thought: Thought) {
        let question = Question::Plan(Box::new(instance.clone()), pins.clone());
        self.with(|notes| {
            notes.known.retain(|(known, _)| *known != question);
            notes.known.push((question, Known::Plan(Box::new(Ok(thought)))));
        });
    }

    /// Thinks about what was asked last, away from the threads that answer desks; `false` when nothing was
    /// asked, or too often.
    ///
    /// # Errors
    /// [`DeskError::Internal`] when the planner failed.
    pub(crate) async fn think(&self) -> Result<bool, DeskError> {
        let asked = self.with(|notes| notes.asked.take().filter(|_| notes.known.len() < MOST_QUESTIONS));
        let Some(question) = asked else { return Ok(false) };
        let thought = tokio::task::spawn_blocking(move || {
            let known = question.answer();
            (question, known)
        });
        let known = thought.await.map_err(|error| DeskError::internal(&error))?;
        self.with(|notes| notes.known.push(known));
        Ok(true)
    }
}
