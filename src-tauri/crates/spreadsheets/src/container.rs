//! What kind of file the bytes are, told by the bytes and not by the name, and whether it is safe to unpack.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::compound::Compound;
use crate::delimited::rows_of;
use crate::error::{SizeMeasure, SpreadsheetError};
use crate::{MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES};

/// A file of a format that is read.
pub(crate) enum Container {
    /// `.xlsx`, and the newer `.et`.
    OfficeXml,
    /// `.ods`.
    OpenDocument,
    /// `.xls`, and the older `.et`.
    Compound(Compound),
    /// `.csv`: the cells of each row.
    Delimited(Vec<Vec<String>>),
}

/// Recognises a file and looks through it for what calamine would trust and should not: parts that unpack
/// without end, elements that never close, and numbers that make it set aside more memory than there is.
pub(crate) fn recognise(bytes: &[u8]) -> Result<Container, SpreadsheetError> {
    if bytes.is_empty() {
        return Err(SpreadsheetError::Empty);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Compound::open(bytes).ok_or(SpreadsheetError::Unreadable).map(Container::Compound);
    }
    if bytes.starts_with(b"PK") {
        look_through(bytes, MAX_UNPACKED_BYTES)
    } else {
        rows_of(bytes).map(Container::Delimited).ok_or(SpreadsheetError::NotASpreadsheet)
    }
}

/// Looks through an archive as long as what it unpacks to stays below a limit.
pub(crate) fn look_through(bytes: &[u8], limit: u64) -> Result<Container, SpreadsheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SpreadsheetError::Unreadable)?;
    let mut left = limit;
    let (mut found, mut binary, mut damaged) = (None, false, false);
    for index in 0..archive.len() {
        let mut part = match archive.by_index(index) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(reason)) if reason == ZipError::PASSWORD_REQUIRED => {
                return Err(SpreadsheetError::Encrypted);
            }
            Err(_) => return Err(SpreadsheetError::Unreadable),
        };
        let name = part.name().map_err(|_| SpreadsheetError::Unreadable)?.to_ascii_lowercase();
        binary |= name.ends_with("workbook.bin");
        if name.ends_with("workbook.xml") {
            found = Some(Container::OfficeXml);
        } else if name == "content.xml" && found.is_none() {
            found = Some(Container::OpenDocument);
        }
        // Every part is looked into, for the archive itself says which of them hold the sheets; only those
        // that are sure to be read must be whole. A password of an OpenDocument file is told by the last
        // part, after those it made unreadable.
        let whole = (name.ends_with(".xml") || name.ends_with(".rels")) && !name.starts_with("customxml/");
        let mut limited = (&mut part).take(left.saturating_add(1));
        damaged |= !Inspection::default().pass(&mut BufReader::new(&mut limited), whole)? && whole;
        damaged |= std::io::copy(&mut limited, &mut std::io::sink()).is_err();
        let beyond = SpreadsheetError::TooLarge { measure: SizeMeasure::UnpackedBytes, limit };
        left = limited.limit().checked_sub(1).ok_or(beyond)?;
    }
    match found {
        Some(_) if damaged => Err(SpreadsheetError::Unreadable),
        Some(container) => Ok(container),
        None if binary => Err(SpreadsheetError::UnsupportedFormat),
        None => Err(SpreadsheetError::NotASpreadsheet),
    }
}

/// One pass over a part of the archive.
#[derive(Default)]
struct Inspection {
    depth: u32,
    /// OpenDocument tells of repeated rows and cells instead of writing them; these count them.
    row: u64,
    row_repeats: u64,
    column: u64,
    column_repeats: u64,
    filled: bool,
    row_bytes: u64,
    bytes: u64,
}

impl Inspection {
    /// Tells whether the part is well-formed XML. What calamine must not see is a fault in any case, and
    /// after the first thing that is not XML calamine sees nothing more.
    fn pass(mut self, content: &mut impl BufRead, strict: bool) -> Result<bool, SpreadsheetError> {
        let mut reader = Reader::from_reader(content);
        reader.config_mut().check_end_names = strict;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let Ok(event) = reader.read_event_into(&mut buffer) else { return Ok(false) };
            match event {
                Event::Start(element) => {
                    self.depth = self.depth.saturating_add(1);
                    self.element(&element)?;
                }
                Event::Empty(element) => self.element(&element)?,
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    if element.name().as_ref() == "table:table-row" {
                        self.end_of_row()?;
                    }
                }
                Event::Eof => return Ok(self.depth == 0),
                Event::Text(text) => self.add(text.len()),
                Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::GeneralRef(_) => (),
            }
        }
    }

    fn element(&mut self, element: &BytesStart<'_>) -> Result<(), SpreadsheetError> {
        match element.local_name().as_ref() {
            "encryption-data" => return Err(SpreadsheetError::Encrypted),
            "c" | "row" | "dimension" | "f" | "sst" => {
                for attribute in element.attributes() {
                    let attribute = attribute.map_err(|_| SpreadsheetError::Unreadable)?;
                    let trusted = matches!(attribute.key.as_ref(), "r" | "ref" | "uniqueCount");
                    if trusted && !is_modest(&attribute.value) {
                        return Err(SpreadsheetError::Unreadable);
                    }
                }
            }
            "table" => self.row = 0,
            "table-row" => {
                (self.column, self.row_bytes, self.filled) = (0, 0, false);
                self.row_repeats = number(element, "table:number-rows-repeated")?.unwrap_or(1);
            }
            "table-cell" | "covered-table-cell" => {
                self.column_repeats = number(element, "table:number-columns-repeated")?.unwrap_or(1);
                self.column = self.column.saturating_add(self.column_repeats);
                let value = text(element, "office:value-type")?.or(text(element, "table:formula")?);
                if value.is_some() && self.column > u64::from(MAX_COLUMNS) {
                    return Err(SpreadsheetError::Unreadable);
                }
                self.filled |= value.is_some();
                self.add(element.len());
            }
            "s" => self.add(usize::try_from(number(element, "text:c")?.unwrap_or(1)).unwrap_or(usize::MAX)),
            _ => (),
        }
        Ok(())
    }

    /// Counts the bytes of a cell as often as it is repeated within its row.
    fn add(&mut self, bytes: usize) {
        let repeated = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(self.column_repeats);
        self.row_bytes = self.row_bytes.saturating_add(repeated);
    }

    fn end_of_row(&mut self) -> Result<(), SpreadsheetError> {
        self.row = self.row.saturating_add(self.row_repeats);
        if !self.filled {
            return Ok(());
        }
        self.bytes = self.bytes.saturating_add(self.row_bytes.saturating_mul(self.row_repeats));
        let (rows, bytes) = (u64::from(MAX_ROWS), MAX_UNPACKED_BYTES);
        if self.row > rows {
            return Err(SpreadsheetError::TooLarge { measure: SizeMeasure::Rows, limit: rows });
        }
        if self.bytes > bytes {
            return Err(SpreadsheetError::TooLarge { measure: SizeMeasure::UnpackedBytes, limit: bytes });
        }
        Ok(())
    }
}

/// Whether a cell reference or a count is of a size that cannot overflow: `XFD1048576` at the most.
fn is_modest(text: &str) -> bool {
    text.split(':').all(|part| {
        let letters = part.chars().filter(char::is_ascii_alphabetic).count();
        let digits = part.chars().filter(char::is_ascii_digit).count();
        letters <= 3 && digits <= 7
    })
}

fn text(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, SpreadsheetError> {
    let attribute = element.try_get_attribute(name).map_err(|_| SpreadsheetError::Unreadable)?;
    Ok(attribute.map(|attribute| attribute.value.into_owned()))
}

fn number(element: &BytesStart<'_>, name: &str) -> Result<Option<u64>, SpreadsheetError> {
    let text = text(element, name)?;
    text.map(|text| text.parse().map_err(|_| SpreadsheetError::Unreadable)).transpose()
}
