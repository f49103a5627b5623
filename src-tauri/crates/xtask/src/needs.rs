//! What the machine has to have, and fetching what is missing.

use std::{fs, io::IsTerminal, path::Path, process::Command};

use crate::{
    child::{self, Log},
    error::Error,
    place::Place,
};

/// Debian packages to build the window.
pub const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "librsvg2-dev", "build-essential", "pkg-config"];
/// Debian packages for a PostgreSQL of the tests' own.
pub const POSTGRES: &[&str] = &["postgresql"];
/// Debian packages for Chinese text in windows and on paper.
pub const FONTS: &[&str] = &["fonts-noto-cjk"];
/// Debian packages for the browser suite.
pub const BROWSER: &[&str] = &["chromium"];
/// Debian packages to drive the real window on a display that is not there.
pub const DISPLAY: &[&str] = &["webkit2gtk-driver", "xvfb", "xauth"];
/// Debian packages for the rest.
pub const OTHER: &[&str] = &["python3"];

const OLDEST_NODE: u32 = 20;

/// Installs the Debian packages that are missing.
pub fn packages(log: &mut Log, wanted: &[&str]) -> Result<(), Error> {
    if cfg!(windows) {
        log.say(
            "Windows: nothing is installed for you. Needed are the Visual Studio Build Tools with \"Desktop \
             development with C++\", the WebView2 runtime (part of Windows 11) and Node.",
        );
        return Ok(());
    }
    let Some(missing) = missing(wanted) else {
        log.say(format!("This is not Debian. Make sure you have what Debian calls {}.", wanted.join(" ")));
        return Ok(());
    };
    if missing.is_empty() {
        log.say(format!("Debian packages: all {} are installed", wanted.len()));
        return Ok(());
    }
    log.say(format!("Debian packages to install: {}", missing.join(" ")));
    let Some(apt) = Apt::permitted() else {
        return Err(Error::Missing(format!(
            "not permitted to install packages; run as root: apt-get update && apt-get install -y {}",
            missing.join(" ")
        )));
    };
    let failed = |error| Error::Failed(format!("apt-get could not install {}: {error}", missing.join(" ")));
    log.run(apt.command(&["update", "-q"])).map_err(failed)?;
    let install = ["install", "-q", "-y", "--no-install-recommends", "--no-remove"];
    log.run(apt.command(&[&install, missing.as_slice()].concat())).map_err(failed)
}

/// Whether the Debian packages are all there.
pub fn installed(wanted: &[&str]) -> bool {
    missing(wanted).is_some_and(|missing| missing.is_empty())
}

/// The packages not installed; `None` where there is no dpkg.
fn missing<'a>(wanted: &[&'a str]) -> Option<Vec<&'a str>> {
    let mut query = child::program("dpkg-query");
    query.args(["-W", "-f=${Package} ${db:Status-Abbrev}\n"]).args(wanted);
    let answer = query.output().ok()?;
    Some(not_listed(wanted, &String::from_utf8_lossy(&answer.stdout)))
}

/// The packages without a line like `name ii `.
fn not_listed<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    let there = |package: &str| {
        listed.lines().filter_map(|line| line.split_once(' ')).any(|(name, status)| {
            name == package && status.chars().nth(1) == Some('i') && !status.contains('R')
        })
    };
    wanted.iter().copied().filter(|package| !there(package)).collect()
}

/// How apt-get may be run.
enum Apt {
    Root,
    Sudo { ask: bool },
}

impl Apt {
    fn permitted() -> Option<Self> {
        if is_root() {
            return Some(Self::Root);
        }
        let works = |argument| {
            child::program("sudo").args(["-n", argument]).output().is_ok_and(|o| o.status.success())
        };
        if works("true") {
            return Some(Self::Sudo { ask: false });
        }
        let can_ask =
            std::io::stdin().is_terminal() && child::program("sudo").arg("--version").output().is_ok();
        can_ask.then_some(Self::Sudo { ask: true })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::Root => child::program("env"),
            Self::Sudo { ask } => {
                let mut sudo = child::program("sudo");
                if !ask {
                    sudo.arg("-n");
                }
                sudo.arg("env");
                sudo
            }
        };
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
        command.args(arguments);
        command
    }
}

/// Whether this process is root's.
pub fn is_root() -> bool {
    child::answer({
        let mut id = child::program("id");
        id.arg("-u");
        id
    })
    .is_ok_and(|id| id.trim() == "0")
}

/// Looks at the version of Node.
pub fn node(log: &mut Log) -> Result<(), Error> {
    let mut node = child::program("node");
    node.arg("--version");
    let advice = format!("Node {OLDEST_NODE} or later is needed (nodejs.org)");
    let Ok(version) = child::answer(node) else {
        return Err(Error::Missing(format!("{advice}; there is none")));
    };
    let version = version.trim();
    log.say(format!("Node {version}"));
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(Error::Missing(format!("{advice}; this is {version}"))),
    }
}

/// Installs the modules of an npm project where they are missing or outdated.
pub fn modules(log: &mut Log, place: &Place, project: &str) -> Result<(), Error> {
    let folder = place.npm(project)?;
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Err(Error::Missing(format!("{project}/package-lock.json is missing")));
    }
    if is_newer(&folder.join("node_modules/.package-lock.json"), &lock) {
        log.say(format!("{project}/node_modules is up to date"));
        return Ok(());
    }
    log.say(format!("installing {project}/node_modules"));
    let mut npm = child::node_tool("npm", &folder);
    npm.args(["ci", "--no-audit", "--no-fund"]);
    log.run(npm).map_err(|error| Error::Failed(format!("npm ci in {project}: {error}")))
}

/// Whether the first file is there and not older than the second.
fn is_newer(first: &Path, second: &Path) -> bool {
    let age = |path| fs::metadata(path).and_then(|data| data.modified());
    matches!((age(first), age(second)), (Ok(first), Ok(second)) if first >= second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_installed_packages_count() {
        let listed = "xvfb ii \npython3 hi \nchromium rc \npostgresql un \nnodejs iHR\n";
        let wanted = ["xvfb", "python3", "chromium", "postgresql", "nodejs", "pkg-config"];
        assert_eq!(not_listed(&wanted, listed), ["chromium", "postgresql", "nodejs", "pkg-config"]);
        assert!(not_listed(&[], "").is_empty());
    }

    #[test]
    fn a_file_that_is_not_there_is_never_newer() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(is_newer(&here, &here));
        assert!(!is_newer(Path::new("no such file"), &here));
    }
}
