//! One sample of every paper, all invented, and the long ones.

use bidhall_rules::calls::{CallOutcome, FormChannel};
use bidhall_rules::entry_check::RefusalReason;
use bidhall_rules::identity::{DocumentKind, IdentityDocument};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::refusals::SealState;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::tags::{TagCode, TagLayout};
use chrono::{Duration, NaiveDateTime};

use super::group_samples::{group_proof, room_timetables, shape, trolley_slips};
use super::{clock, march, notice, tag};
use crate::{
    CallAttempt, CallList, CallListEntry, CallRecord, DoorSigns, GateRegister, GateRow, HandInRegister,
    HandInRow, HandOverMinute, HandOverNames, LetterReading, Paper, RecoverySheet, RefusalLetter,
    RefusedPerson, SeatCards, SessionHead, SignInKind, SignInRow, SignInSheet,
};

pub(super) const CENTRE: &str = "云岭区公共资源交易中心";
const LONG_NAME: &str =
    "云岭区青禾路市政道路及附属设施改造提升工程（含雨污分流、路灯照明、绿化恢复）施工总承包项目";

pub(super) fn at(hour: u32, minute: u32) -> NaiveDateTime {
    march(12).and_time(clock(hour, minute))
}

pub(super) fn head() -> SessionHead {
    SessionHead {
        code: "YL-0312-01".to_owned(),
        project_name: "青禾路市政道路工程（示例）".to_owned(),
        lot: None,
        opening_time: at(9, 0),
        rooms: vec!["开标一室".to_owned(), "多功能厅".to_owned()],
    }
}

/// A session with names as long as they come.
pub(super) fn long_head() -> SessionHead {
    SessionHead {
        code: "YLGGZY-2020-0312-GCJS-000001".to_owned(),
        project_name: LONG_NAME.chars().cycle().take(120).collect(),
        lot: Some("第一标段（桩号K0+000至K3+450）".to_owned()),
        ..head()
    }
}

pub(super) fn call_record(attempts: usize) -> CallRecord {
    let failed = |number: i64| CallAttempt {
        at: at(9, 0) + Duration::minutes(20 * number) - Duration::days(1),
        caller: "示例话务员".to_owned(),
        outcome: CallOutcome::NoAnswer,
        call_back_at: None,
        person: None,
        title: None,
        form_channel: None,
        form_sent_at: None,
        relay_confirmed: false,
        questions: None,
        script_version: 3,
        still_stands: true,
    };
    let reached = CallAttempt {
        outcome: CallOutcome::Reached,
        person: Some("示例联系人".to_owned()),
        title: Some("项目经理".to_owned()),
        form_channel: Some(FormChannel::Email),
        form_sent_at: Some(at(10, 5) - Duration::days(1)),
        relay_confirmed: true,
        questions: Some("车辆能否停在院内".to_owned()),
        ..failed(3)
    };
    let mut made: Vec<CallAttempt> = (0..attempts).map(|number| failed(number.try_into().unwrap())).collect();
    if let Some(last) = made.last_mut() {
        *last = CallAttempt { at: last.at, ..reached };
    }
    CallRecord {
        centre: CENTRE.to_owned(),
        agency: "示例乙项目管理有限公司".to_owned(),
        contact: "示例联系人".to_owned(),
        phone: "13900000002".to_owned(),
        day: march(12),
        sessions: vec![head()],
        attempts: made,
        standing: "已确认转述".to_owned(),
        printed_at: at(8, 0),
        rehearsal: false,
    }
}

pub(super) fn call_list(agencies: usize) -> CallList {
    let entry = |number| CallListEntry {
        agency: format!("示例招标代理有限公司第{number}分公司"),
        contact: "示例联系人".to_owned(),
        phone: "13900000002".to_owned(),
        sessions: vec![head()],
        script: vec![
            "您好，云岭区公共资源交易中心。贵公司代理的YL-0312-01明日9时开标。请向投标人转述：".to_owned(),
            "每家只派1人，戴口罩、带身份证；按附件提前填好健康调查表。".to_owned(),
            "请不要告诉我们投标人名称和家数。转述完成后请回复“已转述”。".to_owned(),
        ],
    };
    CallList {
        centre: CENTRE.to_owned(),
        day: march(12),
        entries: (1..=agencies).map(entry).collect(),
        script_version: 3,
        printed_at: at(8, 0),
        rehearsal: false,
    }
}

pub(super) fn door_signs(sessions: Vec<SessionHead>) -> DoorSigns {
    DoorSigns { centre: CENTRE.to_owned(), sessions, rehearsal: false }
}

pub(super) fn seat_cards() -> SeatCards {
    let seats = ["专家1", "专家2", "监督", "招标人代表"].map(str::to_owned).to_vec();
    SeatCards { session: head(), seats, rehearsal: false }
}

pub(super) fn sign_in(kind: SignInKind, rows: Option<usize>) -> SignInSheet {
    let row = |number: usize| SignInRow {
        unit: format!("示例建工{number}有限公司"),
        person: "示例代表".to_owned(),
        phone: "139****0002".to_owned(),
        at: at(8, 15),
    };
    SignInSheet {
        centre: CENTRE.to_owned(),
        kind,
        session: head(),
        rows: rows.map(|rows| (1..=rows).map(row).collect()),
        rehearsal: false,
    }
}

pub(super) fn hand_in(rows: Option<usize>) -> HandInRegister {
    let row = |number: usize| HandInRow {
        bidder: format!("示例建工{number}有限公司"),
        person: "示例代表".to_owned(),
        at: at(8, 41),
        seal: Some(SealState::Intact),
    };
    HandInRegister {
        centre: CENTRE.to_owned(),
        session: head(),
        rows: rows.map(|rows| (1..=rows).map(row).collect()),
        rehearsal: false,
    }
}

pub(super) fn document() -> IdentityDocument {
    IdentityDocument::parse(DocumentKind::ResidentId, "99010119880214301X").expect("a document")
}

pub(super) fn gate_register(rows: Option<usize>) -> GateRegister {
    let row = |number: usize| GateRow {
        at: clock(8, 12),
        session_code: "YL-0312-01".to_owned(),
        role: Some(AttendanceRole::Bidder),
        name: Some(format!("甲{number}")),
        document: Some(document()),
        phone: Some(PhoneNumber::parse("13900000002").expect("a number")),
        readings: vec![373, 365],
        symptoms: "无".to_owned(),
        stays: "无".to_owned(),
        tag: Some(TagCode::parse("7K4Q-2M9X").expect("a code")),
        result: "放行".to_owned(),
        checker: "示例检查员".to_owned(),
    };
    GateRegister {
        centre: CENTRE.to_owned(),
        day: march(12),
        rows: rows.map(|rows| (1..=rows).map(row).collect()),
        rehearsal: false,
    }
}

pub(super) fn letter() -> RefusalLetter {
    RefusalLetter {
        centre: CENTRE.to_owned(),
        letter_number: "20200312-7F3A01".to_owned(),
        named: Some(RefusedPerson {
            recipient: "示例镇人民政府".to_owned(),
            name: "丙三".to_owned(),
            document: Some(document()),
            phone: Some(PhoneNumber::parse("13900000003").expect("a number")),
        }),
        refused_at: at(8, 36),
        lane: "B".to_owned(),
        session_code: "YL-0312-01".to_owned(),
        readings: vec![
            LetterReading { at: at(8, 26), tenths: 373 },
            LetterReading { at: at(8, 36), tenths: 374 },
        ],
        temperature_limit_tenths: 373,
        temperature_comparator: "达到或者超过".to_owned(),
        reason: RefusalReason::OverTemperature,
        advised: true,
        documents_handed_over: true,
        rules_version: 7,
        issued_on: march(12),
        rehearsal: false,
    }
}

pub(super) fn minute() -> HandOverMinute {
    HandOverMinute {
        centre: CENTRE.to_owned(),
        minute_number: "20200312-7F3A01".to_owned(),
        session: head(),
        agency: "示例甲招标代理有限公司".to_owned(),
        lane: "B".to_owned(),
        refused_at: at(8, 36),
        handed_over_at: Some(at(8, 41)),
        seal: Some(SealState::Intact),
        named: Some(HandOverNames {
            bidder: Some("示例建工三有限公司".to_owned()),
            handed_by: Some("丙三".to_owned()),
            received_by: Some("示例联系人".to_owned()),
            note: Some("纸箱2个".to_owned()),
        }),
        rehearsal: false,
    }
}

pub(super) fn recovery_sheet() -> RecoverySheet {
    let groups = ["7K2M9Q", "0ZX4TD", "H8R1WN", "5VJ3PA", "C6GBEY", "2F7S4K"];
    RecoverySheet {
        centre: CENTRE.to_owned(),
        mark: "4F0A91C2".to_owned(),
        groups: groups.map(str::to_owned).to_vec(),
        made_at: at(8, 0),
        rehearsal: false,
    }
}

/// One of every paper.
pub(super) fn every_paper() -> Vec<(&'static str, Paper)> {
    vec![
        ("notice", Paper::AgencyNotice(notice())),
        ("call_record", Paper::CallRecord(call_record(4))),
        ("call_list", Paper::CallList(call_list(3))),
        ("door_signs", Paper::DoorSigns(door_signs(vec![head(), long_head()]))),
        ("seat_cards", Paper::SeatCards(seat_cards())),
        ("agency_sign_in", Paper::SignInSheet(sign_in(SignInKind::Agency, None))),
        ("bidder_sign_in", Paper::SignInSheet(sign_in(SignInKind::Bidder, None))),
        ("hand_in_register", Paper::HandInRegister(hand_in(None))),
        ("gate_register", Paper::GateRegister(gate_register(Some(3)))),
        ("refusal_letter", Paper::RefusalLetter(letter())),
        ("hand_over_minute", Paper::HandOverMinute(minute())),
        ("group_proof", Paper::GroupProof(group_proof(&shape(2, 20)))),
        ("trolley_slips", Paper::TrolleySlips(trolley_slips(&shape(2, 20)))),
        ("room_timetables", Paper::RoomTimetables(room_timetables(&shape(2, 20)))),
        ("recovery_sheet", Paper::RecoverySheet(recovery_sheet())),
        ("health_tag", Paper::HealthTag(tag(TagLayout::Roll80))),
    ]
}

/// The same paper from a rehearsal.
pub(super) fn rehearsed(mut paper: Paper) -> Paper {
    match &mut paper {
        Paper::AgencyNotice(paper) => paper.rehearsal = true,
        Paper::CallRecord(paper) => paper.rehearsal = true,
        Paper::CallList(paper) => paper.rehearsal = true,
        Paper::DoorSigns(paper) => paper.rehearsal = true,
        Paper::SeatCards(paper) => paper.rehearsal = true,
        Paper::SignInSheet(paper) => paper.rehearsal = true,
        Paper::HandInRegister(paper) => paper.rehearsal = true,
        Paper::GateRegister(paper) => paper.rehearsal = true,
        Paper::RefusalLetter(paper) => paper.rehearsal = true,
        Paper::HandOverMinute(paper) => paper.rehearsal = true,
        Paper::GroupProof(paper) => paper.rehearsal = true,
        Paper::TrolleySlips(paper) => paper.rehearsal = true,
        Paper::RoomTimetables(paper) => paper.rehearsal = true,
        Paper::RecoverySheet(paper) => paper.rehearsal = true,
        Paper::HealthTag(paper) => paper.rehearsal = true,
    }
    paper
}
