//! The demo day with its doors open, a desk at it, and people nobody has met who pass the six steps.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bidhall_desk::rehearsal::{begin, play_line, read_script};
use bidhall_desk::{Call, FolderHost, SystemClock, SystemEntropy, Workplace};
use bidhall_store::rehearsal::ClockRow;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::BenchError;
use crate::ground::Ground;

const CENTRE: &str = "云岭区公共资源交易中心";
const EVE: &str = "2020-03-11T00:00:00Z";
const DOORS: &str = "2020-03-11T23:30:00Z";
const CHECKING: &str = "2020-03-12T00:00:00Z";
const SESSION: &str = "YL-0312-01";

/// The commands of one whole check, in order.
pub(crate) const CHECK: [&str; 8] =
    ["open", "mask", "shoe", "hand", "temperature", "symptoms", "form", "mask_disposal"];

/// A desk of the centre.
pub(crate) struct Desk {
    workplace: Arc<Workplace>,
    clerk: &'static str,
    lane: &'static str,
    name: String,
    acts: AtomicU64,
    session: Value,
}

/// Somebody invented, with numbers that pass their checks.
pub(crate) struct Delegate {
    pub(crate) document: String,
    pub(crate) phone: String,
    company: String,
    credit_code: String,
}

/// What became of a delegate, and how long each command took.
pub(crate) struct Passed {
    pub(crate) tag: String,
    pub(crate) times: [Duration; CHECK.len()],
}

fn time(text: &str) -> Result<DateTime<Utc>, BenchError> {
    text.parse().map_err(|_| BenchError::Day(format!("no time: {text}")))
}

fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Plays the demo day until the doors open.
pub(crate) async fn open_doors(ground: &Ground) -> Result<Desk, BenchError> {
    let desk = Desk::sit_down(ground, "gate1", "A").await?;
    let own = desk.workplace.desk().await.map_err(|error| refused("database.open", error))?;
    begin(&own, CENTRE, time(EVE)?).await.map_err(|error| refused("rehearsal", error))?;
    let text = std::fs::read_to_string(tests_folder().join("rehearsals/demo-day.jsonl"))?;
    let schedule = std::fs::read(tests_folder().join("samples/场次安排表-2020-03-12.xlsx"))?;
    let script = read_script(&text, &|_| Some(schedule.clone())).map_err(|error| refused("script", error))?;
    let doors = time(DOORS)?;
    for line in script.iter().filter(|line| line.at < doors) {
        // Some lines are there to be refused; what is missing afterwards is noticed by the session.
        let _ = play_line(&desk.workplace, line).await;
    }
    let mut tx = own.store.write().await?;
    let clock =
        ClockRow { scripted_at: time(CHECKING)?, anchored_at: time(CHECKING)?, running: false, speed: 1 };
    tx.set_rehearsal_clock(&clock).await?;
    tx.commit().await?;
    desk.find_session().await
}

impl Desk {
    async fn sit_down(ground: &Ground, clerk: &'static str, lane: &'static str) -> Result<Self, BenchError> {
        let folder = ground.folder.path().to_owned();
        let host = FolderHost::new(folder.clone(), folder);
        let workplace =
            Arc::new(Workplace::new(Arc::new(host), Arc::new(SystemClock), Arc::new(SystemEntropy)));
        workplace.open(&ground.address).await.map_err(|error| refused("database.open", error))?;
        // A desk that sits down again begins with nonces of its own.
        static SEATS: AtomicU64 = AtomicU64::new(0);
        let name = format!("bench-{}-{lane}", SEATS.fetch_add(1, Ordering::Relaxed));
        Ok(Self { workplace, clerk, lane, name, acts: AtomicU64::new(0), session: Value::Null })
    }

    /// A further desk at a lane, once the doors are open.
    pub(crate) async fn at(
        ground: &Ground,
        clerk: &'static str,
        lane: &'static str,
    ) -> Result<Self, BenchError> {
        Self::sit_down(ground, clerk, lane).await?.find_session().await
    }

    async fn find_session(mut self) -> Result<Self, BenchError> {
        let list = self.ask("sessions.list", json!({ "day": "2020-03-12" })).await?;
        let found = list["sessions"].as_array().into_iter().flatten().find(|row| row["code"] == SESSION);
        self.session = found.map(|row| row["id"].clone()).ok_or_else(|| {
            BenchError::Day(format!("the demo day has no session {SESSION} when its doors open"))
        })?;
        Ok(self)
    }

    pub(crate) async fn ask(&self, command: &str, payload: Value) -> Result<Value, BenchError> {
        let act = self.acts.fetch_add(1, Ordering::Relaxed);
        let call = Call {
            command: command.to_owned(),
            operator: Some(self.clerk.to_owned()),
            nonce: Some(format!("{}-{act}", self.name)),
            payload,
            ..Call::default()
        };
        self.workplace.handle(&call).await.map_err(|error| refused(command, error))
    }

    /// Takes a delegate through the six steps to the tag.
    pub(crate) async fn check(&self, who: &Delegate) -> Result<Passed, BenchError> {
        let mut times = [Duration::ZERO; CHECK.len()];
        let began = Instant::now();
        let opened = self.ask("gate.open", json!({ "lane": self.lane, "sessionId": self.session })).await?;
        times[0] = began.elapsed();
        let mut reply = Value::Null;
        for (input, time) in who.steps().into_iter().zip(&mut times[1..]) {
            let began = Instant::now();
            reply = self.ask("gate.step", json!({ "checkId": opened["card"]["id"], "input": input })).await?;
            *time = began.elapsed();
        }
        match reply["tag"]["code"].as_str() {
            Some(tag) => Ok(Passed { tag: tag.to_owned(), times }),
            None => Err(BenchError::Day(format!("nobody was admitted: {reply}"))),
        }
    }

    pub(crate) async fn close(self) {
        self.workplace.close().await;
    }
}

fn refused(command: &str, error: bidhall_desk::DeskError) -> BenchError {
    BenchError::Refused { command: command.to_owned(), error: Box::new(error) }
}

impl Delegate {
    /// The delegate of this number; another number is another person of another company.
    pub(crate) fn number(number: u32) -> Self {
        Self {
            document: resident_number(number),
            phone: format!("137{number:08}"),
            company: format!("示例{number:06}建设有限公司"),
            credit_code: credit_code(number),
        }
    }

    fn steps(&self) -> [Value; CHECK.len() - 1] {
        [
            json!({ "step": "mask", "replaced": false }),
            json!({ "step": "shoe" }),
            json!({ "step": "hand" }),
            json!({ "step": "temperature", "reading": "36.5", "device": "T-02" }),
            json!({
                "step": "symptoms", "fever": false, "cough": false, "fatigue": false,
                "breathless": false, "diarrhoea": false, "contact": false,
            }),
            json!({
                "step": "form", "role": "bidder", "documentKind": "resident_id",
                "documentNumber": self.document, "name": "示例投标人", "phone": self.phone,
                "company": self.company, "creditCode": self.credit_code, "residence": "示例镇",
                "stays": [], "familyWell": true, "pledged": true, "filledOnSite": false,
            }),
            json!({ "step": "mask_disposal" }),
        ]
    }
}

/// A resident number of the invented region 990101 with the check character of GB 11643.
fn resident_number(number: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let first = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap_or_default();
    let born = first.checked_add_days(Days::new(u64::from(number / 999))).unwrap_or(first);
    let body = format!("990101{}{:03}", born.format("%Y%m%d"), number % 999 + 1);
    let sum: u32 = body.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(d, w)| d * w).sum();
    let check = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or_default());
    body.chars().chain(check).collect()
}

/// A credit code of the invented region 990000 with the check character of GB 32100.
fn credit_code(number: u32) -> String {
    const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91990000M{number:08}");
    let (mut sum, mut weight) = (0, 1);
    for c in body.chars() {
        sum += CHARACTERS.find(c).unwrap_or_default() * weight;
        weight = weight * 3 % 31;
    }
    let check = CHARACTERS.chars().nth((31 - sum % 31) % 31);
    body.chars().chain(check).collect()
}
