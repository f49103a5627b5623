//! A day planned around what a person has fixed.

use std::ops::ControlFlow;

use crate::answer::{Answer, Progress, first_in_order, improve_in_order};
use crate::demand::Demand;
use crate::instance::Instance;
use crate::pins::{Pin, PinFault, Pins, ProjectPins, Wishes};

/// Plans the day around the pins.
///
/// # Errors
/// [`PinFault`]: the instance is wrong, a name is not known, or pins keep a project out that fits without them.
pub fn plan_with(instance: &Instance, pins: &Pins) -> Result<Answer, PinFault> {
    let (ordered, wishes) = fixed(instance, pins)?;
    Ok(first_in_order(&ordered, &wishes, true))
}

/// Improves a day planned around the pins, as [`improve`](crate::improve) does without them.
///
/// # Errors
/// As [`plan_with`].
pub fn improve_with(
    instance: &Instance,
    pins: &Pins,
    tell: &mut dyn FnMut(Progress<'_>) -> ControlFlow<()>,
) -> Result<Answer, PinFault> {
    let (ordered, wishes) = fixed(instance, pins)?;
    Ok(improve_in_order(&ordered, &wishes, tell))
}

/// The instance in the order of the ids, and what is fixed of each of its projects.
fn fixed(instance: &Instance, pins: &Pins) -> Result<(Instance, Vec<Wishes>), PinFault> {
    instance.check().map_err(|fault| PinFault::Instance { fault })?;
    let mut ordered = instance.in_id_order();
    let mut wishes = vec![Wishes::none(); ordered.projects.len()];
    for pinned in &pins.projects {
        let place = ordered.projects.iter().position(|project| project.id == pinned.project);
        let place = place.ok_or_else(|| PinFault::UnknownProject { project: pinned.project.clone() })?;
        if !possible(&ordered, place, pinned)? && possible(&ordered, place, &free(pinned))? {
            return Err(PinFault::DoesNotFit {
                project: pinned.project.clone(),
                pins: to_blame(&ordered, place, pinned)?,
            });
        }
        wishes[place] = pinned.wishes(&ordered)?;
    }
    for pinned in &pins.projects {
        let project = ordered.projects.iter_mut().find(|project| project.id == pinned.project);
        if let (Some(project), Some(start)) = (project, pinned.start) {
            (project.earliest_start, project.latest_start) = (start, start);
        }
    }
    Ok((ordered, wishes))
}

fn free(pinned: &ProjectPins) -> ProjectPins {
    ProjectPins { project: pinned.project.clone(), ..ProjectPins::default() }
}

/// Whether the project fits into the empty building with these pins.
fn possible(instance: &Instance, place: usize, pinned: &ProjectPins) -> Result<bool, PinFault> {
    let wishes = pinned.wishes(instance)?;
    let mut project = instance.projects[place].clone();
    if pinned.contradicts(instance, &project, &wishes) {
        return Ok(false);
    }
    if let Some(start) = pinned.start {
        (project.earliest_start, project.latest_start) = (start, start);
    }
    Ok(Demand::new(instance, &project, &wishes).fewest.is_some())
}

/// The pins any one of which would have to go; all of them if no single one is enough.
fn to_blame(instance: &Instance, place: usize, pinned: &ProjectPins) -> Result<Vec<Pin>, PinFault> {
    let mut single = Vec::new();
    for pin in pinned.each() {
        if possible(instance, place, &pinned.without(&pin))? {
            single.push(pin);
        }
    }
    Ok(if single.is_empty() { pinned.each() } else { single })
}
