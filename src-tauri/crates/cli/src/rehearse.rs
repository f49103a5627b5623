//! Playing a rehearsal script.

use std::path::Path;
use std::sync::Arc;

use bidhall_desk::rehearsal::{begin, play_line, read_script};
use bidhall_desk::{Clock as _, FolderHost, SystemClock, SystemEntropy, Workplace};
use chrono::SecondsFormat;

use crate::arguments::Arguments;
use crate::error::CliError;
use crate::files;

/// The name the centre of a rehearsal goes by.
const CENTRE: &str = "云岭区公共资源交易中心";

/// Plays the script on the database of the arguments, or on one made for the purpose, and prints one
/// reply a line. A line that ends in an error is printed too and does not stop the rehearsal: scripts
/// rehearse faults.
pub(crate) async fn rehearse(arguments: &Arguments, script: &Path) -> Result<(), CliError> {
    let text = String::from_utf8_lossy(&files::bytes(script)?).into_owned();
    let folder = script.parent().unwrap_or(Path::new(".")).to_owned();
    let lines = read_script(&text, &|path| files::bytes(&folder.join(path)).ok())?;
    let Some(first) = lines.first() else { return Ok(()) };

    let made = arguments.db.is_none().then(|| {
        let unique = SystemClock.now().timestamp_micros();
        std::env::temp_dir().join(format!("bidhall-rehearsal-{}-{unique}.db", std::process::id()))
    });
    let host = FolderHost::new(arguments.data_folder(), arguments.documents()).forgetful();
    let workplace = Workplace::new(Arc::new(host), Arc::new(SystemClock), Arc::new(SystemEntropy));
    let address = match (&arguments.db, &made) {
        (Some(address), _) => address.clone(),
        (None, Some(file)) => format!("sqlite:{}", file.display()),
        (None, None) => String::new(),
    };
    let desk = workplace.open(&address).await?;
    begin(&desk, CENTRE, first.at).await?;
    for line in &lines {
        let answer = play_line(&workplace, line).await;
        let at = line.at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let printed = match &answer {
            Ok(reply) => {
                serde_json::json!({ "line": line.number, "at": at, "command": line.command, "ok": reply })
            }
            Err(error) => {
                serde_json::json!({ "line": line.number, "at": at, "command": line.command, "error": error })
            }
        };
        println!("{printed}");
    }
    workplace.close().await;
    if let Some(file) = made {
        for tail in ["", "-wal", "-shm"] {
            let mut path = file.clone().into_os_string();
            path.push(tail);
            // What is left in the folder for temporary files does no harm.
            let _ = std::fs::remove_file(path);
        }
    }
    Ok(())
}
