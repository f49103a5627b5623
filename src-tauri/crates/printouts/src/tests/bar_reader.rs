//! A reader of Code 128, set B, that shares nothing with the writer.

use super::drawing::Code;

/// The modules of the symbols 0 to 102, a black one as 1, first module highest.
const SYMBOLS: [u16; 103] = [
    0x6cc, 0x66c, 0x666, 0x498, 0x48c, 0x44c, 0x4c8, 0x4c4, 0x464, 0x648, 0x644, 0x624, 0x59c, 0x4dc, 0x4ce,
    0x5cc, 0x4ec, 0x4e6, 0x672, 0x65c, 0x64e, 0x6e4, 0x674, 0x76e, 0x74c, 0x72c, 0x726, 0x764, 0x734, 0x732,
    0x6d8, 0x6c6, 0x636, 0x518, 0x458, 0x446, 0x588, 0x468, 0x462, 0x688, 0x628, 0x622, 0x5b8, 0x58e, 0x46e,
    0x5d8, 0x5c6, 0x476, 0x776, 0x68e, 0x62e, 0x6e8, 0x6e2, 0x6ee, 0x758, 0x746, 0x716, 0x768, 0x762, 0x71a,
    0x77a, 0x642, 0x78a, 0x530, 0x50c, 0x4b0, 0x486, 0x42c, 0x426, 0x590, 0x584, 0x4d0, 0x4c2, 0x434, 0x432,
    0x612, 0x650, 0x7ba, 0x614, 0x47a, 0x53c, 0x4bc, 0x49e, 0x5e4, 0x4f4, 0x4f2, 0x7a4, 0x794, 0x792, 0x6de,
    0x6f6, 0x7b6, 0x578, 0x51e, 0x45e, 0x5e8, 0x5e2, 0x7a8, 0x7a2, 0x5de, 0x5ee, 0x75e, 0x7ae,
];
const START_B: u16 = 0b110_1001_0000;
const STOP: u16 = 0b1_1000_1110_1011;

/// Start, eight characters and check of eleven modules each, and the stop of thirteen.
pub(super) const MODULES: u32 = modules_of(8);

/// How many modules so many characters take.
pub(super) const fn modules_of(characters: u32) -> u32 {
    (characters + 2) * 11 + 13
}

/// The text of so many characters that the bars carry.
pub(super) fn read_bars(code: &Code, characters: u32) -> String {
    let all = modules_of(characters);
    let modules: Vec<u16> = (0..all).map(|module| u16::from(code.is_black((module, all), (0, 1)))).collect();
    let (symbols, stop) = modules.split_at(modules.len() - 13);
    assert_eq!(number(stop), STOP);
    let symbols: Vec<u16> = symbols.chunks(11).map(number).collect();
    let Some((&START_B, symbols)) = symbols.split_first() else { panic!("no start of set B: {symbols:x?}") };
    let values: Vec<usize> = symbols
        .iter()
        .map(|symbol| SYMBOLS.iter().position(|known| known == symbol).expect("a symbol"))
        .collect();
    let (check, values) = values.split_last().expect("a check symbol");
    let sum = values.iter().enumerate().fold(104, |sum, (index, value)| sum + (index + 1) * value);
    assert_eq!(sum % 103, *check, "the check symbol");
    values.iter().map(|value| char::from(u8::try_from(value + 32).expect("ASCII"))).collect()
}

fn number(modules: &[u16]) -> u16 {
    modules.iter().fold(0, |number, module| number << 1 | module)
}
