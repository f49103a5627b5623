//! The records of an `.xls` workbook, checked before calamine reads them: it takes many of their lengths on
//! trust and stops the program where one is wrong.

use std::collections::BTreeSet;

use crate::error::{SizeMeasure, SpreadsheetError};
use crate::{MAX_COLUMNS, MAX_ROWS};

const FORMULA: u16 = 0x0006;
const DEFINED_NAME: u16 = 0x0018;
const EXTERNAL_SHEETS: u16 = 0x0017;
const DATE_MODE: u16 = 0x0022;
const PASSWORD: u16 = 0x002F;
const CONTINUE: u16 = 0x003C;
const CODE_PAGE: u16 = 0x0042;
const SHEET: u16 = 0x0085;
const NUMBERS: u16 = 0x00BD;
const RICH_LABEL: u16 = 0x00D6;
const MERGED: u16 = 0x00E5;
const SHARED_TEXTS: u16 = 0x00FC;
const SHARED_LABEL: u16 = 0x00FD;
const EXTENT: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const TRUTH_OR_ERROR: u16 = 0x0205;
const SHORT_NUMBER: u16 = 0x027E;
const BEGIN: u16 = 0x0809;
/// A type nobody reads.
const IGNORED: u16 = 0xFFFF;

/// The workbook stream with only such records as can be read safely.
pub(crate) fn checked(mut stream: Vec<u8>) -> Result<Vec<u8>, SpreadsheetError> {
    let mut starts = BTreeSet::new();
    let mut sheets = Vec::new();
    let mut at = 0;
    while let Some((kind, length)) = record(&stream, at) {
        starts.insert(at);
        let data = stream.get_mut(at + 4..at + 4 + length).ok_or(SpreadsheetError::Unreadable)?;
        let mut kept = true;
        match kind {
            PASSWORD => return Err(SpreadsheetError::Encrypted),
            CODE_PAGE | DATE_MODE | BEGIN => at_least(data, 2)?,
            SHEET => {
                at_least(data, 8)?;
                sheets.push(usize::from(half(data, 0)) | usize::from(half(data, 2)) << 16);
            }
            DEFINED_NAME | EXTERNAL_SHEETS | MERGED | EXTENT => kept = false,
            NUMBER | LABEL | RICH_LABEL | SHARED_LABEL | TRUTH_OR_ERROR | SHORT_NUMBER => {
                kept = in_reach(data)?;
            }
            NUMBERS => {
                at_least(data, 6)?;
                let last = half(data, data.len() - 2);
                kept = in_reach(data)? && u32::from(last) < MAX_COLUMNS;
                if last < half(data, 2) {
                    return Err(SpreadsheetError::Unreadable);
                }
            }
            FORMULA => {
                at_least(data, 22)?;
                kept = in_reach(data)?;
                // The value and that there is a formula are wanted; what it says is not.
                if let Some(tokens) = data.get_mut(20..22) {
                    tokens.fill(0);
                }
            }
            SHARED_TEXTS => shared_texts(&stream, at, length)?,
            _ => (),
        }
        if !kept && let Some(kind) = stream.get_mut(at..at + 2) {
            kind.copy_from_slice(&IGNORED.to_le_bytes());
        }
        at += 4 + length;
    }
    if sheets.iter().all(|sheet| starts.contains(sheet)) {
        Ok(stream)
    } else {
        Err(SpreadsheetError::Unreadable)
    }
}

/// The type and the length of the record at a place; nothing at the end, or where one would be cut off.
fn record(stream: &[u8], at: usize) -> Option<(u16, usize)> {
    let head = stream.get(at..)?.first_chunk::<4>()?;
    let length = usize::from(half(head, 2));
    (stream.len() >= at + 4 + length).then(|| (half(head, 0), length))
}

fn half(data: &[u8], at: usize) -> u16 {
    data.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |pair| u16::from_le_bytes(*pair))
}

fn at_least(data: &[u8], length: usize) -> Result<(), SpreadsheetError> {
    if data.len() >= length { Ok(()) } else { Err(SpreadsheetError::Unreadable) }
}

/// Whether a cell stands where cells are read.
fn in_reach(data: &[u8]) -> Result<bool, SpreadsheetError> {
    at_least(data, 6)?;
    if u32::from(half(data, 0)) >= MAX_ROWS {
        return Err(SpreadsheetError::TooLarge { measure: SizeMeasure::Rows, limit: u64::from(MAX_ROWS) });
    }
    Ok(u32::from(half(data, 2)) < MAX_COLUMNS)
}

/// Follows the shared texts over their continued records.
fn shared_texts(stream: &[u8], at: usize, length: usize) -> Result<(), SpreadsheetError> {
    let mut parts = vec![stream.get(at + 4..at + 4 + length).ok_or(SpreadsheetError::Unreadable)?];
    let mut next = at + 4 + length;
    while let Some((CONTINUE, length)) = record(stream, next) {
        parts.push(stream.get(next + 4..next + 4 + length).ok_or(SpreadsheetError::Unreadable)?);
        next += 4 + length;
    }
    let mut parts = parts.into_iter();
    let mut data = parts.next().and_then(|first| first.get(8..)).ok_or(SpreadsheetError::Unreadable)?;
    loop {
        if data.is_empty() {
            match parts.next() {
                Some(part) => data = part,
                None => return Ok(()),
            }
            continue;
        }
        at_least(data, 3)?;
        let mut characters = usize::from(half(data, 0));
        let flags = data.get(2).copied().unwrap_or_default();
        let head = 3 + if flags & 8 == 0 { 0 } else { 2 } + if flags & 4 == 0 { 0 } else { 4 };
        at_least(data, head)?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(half(data, 3)) };
        let phonetic = if flags & 4 == 0 {
            0
        } else {
            usize::from(half(data, head - 4)) | usize::from(half(data, head - 2)) << 16
        };
        data = data.get(head..).unwrap_or_default();
        let mut width = 1 + usize::from(flags & 1);
        loop {
            let taken = characters.min(data.len() / width);
            data = data.get(taken * width..).unwrap_or_default();
            characters -= taken;
            if characters == 0 {
                break;
            }
            data = parts.next().ok_or(SpreadsheetError::Unreadable)?;
            width = 1 + usize::from(data.first().ok_or(SpreadsheetError::Unreadable)? & 1);
            data = data.get(1..).unwrap_or_default();
        }
        let mut rest = runs * 4 + phonetic;
        while rest > 0 {
            if data.is_empty() {
                data = parts.next().ok_or(SpreadsheetError::Unreadable)?;
            }
            let skipped = rest.min(data.len());
            data = data.get(skipped..).unwrap_or_default();
            rest -= skipped;
        }
    }
}
