//! What comes out of the press, read back from the laid-out pages.
//!
//! Line ends in the snapshots are those of Noto CJK, the Chinese typefaces of Debian.

mod agency_notice;
mod bar_reader;
mod batches;
mod drawing;
mod group_papers;
mod group_samples;
mod health_tag;
mod layout;
mod notice_pages;
mod official;
mod qr_reader;
mod reading;
mod refusals;
mod samples;
mod tag_pages;
mod tag_scanning;

use std::sync::LazyLock;

use bidhall_rules::tags::{TagCode, TagLayout};
use chrono::{NaiveDate, NaiveTime};

use crate::{AgencyNotice, HealthTag, NoticeSession, Paper, Press};

static PRESS: LazyLock<Press> = LazyLock::new(|| Press::new().expect("this machine has Chinese fonts"));

fn march(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 3, day).expect("a day of March")
}

fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day")
}

fn session(code: &str, project_name: &str, opens: NaiveTime, rooms: &[&str]) -> NoticeSession {
    NoticeSession {
        code: code.to_owned(),
        project_name: project_name.to_owned(),
        lot: None,
        opening_time: march(12).and_time(opens),
        opening_rooms: rooms.iter().map(|&room| room.to_owned()).collect(),
        gate_opens: clock(8, 0),
        arrive_before: clock(8, 20),
    }
}

fn notice() -> AgencyNotice {
    let cabinets = NoticeSession {
        lot: Some("第1包".to_owned()),
        gate_opens: clock(13, 0),
        arrive_before: clock(13, 30),
        ..session("YL-0312-03", "区档案柜采购（示例）", clock(14, 0), &["开标二室"])
    };
    AgencyNotice {
        centre: "云岭区公共资源交易中心".to_owned(),
        agency: "示例乙项目管理有限公司".to_owned(),
        notice_number: "YL-GZ-2020-0311-02".to_owned(),
        day: march(12),
        sessions: vec![
            session("YL-0312-02", "柳湾小学操场改造（示例）", clock(9, 30), &["开标二室", "多功能厅"]),
            cabinets,
        ],
        temperature_limit_tenths: 373,
        temperature_comparator: "达到或者超过".to_owned(),
        rules_version: 7,
        script_version: 3,
        issued_on: march(11),
        rehearsal: false,
    }
}

fn notice_about(project_name: &str) -> Paper {
    let mut notice = notice();
    notice.sessions = vec![session("YL-0312-02", project_name, clock(9, 30), &["开标二室"])];
    Paper::AgencyNotice(notice)
}

fn notice_of(sessions: usize) -> Paper {
    let mut notice = notice();
    notice.sessions = (1..=sessions)
        .map(|number| {
            session(&format!("YL-0312-{number:02}"), "柳湾小学操场改造（示例）", clock(9, 30), &["开标二室"])
        })
        .collect();
    Paper::AgencyNotice(notice)
}

fn tag(layout: TagLayout) -> HealthTag {
    HealthTag {
        code: TagCode::parse("7K4Q-2M9X").expect("a code"),
        day: march(12),
        centre: "云岭区公共资源交易中心".to_owned(),
        lane: "1".to_owned(),
        issued_at: clock(8, 42),
        layout,
        rehearsal: false,
    }
}
