//! What was acknowledged survives the death of the process at any moment.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bench::{Bench, Ground, runtime};
use crate::days::{JIA, doors, session, warm, well};

/// The test host as a process of its own.
struct Host {
    process: Child,
    place: String,
}

impl Host {
    fn start(address: &str, folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_bidhall-host"))
            .arg("--data")
            .arg(folder)
            .arg("--pages")
            .arg(folder)
            .args(["--db", address])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let place = said.trim().strip_prefix("http://").expect("the host tells its address").to_owned();
        Self { process, place }
    }

    /// Sends a command; `None` when the host died before it answered.
    fn send(&self, call: &Value) -> Option<Value> {
        post(&self.place, &call.to_string())
    }

    fn ok(&self, operator: &str, nonce: &str, command: &str, payload: &Value) -> Value {
        let answer = self.send(&request(operator, nonce, command, payload)).expect("an answer");
        assert!(answer["ok"].is_object(), "{command}: {answer}");
        answer["ok"].clone()
    }

    /// As `kill -9` does.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Killed already, or the test failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn request(operator: &str, nonce: &str, command: &str, payload: &Value) -> Value {
    json!({ "command": command, "as": operator, "nonce": nonce, "payload": payload })
}

fn post(place: &str, body: &str) -> Option<Value> {
    let mut stream = TcpStream::connect(place).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let head = format!(
        "POST /command HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let length: usize = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok())?;
    (body.len() == length).then(|| serde_json::from_str(body).unwrap())
}

/// The demo day at the doors, and the id of its first session.
fn a_day(ground: &Ground) -> Value {
    runtime().block_on(async {
        let bench = doors(ground).await;
        let first = session(&bench, "YL-0312-01").await;
        bench.workplace.close().await;
        first
    })
}

fn nonces(ground: &Ground) -> BTreeSet<String> {
    runtime().block_on(async {
        let raw = ground.raw().await;
        let nonces = raw.texts("SELECT nonce FROM replies").await;
        raw.close().await;
        nonces.into_iter().collect()
    })
}

fn verified(ground: &Ground) {
    runtime().block_on(async {
        let bench = Bench::open(ground).await;
        let verdict = bench.ok("auditor", "audit.verify", json!({})).await;
        assert_eq!(verdict["brokenAt"], Value::Null);
        let raw = ground.raw().await;
        assert_eq!(raw.texts("PRAGMA integrity_check").await, ["ok"]);
        assert_eq!(raw.texts("SELECT \"table\" FROM pragma_foreign_key_check").await, Vec::<String>::new());
        assert_eq!(
            raw.count(crate::audit::DONE).await,
            raw.count("replies").await,
            "a link without its answer"
        );
        bench.workplace.close().await;
    });
}

#[test]
fn a_person_stays_at_the_step_they_had_reached() {
    let ground = Ground::sqlite();
    let first = a_day(&ground);
    let host = Host::start(&ground.address, ground.folder.path());
    let opened = host.ok("gate1", "p", "gate.open", &json!({ "lane": "A", "sessionId": first }));
    let check = opened["card"]["id"].clone();
    let inputs = [
        json!({ "step": "mask", "replaced": false }),
        json!({ "step": "shoe" }),
        json!({ "step": "hand" }),
        warm("36.5"),
        well(),
    ];
    let mut last = Value::Null;
    for (number, input) in inputs.iter().enumerate() {
        let payload = json!({ "checkId": check, "input": input });
        last = host.ok("gate1", &format!("p-{number}"), "gate.step", &payload);
    }
    host.kill();

    let host = Host::start(&ground.address, ground.folder.path());
    let view = host.ok("gate1", "", "gate.view", &json!({ "checkId": check }));
    assert_eq!(view, last, "the person is where they were");
    assert_eq!(view["card"]["passed"], 4);
    assert_eq!(view["card"]["step"], "form");
    let again = host.ok("gate1", "p-4", "gate.step", &json!({ "checkId": check, "input": inputs[4] }));
    assert_eq!(again, last, "the request that was sent again");
    host.ok("gate1", "p-5", "gate.step", &json!({ "checkId": check, "input": JIA.form() }));
    let done = host.ok(
        "gate1",
        "p-6",
        "gate.step",
        &json!({ "checkId": check, "input": { "step": "mask_disposal" } }),
    );
    assert_eq!(done["card"]["state"], "admitted");
    host.kill();
    verified(&ground);
}

/// Sends commands one after the other until the host dies; tells what was acknowledged and what was
/// under way.
fn stream(place: &str, first: &Value, desk: u32, names: &AtomicU32) -> (Vec<(Value, Value)>, Option<Value>) {
    let mut acknowledged = Vec::new();
    let lane = format!("L{desk}");
    let mut check = Value::Null;
    for turn in 0.. {
        let nonce = format!("n-{}", names.fetch_add(1, Ordering::Relaxed));
        let (command, payload) = match turn % 5 {
            0 => ("gate.open", json!({ "lane": lane, "sessionId": first })),
            1 => ("gate.step", json!({ "checkId": check, "input": { "step": "mask", "replaced": true } })),
            2 => ("gate.step", json!({ "checkId": check, "input": { "step": "shoe" } })),
            3 => ("gate.step", json!({ "checkId": check, "input": { "step": "hand" } })),
            _ => ("gate.abandon", json!({ "checkId": check, "reason": "本人离开" })),
        };
        let call = request("gate1", &nonce, command, &payload);
        let Some(answer) = post(place, &call.to_string()) else { return (acknowledged, Some(call)) };
        assert!(answer["ok"].is_object(), "{answer}");
        check = answer["ok"]["card"]["id"].clone();
        acknowledged.push((call, answer));
    }
    (acknowledged, None)
}

#[test]
fn whatever_was_acknowledged_is_there_after_twenty_deaths() {
    let ground = Ground::sqlite();
    let first = a_day(&ground);
    let names = AtomicU32::new(0);
    let mut acknowledged: Vec<(Value, Value)> = Vec::new();
    // Moments from 0 to 200 ms, spread by a fixed sequence.
    let mut moment: u64 = 12_345;
    for death in 0..20 {
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pause = Duration::from_micros((moment >> 33) % 200_000);
        let host = Host::start(&ground.address, ground.folder.path());
        let (mut fresh, mut under_way) = (Vec::new(), Vec::new());
        let place = host.place.clone();
        std::thread::scope(|scope| {
            let desks: Vec<_> = (0..2)
                .map(|desk| {
                    let (place, first, names) = (&place, &first, &names);
                    scope.spawn(move || stream(place, first, desk, names))
                })
                .collect();
            let began = Instant::now();
            while began.elapsed() < pause {
                std::thread::sleep(Duration::from_micros(200));
            }
            host.kill();
            for desk in desks {
                let (done, open) = desk.join().unwrap();
                fresh.extend(done);
                under_way.extend(open);
            }
        });
        // Looked up and not asked again: a rehearsal would do a lost request once more, alike.
        let kept = nonces(&ground);
        for (call, _) in &fresh {
            let nonce = call["nonce"].as_str().unwrap();
            assert!(kept.contains(nonce), "death {death}: acknowledged and lost: {call}");
        }
        let host = Host::start(&ground.address, ground.folder.path());
        for (call, answer) in &fresh {
            assert_eq!(
                host.send(call).as_ref(),
                Some(answer),
                "death {death}: acknowledged and lost: {call}"
            );
        }
        for call in &under_way {
            let nonce = call["nonce"].clone();
            let answer = host.send(call).expect("an answer");
            assert!(answer["ok"].is_object(), "death {death}, {nonce}: sent again and refused: {answer}");
            assert_eq!(host.send(call), Some(answer));
        }
        host.kill();
        acknowledged.append(&mut fresh);
    }
    assert!(acknowledged.len() > 40, "only {} commands were acknowledged", acknowledged.len());
    let host = Host::start(&ground.address, ground.folder.path());
    for (call, answer) in &acknowledged {
        assert_eq!(host.send(call).as_ref(), Some(answer));
    }
    host.kill();
    verified(&ground);
}

/// What the log of the server holds in memory alone is lost with the server, however well its client does.
#[test]
fn an_act_on_a_server_is_acknowledged_once_its_log_is_on_the_disk() {
    let Some(ground) = Ground::postgres() else { return };
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let raw = ground.raw().await;
        let opening = json!({ "lane": "A", "sessionId": first });
        for act in 0..20 {
            let before = raw.texts("SELECT pg_current_wal_insert_lsn()::text").await.remove(0);
            bench.ok("gate1", "gate.open", opening.clone()).await;
            let flushed = format!("SELECT (pg_current_wal_flush_lsn() > '{before}')::text");
            assert_eq!(raw.texts(&flushed).await, ["true"], "act {act}");
        }
        raw.close().await;
        bench.workplace.close().await;
    });
}
