//! A PostgreSQL of the tests' own, gone when they are over.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
};

use crate::{
    child::{self, Log},
    error::Error,
    needs,
};

/// Another program may take the port that was free a moment ago.
const ATTEMPTS: u32 = 3;

/// A running cluster. Its guardian, a shell script, removes it as soon as this
/// value is dropped or this process ends in whatever way.
pub struct Cluster {
    guardian: Child,
    lifeline: Option<ChildStdin>,
    url: String,
}

/// What a cluster makes of a commit.
#[derive(Clone, Copy)]
pub enum Commits {
    /// Nothing waits for the disk: what tests need.
    Quick,
    /// Durable, as at a centre: what is measured.
    Durable,
}

impl Commits {
    const fn word(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Durable => "durable",
        }
    }
}

impl Cluster {
    /// Starts an empty cluster with a password of its own.
    pub fn start(log: &mut Log, commits: Commits) -> Result<Self, Error> {
        let programs = programs()?;
        let mut attempt = 1;
        loop {
            match Self::attempt(&programs, commits, log) {
                Err(error) if attempt < ATTEMPTS => {
                    log.say(format!("PostgreSQL, attempt {attempt}: {error}"));
                }
                outcome => return outcome,
            }
            attempt += 1;
        }
    }

    fn attempt(programs: &Path, commits: Commits, log: &mut Log) -> Result<Self, Error> {
        let port = free_port().map_err(Error::io("looking for a free port"))?;
        let password = password().map_err(Error::io("reading /dev/urandom"))?;
        let mut shell = shell();
        shell
            .args(["-c", include_str!("guardian.sh"), "bidhall-postgres"])
            .arg(programs)
            .arg(port.to_string())
            .arg(commits.word());
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).current_dir("/");
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("PG")) {
                shell.env_remove(name);
            }
        }
        // A group of its own: Ctrl-C ends this program, whose end tells the
        // guardian to tidy up.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);

        let mut guardian = shell.spawn().map_err(Error::io("starting PostgreSQL"))?;
        let mut lifeline = guardian.stdin.take();
        let output = guardian.stdout.take();
        let errors = guardian.stderr.take();
        let url = format!("postgres://bidhall:{password}@127.0.0.1:{port}/postgres");
        if let Some(lifeline) = &mut lifeline {
            writeln!(lifeline, "{password}").map_err(Error::io("starting PostgreSQL"))?;
        }
        let cluster = Self { guardian, lifeline, url };

        let mut said = String::new();
        if let Some(output) = output {
            BufReader::new(output).read_line(&mut said).map_err(Error::io("starting PostgreSQL"))?;
        }
        if let Some(folder) = said.strip_prefix("ready ") {
            log.say(format!(
                "PostgreSQL listens on 127.0.0.1:{port}, in {} until this run ends",
                folder.trim()
            ));
            return Ok(cluster);
        }
        let mut complaint = String::new();
        if let Some(mut errors) = errors {
            errors.read_to_string(&mut complaint).map_err(Error::io("starting PostgreSQL"))?;
        }
        Err(Error::Failed(format!("PostgreSQL does not start: {}", complaint.trim())))
    }

    /// The address of the cluster, for a user who may create databases.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!("xtask: PostgreSQL may still be running: {error}");
        }
    }
}

/// A shell of a user PostgreSQL agrees to run for: not root.
fn shell() -> Command {
    if needs::is_root() {
        let mut command = child::program("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        child::program("sh")
    }
}

/// Where PostgreSQL's own programs are; Debian keeps them off the PATH.
fn programs() -> Result<PathBuf, Error> {
    if cfg!(windows) {
        return Err(Error::Missing("on Windows, set BIDHALL_TEST_POSTGRES to a server for tests".into()));
    }
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(|entry| {
        let folder = entry.ok()?;
        let version: u32 = folder.file_name().to_str()?.parse().ok()?;
        Some((version, folder.path().join("bin")))
    });
    let newest = installed.filter(|(_, bin)| bin.join("initdb").is_file()).max().map(|(_, bin)| bin);
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file())
    };
    newest.or_else(on_path).ok_or_else(|| Error::Missing("no initdb: install the package postgresql".into()))
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn password() -> std::io::Result<String> {
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
