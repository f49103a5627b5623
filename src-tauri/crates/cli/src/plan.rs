//! Planning on the command line: a day of evaluation rooms, or a bare rotation.

use std::path::Path;

use bidhall_grouping::{Instance, Matrix, answer, explained, rotate as found};
use serde::Serialize;

use crate::error::CliError;
use crate::files;

/// Plans the day of a `grouping_instance/1` document.
pub(crate) fn plan(instance: &Path, out: Option<&Path>, explain: bool) -> Result<(), CliError> {
    let instance: Instance = files::json(instance)?;
    let problem = |fault: bidhall_grouping::InstanceFault| CliError::Problem(fault.to_string());
    let text = if explain {
        text(&explained(&instance).map_err(problem)?)?
    } else {
        text(&answer::first(&instance, false).map_err(problem)?.plan)?
    };
    files::put(out, &text)
}

/// Finds the rotation of a matrix of minutes.
pub(crate) fn rotate(matrix: &Path) -> Result<(), CliError> {
    let matrix: Matrix = files::json(matrix)?;
    let rotation = found(&matrix, &mut || false).map_err(|fault| CliError::Problem(fault.to_string()))?;
    files::put(None, &text(&rotation)?)
}

fn text(document: &impl Serialize) -> Result<String, CliError> {
    let mut text =
        serde_json::to_string_pretty(document).map_err(|error| CliError::Problem(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
