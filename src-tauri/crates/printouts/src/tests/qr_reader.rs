//! A reader of QR codes of version 1 with the highest correction, the only ones tags have.

use super::drawing::Code;

pub(super) const SIDE: u32 = 21;
const CODEWORDS: usize = 26;
const CORRECTION: u8 = 17;
const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// The text that the code carries, after checking its frame, its format and its correction.
pub(super) fn read_qr(code: &Code) -> String {
    let dark = |x: u32, y: u32| code.is_black((x, SIDE), (y, SIDE));
    check_finders(dark);
    let (level, mask) = format_of(dark);
    assert_eq!(level, 0b10, "the highest correction");
    let mut bits = data_places().into_iter().map(|(x, y)| u8::from(dark(x, y) != masked(mask, x, y)));
    let words: Vec<u8> =
        (0..CODEWORDS).map(|_| bits.by_ref().take(8).fold(0, |word, bit| word << 1 | bit)).collect();
    for power in 0..CORRECTION {
        assert_eq!(syndrome(&words, power), 0, "error correction {power} of {words:x?}");
    }
    text_of(&words)
}

/// Rings of seven, five and three modules in three corners, and alternating modules between them.
fn check_finders(dark: impl Fn(u32, u32) -> bool) {
    for (left, top) in [(0, 0), (SIDE - 7, 0), (0, SIDE - 7)] {
        for (x, y) in (0..7).flat_map(|x| (0..7).map(move |y| (x, y))) {
            let ring = 3_u32.abs_diff(x).max(3_u32.abs_diff(y));
            assert_eq!(dark(left + x, top + y), ring != 2, "finder at {x}, {y}");
        }
    }
    for along in 8..SIDE - 8 {
        assert_eq!((dark(along, 6), dark(6, along)), (along % 2 == 0, along % 2 == 0), "timing at {along}");
    }
}

/// Level of correction and mask. Both copies of the format must be one codeword of its code.
fn format_of(dark: impl Fn(u32, u32) -> bool) -> (u32, u32) {
    let corner = (0..6).map(|x| (x, 8)).chain([(7, 8), (8, 8), (8, 7)]).chain((0..6).rev().map(|y| (8, y)));
    let sides = (SIDE - 7..SIDE).rev().map(|y| (8, y)).chain((SIDE - 8..SIDE).map(|x| (x, 8)));
    let read = |places: &mut dyn Iterator<Item = (u32, u32)>| {
        places.fold(0, |bits, (x, y)| bits << 1 | u32::from(dark(x, y))) ^ 0b101_0100_0001_0010
    };
    let format = read(&mut { corner });
    assert_eq!(format, read(&mut { sides }), "both copies of the format");
    let rest = (10..15).rev().fold(format, |rest, bit| {
        if rest >> bit & 1 == 1 { rest ^ 0b101_0011_0111 << (bit - 10) } else { rest }
    });
    assert_eq!(rest, 0, "the format's own correction");
    (format >> 13, format >> 10 & 0b111)
}

fn masked(mask: u32, x: u32, y: u32) -> bool {
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    }
}

/// Pairs of columns from the right, up and down in turn, around finders, format and timing.
fn data_places() -> Vec<(u32, u32)> {
    let rights = [20, 18, 16, 14, 12, 10, 8, 5, 3, 1];
    let mut places = Vec::new();
    for (index, right) in rights.into_iter().enumerate() {
        for step in 0..SIDE {
            let y = if index % 2 == 0 { SIDE - 1 - step } else { step };
            places.extend([right, right - 1].map(|x| (x, y)));
        }
    }
    places.retain(|&(x, y)| {
        let (left, right, top, bottom) = (x < 9, x >= SIDE - 8, y < 9, y >= SIDE - 8);
        let finder = (top && (left || right)) || (bottom && left);
        !finder && x != 6 && y != 6
    });
    places
}

/// The message as a polynomial over GF(256) at a power of the generator: zero where nothing was changed.
fn syndrome(words: &[u8], power: u8) -> u8 {
    let at = (0..power).fold(1, |product, _| times(product, 2));
    words.iter().fold(0, |sum, word| times(sum, at) ^ word)
}

fn times(one: u8, other: u8) -> u8 {
    (0..8).rev().fold(0, |product: u8, bit| {
        let doubled = product << 1 ^ if product & 0x80 == 0 { 0 } else { 0x1d };
        if other >> bit & 1 == 1 { doubled ^ one } else { doubled }
    })
}

/// Mode and length, then groups of characters: pairs of 11 bits, or three digits of 10 with two last ones of 7.
fn text_of(words: &[u8]) -> String {
    let mut bits = words.iter().flat_map(|word| (0..8).rev().map(move |bit| usize::from(word >> bit & 1)));
    let mut take = |count: usize| bits.by_ref().take(count).fold(0, |number, bit| number << 1 | bit);
    match take(4) {
        0b0010 => {
            assert_eq!(take(9), 8, "the length");
            let pairs: Vec<usize> = (0..4).map(|_| take(11)).collect();
            let values = pairs.iter().flat_map(|pair| [pair / 45, pair % 45]);
            values.map(|value| char::from(ALPHANUMERIC[value])).collect()
        }
        0b0001 => {
            assert_eq!(take(10), 8, "the length");
            format!("{:03}{:03}{:02}", take(10), take(10), take(7))
        }
        mode => panic!("mode {mode} holds no code of a tag"),
    }
}
