//! The demo day: 12 March 2020 in a district that does not exist.

use bidhall_store::Sealed;
use bidhall_store::rehearsal::EventRow;
use chrono::{DateTime, Utc};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::{ScriptLine, begin, play_line, read_script};
use crate::database::DemoStart;
use crate::seals::fields;
use crate::{DeskError, Workplace, seals};

const SCRIPT: &str = include_str!("../../../../../tests/rehearsals/demo-day.jsonl");
const SCHEDULE: &[u8] = include_bytes!("../../../../../tests/samples/场次安排表-2020-03-12.xlsx");
const CENTRE: &str = "云岭区公共资源交易中心";

/// When the doors of the demo day are about to open: 07:30 in Shanghai.
const DOORS: &str = "2020-03-12T07:30:00+08:00";

/// The files that lines of the script attach.
fn attachment(path: &str) -> Option<Vec<u8>> {
    path.ends_with("场次安排表-2020-03-12.xlsx").then(|| SCHEDULE.to_vec())
}

/// Brings the open database to the beginning of the demo day; one that has begun goes on where it
/// was left.
///
/// # Errors
/// [`DeskError::CentreFounded`] when the database holds real records.
pub async fn prepare_demo_day(workplace: &Workplace, start: DemoStart) -> Result<(), DeskError> {
    let desk = workplace.desk().await?;
    if desk.store.read().await?.centre().await?.is_some_and(|centre| centre.rehearsal) {
        return Ok(());
    }
    let doors: DateTime<Utc> =
        DOORS.parse::<DateTime<chrono::FixedOffset>>().map_err(|error| DeskError::internal(&error))?.into();
    let lines = read_script(SCRIPT, &attachment)?;
    let first = lines.first().map_or(doors, |line| line.at);
    let (before, later): (Vec<_>, Vec<_>) = match start {
        DemoStart::Doors => lines.into_iter().partition(|line| line.at < doors),
        DemoStart::Import => {
            let import = lines.iter().position(|line| line.command.starts_with("sessions."));
            let setup = lines.into_iter().take(import.unwrap_or(0)).collect();
            (setup, Vec::new())
        }
    };
    let begins = if start == DemoStart::Doors { first } else { doors };
    begin(&desk, CENTRE, begins).await?;
    for line in &before {
        if let Err(error) = play_line(workplace, line).await {
            // Some lines of the script fail on purpose: the demo day shows faults too.
            tracing::info!(line = line.number, code = %error.code(), "a scripted line was refused");
        }
    }
    let key = desk.key().await?;
    let mut chance = ChaCha20Rng::from_seed(desk.seed()?);
    let mut tx = desk.store.write().await?;
    for line in &later {
        let text = line.payload.to_string();
        let payload = seals::sealed(&key, fields::SCRIPTED, line.number, &text, &mut chance)?;
        tx.add_rehearsal_event(&event(line, payload)).await?;
    }
    super::pause_at(&mut tx, doors, desk.clock.now()).await?;
    Ok(tx.commit().await?)
}

fn event(line: &ScriptLine, payload: Sealed) -> EventRow {
    EventRow {
        seq: i64::from(line.number),
        at: line.at,
        operator: line.operator.clone().unwrap_or_default(),
        command: line.command.clone(),
        payload,
        nonce: line.nonce.clone(),
        played_at: None,
        failure: None,
    }
}
