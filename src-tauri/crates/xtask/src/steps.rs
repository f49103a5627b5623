//! `cargo xtask test`: every suite, one after the other.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use crate::{
    child::{self, Log},
    error::Error,
    found::{first_difference, window_tests},
    needs::{self, BROWSER, DISPLAY, FONTS, OTHER, POSTGRES, WINDOW},
    place::{Place, in_ci, setting},
    postgres::{Cluster, Commits},
    run,
    summary::{Row, clock, summarise},
    tally::{self, Tally},
    windows,
};

/// The address of a PostgreSQL the tests may fill as they like.
const POSTGRES_URL: &str = "BIDHALL_TEST_POSTGRES";
/// An unattended run takes less than an hour on two cores; one that takes longer than this hangs.
const WHOLE_RUN: Duration = Duration::from_secs(75 * 60);

/// A part of the test run that can be asked for by name.
struct Suite {
    name: &'static str,
    about: &'static str,
    /// Debian packages it cannot do without.
    packages: &'static [&'static [&'static str]],
    /// npm projects it uses.
    modules: &'static [&'static str],
    /// How long an unattended run waits for it.
    minutes: u64,
    run: fn(&mut Session, &mut Log) -> Result<Tally, Error>,
}

/// In this order: the pages are built before the programs that carry them.
static SUITES: &[Suite] = &[
    Suite {
        name: "needs",
        about: "look for Debian packages and npm modules, install what is missing",
        packages: &[],
        modules: &[],
        minutes: 15,
        run: needs,
    },
    Suite { name: "fmt", about: "cargo fmt --check", packages: &[], modules: &[], minutes: 2, run: fmt },
    Suite {
        name: "ui",
        about: "types, eslint and vitest of the pages, then their build",
        packages: &[],
        modules: &["ui"],
        minutes: 10,
        run: ui,
    },
    Suite {
        name: "clippy",
        about: "lints of every crate, warnings are errors",
        packages: &[WINDOW],
        modules: &["ui"],
        minutes: 20,
        run: clippy,
    },
    Suite {
        name: "build",
        about: "every program and test; the generated TypeScript is as committed",
        packages: &[WINDOW],
        modules: &["ui"],
        minutes: 30,
        run: build,
    },
    Suite {
        name: "rust",
        about: "cargo test, with a throw-away PostgreSQL beside SQLite",
        packages: &[WINDOW, POSTGRES, FONTS, OTHER],
        modules: &["ui"],
        minutes: 30,
        run: rust,
    },
    Suite {
        name: "browser",
        about: "Playwright in Chromium against the test host",
        packages: &[WINDOW, POSTGRES, FONTS, BROWSER],
        modules: &["ui", "tests"],
        minutes: 15,
        run: browser,
    },
    Suite {
        name: "window",
        about: "the real window under Xvfb and WebKitWebDriver",
        packages: &[WINDOW, FONTS, DISPLAY],
        modules: &["ui", "tests"],
        minutes: 10,
        run: window,
    },
    Suite {
        name: "windows",
        about: "cargo check for Windows; installs mingw and, without a rustup target, Debian's Rust",
        packages: &[],
        modules: &["ui"],
        minutes: 25,
        run: |session, log| {
            session.ready_ui(log);
            windows::check(&session.place, log)
        },
    },
    Suite {
        name: "deny",
        about: "licences, sources and layers of dependencies, where cargo-deny is installed",
        packages: &[],
        modules: &[],
        minutes: 5,
        run: deny,
    },
];

/// What the command line of `test` asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    only: Vec<String>,
    list: bool,
}

impl Options {
    /// Reads the arguments after `test`.
    pub fn parse(arguments: &[String]) -> Result<Self, Error> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match (argument.as_str(), argument.strip_prefix("--only=")) {
                (_, Some(name)) => options.only.push(name.to_owned()),
                ("--only", _) => match rest.next() {
                    Some(name) => options.only.push(name.clone()),
                    None => return Err(Error::Usage("--only takes the name of a suite".into())),
                },
                ("--list", _) => options.list = true,
                (other, _) => return Err(Error::Usage(format!("test does not know {other:?}"))),
            }
        }
        match options.only.iter().find(|name| SUITES.iter().all(|suite| suite.name != **name)) {
            Some(unknown) => Err(Error::Usage(format!("there is no suite {unknown:?}; see test --list"))),
            None => Ok(options),
        }
    }

    /// Whether to run a suite. What it needs is always looked after.
    fn wants(&self, suite: &Suite) -> bool {
        self.only.is_empty() || suite.name == "needs" || self.only.iter().any(|name| name == suite.name)
    }
}

/// What the suites of one run share.
struct Session {
    place: Place,
    chosen: Vec<&'static Suite>,
    postgres: Postgres,
    /// Whether the pages could be built, once that was tried.
    ui_built: Option<bool>,
    /// Whether the programs could be built, once that was tried.
    built: Option<bool>,
}

enum Postgres {
    Untried,
    Given(String),
    Started(Cluster),
    Absent,
}

/// Runs the suites and prints what came of them.
pub fn test(place: Place, options: &Options) -> Result<ExitCode, Error> {
    if options.list {
        for suite in SUITES {
            println!("{:<8} {}", suite.name, suite.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let deadline = in_ci().then(|| Instant::now() + WHOLE_RUN);
    let chosen: Vec<_> = SUITES.iter().filter(|suite| options.wants(suite)).collect();
    let mut session =
        Session { place, chosen: chosen.clone(), postgres: Postgres::Untried, ui_built: None, built: None };
    let mut rows = Vec::new();
    for (number, suite) in (1..).zip(&chosen) {
        rows.push(run_suite(&mut session, suite, &format!("{number}/{}", chosen.len()), deadline)?);
    }
    drop(session);
    Ok(summarise(&rows))
}

fn run_suite(
    session: &mut Session,
    suite: &'static Suite,
    number: &str,
    deadline: Option<Instant>,
) -> Result<Row, Error> {
    let start = Instant::now();
    let limit = deadline.map(|end| end.min(start + Duration::from_secs(suite.minutes * 60)));
    let mut log = Log::create(&session.place, suite.name, limit)?;
    log.say(format!("\n==== [{number}] {}: {}", suite.name, suite.about));
    let packages = suite.packages.concat();
    if !packages.is_empty() {
        log.say(format!("     uses the Debian packages {}", packages.join(" ")));
    }
    let tally = if limit.is_some_and(|limit| start >= limit) {
        Tally::fail("not begun, there was no time left")
    } else {
        (suite.run)(session, &mut log).unwrap_or_else(Tally::fail)
    };
    let took = start.elapsed();
    for note in &tally.notes {
        log.say(format!("!!!! {}: {note}", suite.name));
    }
    log.say(format!("---- {}: {} in {}", suite.name, tally.last_line(), clock(took)));
    Ok(Row { name: suite.name, tally, took })
}

fn needs(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    let mut packages: Vec<&str> = Vec::new();
    let mut modules: Vec<&str> = Vec::new();
    for suite in &session.chosen {
        packages.extend(suite.packages.concat());
        modules.extend(suite.modules);
    }
    let mut trouble = Vec::new();
    if !packages.is_empty() {
        unique(&mut packages);
        trouble.extend(needs::packages(log, &packages).err());
    }
    if !modules.is_empty() {
        unique(&mut modules);
        trouble.extend(needs::node(log).err());
        trouble.extend(modules.iter().filter_map(|name| needs::modules(log, &session.place, name).err()));
    }
    // Being ready to test is not a test.
    let mut tally = Tally::default();
    for error in trouble {
        tally.add(Tally::fail(error));
    }
    Ok(tally)
}

fn unique<'a>(names: &mut Vec<&'a str>) {
    let mut seen: Vec<&'a str> = Vec::new();
    names.retain(|name| {
        let new = !seen.contains(name);
        seen.push(name);
        new
    });
}

fn fmt(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    let mut cargo = child::cargo(&session.place);
    cargo.args(["fmt", "--all", "--check", "--", "--color=never"]);
    Ok(one("cargo fmt", log.run(cargo)))
}

fn ui(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    let folder = session.place.npm("ui")?;
    let npm = |script: &[&str]| {
        let mut npm = child::node_tool("npm", &folder);
        npm.arg("run").args(script);
        npm
    };
    let mut tally = one("npm run check", log.run(npm(&["check"])));

    let report = session.place.fresh("vitest")?.join("report.json");
    let mut vitest = npm(&["test", "--", "--reporter=default", "--reporter=json"]);
    vitest.arg(format!("--outputFile.json={}", report.display()));
    let outcome = log.run(vitest);
    tally.report("npm run test", read(&report).and_then(|text| tally::vitest(&text)), outcome);

    let built = log.run(npm(&["build"]));
    session.ui_built = Some(built.is_ok());
    tally.judge("npm run build", built);
    Ok(tally)
}

fn clippy(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    session.ready_ui(log);
    let mut cargo = child::cargo(&session.place);
    cargo.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    Ok(one("cargo clippy", log.run(cargo)))
}

fn build(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    session.ready_ui(log);
    let built = log.run(session.build_command());
    session.built = Some(built.is_ok());
    let mut tally = one("cargo build", built);
    if session.built == Some(true) {
        tally.judge("bindings", session.compare_bindings(log));
    }
    Ok(tally)
}

fn rust(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    session.ready_ui(log);
    let mut tally = session.start_postgres(log);
    let mut cargo = child::cargo(&session.place);
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    session.tell_postgres(&mut cargo);
    let outcome = log.run(cargo);
    tally.report("cargo test", tally::cargo(&log.text()?), outcome);
    Ok(tally)
}

fn browser(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    let folder = session.place.npm("tests")?;
    if !session.ready_programs(log) {
        return Ok(Tally::fail("there is nothing to test: the build failed"));
    }
    let mut tally = session.start_postgres(log);
    let artefacts = session.place.fresh("browser")?;
    let report = artefacts.join("report.json");
    let mut playwright = child::node_tool("npx", &folder);
    playwright.args(["--no", "playwright", "test", "--reporter=list,json"]);
    playwright.arg(format!("--output={}", artefacts.join("results").display()));
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    session.tell_programs(&mut playwright, &artefacts)?;
    session.tell_postgres(&mut playwright);
    let outcome = log.run(playwright);
    tally.report("playwright", read(&report).and_then(|text| tally::playwright(&text)), outcome);
    Ok(tally)
}

fn window(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    if !cfg!(target_os = "linux") {
        return Ok(Tally::skip("the window is driven through WebKitWebDriver, on Linux only"));
    }
    let files = window_tests(&session.place.root.join("tests/window"))?;
    if !session.ready_programs(log) {
        return Ok(Tally::fail("there is nothing to test: the build failed"));
    }
    let artefacts = session.place.fresh("window")?;
    let mut xvfb = child::program("xvfb-run");
    xvfb.args(["-a", "-s", "-screen 0 1366x768x24", "node", "--test", "--test-reporter=spec"]);
    xvfb.args(["--test-concurrency=1"]).args(files).current_dir(&session.place.root);
    // Without a graphics card WebKit shows an empty page unless told so.
    xvfb.env("LIBGL_ALWAYS_SOFTWARE", "1").env("LC_ALL", "C.UTF-8");
    xvfb.env_remove("WAYLAND_DISPLAY");
    session.tell_programs(&mut xvfb, &artefacts)?;
    session.tell_postgres(&mut xvfb);
    let outcome = log.run(xvfb);
    let mut tally = Tally::default();
    tally.report("node --test", tally::node(&log.text()?), outcome);
    Ok(tally)
}

fn deny(session: &mut Session, log: &mut Log) -> Result<Tally, Error> {
    if !child::program("cargo-deny").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Ok(Tally::skip("no cargo-deny; to have it: cargo install --locked cargo-deny"));
    }
    let mut cargo = child::cargo(&session.place);
    cargo.args(["deny", "check", "bans", "licenses", "sources"]);
    Ok(one("cargo deny", log.run(cargo)))
}

impl Session {
    /// Builds the pages unless this run has already tried.
    fn ready_ui(&mut self, log: &mut Log) {
        if self.ui_built.is_none() {
            let outcome = run::fresh_ui(&self.place, log);
            if let Err(error) = &outcome {
                log.say(format!("!!!! no pages: {error}"));
            }
            self.ui_built = Some(outcome.is_ok());
        }
    }

    /// Builds the programs unless this run has already tried.
    fn ready_programs(&mut self, log: &mut Log) -> bool {
        if self.built.is_none() {
            self.ready_ui(log);
            self.built = Some(log.run(self.build_command()).is_ok());
        }
        self.built == Some(true)
    }

    fn build_command(&self) -> Command {
        let mut cargo = child::cargo(&self.place);
        cargo.args(["build", "--workspace", "--all-targets"]);
        cargo
    }

    fn compare_bindings(&self, log: &mut Log) -> Result<(), Error> {
        let fresh = self.place.fresh("bindings")?.join("generated.ts");
        let mut cli = child::program(self.place.programs()?.path("bidhall-cli", "debug")?);
        cli.args(["typescript", "--out"]).arg(&fresh).current_dir(&self.place.root);
        log.run(cli)?;
        let text = |path: &Path| {
            let text = fs::read_to_string(path).map_err(Error::io(format!("reading {}", path.display())))?;
            Ok(text.replace("\r\n", "\n"))
        };
        let (fresh, committed) = (text(&fresh)?, text(&self.place.bindings())?);
        match first_difference(&committed, &fresh) {
            None => Ok(()),
            Some((line, old, new)) => {
                log.say(format!("line {line} of generated.ts\n  is        {old}\n  should be {new}"));
                Err(Error::Failed(
                    "ui/src/backend/generated.ts is not up to date: cargo xtask bindings".into(),
                ))
            }
        }
    }

    /// Sees to a PostgreSQL. Tests left out for want of one are no success
    /// where nobody is watching.
    fn start_postgres(&mut self, log: &mut Log) -> Tally {
        if !matches!(self.postgres, Postgres::Untried) {
            return Tally::default();
        }
        if let Some(url) = setting(POSTGRES_URL) {
            log.say(format!("taking the PostgreSQL that {POSTGRES_URL} names"));
            self.postgres = Postgres::Given(url);
            return Tally::default();
        }
        match Cluster::start(log, Commits::Quick) {
            Ok(cluster) => {
                self.postgres = Postgres::Started(cluster);
                Tally::default()
            }
            Err(error) => {
                self.postgres = Postgres::Absent;
                let why = format!("nothing is tested on PostgreSQL: {error}");
                if in_ci() { Tally::fail(why) } else { Tally::skip(why) }
            }
        }
    }

    fn tell_postgres(&self, command: &mut Command) {
        match &self.postgres {
            Postgres::Given(url) => command.env(POSTGRES_URL, url),
            Postgres::Started(cluster) => command.env(POSTGRES_URL, cluster.url()),
            Postgres::Untried | Postgres::Absent => command.env_remove(POSTGRES_URL),
        };
    }

    /// Names the folders of the programs and of what a suite leaves behind.
    fn tell_programs(&self, command: &mut Command, artefacts: &Path) -> Result<(), Error> {
        command.env("BIDHALL_PROGRAMS", self.place.programs()?.folder("debug")?);
        command.env("BIDHALL_ARTEFACTS", artefacts);
        Ok(())
    }
}

fn one(what: &str, outcome: Result<(), Error>) -> Tally {
    let mut tally = Tally::default();
    tally.judge(what, outcome);
    tally
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, Error> {
        Options::parse(&arguments.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn suites_are_chosen_by_name() {
        let options = parse(&["--only", "rust", "--only=fmt"]).unwrap();
        let names: Vec<_> =
            SUITES.iter().filter(|suite| options.wants(suite)).map(|suite| suite.name).collect();
        assert_eq!(names, ["needs", "fmt", "rust"]);
        assert!(SUITES.iter().all(|suite| parse(&[]).unwrap().wants(suite)));
        for wrong in [&["--only"][..], &["--only", "rsut"], &["--all"]] {
            assert!(matches!(parse(wrong), Err(Error::Usage(_))), "{wrong:?}");
        }
    }

    #[test]
    fn suites_have_distinct_names() {
        let mut names: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
        unique(&mut names);
        assert_eq!(names.len(), SUITES.len());
    }

    #[test]
    fn the_first_difference_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some((2, "b", "c")));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some((2, "(nothing)", "b")));
        assert_eq!(first_difference("a", "a\n"), Some((2, "(nothing)", "(nothing)")));
    }
}
