//! The directory of agencies, the calendar of the year, and the people of units, as a centre keeps them in
//! spreadsheets.

use std::collections::BTreeMap;

use bidhall_rules::company::normalise_company_name;
use bidhall_rules::import_words::{half_width, sheet_date};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::settings::{CalendarDay, DayKind};
use chrono::NaiveDate;

use crate::table::{TableColumn, TableError, TableFaultKind, TableRow, read_table};

/// A row with what was understood of it; nothing when it has faults.
#[derive(Debug, Clone)]
pub struct DirectoryRow<T> {
    /// The row.
    pub row: TableRow,
    /// What it says.
    pub entry: Option<T>,
}

/// A contact of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyEntry {
    /// The agency.
    pub agency: String,
    /// The contact.
    pub name: String,
    /// Position; may be empty.
    pub title: String,
    /// Number.
    pub phone: PhoneNumber,
}

/// A person of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitEntry {
    /// The unit.
    pub unit: String,
    /// The person.
    pub name: String,
    /// Position; may be empty.
    pub title: String,
    /// Number, if one is given.
    pub phone: Option<PhoneNumber>,
    /// Whether the person answers for the unit (联络员).
    pub answers: bool,
}

/// What tells a person from another of the same name in the same unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToldBy {
    /// The number: it alone decides where there is one, since a person may hold several positions.
    Phone(String),
    /// The position, which may be empty, where no number is given.
    Title(String),
}

impl ToldBy {
    /// By a number, which may be empty, and a position.
    #[must_use]
    pub fn of(phone: &str, title: &str) -> Self {
        if phone.is_empty() { Self::Title(title.to_owned()) } else { Self::Phone(phone.to_owned()) }
    }
}

impl UnitEntry {
    /// What tells the person from another of the same name in the unit.
    #[must_use]
    pub fn told_by(&self) -> ToldBy {
        ToldBy::of(self.phone.as_ref().map_or("", PhoneNumber::as_str), &self.title)
    }
}

pub(crate) const fn column(field: &'static str, titles: &'static [&'static str], most: u32) -> TableColumn {
    TableColumn { field, titles, required: true, carried: false, most }
}

pub(crate) const fn optional(field: &'static str, titles: &'static [&'static str], most: u32) -> TableColumn {
    TableColumn { field, titles, required: false, carried: false, most }
}

const TITLES: &[&str] = &["职务", "职位", "岗位"];
const PHONES: &[&str] = &["电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"];

const AGENCIES: [TableColumn; 4] = [
    TableColumn {
        carried: true,
        ..column("agency", &["代理机构", "代理机构名称", "招标代理机构", "单位名称", "机构名称"], 100)
    },
    column("name", &["联系人", "姓名", "联系人姓名"], 40),
    optional("title", TITLES, 40),
    column("phone", PHONES, 40),
];

const UNITS: [TableColumn; 5] = [
    TableColumn {
        carried: true, ..column("unit", &["单位", "单位名称", "部门", "镇街", "村居"], 100)
    },
    column("name", &["姓名", "人员姓名", "人员"], 40),
    optional("title", TITLES, 40),
    optional("phone", PHONES, 40),
    optional("answers", &["联络员", "是否联络员", "联系人"], 10),
];

const DAYS: [TableColumn; 3] = [
    column("day", &["日期", "日子"], 40),
    column("kind", &["类型", "安排", "放假上班", "性质"], 20),
    optional("name", &["名称", "节日", "节假日", "说明", "备注"], 40),
];

/// Reads a directory of agencies.
///
/// # Errors
/// [`TableError`] when no row can be read.
pub fn read_agency_sheet(bytes: &[u8]) -> Result<Vec<DirectoryRow<AgencyEntry>>, TableError> {
    let rows = read_table(bytes, &AGENCIES)?.into_iter().map(|mut row| {
        let phone = phone(&mut row);
        let entry = agency_entry(&row, phone);
        DirectoryRow { row, entry }
    });
    let key = |entry: &AgencyEntry| {
        (normalise_company_name(&entry.agency), entry.name.clone(), entry.phone.as_str().to_owned())
    };
    Ok(once(rows.collect(), "phone", key))
}

fn agency_entry(row: &TableRow, phone: Option<PhoneNumber>) -> Option<AgencyEntry> {
    if !row.faults.is_empty() {
        return None;
    }
    Some(AgencyEntry {
        agency: row.text("agency")?.to_owned(),
        name: row.text("name")?.to_owned(),
        title: row.text("title").unwrap_or_default().to_owned(),
        phone: phone?,
    })
}

/// Reads the people of units.
///
/// # Errors
/// [`TableError`] when no row can be read.
pub fn read_unit_sheet(bytes: &[u8]) -> Result<Vec<DirectoryRow<UnitEntry>>, TableError> {
    let rows = read_table(bytes, &UNITS)?.into_iter().map(|mut row| {
        let phone = phone(&mut row);
        let answers = match row.text("answers").map(|text| half_width(text).to_uppercase()) {
            None => false,
            Some(text) if ["是", "√", "Y", "联络员", "1"].contains(&text.as_str()) => true,
            Some(text) if ["否", "N", "0", "-", "×"].contains(&text.as_str()) => false,
            Some(_) => {
                row.fault("answers", unknown(&["是", "否"]));
                false
            }
        };
        let entry = unit_entry(&row, phone, answers);
        DirectoryRow { row, entry }
    });
    let key = |entry: &UnitEntry| (normalise_company_name(&entry.unit), entry.name.clone(), entry.told_by());
    let mut rows = once(rows.collect(), "name", key);
    for one in &mut rows {
        if one.row.text("phone").is_some() {
            continue;
        }
        // Two people may bear one name: nobody is asked to delete one of them.
        for fault in &mut one.row.faults {
            if let TableFaultKind::Duplicate { first_sheet, first_row } = &fault.kind {
                fault.kind =
                    TableFaultKind::Namesake { first_sheet: first_sheet.clone(), first_row: *first_row };
            }
        }
    }
    Ok(rows)
}

fn unit_entry(row: &TableRow, phone: Option<PhoneNumber>, answers: bool) -> Option<UnitEntry> {
    if !row.faults.is_empty() {
        return None;
    }
    Some(UnitEntry {
        unit: row.text("unit")?.to_owned(),
        name: row.text("name")?.to_owned(),
        title: row.text("title").unwrap_or_default().to_owned(),
        phone,
        answers,
    })
}

/// Reads the announced days of a year (节假日安排): 放假 or 上班, with the name of the holiday.
///
/// # Errors
/// [`TableError`] when no row can be read.
pub fn read_calendar_sheet(bytes: &[u8]) -> Result<Vec<DirectoryRow<CalendarDay>>, TableError> {
    let rows = read_table(bytes, &DAYS)?.into_iter().map(|mut row| {
        let day = row.day("day").or_else(|| row.text("day").and_then(dated));
        if day.is_none() && row.text("day").is_some() {
            row.fault("day", TableFaultKind::DateUnreadable);
        }
        let kind = row.text("kind").and_then(|text| match text {
            "放假" | "休" | "休息" | "节假日" => Some(DayKind::DayOff),
            "上班" | "班" | "调休上班" | "补班" | "调休" => Some(DayKind::Workday),
            _ => None,
        });
        if kind.is_none() && row.text("kind").is_some() {
            row.fault("kind", unknown(&["放假", "上班"]));
        }
        let name = row.text("name").or(row.text("kind")).unwrap_or_default().to_owned();
        let entry = day.zip(kind).filter(|_| row.faults.is_empty());
        DirectoryRow { row, entry: entry.map(|(day, kind)| CalendarDay { day, kind, name }) }
    });
    Ok(once(rows.collect(), "day", |entry: &CalendarDay| entry.day))
}

/// A day written with its year.
fn dated(text: &str) -> Option<NaiveDate> {
    let text = half_width(text);
    let year: String = text.chars().take_while(char::is_ascii_digit).collect();
    if year.len() != 4 && year.len() != 8 {
        return None;
    }
    sheet_date(&text, year.get(..4)?.parse().ok()?).ok()
}

fn phone(row: &mut TableRow) -> Option<PhoneNumber> {
    match row.text("phone").map(PhoneNumber::parse) {
        Some(Err(_)) => {
            row.fault("phone", TableFaultKind::PhoneUnreadable);
            None
        }
        Some(Ok(phone)) => Some(phone),
        None => None,
    }
}

pub(crate) fn unknown(known: &[&str]) -> TableFaultKind {
    TableFaultKind::UnknownWord { known: known.iter().map(|word| (*word).to_owned()).collect() }
}

/// Of rows that say the same, the first stands and the others are faulty.
pub(crate) fn once<T, K: Ord>(
    mut rows: Vec<DirectoryRow<T>>,
    field: &'static str,
    key: impl Fn(&T) -> K,
) -> Vec<DirectoryRow<T>> {
    let mut seen: BTreeMap<K, (String, u32)> = BTreeMap::new();
    for one in &mut rows {
        let Some(entry) = &one.entry else { continue };
        let place = (one.row.sheet.clone(), one.row.row);
        let key = key(entry);
        if let Some((first_sheet, first_row)) = seen.get(&key).cloned() {
            one.row.fault(field, TableFaultKind::Duplicate { first_sheet, first_row });
            one.entry = None;
        } else {
            seen.insert(key, place);
        }
    }
    rows
}
