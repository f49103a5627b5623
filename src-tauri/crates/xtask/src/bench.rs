//! Benchmarks: measured, never tested, each as a ratio or a figure of this machine in this run.

use std::{fs, path::PathBuf, process::ExitCode};

use crate::{
    child::{self, Log},
    error::Error,
    needs::{self, BROWSER, FONTS, OTHER, POSTGRES, WINDOW},
    place::Place,
    postgres::{Cluster, Commits},
    run,
};

/// As optimised as what is shipped.
const PROFILE: &str = "measure";

/// A benchmark and how it is run; it leaves its figures as JSON in `target/bench`.
struct Bench {
    name: &'static str,
    about: &'static str,
    run: fn(&Place, &mut Log) -> Result<Vec<PathBuf>, Error>,
}

static BENCHES: &[Bench] = &[
    Bench {
        name: "gate",
        about: "a whole check against bare durable commits, four desks, finding a person, and what a key costs",
        run: gate,
    },
    Bench {
        name: "plan",
        about: "the day of 67 bids, a day of 20 projects, how planning grows, and square rotations",
        run: plan,
    },
    Bench { name: "papers", about: "200 notices as whole files on two threads", run: papers },
];

/// Says which benchmarks exist, and runs the one that is named, or all.
pub fn bench(place: &Place, arguments: &[String]) -> Result<ExitCode, Error> {
    let wanted = match arguments {
        [] => None,
        [name] => Some(name.as_str()),
        _ => return Err(Error::Usage("bench takes one name at most".into())),
    };
    let chosen: Vec<&Bench> =
        BENCHES.iter().filter(|bench| wanted.is_none_or(|name| name == bench.name)).collect();
    if let (Some(name), []) = (wanted, chosen.as_slice()) {
        let names: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        return Err(Error::Missing(format!("there is no benchmark {name:?}, only {}", names.join(", "))));
    }
    for bench in chosen {
        let mut log = Log::create(place, &format!("bench-{}", bench.name), None)?;
        log.say(format!("{}: {}", bench.name, bench.about));
        for figures in (bench.run)(place, &mut log)? {
            log.say(format!("figures: {}", figures.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn gate(place: &Place, log: &mut Log) -> Result<Vec<PathBuf>, Error> {
    needs::packages(log, &[WINDOW, POSTGRES, FONTS, OTHER, BROWSER].concat())?;
    let folder = place.target().join("bench");
    fs::create_dir_all(&folder).map_err(Error::io(format!("making {}", folder.display())))?;
    let engines = folder.join("gate.json");
    let mut cargo = child::cargo(place);
    cargo.args([
        "build",
        "--profile",
        PROFILE,
        "--package",
        "bidhall-bench",
        "--package",
        "bidhall-tests",
        "--bins",
    ]);
    log.run(cargo)?;
    let server = Cluster::start(log, Commits::Durable)?;
    let mut gate = child::program(place.programs()?.path("bidhall-bench", PROFILE)?);
    gate.arg("--folder").arg(&folder).arg("--out").arg(&engines).args(["--postgres", server.url()]);
    log.run(gate)?;
    drop(server);

    let keys = folder.join("gate-keys.json");
    needs::node(log)?;
    needs::modules(log, place, "ui")?;
    needs::modules(log, place, "tests")?;
    run::fresh_ui(place, log)?;
    let mut playwright = child::node_tool("npx", &place.npm("tests")?);
    playwright.args(["--no", "playwright", "test", "--config", "browser/bench/playwright.config.ts"]);
    playwright.env("BIDHALL_PROGRAMS", place.programs()?.folder(PROFILE)?).env("BIDHALL_BENCH_OUT", &keys);
    playwright.env("BIDHALL_ARTEFACTS", folder.join("browser"));
    log.run(playwright)?;
    Ok(vec![engines, keys])
}

fn plan(place: &Place, log: &mut Log) -> Result<Vec<PathBuf>, Error> {
    needs::packages(log, OTHER)?;
    let folder = place.target().join("bench");
    fs::create_dir_all(&folder).map_err(Error::io(format!("making {}", folder.display())))?;
    let mut cargo = child::cargo(place);
    cargo.args(["build", "--profile", PROFILE, "--package", "bidhall-bench", "--bin", "plan"]);
    log.run(cargo)?;
    let figures = folder.join("plan.json");
    let program = place.programs()?.folder(PROFILE)?.join(format!("plan{}", std::env::consts::EXE_SUFFIX));
    let mut plan = child::program(program);
    plan.arg(place.npm("tests")?.join("grouping/instances")).arg(&figures);
    log.run(plan)?;
    Ok(vec![figures])
}

fn papers(place: &Place, log: &mut Log) -> Result<Vec<PathBuf>, Error> {
    needs::packages(log, FONTS)?;
    let folder = place.target().join("bench");
    fs::create_dir_all(&folder).map_err(Error::io(format!("making {}", folder.display())))?;
    let mut cargo = child::cargo(place);
    cargo.args(["build", "--profile", PROFILE, "--package", "bidhall-printouts", "--bin", "papers"]);
    log.run(cargo)?;
    let report = child::answer(child::program(place.programs()?.path("bidhall-printouts", PROFILE)?))?;
    log.say(&report);
    let figures = folder.join("papers.json");
    fs::write(&figures, report).map_err(Error::io(format!("writing {}", figures.display())))?;
    Ok(vec![figures])
}
