//! `bidhall`: the commands of the window on the command line, for scripts, schedulers and tests.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program speaks there")]

mod arguments;
mod call;
mod caller;
mod error;
mod files;
mod moving;
mod plan;
mod rehearse;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use bidhall_desk::{
    FolderHost, Host as _, SystemClock, SystemEntropy, Workplace, command_schemas, typescript,
};
use clap::Parser as _;

use crate::arguments::{Arguments, Task};
use crate::caller::Caller;
use crate::error::CliError;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let language = arguments.language();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(arguments)) {
        Ok(code) => code,
        Err(error) => {
            if let CliError::Desk(error) = &error {
                println!("{}", serde_json::json!({ "error": error }));
            }
            eprintln!("{}", error.text(language));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, CliError> {
    match &arguments.task {
        Task::Commands => println!("{:#}", command_schemas()),
        Task::Typescript { out } => files::put(out.as_deref(), &typescript())?,
        Task::Plan { instance, out, explain } => plan::plan(instance, out.as_deref(), *explain)?,
        Task::Rotate { matrix } => plan::rotate(matrix)?,
        Task::Call { command, payload, nonce, attach } if command == "-" => {
            if payload.is_some() || nonce.is_some() || !attach.is_empty() {
                return Err(CliError::WithLines);
            }
            let workplace = workplace(&arguments).await?;
            let answered = match Caller::of(&workplace, &arguments).await {
                Ok(caller) => {
                    let answered = call::answer_lines(&workplace, &caller).await;
                    caller.leave(&workplace).await;
                    answered
                }
                Err(error) => Err(error),
            };
            workplace.close().await;
            answered?;
        }
        Task::Call { command, payload, nonce, attach } => {
            let call =
                call::Request { command, payload: payload.as_deref(), nonce: nonce.as_deref(), attach };
            println!(
                "{:#}",
                serde_json::json!({ "ok": once(&arguments, arguments.documents(), &call).await? })
            );
        }
        Task::Verify { file: Some(file) } => {
            let text = String::from_utf8_lossy(&files::bytes(file)?).into_owned();
            return told(&serde_json::json!(bidhall_desk::audit::verify_export(&text)?));
        }
        Task::Verify { file: None } => {
            let verify = call::Request { command: "audit.verify", payload: None, nonce: None, attach: &[] };
            return told(&once(&arguments, arguments.documents(), &verify).await?);
        }
        Task::Audit { out } => {
            let export = call::Request { command: "audit.export", payload: None, nonce: None, attach: &[] };
            let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new(".")).to_owned();
            let reply = once(&arguments, folder, &export).await?;
            let saved = reply.get("savedTo").and_then(|path| path.as_str()).unwrap_or_default();
            files::rename(Path::new(saved), out)?;
            println!("{}", serde_json::json!({ "rows": reply["rows"], "head": reply["head"] }));
        }
        Task::Move { to } => moving::move_to(&arguments, &address(&arguments), to).await?,
        Task::Backup => {
            let backup = call::Request { command: "backup.now", payload: None, nonce: None, attach: &[] };
            let state = once(&arguments, arguments.documents(), &backup).await?;
            println!("{:#}", serde_json::json!({ "ok": state }));
        }
        Task::Restore { file, yes } => {
            let command = if *yes { "backup.restore" } else { "backup.look" };
            let payload = moving::restoring(file);
            let restore = call::Request { command, payload: Some(&payload), nonce: None, attach: &[] };
            let answer = once(&arguments, arguments.documents(), &restore).await?;
            println!("{:#}", serde_json::json!({ "ok": answer }));
        }
        Task::Rehearse { script } => rehearse::rehearse(&arguments, script).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One command by the person of the arguments, its documents in a folder.
async fn once(
    arguments: &Arguments,
    documents: PathBuf,
    request: &call::Request<'_>,
) -> Result<serde_json::Value, CliError> {
    let workplace = workplace_saving_to(arguments, documents).await?;
    let reply = match Caller::of(&workplace, arguments).await {
        Ok(caller) => {
            let reply = request.send(&workplace, &caller).await;
            caller.leave(&workplace).await;
            reply
        }
        Err(error) => Err(error),
    };
    workplace.close().await;
    reply
}

/// Prints a verdict; a damaged chain is a failure.
fn told(verdict: &serde_json::Value) -> Result<ExitCode, CliError> {
    println!("{verdict}");
    let broken = verdict.get("brokenAt").is_some_and(|at| !at.is_null());
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn workplace(arguments: &Arguments) -> Result<Workplace, CliError> {
    workplace_saving_to(arguments, arguments.documents()).await
}

/// A workplace with the database of the arguments open: the one given, else the one the window had
/// open last, else the PC's own.
async fn workplace_saving_to(arguments: &Arguments, documents: PathBuf) -> Result<Workplace, CliError> {
    let data = arguments.data_folder();
    let host = FolderHost::new(data.clone(), documents).forgetful();
    let workplace = Workplace::new(Arc::new(host), Arc::new(SystemClock), Arc::new(SystemEntropy));
    let address = address(arguments);
    workplace.open(&address).await?;
    if let Some(passphrase) = Arguments::passphrase() {
        bidhall_desk::keys::unlock_here(&workplace, &passphrase).await?;
    }
    Ok(workplace)
}

/// The database given, else the one the window had open last, else the PC's own.
fn address(arguments: &Arguments) -> String {
    let data = arguments.data_folder();
    let own = || {
        let host = FolderHost::new(data.clone(), arguments.documents());
        bidhall_desk::database::own_address(&host.data_folder())
    };
    arguments.db.clone().or_else(|| bidhall_desk::remembered_database(&data)).unwrap_or_else(own)
}
