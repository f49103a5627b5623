//! The columns of a session, one by one.

use bidhall_rules::import_words::{Copies, collapse, duration_minutes, half_width, room_key, session_kind};
use bidhall_rules::phone::{PhoneError, PhoneNumber};
use bidhall_rules::secrecy::{SealedCount, guard_free_text};
use bidhall_rules::sessions::SessionKind;

use crate::column::SheetColumn;
use crate::deadline::deadline;
use crate::fault::FaultKind;
use crate::row::Row;
use crate::rows::SessionDraft;
use crate::title::TitleDay;
use crate::workbook::Content;
use crate::{KnownRoom, SheetContext};

/// Reads a row from its first to its last column.
pub(crate) fn draft(row: &mut Row<'_>, title: TitleDay, context: &SheetContext<'_>) -> SessionDraft {
    let (kind, copies) = kind(row).unzip();
    SessionDraft {
        code: row.required_text(SheetColumn::Code),
        project_name: row.required_text(SheetColumn::ProjectName),
        lot: row.text(SheetColumn::Lot),
        tenderer: row.text(SheetColumn::Tenderer),
        agency: row.required_text(SheetColumn::Agency),
        contact_name: row.required_text(SheetColumn::ContactName),
        contact_phone: phone(row),
        deadline: deadline(row, title, context),
        opening_rooms: opening_rooms(row, context.rooms),
        evaluation_rooms: rooms(row, SheetColumn::EvaluationRooms, context.rooms),
        evaluation_minutes: evaluation_minutes(row),
        kind,
        copies: copies.flatten(),
        registered: registered(row),
        remark: remark(row),
    }
}

fn phone(row: &mut Row<'_>) -> Option<PhoneNumber> {
    let field = SheetColumn::ContactPhone;
    let text = row.required_text(field)?;
    let fault = match PhoneNumber::parse(&text) {
        Ok(phone) => return Some(phone),
        Err(fault) => fault,
    };
    // Two numbers in one cell: the first that is one.
    let several = half_width(&text);
    let mut each = several.split(['/', '、', ',', ';']).map(PhoneNumber::parse);
    if let Some(Ok(phone)) = each.find(Result::is_ok) {
        row.fault(field, &text, FaultKind::UnderstoodAs { value: phone.to_string() });
        return Some(phone);
    }
    let digits = half_width(&text).chars().filter(char::is_ascii_digit).count();
    let kind = match fault {
        PhoneError::Empty => FaultKind::Missing,
        PhoneError::MobileLength { .. }
        | PhoneError::LandlineLength { .. }
        | PhoneError::AreaCode { .. }
        | PhoneError::NeitherKind { .. } => {
            FaultKind::PhoneDigits { found: u32::try_from(digits).unwrap_or(u32::MAX) }
        }
        PhoneError::Character { .. } | PhoneError::MobilePrefix | PhoneError::Extension { .. } => {
            FaultKind::PhoneUnreadable
        }
    };
    row.fault(field, &text, kind);
    None
}

fn opening_rooms(row: &mut Row<'_>, known: &[KnownRoom]) -> Vec<String> {
    let field = SheetColumn::OpeningRooms;
    let found = rooms(row, field, known);
    if found.is_empty() {
        row.missing_unless_faulty(field);
    }
    found
}

fn rooms(row: &mut Row<'_>, field: SheetColumn, known: &[KnownRoom]) -> Vec<String> {
    let text = half_width(&row.text(field).unwrap_or_default());
    let mut codes = Vec::new();
    for part in text.split(['、', ',', ';', '/', '+']).map(str::trim).filter(|part| !part.is_empty()) {
        for (written, room) in named(part, known) {
            let Some(room) = room else {
                let known = known.iter().map(|room| room.name.clone()).collect();
                row.fault(field, written, FaultKind::UnknownRoom { known });
                continue;
            };
            if written != room.code && written != half_width(&room.name) {
                row.fault(field, written, FaultKind::UnderstoodAs { value: room.name.clone() });
            }
            if !codes.contains(&room.code) {
                codes.push(room.code.clone());
            }
        }
    }
    codes
}

/// The room of a text or, where white space separates several, the room of each.
fn named<'t, 'r>(text: &'t str, known: &'r [KnownRoom]) -> Vec<(&'t str, Option<&'r KnownRoom>)> {
    let whole = room(text, known);
    let each: Vec<_> = text.split(' ').map(|part| (part, room(part, known))).collect();
    if whole.is_none() && each.iter().any(|(_, room)| room.is_some()) { each } else { vec![(text, whole)] }
}

/// The room of a code, a name, or another spelling of its name that no other room has.
fn room<'a>(text: &str, known: &'a [KnownRoom]) -> Option<&'a KnownRoom> {
    let written = |room: &&KnownRoom| room.code == text || half_width(&room.name) == text;
    let key = room_key(text);
    let spelled = |room: &&KnownRoom| room_key(&room.name) == key;
    known.iter().find(written).or_else(|| {
        let mut rooms = known.iter().filter(spelled);
        rooms.next().filter(|_| rooms.next().is_none())
    })
}

fn evaluation_minutes(row: &mut Row<'_>) -> Option<u32> {
    let field = SheetColumn::EvaluationMinutes;
    if let Content::Minutes(minutes) = row.content(field)? {
        return Some(*minutes);
    }
    let text = row.text(field)?;
    let minutes = duration_minutes(&text);
    if minutes.is_none() {
        row.fault(field, &text, FaultKind::DurationUnreadable);
    }
    minutes
}

fn kind(row: &mut Row<'_>) -> Option<(SessionKind, Option<Copies>)> {
    let field = SheetColumn::Kind;
    let text = row.text(field)?;
    let Some(stated) = session_kind(&text) else {
        row.fault(field, &text, FaultKind::UnknownKind);
        return None;
    };
    // 线上 or 现场 say how people meet; what the bids are made of is concluded from it.
    if !["纸", "电子", "正"].iter().any(|word| text.contains(word)) {
        row.fault(field, &text, FaultKind::UnderstoodAs { value: stated.kind.as_str().to_owned() });
    }
    Some((stated.kind, stated.copies))
}

fn remark(row: &mut Row<'_>) -> Option<String> {
    let text = row.text(SheetColumn::Remark)?;
    if guard_free_text(&text, &[]).is_err() {
        row.fault(SheetColumn::Remark, &text, FaultKind::CountInText);
        return None;
    }
    Some(text)
}

/// The cell is read here and not as other texts are, so that no fault can repeat it.
fn registered(row: &mut Row<'_>) -> Option<SealedCount> {
    let field = SheetColumn::Registered;
    let text = match row.content(field)? {
        Content::Number(number) => number.text.clone(),
        Content::Text(text) => half_width(&collapse(text)),
        Content::Moment(_) | Content::Minutes(_) | Content::Empty | Content::Failed(_) => String::new(),
    };
    let number = text.trim_end_matches(['家', '个', ' ']);
    let kind = match number.parse() {
        Ok(count) => return Some(SealedCount::seal(count)),
        Err(_) if number.starts_with(['-', '−', '负']) => FaultKind::CountNegative,
        Err(_) => FaultKind::CountNotANumber,
    };
    row.fault(field, "", kind);
    None
}
