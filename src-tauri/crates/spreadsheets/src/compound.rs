//! Compound files (`.xls`, the older `.et`, and every Office file with a password).
//!
//! calamine follows the sector tables of such a file without checking them, so that a file cut off while it
//! was copied stops the program. Here the tables are followed with care, and calamine is given a file laid
//! out anew around the one stream it needs.

use crate::biff;
use crate::error::SpreadsheetError;

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const MINI_SECTOR: usize = 64;
/// Streams shorter than this live in the mini stream.
const MINI_LIMIT: usize = 4096;

/// A compound file whose tables hold together.
pub(crate) struct Compound {
    sectors: Vec<u8>,
    sector: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini_stream: Vec<u8>,
    directory: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl Compound {
    /// Follows the tables; nothing when one leads out of the file.
    pub(crate) fn open(bytes: &[u8]) -> Option<Self> {
        let sector: usize = match bytes.get(30..32)? {
            [9, 0] => 512,
            [12, 0] => 4096,
            _ => return None,
        };
        let mut file = Self {
            sectors: bytes.get(sector..)?.to_vec(),
            sector,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini_stream: Vec::new(),
            directory: Vec::new(),
        };
        file.table = file.sector_table(bytes)?;
        let directory = file.chain(word(bytes, 48)?, usize::MAX)?;
        file.directory = directory.chunks_exact(128).filter_map(|entry| Entry::read(entry, sector)).collect();
        let root = file.directory.first()?;
        let (root_start, root_length) = (root.start, root.length);
        let mini_sectors = usize::try_from(word(bytes, 64)?).ok()?;
        if mini_sectors > 0 {
            file.mini_stream = file.chain(root_start, root_length)?;
            let table = file.chain(word(bytes, 60)?, mini_sectors.checked_mul(sector)?)?;
            file.mini_table = words(&table).collect();
        }
        Some(file)
    }

    /// The table that leads from each sector to the next.
    fn sector_table(&self, header: &[u8]) -> Option<Vec<u32>> {
        let mut places: Vec<u32> = words(header.get(76..512)?).collect();
        let mut next = word(header, 68)?;
        let mut steps = 0;
        while next < 0xFFFF_FFFA {
            let more = self.at(next).filter(|found| found.len() == self.sector)?;
            places.extend(words(more));
            next = places.pop()?;
            steps += 1;
            if steps > self.sectors.len() / self.sector {
                return None;
            }
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|place| *place < 0xFFFF_FFFC) {
            table.extend(words(self.at(place).filter(|found| found.len() == self.sector)?));
        }
        Some(table)
    }

    /// One sector; the last of a file may be short.
    fn at(&self, index: u32) -> Option<&[u8]> {
        let start = usize::try_from(index).ok()?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.sectors.len());
        self.sectors.get(start..end).filter(|found| !found.is_empty())
    }

    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        follow(start, length, &self.table, |index| self.at(index))
    }

    fn mini_chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        follow(start, length, &self.mini_table, |index| {
            let start = usize::try_from(index).ok()?.checked_mul(MINI_SECTOR)?;
            self.mini_stream.get(start..start.checked_add(MINI_SECTOR)?)
        })
    }

    fn has(&self, name: &str) -> bool {
        self.directory.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.directory.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.length < MINI_LIMIT {
            self.mini_chain(entry.start, entry.length)
        } else {
            self.chain(entry.start, entry.length)
        }
    }

    /// A compound file with the workbook and nothing else.
    pub(crate) fn workbook_for_reading(&self) -> Result<Vec<u8>, SpreadsheetError> {
        if self.has("EncryptedPackage") {
            return Err(SpreadsheetError::Encrypted);
        }
        if !self.has("Workbook") && !self.has("Book") {
            return Err(SpreadsheetError::NotASpreadsheet);
        }
        let stream =
            self.stream("Workbook").or_else(|| self.stream("Book")).ok_or(SpreadsheetError::Unreadable)?;
        laid_out(&biff::checked(stream)?).ok_or(SpreadsheetError::Unreadable)
    }
}

impl Entry {
    fn read(bytes: &[u8], sector: usize) -> Option<Self> {
        let letters: Vec<u16> = bytes
            .get(..64)?
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| u16::from_le_bytes(*pair))
            .take_while(|letter| *letter != 0)
            .collect();
        let long = if sector == 512 { 0 } else { u64::from(word(bytes, 124)?) };
        let length = usize::try_from((long << 32) | u64::from(word(bytes, 120)?)).ok()?;
        Some(Self { name: String::from_utf16_lossy(&letters), start: word(bytes, 116)?, length })
    }
}

/// The bytes of a chain of sectors, up to a length.
fn follow<'a>(
    start: u32,
    length: usize,
    table: &[u32],
    sector: impl Fn(u32) -> Option<&'a [u8]>,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut next, mut steps) = (start, 0);
    while next != END_OF_CHAIN && bytes.len() < length {
        let found = sector(next)?;
        bytes.extend_from_slice(found.get(..found.len().min(length - bytes.len()))?);
        next = *table.get(usize::try_from(next).ok()?)?;
        steps += 1;
        if steps > table.len() {
            return None;
        }
    }
    Some(bytes)
}

/// A compound file of 512-byte sectors: the header, the sector table, the directory, the stream.
fn laid_out(stream: &[u8]) -> Option<Vec<u8>> {
    let content = stream.len().max(MINI_LIMIT).div_ceil(512);
    // Each sector of the table holds 128 places; one is its own, a few are for what stands before the stream.
    let tables = (content + 4).div_ceil(127);
    // The header names 109 sectors of the table: 7 MB.
    let (content, tables) = (u32::try_from(content).ok()?, u32::try_from(tables).ok()?);
    let beyond_header = tables.saturating_sub(109).div_ceil(127);
    let first = tables + beyond_header + 1;

    let mut header = vec![0u8; 512];
    let mut set =
        |at: usize, bytes: &[u8]| header.get_mut(at..at + bytes.len()).map(|to| to.copy_from_slice(bytes));
    set(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])?;
    set(24, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0])?;
    set(44, &tables.to_le_bytes())?;
    set(48, &(tables + beyond_header).to_le_bytes())?;
    set(56, &4096u32.to_le_bytes())?;
    set(60, &END_OF_CHAIN.to_le_bytes())?;
    set(68, &(if beyond_header > 0 { tables } else { END_OF_CHAIN }).to_le_bytes())?;
    set(72, &beyond_header.to_le_bytes())?;
    for place in 0..109u32 {
        let id = if place < tables { place } else { FREE };
        set(76 + 4 * usize::try_from(place).ok()?, &id.to_le_bytes())?;
    }

    let mut table: Vec<u32> = Vec::new();
    table.extend((0..tables).map(|_| 0xFFFF_FFFD));
    table.extend((0..beyond_header).map(|_| 0xFFFF_FFFC));
    table.push(END_OF_CHAIN);
    table.extend((1..content).map(|index| first + index));
    table.push(END_OF_CHAIN);
    table.resize(usize::try_from(tables).ok()? * 128, FREE);

    let mut file = header;
    file.extend(table.iter().flat_map(|place| place.to_le_bytes()));
    let mut place = 109;
    for index in 0..beyond_header {
        for _ in 0..127 {
            file.extend((if place < tables { place } else { FREE }).to_le_bytes());
            place += 1;
        }
        let last = index + 1 == beyond_header;
        file.extend((if last { END_OF_CHAIN } else { tables + index + 1 }).to_le_bytes());
    }
    let length = u32::try_from(stream.len().max(MINI_LIMIT)).ok()?;
    file.extend(directory_entry("Root Entry", 5, END_OF_CHAIN, 0)?);
    file.extend(directory_entry("Workbook", 2, first, length)?);
    file.resize(file.len() + 256, 0);
    file.extend_from_slice(stream);
    let padding = (usize::try_from(content).ok()? * 512).checked_sub(stream.len())?;
    file.resize(file.len() + padding, 0);
    Some(file)
}

fn directory_entry(name: &str, kind: u8, start: u32, length: u32) -> Option<Vec<u8>> {
    let mut entry = vec![0u8; 128];
    for (at, letter) in name.encode_utf16().enumerate() {
        entry.get_mut(2 * at..2 * at + 2)?.copy_from_slice(&letter.to_le_bytes());
    }
    *entry.get_mut(66)? = kind;
    entry.get_mut(116..120)?.copy_from_slice(&start.to_le_bytes());
    entry.get_mut(120..124)?.copy_from_slice(&length.to_le_bytes());
    Some(entry)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|word| u32::from_le_bytes(*word))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::Reader;

    use super::*;

    #[test]
    fn a_stream_of_any_length_is_found_again_in_the_file_laid_out_for_it() {
        for length in [1, 4096, 65_000, 127 * 512, 9 << 20] {
            let stream: Vec<u8> = (0..=250).cycle().take(length).collect();
            let file = laid_out(&stream).unwrap();
            let found = Compound::open(&file).unwrap().stream("workbook").unwrap();
            assert!(found.starts_with(&stream) && found.len() == length.max(MINI_LIMIT), "{length}");
            // calamine finds the stream too: it complains about what is in it.
            let fault = calamine::Xls::new(Cursor::new(file)).err();
            assert!(!matches!(fault, Some(calamine::XlsError::Cfb(_))), "{fault:?}");
        }
    }
}
