//! Rehearsal scripts: JSON Lines of the same commands, each at its time.
//!
//! ```json
//! {"at": "2020-03-12T08:12:00+08:00", "as": "gate1", "nonce": "jia-1", "command": "gate.open", "payload": {…}}
//! ```
//!
//! A text `"@jia-1/card/id"` in a payload stands for that place in the reply to the line whose nonce
//! is `jia-1`. `"attach": {"content": "file.xlsx"}` puts a file, in Base64, into the payload.

use base64::Engine as _;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use crate::seals::fields;
use crate::{Desk, DeskError, seals};

/// A line of a script.
#[derive(Debug, Clone)]
pub struct ScriptLine {
    /// Its number in the file, from 1.
    pub number: u32,
    /// When it happens.
    pub at: DateTime<Utc>,
    /// Code of who acts.
    pub operator: Option<String>,
    /// Its nonce; `line-N` where the script gives none.
    pub nonce: String,
    /// The command.
    pub command: String,
    /// Its request, with references not yet resolved.
    pub payload: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawLine {
    at: DateTime<Utc>,
    #[serde(default, rename = "as")]
    operator: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    command: String,
    #[serde(default)]
    payload: Value,
    #[serde(default)]
    attach: std::collections::BTreeMap<String, String>,
}

/// Finds the files that lines attach, by the path written in the script.
pub type Attachments<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// Reads a script. Empty lines and lines that begin with `//` are passed over.
///
/// # Errors
/// [`DeskError::ScriptLine`] names the first wrong line.
pub fn read_script(text: &str, attachments: Attachments<'_>) -> Result<Vec<ScriptLine>, DeskError> {
    let mut lines: Vec<ScriptLine> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        let wrong = |problem: String| DeskError::ScriptLine { line: number, problem };
        let raw: RawLine = serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
        if lines.last().is_some_and(|before| raw.at < before.at) {
            return Err(wrong("earlier than the line before".to_owned()));
        }
        let mut payload = raw.payload;
        for (field, path) in raw.attach {
            let bytes = attachments(&path).ok_or_else(|| wrong(format!("{path} cannot be read")))?;
            let content = base64::engine::general_purpose::STANDARD.encode(bytes);
            match &mut payload {
                Value::Object(fields) => {
                    fields.insert(field, Value::String(content));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    return Err(wrong("a line with attachments needs an object as payload".to_owned()));
                }
            }
        }
        lines.push(ScriptLine {
            number,
            at: raw.at,
            operator: raw.operator,
            nonce: raw.nonce.unwrap_or_else(|| format!("line-{number}")),
            command: raw.command,
            payload,
        });
    }
    Ok(lines)
}

/// Replaces every reference in a payload by what the reply it points into says.
pub(crate) async fn resolve(desk: &Desk, payload: &str) -> Result<Value, DeskError> {
    let mut payload: Value = crate::act::stored(payload)?;
    let mut references = Vec::new();
    collect(&payload, &mut references);
    let key = desk.key().await?;
    let mut tx = desk.store.read().await?;
    for reference in references {
        let (nonce, place) = reference.split_once('/').unwrap_or((&reference, ""));
        let missing = || DeskError::not_found("reply", format!("@{reference}"));
        let kept = tx.reply(nonce).await?.ok_or_else(missing)?;
        let reply: Value = crate::act::stored(&seals::opened(&key, fields::REPLY, nonce, &kept.reply)?)?;
        let pointer = if place.is_empty() { String::new() } else { format!("/{place}") };
        let found = reply.pointer(&pointer).ok_or_else(missing)?.clone();
        substitute(&mut payload, &format!("@{reference}"), &found);
    }
    Ok(payload)
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::String(text) => references.extend(text.strip_prefix('@').map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn substitute(value: &mut Value, reference: &str, found: &Value) {
    match value {
        Value::String(text) if text == reference => *value = found.clone(),
        Value::Array(items) => items.iter_mut().for_each(|item| substitute(item, reference, found)),
        Value::Object(fields) => fields.values_mut().for_each(|item| substitute(item, reference, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_files(_: &str) -> Option<Vec<u8>> {
        None
    }

    #[test]
    fn a_line_without_a_nonce_is_named_by_its_number() {
        let text = "// the morning\n\n{\"at\":\"2020-03-12T08:00:00+08:00\",\"command\":\"centre.view\"}";
        let lines = read_script(text, &no_files).unwrap();
        assert_eq!(lines[0].nonce, "line-3");
    }

    #[test]
    fn time_in_a_script_does_not_go_back() {
        let text = "{\"at\":\"2020-03-12T08:00:00Z\",\"command\":\"a\"}\n{\"at\":\"2020-03-12T07:59:59Z\",\"command\":\"b\"}";
        let error = read_script(text, &no_files).unwrap_err();
        assert!(matches!(error, DeskError::ScriptLine { line: 2, .. }));
    }

    #[test]
    fn a_missing_attachment_names_the_line_and_the_file() {
        let text = "{\"at\":\"2020-03-12T08:00:00Z\",\"command\":\"a\",\"payload\":{},\"attach\":{\"content\":\"x.xlsx\"}}";
        let error = read_script(text, &no_files).unwrap_err();
        let problem = "x.xlsx cannot be read".to_owned();
        assert_eq!(error, DeskError::ScriptLine { line: 1, problem });
    }
}
