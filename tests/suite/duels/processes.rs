//! Four processes of the program on one SQLite file, one of which dies in the middle of an act and is
//! started again.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Barrier;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Chance, DESKS, rules_hold};
use crate::bench::{Bench, Ground, runtime};
use crate::days::{BING, DING, Delegate, JIA, YI, doors, session, warm, well};
use crate::programs::bidhall;

/// `bidhall call -`: a request a line, an answer a line.
struct Program {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Program {
    fn start(ground: &Ground) -> Self {
        let folder: &Path = ground.folder.path();
        let mut process = Command::new(bidhall())
            .arg("--data")
            .arg(folder)
            .args(["--db", &ground.address, "call", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let requests = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, requests, answers }
    }

    fn ask(&mut self, call: &Value) {
        writeln!(self.requests, "{call}").unwrap();
    }

    /// The next answer; `None` when the process died before it was written.
    fn answer(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.ends_with('\n').then(|| serde_json::from_str(&line).unwrap())
    }

    /// As `kill -9` does.
    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Dead already, or the test failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A desk whose program is a process of its own.
struct Desk<'a> {
    ground: &'a Ground,
    program: Program,
    clerk: &'static str,
    name: String,
    acts: u32,
    /// The act in the middle of which its process dies.
    dies_in: Option<u32>,
    chance: Chance,
    acknowledged: Vec<(Value, Value)>,
}

/// How often a clerk asks again when told that another desk holds the file.
const PATIENCE: u32 = 4;

impl Desk<'_> {
    fn act(&mut self, command: &str, payload: &Value) -> Value {
        self.acts += 1;
        let nonce = format!("{}-{}", self.name, self.acts);
        let call = json!({ "command": command, "as": self.clerk, "nonce": nonce, "payload": payload });
        self.program.ask(&call);
        if self.dies_in == Some(self.acts) {
            std::thread::sleep(Duration::from_micros(self.chance.below(15_000)));
            self.program.kill();
        }
        let mut answer = match self.program.answer() {
            Some(answer) => answer,
            None => {
                self.program = Program::start(self.ground);
                self.sent_again(&call)
            }
        };
        // A disk that others keep writing to can hold a commit up for longer than a desk waits; a clerk asks again.
        for _ in 0..PATIENCE {
            if answer["error"]["code"] != "database_busy" {
                break;
            }
            answer = self.sent_again(&call);
        }
        if self.program.process.try_wait().unwrap().is_some() {
            // It had answered before it died.
            self.program = Program::start(self.ground);
        }
        if self.chance.below(3) == 0 {
            let again = self.sent_again(&call);
            if answer["ok"].is_object() {
                assert_eq!(again, answer, "{call}: a repeated act gets the first answer");
            }
        }
        if answer["ok"].is_object() {
            self.acknowledged.push((call, answer.clone()));
        }
        answer
    }

    fn sent_again(&mut self, call: &Value) -> Value {
        self.program.ask(call);
        self.program.answer().expect("an answer")
    }

    fn step(&mut self, check: &Value, input: &Value) -> Value {
        let answer = self.act("gate.step", &json!({ "checkId": check, "input": input }));
        assert!(answer["ok"].is_object(), "{answer}");
        answer["ok"].clone()
    }

    fn open(&mut self, lane: &str, session: &Value) -> Value {
        let answer = self.act("gate.open", &json!({ "lane": lane, "sessionId": session }));
        answer["ok"]["card"]["id"].clone()
    }

    fn until_the_last_step(&mut self, lane: &str, session: &Value, who: &Delegate) -> Value {
        let check = self.open(lane, session);
        for input in [
            json!({ "step": "mask", "replaced": false }),
            json!({ "step": "shoe" }),
            json!({ "step": "hand" }),
            warm("36.5"),
            well(),
        ] {
            self.step(&check, &input);
        }
        let view = self.step(&check, &who.form());
        if view["card"]["state"] == "open" { check } else { Value::Null }
    }

    fn person(&mut self, lane: &str, session: &Value, who: &Delegate) {
        let check = self.until_the_last_step(lane, session, who);
        if check.is_null() {
            return;
        }
        let view = self.step(&check, &json!({ "step": "mask_disposal" }));
        let code = view["tag"]["code"].clone();
        for _ in 0..if code.is_null() { 0 } else { self.chance.below(4) } {
            let purpose = if self.chance.below(2) == 0 { "leave" } else { "return" };
            self.act("tags.scan", &json!({ "code": code, "purpose": purpose }));
        }
        if !code.is_null() && self.chance.below(3) == 0 {
            self.act("tags.void", &json!({ "code": code, "reason": "收回" }));
        }
    }
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

/// Whether everything that was acknowledged stands, once.
fn everything_stands(ground: &Ground, acknowledged: &[(Value, Value)]) {
    runtime().block_on(async {
        let bench = Bench::open(ground).await;
        rules_hold(ground, &bench).await;
        for (call, answer) in acknowledged {
            let again = bench.workplace.handle_json(call).await;
            assert_eq!(again.as_ref().ok(), Some(&answer["ok"]), "acknowledged and lost: {call}");
        }
        let raw = ground.raw().await;
        let kept = raw.count("replies WHERE nonce LIKE 'duel-%'").await;
        assert_eq!(usize::try_from(kept).unwrap(), acknowledged.len(), "an act nobody was told of");
        let mut passed = BTreeMap::new();
        for view in acknowledged.iter().map(|(_, answer)| &answer["ok"]["card"]) {
            if let (Some(check), Some(steps)) = (view["id"].as_str(), view["passed"].as_i64()) {
                let most = passed.entry(check.to_owned()).or_insert(0);
                *most = steps.max(*most);
            }
        }
        let steps: i64 = passed.values().sum();
        assert_eq!(raw.count("entry_steps WHERE passed = 1").await, steps, "a step lost or doubled");
        assert_eq!(usize::try_from(raw.count("entry_checks").await).unwrap(), passed.len());
        let ways = acknowledged
            .iter()
            .filter(|(_, answer)| {
                matches!(answer["ok"]["answer"].as_str(), Some("left_now" | "returned_now"))
            })
            .count();
        assert_eq!(
            usize::try_from(raw.count("tag_passages").await).unwrap(),
            ways,
            "a way out or in doubled"
        );
        assert_eq!(raw.texts("PRAGMA integrity_check").await, ["ok"]);
        raw.close().await;
        bench.workplace.close().await;
    });
}

fn desk_of(ground: &Ground, number: usize, seed: u64, dies_in: Option<u32>) -> Desk<'_> {
    Desk {
        ground,
        program: Program::start(ground),
        clerk: DESKS[number].0,
        name: format!("duel-{seed}-{number}"),
        acts: 0,
        dies_in,
        chance: Chance(seed * 31 + number as u64),
        acknowledged: Vec::new(),
    }
}

#[test]
fn four_processes_with_a_death_among_them_admit_one_of_a_company() {
    for seed in [3, 7] {
        let ground = Ground::sqlite();
        let first = a_day(&ground);
        let mut acknowledged = Vec::new();
        std::thread::scope(|scope| {
            let desks: Vec<_> = (0..DESKS.len())
                .map(|number| {
                    let (ground, first) = (&ground, &first);
                    scope.spawn(move || {
                        let dies_in = (number == 3).then_some(11);
                        let mut desk = desk_of(ground, number, seed, dies_in);
                        for _ in 0..3 {
                            let who = [JIA, YI, BING, DING][usize::try_from(desk.chance.below(4)).unwrap()];
                            desk.person(DESKS[number].1, first, &who);
                        }
                        std::mem::take(&mut desk.acknowledged)
                    })
                })
                .collect();
            for desk in desks {
                acknowledged.append(&mut desk.join().unwrap());
            }
        });
        assert!(acknowledged.len() > 80, "only {} acts", acknowledged.len());
        everything_stands(&ground, &acknowledged);
    }
}

#[test]
fn one_person_and_one_company_at_two_lanes_in_the_same_second_have_one_tag() {
    let ground = Ground::sqlite();
    let first = a_day(&ground);
    let at_once = Barrier::new(DESKS.len());
    let mut acknowledged = Vec::new();
    std::thread::scope(|scope| {
        let desks: Vec<_> = (0..DESKS.len())
            .map(|number| {
                let (ground, first, at_once) = (&ground, &first, &at_once);
                scope.spawn(move || {
                    let mut desk = desk_of(ground, number, 11, None);
                    // Twice the same person, and twice another one of the same company.
                    let who = if number < 2 { JIA } else { YI };
                    let check = desk.until_the_last_step(DESKS[number].1, first, &who);
                    at_once.wait();
                    if !check.is_null() {
                        desk.step(&check, &json!({ "step": "mask_disposal" }));
                    }
                    std::mem::take(&mut desk.acknowledged)
                })
            })
            .collect();
        for desk in desks {
            acknowledged.append(&mut desk.join().unwrap());
        }
    });
    let ends = |state: &str| {
        acknowledged.iter().filter(|(_, answer)| answer["ok"]["card"]["state"] == state).count()
    };
    assert_eq!((ends("admitted"), ends("refused")), (1, 3));
    everything_stands(&ground, &acknowledged);
}
