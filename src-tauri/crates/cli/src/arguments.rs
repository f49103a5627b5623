//! What can be asked on the command line.

use std::path::PathBuf;

use bidhall_desk::Language;
use clap::{Parser, Subcommand};

/// 开标场务台 on the command line: the same commands as in the window.
#[derive(Debug, Parser)]
#[command(
    name = "bidhall",
    version,
    after_help = "The centre's passphrase is taken from the variable BIDHALL_PASSPHRASE."
)]
pub(crate) struct Arguments {
    /// Database: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) db: Option<String>,
    /// Folder of the PC's own databases.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Folder for finished documents; the present one when not given.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) save_to: Option<PathBuf>,
    /// Code of the person who acts. A real centre asks for the password: in BIDHALL_PASSWORD, else on the
    /// terminal.
    #[arg(long = "as", global = true, value_name = "CODE")]
    pub(crate) operator: Option<String>,
    /// Errors in English.
    #[arg(long, global = true)]
    pub(crate) english: bool,
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Sends a command and prints its reply.
    Call {
        /// Its name, such as `sessions.list`; `-` reads one request a line, with `command`, `as`,
        /// `nonce` and `payload` as JSON, and answers each with a line as soon as it is done.
        command: String,
        /// Its request as JSON.
        payload: Option<String>,
        /// Names this act; repeated with the same request it gets the same answer. Drawn by chance
        /// when not given.
        #[arg(long)]
        nonce: Option<String>,
        /// Puts a file, in Base64, into a field of the request: `content=FILE`. Also fills `fileName`.
        #[arg(long, value_name = "FIELD=FILE")]
        attach: Vec<String>,
    },
    /// Prints every command with the JSON Schema of its request and reply.
    Commands,
    /// Checks the chain of the audit log, in the database or in an exported file, and names the first damaged
    /// link.
    Verify {
        /// A log that was exported.
        file: Option<PathBuf>,
    },
    /// Exports the audit log with the end of its chain.
    Audit {
        /// Where to put it.
        #[arg(long)]
        out: PathBuf,
    },
    /// Copies the centre into an empty database on this or the other engine and proves that nothing was
    /// lost.
    Move {
        /// The empty database: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
        #[arg(long, value_name = "URL")]
        to: String,
    },
    /// Makes a backup, sealed with the centre's key, and reads it again.
    Backup,
    /// Shows what restoring a backup would change, and restores it into a new database when told to. The
    /// passphrase of the backup, if another one than today's, is taken from BIDHALL_PASSPHRASE.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Really restore it.
        #[arg(long)]
        yes: bool,
    },
    /// Plays a rehearsal script and prints one reply a line.
    Rehearse {
        /// The script, JSON Lines.
        script: PathBuf,
    },
    /// Plans a day of evaluation rooms.
    Plan {
        /// The day: a `grouping_instance/1` document.
        instance: PathBuf,
        /// Where to put the plan instead of printing it.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Also says what is proven, why projects stay unplaced and what would help.
        #[arg(long)]
        explain: bool,
    },
    /// Finds the rotation of jobs through panels: prints starts, makespan and lower bound.
    Rotate {
        /// `{"minutes": [[…]]}`, jobs by panels, and `"lag"` between panels if there is any.
        matrix: PathBuf,
    },
    /// Writes the TypeScript types and client data of the command list.
    #[command(hide = true)]
    Typescript {
        /// Where to put them instead of printing them.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

impl Arguments {
    pub(crate) fn language(&self) -> Language {
        if self.english { Language::English } else { Language::Chinese }
    }

    /// The folder the window uses too.
    pub(crate) fn data_folder(&self) -> PathBuf {
        self.data
            .clone()
            .unwrap_or_else(|| dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("cn.bidhall.desk"))
    }

    /// The centre's passphrase. It has no place on the command line, where others can read it.
    #[allow(clippy::disallowed_methods, reason = "a secret for programs that nobody sits before")]
    pub(crate) fn passphrase() -> Option<String> {
        std::env::var("BIDHALL_PASSPHRASE").ok().filter(|passphrase| !passphrase.trim().is_empty())
    }

    pub(crate) fn documents(&self) -> PathBuf {
        self.save_to.clone().unwrap_or_else(|| PathBuf::from("."))
    }
}
