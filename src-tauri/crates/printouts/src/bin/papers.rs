//! How long the notices of a large day take: 200 of them as whole files, on two threads.

#![allow(clippy::print_stdout, reason = "a benchmark speaks on its terminal")]

use std::error::Error;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use bidhall_printouts::{AgencyNotice, BatchItem, NoticeSession, Paper, Press};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::json;

/// How many notices there are.
const NOTICES: u32 = 200;
const THREADS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

fn main() -> Result<(), Box<dyn Error>> {
    let day = NaiveDate::from_ymd_opt(2020, 3, 12).ok_or("no such day")?;
    let opening = day.and_time(NaiveTime::from_hms_opt(9, 0, 0).ok_or("no such time")?);
    let items: Vec<BatchItem> = (1..=NOTICES).map(|number| item(number, opening)).collect();
    let folder = std::env::temp_dir().join(format!("bidhall-papers-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;

    let started = Instant::now();
    let press = Press::new()?;
    let set_up = started.elapsed();

    let ends = Mutex::new((Vec::new(), Vec::new(), 0_usize));
    let started = Instant::now();
    press.print_batch(&folder, &items, THREADS, &AtomicBool::new(false), &|finished| {
        let mut ends = ends.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match finished.result {
            Ok((_, printed)) => {
                ends.0.push(started.elapsed());
                ends.2 += printed.pages;
            }
            Err(error) => ends.1.push(error.to_string()),
        }
    });
    let total = started.elapsed();
    std::fs::remove_dir_all(&folder)?;

    let (ends, failed, pages) = ends.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    // Every thread is always at one paper, so a paper took from the end before the last on.
    let mut took: Vec<u128> = std::iter::repeat_n(&std::time::Duration::ZERO, THREADS.get())
        .chain(&ends)
        .zip(&ends)
        .map(|(before, end)| end.saturating_sub(*before).as_micros())
        .collect();
    took.sort_unstable();
    let at = |hundredths: usize| took.get((took.len() * hundredths / 100).min(took.len().saturating_sub(1)));
    let report = json!({
        "bench": "papers",
        "notices": NOTICES,
        "pages": pages,
        "threads": THREADS,
        "failed": failed,
        "setUpMs": set_up.as_millis(),
        "totalMs": total.as_millis(),
        "medianUs": at(50),
        "p99Us": at(99),
    });
    println!("{report:#}");
    if failed.is_empty() { Ok(()) } else { Err("some notices failed".into()) }
}

/// The notice of one agency; every one differs, as on a real day.
fn item(number: u32, opening: NaiveDateTime) -> BatchItem {
    let session = |order: u32| NoticeSession {
        code: format!("YL-0312-{number:03}-{order}"),
        project_name: format!("青禾路市政道路及附属设施改造提升工程第{number}期（示例）"),
        lot: Some(format!("第{order}标段")),
        opening_time: opening + Duration::minutes(i64::from(number % 12) * 30),
        opening_rooms: vec!["开标一室".to_owned(), "多功能厅".to_owned()],
        gate_opens: (opening - Duration::minutes(60)).time(),
        arrive_before: (opening - Duration::minutes(40)).time(),
    };
    let notice = AgencyNotice {
        centre: "云岭区公共资源交易中心".to_owned(),
        agency: format!("示例第{number}招标代理有限公司"),
        notice_number: format!("20200311-{number:06}"),
        day: opening.date(),
        sessions: (1..=1 + number % 3).map(session).collect(),
        temperature_limit_tenths: 373,
        temperature_comparator: "达到或者超过".to_owned(),
        rules_version: 7,
        script_version: 3,
        issued_on: opening.date() - Duration::days(1),
        rehearsal: false,
    };
    BatchItem { file_name: format!("{number:03}.pdf"), paper: Paper::AgencyNotice(notice) }
}
