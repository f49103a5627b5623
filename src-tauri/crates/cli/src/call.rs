//! One command.

use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use bidhall_desk::{Call, CommandSpec, Entropy as _, Kind, SystemEntropy, Workplace};
use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::error::CliError;
use crate::files;

/// A request as given on the command line.
pub(crate) struct Request<'a> {
    pub(crate) command: &'a str,
    pub(crate) payload: Option<&'a str>,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) attach: &'a [String],
}

impl Request<'_> {
    pub(crate) async fn send(&self, workplace: &Workplace, caller: &Caller) -> Result<Value, CliError> {
        let mut payload = match self.payload {
            Some(text) => serde_json::from_str(text)
                .map_err(|cause| CliError::Json { path: self.command.to_owned(), cause })?,
            None => Value::Object(Map::new()),
        };
        for attachment in self.attach {
            let (field, path) =
                attachment.split_once('=').ok_or_else(|| CliError::Attach(attachment.clone()))?;
            let path = Path::new(path);
            let content = base64::engine::general_purpose::STANDARD.encode(files::bytes(path)?);
            if let Value::Object(fields) = &mut payload {
                fields.insert(field.to_owned(), content.into());
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                fields.entry("fileName").or_insert_with(|| name.unwrap_or_default().into());
            }
        }
        let writes = CommandSpec::named(self.command).is_some_and(|spec| spec.kind == Kind::Write);
        let nonce = match self.nonce {
            Some(nonce) => Some(nonce.to_owned()),
            None if writes => Some(drawn()?),
            None => None,
        };
        let call = Call {
            command: self.command.to_owned(),
            operator: caller.operator.clone(),
            token: caller.token.clone(),
            nonce,
            payload,
            ..Call::default()
        };
        Ok(workplace.handle(&call).await?)
    }
}

/// Answers the requests that stand on the lines of standard input, one after the other, until it ends:
/// `{"ok": …}` or `{"error": …}`, each written out before the next line is read. A request without
/// `as` is the given caller's.
pub(crate) async fn answer_lines(workplace: &Workplace, caller: &Caller) -> Result<(), CliError> {
    for line in std::io::stdin().lines() {
        let mut line = line.map_err(CliError::Lines)?;
        if line.trim().is_empty() {
            continue;
        }
        if let (Some(operator), Ok(Value::Object(mut fields))) =
            (&caller.operator, serde_json::from_str(&line))
        {
            if !fields.contains_key("as") {
                fields.insert("as".to_owned(), operator.as_str().into());
                fields.entry("token").or_insert_with(|| caller.token.clone().into());
            }
            line = Value::Object(fields).to_string();
        }
        let answer = workplace.handle_text(&line).await;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}").and_then(|()| out.flush()).map_err(CliError::Lines)?;
    }
    Ok(())
}

pub(crate) fn drawn() -> Result<String, CliError> {
    let seed = SystemEntropy.seed().map_err(|error| CliError::Problem(error.to_string()))?;
    Ok(seed[..16].iter().map(|byte| format!("{byte:02x}")).collect())
}
