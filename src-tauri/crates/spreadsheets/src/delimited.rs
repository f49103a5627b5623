//! Tables as plain text, as every office program writes them: a line a row, commas or tabs between the
//! cells, and in China as often in GBK as in UTF-8.

use encoding_rs::GB18030;

/// A byte order mark, as Excel puts before UTF-8.
const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The rows of such a text; nothing when the bytes are something else.
pub(crate) fn rows_of(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let text = decoded(bytes)?;
    // A page saved from a browser is no table, whatever it is called.
    if text.trim_start().starts_with('<') {
        return None;
    }
    let separator = [',', '\t'].into_iter().max_by_key(|one| text.matches(*one).count())?;
    text.contains(separator).then(|| split(&text, separator))
}

fn decoded(bytes: &[u8]) -> Option<String> {
    let plain = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let text = match std::str::from_utf8(plain) {
        Ok(text) => text.to_owned(),
        // GBK and GB 2312 are part of GB 18030.
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(plain)?.into_owned(),
    };
    let is_text = !text.chars().any(|one| one.is_control() && !matches!(one, '\t' | '\r' | '\n'));
    is_text.then_some(text)
}

/// Cells by RFC 4180: one in quotes may hold separators and line ends, and a doubled quote is one.
fn split(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(one) = characters.next() {
        match one {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            _ if quoted => cell.push(one),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ if one == separator => row.push(std::mem::take(&mut cell)),
            _ => cell.push(one),
        }
    }
    row.push(cell);
    rows.push(row);
    rows
}
