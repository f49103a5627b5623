//! Faults of the machine: the process dies at a write, the disk is full, a page is damaged, the server
//! refuses writing or drops its connections. Afterwards the records are as before or as after, never
//! between; the chain holds; and the desk has said what happened.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Output};

use bidhall_desk::{CommandSpec, Kind};
use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;

use crate::bench::{Bench, Ground, Raw, runtime};
use crate::days::{JIA, doors, session, tests_folder, through};
use crate::programs::bidhall;

/// Where this is set, every fault of the sweep is tried; an ordinary run tries some of them.
const SWEEP: &str = "BIDHALL_TEST_FAULTS";

fn sweeping() -> bool {
    std::env::var_os(SWEEP).is_some()
}

/// What the shell does before the program runs.
enum Limit {
    /// The process dies as it writes beyond so many blocks of 512 bytes of any file.
    Dies(u64),
    /// The write fails instead.
    Fails(u64),
}

/// Plays the demo day on the database within the limit.
fn play_within(limit: &Limit, ground: &Ground) -> Output {
    let shell = match limit {
        Limit::Dies(blocks) => format!("ulimit -c 0; ulimit -f {blocks}; exec \"$@\""),
        Limit::Fails(blocks) => format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""),
    };
    let folder: &Path = ground.folder.path();
    Command::new("sh")
        .args(["-c", &shell, "sh"])
        .arg(bidhall())
        .arg("--data")
        .arg(folder)
        .args(["--db", &ground.address, "rehearse"])
        .arg(tests_folder().join("rehearsals/demo-day.jsonl"))
        .output()
        .unwrap()
}

/// How many changes the program said were done, and the errors it told.
fn told(output: &Output) -> (i64, Vec<Value>) {
    let mut done = 0;
    let mut errors = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        // The last line may be cut off where the process died.
        let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
        let writes = line["command"].as_str().and_then(CommandSpec::named);
        match (&line["ok"], writes.is_some_and(|spec| spec.kind == Kind::Write)) {
            (Value::Null, _) => errors.push(line["error"].clone()),
            (_, true) => done += 1,
            (_, false) => {}
        }
    }
    (done, errors)
}

/// Everything that was told stands, at most one more, and nothing is half there.
async fn before_or_after(ground: &Ground, done: i64, what: &str) {
    let bench = Bench::open(ground).await;
    let raw = ground.raw().await;
    let verdict = bench.ok("", "audit.verify", json!({})).await;
    assert_eq!(verdict["brokenAt"], Value::Null, "{what}: the chain is broken");
    let answered = "audit WHERE result = 'done' AND command IN (SELECT command FROM replies)";
    let (links, kept) = (raw.count(answered).await, raw.count("replies").await);
    assert_eq!(links, kept, "{what}: a link without its answer");
    assert!((done..=done + 1).contains(&kept), "{what}: {done} were told, {kept} stand");
    assert_eq!(raw.texts("PRAGMA integrity_check").await, ["ok"], "{what}");
    assert_eq!(
        raw.texts("SELECT \"table\" FROM pragma_foreign_key_check").await,
        Vec::<String>::new(),
        "{what}"
    );
    raw.close().await;
    bench.workplace.close().await;
}

#[test]
fn a_death_at_any_write_of_the_demo_day_leaves_it_before_or_after() {
    // No step is a multiple of a page, so that a death falls within one as often as between two.
    let (step, least) = if sweeping() { (83, 60) } else { (1_327, 5) };
    let (mut blocks, mut deaths, mut furthest) = (150, 0, 0);
    loop {
        let ground = Ground::sqlite();
        let output = play_within(&Limit::Dies(blocks), &ground);
        if output.status.success() {
            break;
        }
        deaths += 1;
        let (done, _) = told(&output);
        furthest = done.max(furthest);
        runtime().block_on(before_or_after(&ground, done, &format!("{blocks} blocks")));
        blocks += step;
        assert!(blocks < 40_000, "the demo day never came to its end");
    }
    eprintln!("faults tried: {deaths} deaths at a write, the furthest after {furthest} acts");
    assert!(deaths >= least && furthest > 50, "{deaths} deaths, the furthest after {furthest} acts");
}

#[test]
fn a_write_that_fails_is_told_and_what_was_told_before_stands() {
    let (mut faults, mut writes) = (0, 0);
    for blocks in (2_011..7_900).step_by(if sweeping() { 211 } else { 2_503 }) {
        let ground = Ground::sqlite();
        let output = play_within(&Limit::Fails(blocks), &ground);
        let (done, errors) = told(&output);
        let codes: Vec<_> = errors.iter().filter_map(|error| error["code"].as_str()).collect();
        assert!(
            codes.iter().any(|code| ["database_lost", "database_full"].contains(code)),
            "{blocks} blocks: {codes:?}"
        );
        assert!(!codes.contains(&"internal"), "{blocks} blocks: {codes:?}");
        (faults, writes) = (faults + codes.len(), writes + 1);
        runtime().block_on(before_or_after(&ground, done, &format!("{blocks} blocks")));
    }
    eprintln!("faults tried: {writes} days on a disk that ends, {faults} acts refused");
}

#[test]
fn a_full_disk_is_told_and_work_goes_on_when_there_is_room() {
    let disk = tempfile::tempdir().unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
        .arg(disk.path())
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        eprintln!("NOT TESTED: whoever runs this may not mount a small disk");
        return;
    }
    let result = std::panic::catch_unwind(|| runtime().block_on(fill_the_disk(disk.path())));
    let unmounted = Command::new("umount").arg(disk.path()).status().unwrap();
    assert!(unmounted.success() && result.is_ok(), "{result:?}");
}

async fn fill_the_disk(disk: &Path) {
    let mut ground = Ground::sqlite();
    ground.address = format!("sqlite:{}", disk.join("centre.db").display());
    let bench = doors(&ground).await;
    let first = session(&bench, "YL-0312-01").await;
    let ballast = disk.join("ballast");
    let mut size = 3 << 20;
    while size > 512 {
        // Fills what is left to the last block.
        let mut bytes = std::fs::read(&ballast).unwrap_or_default();
        bytes.resize(bytes.len() + size, 7);
        if std::fs::write(&ballast, &bytes).is_err() {
            bytes.truncate(bytes.len() - size);
            std::fs::write(&ballast, &bytes).unwrap();
            size /= 2;
        }
    }
    let mut refused = None;
    for number in 0..200 {
        let payload = json!({ "lane": format!("L{}", number % 90 + 1), "sessionId": first });
        let nonce = format!("full-{number}");
        if let Err(error) = bench.repeat("gate1", &nonce, "gate.open", payload.clone()).await {
            refused = Some((nonce, payload, error));
            break;
        }
    }
    let (nonce, payload, error) = refused.expect("the disk was never full");
    assert_eq!(error.code(), "database_full", "{error:?}");
    let before = ground.raw().await.count("entry_checks").await;
    std::fs::remove_file(&ballast).unwrap();
    bench.repeat("gate1", &nonce, "gate.open", payload).await.expect("the same act, now that there is room");
    let raw = ground.raw().await;
    assert_eq!(raw.count("entry_checks").await, before + 1);
    assert_eq!(bench.ok("", "audit.verify", json!({})).await["brokenAt"], Value::Null);
    raw.close().await;
    bench.workplace.close().await;
}

#[test]
fn a_damaged_page_is_told_as_such_and_is_never_backed_up() {
    let ground = Ground::sqlite();
    let file = ground.folder.path().join("centre.db");
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let first = session(&bench, "YL-0312-01").await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        bench.workplace.close().await;
        let raw = ground.raw().await;
        let root =
            raw.texts("SELECT CAST(rootpage AS text) FROM sqlite_schema WHERE name = 'entry_steps'").await;
        let size = raw.texts("SELECT CAST(page_size AS text) FROM pragma_page_size").await;
        raw.close().await;
        let (root, size): (usize, usize) = (root[0].parse().unwrap(), size[0].parse().unwrap());
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[(root - 1) * size..root * size].fill(0xA5);
        std::fs::write(&file, bytes).unwrap();

        let bench = Bench::open(&ground).await;
        let opened = json!({ "lane": "B", "sessionId": first });
        let opened = bench.repeat("gate1", "damage-1", "gate.open", opened).await.unwrap();
        let step = json!({ "checkId": opened["card"]["id"], "input": { "step": "mask", "replaced": false } });
        let told = bench.repeat("gate1", "damage-2", "gate.step", step).await.unwrap_err();
        assert_eq!(told.code(), "database_damaged");
        assert_eq!(bench.refused("lead", "backup.now", json!({})).await, "database_damaged");
        let state = bench.ok("lead", "backup.state", json!({})).await;
        assert_eq!(state["lastGood"], Value::Null);
        assert_eq!(state["attempts"][0]["problem"], "database_damaged");
    });
}

#[test]
fn a_server_that_refuses_to_write_or_drops_its_connections_is_told_and_met_again() {
    let Some(ground) = Ground::postgres() else { return };
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let first = session(&bench, "YL-0312-01").await;
        // One connection: what is set for it holds for what follows.
        let only = PgPoolOptions::new().max_connections(1).connect(&ground.address).await.unwrap();
        let raw = Raw::Postgres(only);
        let name = raw.texts("SELECT current_database()::text").await.remove(0);
        raw.run(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await.unwrap();
        let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()");
        raw.run(&cut).await.unwrap();
        let opened = json!({ "lane": "A", "sessionId": first });
        let refused = bench.repeat("gate1", "faults-1", "gate.open", opened.clone()).await.unwrap_err();
        assert_eq!(refused.code(), "database_not_writable");
        bench.ok("lead", "sessions.list", json!({ "day": crate::days::DAY })).await;
        raw.run("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE").await.unwrap();
        raw.run(&format!("ALTER DATABASE {name} SET default_transaction_read_only = off")).await.unwrap();
        raw.run(&cut).await.unwrap();
        for round in 0..5 {
            let nonce = format!("faults-met-{round}");
            let lane = json!({ "lane": format!("M{round}"), "sessionId": first });
            // Every connection of the desk is dead at this moment.
            let met = bench.repeat("gate1", &nonce, "gate.open", lane.clone()).await;
            if let Err(error) = met {
                assert_eq!(error.code(), "database_lost");
                bench.repeat("gate1", &nonce, "gate.open", lane).await.expect("the second time it is there");
            }
            raw.run(&cut).await.unwrap();
        }
        assert_eq!(raw.count("entry_checks").await, 5);
        assert_eq!(bench.ok("", "audit.verify", json!({})).await["brokenAt"], Value::Null);
        raw.close().await;
    });
}
