//! Starting other programs: a clean environment, a log, a limit of time.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::{
    error::Error,
    place::{Place, in_ci},
};

/// What `cargo run` tells the program it starts. Handed on to another cargo it
/// would make crates look changed and have them built again.
const FROM_CARGO: &[&str] = &[
    "CARGO",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_CRATE_NAME",
    "CARGO_BIN_NAME",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_TARGET_TMPDIR",
    "OUT_DIR",
    "RUST_RECURSION_COUNT",
];

/// How often a silent program is looked after.
const PULSE: Duration = Duration::from_millis(200);
/// How long output may still come from what a finished program left running.
const AFTERGLOW: Duration = Duration::from_secs(5);

/// A program of the system, without what cargo left in the environment.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    for name in FROM_CARGO {
        command.env_remove(name);
    }
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_")) {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// The cargo in use, in the folder of the workspace.
pub fn cargo(place: &Place) -> Command {
    let mut command = program("cargo");
    command.current_dir(&place.root);
    // Not on Windows: another setting could mean replacing the running xtask.
    if in_ci() && !cfg!(windows) {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// `npm` or `npx` in a folder.
pub fn node_tool(name: &str, folder: &Path) -> Command {
    let mut command = if cfg!(windows) { program(format!("{name}.cmd")) } else { program(name) };
    command.current_dir(folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

/// Runs a program on the terminal of this one.
pub fn show(mut command: Command) -> Result<(), Error> {
    let shown = line(&command);
    println!("$ {shown}");
    let status = command.status().map_err(Error::io(&shown))?;
    judge(&command, status)
}

/// Runs a program and returns what it prints.
pub fn answer(mut command: Command) -> Result<String, Error> {
    let output = command.output().map_err(Error::io(line(&command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Error::Failed(format!("{}: {}", line(&command), said.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a suite prints: on the terminal, and in a file of its own.
pub struct Log {
    file: File,
    path: PathBuf,
    deadline: Option<Instant>,
}

impl Log {
    /// Starts the log of a suite. Programs still running at the deadline are
    /// stopped.
    pub fn create(place: &Place, suite: &str, deadline: Option<Instant>) -> Result<Self, Error> {
        let folder = place.target().join("logs");
        fs::create_dir_all(&folder).map_err(Error::io(format!("making {}", folder.display())))?;
        let path = folder.join(format!("{suite}.log"));
        let file = File::create(&path).map_err(Error::io(format!("writing {}", path.display())))?;
        Ok(Self { file, path, deadline })
    }

    /// Prints a line.
    pub fn say(&mut self, text: impl AsRef<str>) {
        let mut bytes = text.as_ref().as_bytes().to_vec();
        bytes.push(b'\n');
        self.write(&bytes);
    }

    /// Everything printed so far.
    pub fn text(&self) -> Result<String, Error> {
        let bytes = fs::read(&self.path).map_err(Error::io(format!("reading {}", self.path.display())))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Runs a program to its end and prints what it prints, as it comes.
    pub fn run(&mut self, mut command: Command) -> Result<(), Error> {
        let shown = line(&command);
        self.say(format!("$ {shown}"));
        let (reader, writer) = io::pipe().map_err(Error::io("making a pipe"))?;
        command.stdout(writer.try_clone().map_err(Error::io("making a pipe"))?).stderr(writer);
        let mut child = command.spawn().map_err(Error::io(&shown))?;
        let lines = read_lines(reader);
        // The command holds the writing end of the pipe.
        command.stdout(Stdio::null()).stderr(Stdio::null());

        let mut ended: Option<Instant> = None;
        let mut overdue = false;
        loop {
            match lines.recv_timeout(PULSE) {
                Ok(line) => self.write(&line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if ended.is_none() && child.try_wait().map_err(Error::io(&shown))?.is_some() {
                ended = Some(Instant::now());
            }
            if ended.is_some_and(|at| at.elapsed() > AFTERGLOW) {
                break;
            }
            if !overdue && ended.is_none() && self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
            {
                overdue = true;
                self.say("xtask: no time left, stopping this");
                stop_tree(child.id());
            }
        }
        let status = child.wait().map_err(Error::io(&shown))?;
        if overdue {
            return Err(Error::Failed(format!("{}: stopped, it took too long", name(&command))));
        }
        judge(&command, status)
    }

    fn write(&mut self, bytes: &[u8]) {
        // A closed terminal or a full disk is no reason to stop the tests.
        let _ = io::stdout().write_all(bytes).and_then(|()| io::stdout().flush());
        let _ = self.file.write_all(bytes);
    }
}

fn read_lines(reader: io::PipeReader) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        loop {
            let mut line = Vec::new();
            match reader.read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) if sender.send(line).is_err() => return,
                Ok(_) => {}
            }
        }
    });
    receiver
}

fn judge(command: &Command, status: ExitStatus) -> Result<(), Error> {
    if status.success() { Ok(()) } else { Err(Error::Failed(format!("{}: {status}", name(command)))) }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let mut words = vec![name(command)];
    words.extend(command.get_args().map(|argument| {
        let argument = argument.to_string_lossy();
        if argument.contains([' ', '\n']) { format!("{argument:?}") } else { argument.into_owned() }
    }));
    words.join(" ")
}

/// Ends a program with everything it has started.
fn stop_tree(id: u32) {
    let stopped = if cfg!(windows) {
        program("taskkill").args(["/T", "/F", "/PID", &id.to_string()]).status()
    } else {
        let family = family(id, &parents()).into_iter().map(|id| id.to_string());
        program("kill").arg("-KILL").args(family).status()
    };
    if let Err(error) = stopped {
        eprintln!("xtask: process {id} cannot be stopped: {error}");
    }
}

/// Every process with its parent, as Linux lists them.
fn parents() -> Vec<(u32, u32)> {
    let Ok(folder) = fs::read_dir("/proc") else { return Vec::new() };
    folder
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let id = entry.file_name().to_str()?.parse().ok()?;
            parent(&fs::read_to_string(entry.path().join("stat")).ok()?).map(|parent| (id, parent))
        })
        .collect()
}

/// The parent in a line like `12 (a name) S 3 …`.
fn parent(stat: &str) -> Option<u32> {
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

fn family(id: u32, parents: &[(u32, u32)]) -> Vec<u32> {
    let mut family = vec![id];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        family.extend(parents.iter().filter(|(_, its)| *its == parent).map(|(child, _)| *child));
        next += 1;
    }
    family
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_a_process_with_all_its_descendants() {
        let parents = [(2, 1), (3, 2), (4, 1), (5, 3), (6, 4)];
        assert_eq!(family(2, &parents), [2, 3, 5]);
        assert_eq!(family(6, &parents), [6]);
    }

    #[test]
    fn the_parent_is_found_behind_an_odd_name() {
        assert_eq!(parent("12 (a) b) S 3 12 12"), Some(3));
        assert_eq!(parent("nothing"), None);
    }

    #[test]
    fn arguments_with_spaces_are_shown_quoted() {
        let mut command = Command::new("xvfb-run");
        command.args(["-a", "-s", "-screen 0"]);
        assert_eq!(line(&command), "xvfb-run -a -s \"-screen 0\"");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_that_takes_too_long_is_stopped_with_its_children() {
        let path = std::env::temp_dir().join(format!("bidhall-xtask-{}.log", std::process::id()));
        let start = Instant::now();
        let deadline = Some(start + Duration::from_millis(300));
        let mut log = Log { file: File::create(&path).unwrap(), path: path.clone(), deadline };
        let mut shell = program("sh");
        shell.args(["-c", "echo begun; sleep 60 & sleep 60"]);
        assert!(matches!(log.run(shell), Err(Error::Failed(_))));
        assert!(start.elapsed() < Duration::from_secs(30));
        assert!(log.text().unwrap().contains("begun\n"));
        fs::remove_file(path).unwrap();
    }
}
