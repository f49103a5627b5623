//! The rooms of a centre as it keeps them in a spreadsheet.

use bidhall_rules::import_words::half_width;
use bidhall_rules::sessions::RoomPurpose;

use crate::directories::{DirectoryRow, column, once, optional, unknown};
use crate::table::{TableColumn, TableError, TableFaultKind, TableRow, read_table};

/// A room as a row names it. Sizes and positions are whole metres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomEntry {
    /// Code on the door.
    pub code: String,
    /// Name; the code when the row gives none.
    pub name: String,
    /// What it is for.
    pub purpose: RoomPurpose,
    /// Isolated zone.
    pub zone: String,
    /// Floor number.
    pub floor: i32,
    /// Left and upper edge, where the row gives both.
    pub position: Option<(i32, i32)>,
    /// Metres along x and y.
    pub size: (i32, i32),
    /// Seats without spacing.
    pub seats: i32,
    /// Seats under spacing, where the row gives them.
    pub seats_spaced: Option<i32>,
    /// Bid sets the shelves hold.
    pub shelf: i32,
    /// Has a video link.
    pub video: bool,
    /// Is recorded.
    pub recording: bool,
    /// When it is open, as minutes from midnight, in order and apart.
    pub windows: Vec<(i32, i32)>,
}

const ROOMS: [TableColumn; 15] = [
    column("code", &["房号", "房间号", "门牌", "房间编号", "编号"], 20),
    optional("name", &["名称", "房间名称", "房间"], 40),
    column("purpose", &["用途", "功能", "类型"], 20),
    TableColumn { carried: true, ..column("zone", &["分区", "区域", "隔离区"], 20) },
    TableColumn { carried: true, ..column("floor", &["楼层", "层"], 8) },
    optional("x", &["横坐标", "左边", "横"], 8),
    optional("y", &["纵坐标", "上边", "纵"], 8),
    column("width", &["宽", "宽米", "宽度"], 8),
    column("depth", &["深", "深米", "进深", "长"], 8),
    column("seats", &["座位", "座位数", "席位"], 8),
    optional("seatsSpaced", &["间距后座位", "间距后席位", "间距座位"], 8),
    optional("shelf", &["架位", "架位数", "书架"], 8),
    optional("video", &["视频", "视频互联"], 10),
    optional("recording", &["录像", "监控", "录音录像"], 10),
    optional("windows", &["开放时间", "开放时段", "使用时间"], 80),
];

const PURPOSES: [(RoomPurpose, &[&str]); 9] = [
    (RoomPurpose::Opening, &["开标室", "开标"]),
    (RoomPurpose::Overflow, &["分会场", "多功能厅", "旁听室"]),
    (RoomPurpose::Evaluation, &["评标室", "评标"]),
    (RoomPurpose::Spare, &["备用评标室", "备用室", "备用"]),
    (RoomPurpose::Clarification, &["询标室", "澄清室", "询标"]),
    (RoomPurpose::BidDocument, &["资料室", "资料"]),
    (RoomPurpose::Supervision, &["监督室", "监控室", "监督"]),
    (RoomPurpose::KeyRegion, &["重点地区专厅", "专厅"]),
    (RoomPurpose::Isolation, &["隔离间", "备用隔离间", "隔离"]),
];

/// From seven in the morning to ten in the evening, unless the row says otherwise.
const USUAL_WINDOW: (i32, i32) = (420, 1320);

/// Reads the rooms of a centre.
///
/// # Errors
/// [`TableError`] when no row can be read.
pub fn read_room_sheet(bytes: &[u8]) -> Result<Vec<DirectoryRow<RoomEntry>>, TableError> {
    let rows = read_table(bytes, &ROOMS)?.into_iter().map(|mut row| {
        let entry = room_entry(&mut row);
        DirectoryRow { entry: entry.filter(|_| row.faults.is_empty()), row }
    });
    Ok(once(rows.collect(), "code", |entry: &RoomEntry| entry.code.clone()))
}

fn room_entry(row: &mut TableRow) -> Option<RoomEntry> {
    let purpose = purpose(row);
    let number = |row: &mut TableRow, field, lowest, highest| number(row, field, lowest, highest);
    let floor = number(row, "floor", -9, 99);
    let (x, y) = (number(row, "x", 0, 2000), number(row, "y", 0, 2000));
    let (width, depth) = (number(row, "width", 1, 200), number(row, "depth", 1, 200));
    let seats = number(row, "seats", 0, 2000);
    let seats_spaced = number(row, "seatsSpaced", 0, seats.unwrap_or(2000));
    let shelf = number(row, "shelf", 0, 2000);
    let (video, recording) = (has(row, "video"), has(row, "recording"));
    let windows = windows(row);
    let code = row.text("code")?.to_owned();
    Some(RoomEntry {
        name: row.text("name").unwrap_or(&code).to_owned(),
        code,
        purpose: purpose?,
        zone: row.text("zone")?.to_owned(),
        floor: floor?,
        position: x.zip(y),
        size: (width?, depth?),
        seats: seats?,
        seats_spaced,
        shelf: shelf.unwrap_or(0),
        video,
        recording,
        windows,
    })
}

fn purpose(row: &mut TableRow) -> Option<RoomPurpose> {
    let text = row.text("purpose")?;
    let found = PURPOSES.iter().find(|(_, words)| words.contains(&text)).map(|(purpose, _)| *purpose);
    if found.is_none() {
        let usual: Vec<&str> = PURPOSES.iter().filter_map(|(_, words)| words.first().copied()).collect();
        row.fault("purpose", unknown(&usual));
    }
    found
}

fn number(row: &mut TableRow, field: &'static str, lowest: i32, highest: i32) -> Option<i32> {
    let text = half_width(row.text(field)?);
    let text = text.trim_end_matches(['层', '楼', '米', 'm', '席', '位']);
    match text.parse() {
        Ok(number) if (lowest..=highest).contains(&number) => Some(number),
        Ok(_) | Err(_) => {
            row.fault(field, TableFaultKind::NumberUnreadable { lowest, highest });
            None
        }
    }
}

/// Whether the room has something; an empty cell says that it has.
fn has(row: &mut TableRow, field: &'static str) -> bool {
    match row.text(field).map(|text| half_width(text).to_uppercase()).as_deref() {
        None | Some("有" | "是" | "√" | "Y" | "1") => true,
        Some("无" | "否" | "没有" | "N" | "0" | "-" | "×") => false,
        Some(_) => {
            row.fault(field, unknown(&["有", "无"]));
            false
        }
    }
}

/// `07:00-12:00、13:00-22:00`
fn windows(row: &mut TableRow) -> Vec<(i32, i32)> {
    let Some(text) = row.text("windows").map(half_width) else { return vec![USUAL_WINDOW] };
    let spans: Option<Vec<(i32, i32)>> =
        text.split(['、', ',', ';', ' ']).filter(|part| !part.is_empty()).map(window).collect();
    let is_in_order = |spans: &Vec<(i32, i32)>| {
        !spans.is_empty()
            && spans.iter().all(|(opens, closes)| opens < closes)
            && spans.windows(2).all(|pair| pair[0].1 < pair[1].0)
    };
    spans.filter(is_in_order).unwrap_or_else(|| {
        row.fault("windows", TableFaultKind::HoursUnreadable);
        Vec::new()
    })
}

fn window(text: &str) -> Option<(i32, i32)> {
    let (opens, closes) = text.split_once(['-', '~', '至', '—', '–'])?;
    let minute = |text: &str| {
        let (hour, minute) = text.trim().split_once(':')?;
        let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
        let whole = hour * 60 + minute;
        ((0..60).contains(&minute) && (0..=1440).contains(&whole)).then_some(whole)
    };
    Some((minute(opens)?, minute(closes)?))
}
