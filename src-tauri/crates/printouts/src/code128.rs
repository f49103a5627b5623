//! Code 128, set B: the bars of a short ASCII text.
//!
//! Set C would shorten runs of digits, and tags would differ in width by their code; set B keeps them alike.

/// Widths of bar and space in turn, in modules, of the symbols 0 to 105.
const SYMBOLS: [[i32; 6]; 106] = symbols(concat!(
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221",
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321",
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131",
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114",
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141",
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232",
));
const STOP: [i32; 7] = [2, 3, 3, 1, 1, 1, 2];
const START_B: usize = 104;
/// The check symbol is a remainder of this.
const MODULUS: usize = 103;

const fn symbols(digits: &str) -> [[i32; 6]; 106] {
    let digits = digits.as_bytes();
    let mut symbols = [[0; 6]; 106];
    let mut place = 0;
    while place < digits.len() {
        symbols[place / 6][place % 6] = (digits[place] - b'0') as i32;
        place += 1;
    }
    symbols
}

/// The widths of bar and space in turn, in modules, without the quiet zones; none for a text that is empty or has
/// characters other than the printable ones of ASCII.
pub(crate) fn widths(text: &str) -> Option<Vec<i32>> {
    let values =
        text.bytes().map(value).collect::<Option<Vec<usize>>>().filter(|values| !values.is_empty())?;
    let sum: usize = values.iter().zip(1..).map(|(value, weight)| value * weight).sum();
    let check = (START_B + sum) % MODULUS;
    let mut widths = Vec::new();
    for symbol in [START_B].into_iter().chain(values).chain([check]) {
        widths.extend(SYMBOLS.get(symbol)?);
    }
    widths.extend(STOP);
    Some(widths)
}

fn value(byte: u8) -> Option<usize> {
    matches!(byte, b' '..=b'~').then(|| usize::from(byte - b' '))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{SYMBOLS, widths};

    fn read(text: &str) -> String {
        widths(text).expect("a text of printable ASCII").into_iter().map(|width| width.to_string()).collect()
    }

    #[test]
    fn a_text_stands_between_start_and_check_with_stop() {
        assert_eq!(read("A"), ["211214", "111323", "131123", "2331112"].concat());
    }

    #[test]
    fn every_symbol_is_eleven_modules_wide_with_an_even_number_of_black_ones() {
        for widths in SYMBOLS {
            assert_eq!(widths.iter().sum::<i32>(), 11, "{widths:?}");
            assert_eq!(widths.iter().step_by(2).sum::<i32>() % 2, 0, "{widths:?}");
        }
        assert_eq!(SYMBOLS.into_iter().collect::<BTreeSet<_>>().len(), SYMBOLS.len());
    }

    #[test]
    fn eight_characters_are_123_modules_wide_whatever_they_are() {
        for text in ["22222222", "WMWMWMWW", "7K4Q2M9X"] {
            assert_eq!(widths(text).expect("bars").into_iter().sum::<i32>(), 123);
        }
    }

    #[test]
    fn what_the_code_cannot_carry_gives_no_bars() {
        for text in ["", "标识", "2\n3", "\u{7f}"] {
            assert_eq!(widths(text), None, "{text:?}");
        }
    }
}
