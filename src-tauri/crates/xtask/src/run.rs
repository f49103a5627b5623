//! `cargo xtask run`: from a fresh checkout to the open window.

use std::{
    ffi::OsStr,
    fs,
    path::Path,
    process::{ExitCode, Stdio},
    time::SystemTime,
};

use crate::{
    child::{self, Log},
    error::Error,
    needs,
    place::{Place, setting},
};

/// What the command line of `run` asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    release: bool,
    arguments: Vec<String>,
}

impl Options {
    /// Reads the arguments after `run`.
    pub fn parse(arguments: &[String]) -> Result<Self, Error> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--release" => options.release = true,
                "--" => options.arguments.extend(rest.by_ref().cloned()),
                other => {
                    return Err(Error::Usage(format!(
                        "run does not know {other:?}; the window's own follow --"
                    )));
                }
            }
        }
        Ok(options)
    }
}

/// Builds the window with its pages and starts it.
pub fn run(place: &Place, options: &Options) -> Result<ExitCode, Error> {
    let mut log = Log::create(place, "run", None)?;
    needs::packages(&mut log, &[needs::WINDOW, needs::FONTS].concat())?;
    needs::node(&mut log)?;
    fresh_ui(place, &mut log)?;

    let profile = if options.release { "release" } else { "debug" };
    let mut cargo = child::cargo(place);
    cargo.args(["build", "--package", "bidhall-window"]);
    if options.release {
        cargo.arg("--release");
    }
    child::show(cargo)?;
    let window = place.programs()?.path("bidhall-window", profile)?;

    if cfg!(target_os = "linux") && setting("DISPLAY").is_none() && setting("WAYLAND_DISPLAY").is_none() {
        eprintln!(
            "\nxtask: built, but there is no display to open the window on (DISPLAY and WAYLAND_DISPLAY are not \
             set).\nOn a machine without a screen, install xvfb and run\n\n    xvfb-run -a {}",
            window.display()
        );
        return Ok(ExitCode::FAILURE);
    }
    println!("$ {}", window.display());
    let mut window = child::program(window);
    let status = window
        .args(&options.arguments)
        .stdin(Stdio::inherit())
        .status()
        .map_err(Error::io("opening the window"))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Builds the pages where their sources are newer than what was built.
pub fn fresh_ui(place: &Place, log: &mut Log) -> Result<(), Error> {
    let folder = place.npm("ui")?;
    let built = fs::metadata(folder.join("dist/index.html")).and_then(|data| data.modified()).ok();
    if built.is_some_and(|built| newest(&folder).is_none_or(|source| source <= built)) {
        log.say("ui/dist is up to date");
        return Ok(());
    }
    needs::modules(log, place, "ui")?;
    let mut npm = child::node_tool("npm", &folder);
    npm.args(["run", "build"]);
    log.run(npm)
}

/// When anything the pages are made from last changed.
fn newest(folder: &Path) -> Option<SystemTime> {
    let not_sources = ["node_modules", "dist", "coverage"].map(OsStr::new);
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    entries
        .filter(|entry| !not_sources.contains(&entry.file_name().as_os_str()))
        .filter_map(|entry| {
            let data = entry.metadata().ok()?;
            if data.is_dir() { newest(&entry.path()) } else { data.modified().ok() }
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, Error> {
        Options::parse(&arguments.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn what_follows_the_dashes_belongs_to_the_window() {
        let options = parse(&["--release", "--", "--db", "--release"]).unwrap();
        assert_eq!(options, Options { release: true, arguments: vec!["--db".into(), "--release".into()] });
        assert!(matches!(parse(&["--db"]), Err(Error::Usage(_))));
    }
}
