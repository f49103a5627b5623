//! Understanding what people write into the cells of their spreadsheets.

mod kinds;
mod numbers;
mod times;

pub use kinds::{Copies, StatedKind, room_key, session_kind};
pub(crate) use numbers::is_chinese_digit;
pub use numbers::{chinese_number, duration_minutes};
pub use times::{TimeFault, sheet_date, sheet_time};

/// The text with full-width letters, digits, signs and spaces made half-width.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            other => other,
        })
        .collect()
}

/// The text without white space at its ends, and with each run of white space inside it,
/// line breaks and invisible characters included, made one space.
#[must_use]
pub fn collapse(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}'))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text in half-width capitals without any white space: the form that is searched.
pub(crate) fn squeezed(text: &str) -> String {
    half_width(&collapse(text)).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_letters_digits_and_signs_become_half_width() {
        assert_eq!(half_width("ＹＬ－０３１２：（一）　完。"), "YL-0312:(一) 完。");
    }

    #[test]
    fn white_space_of_every_kind_becomes_one_space() {
        assert_eq!(collapse("\u{feff} 开标 \n\u{3000} 一室\t\u{200b}"), "开标 一室");
        assert_eq!(collapse("　"), "");
    }
}
