//! `bidhall`: the commands of the window on the command line, for scripts, schedulers and tests.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program speaks there")]

mod arguments;
mod call;
mod error;
mod files;
mod moving;
mod plan;
mod rehearse;

use std::process::ExitCode;
use std::sync::Arc;

use bidhall_desk::{
    FolderHost, Host as _, SystemClock, SystemEntropy, Workplace, command_schemas, typescript,
};
use clap::Parser as _;

use crate::arguments::{Arguments, Task};
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
            let answered = call::answer_lines(&workplace, arguments.operator.as_deref()).await;
            workplace.close().await;
            answered?;
        }
        Task::Call { command, payload, nonce, attach } => {
            let workplace = workplace(&arguments).await?;
            let call =
                call::Request { command, payload: payload.as_deref(), nonce: nonce.as_deref(), attach };
            let reply = call.send(&workplace, arguments.operator.as_deref()).await;
            workplace.close().await;
            println!("{:#}", serde_json::json!({ "ok": reply? }));
        }
        Task::Verify => {
            let workplace = workplace(&arguments).await?;
            let verdict = call::Request { command: "audit.verify", payload: None, nonce: None, attach: &[] }
                .send(&workplace, None)
                .await;
            workplace.close().await;
            let verdict = verdict?;
            println!("{verdict}");
            let broken = verdict.get("brokenAt").is_some_and(|at| !at.is_null());
            return Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        Task::Move { to } => moving::move_to(&arguments, &address(&arguments), to).await?,
        Task::Backup => moving::backup(&workplace(&arguments).await?, &arguments).await?,
        Task::Restore { file, yes } => {
            moving::restore(&workplace(&arguments).await?, &arguments, file, *yes).await?;
        }
        Task::Rehearse { script } => rehearse::rehearse(&arguments, script).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A workplace with the database of the arguments open.
async fn workplace(arguments: &Arguments) -> Result<Workplace, CliError> {
    let host = FolderHost::new(arguments.data_folder(), arguments.documents()).forgetful();
    let workplace = Workplace::new(Arc::new(host), Arc::new(SystemClock), Arc::new(SystemEntropy));
    let address = address(arguments);
    workplace.open(&address).await?;
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
