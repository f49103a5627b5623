//! What the press refuses to print.

use typst_kit::fonts::FontStore;

use super::reading::words;
use super::samples::{door_signs, head, letter, seat_cards};
use super::{PRESS, notice, notice_about};
use crate::{Paper, Press, PrintError, SeatCards, SessionHead};

#[test]
fn a_character_that_no_font_shows_is_named_instead_of_printed_as_a_box() {
    for character in ['\u{2fffd}', '\u{10fffd}', '\u{e123}'] {
        let name = format!("青禾路{character}工程");
        assert_eq!(PRESS.print(&notice_about(&name)), Err(PrintError::GlyphMissing { character }));
    }
}

#[test]
fn a_missing_character_of_any_field_is_named() {
    let mut notice = notice();
    notice.agency.push('\u{2fffd}');
    let refused = PRESS.print(&Paper::AgencyNotice(notice)).expect_err("refused");
    assert_eq!(refused.to_string(), "no installed font shows the character '\\u{2fffd}' (U+2FFFD)");
}

#[test]
fn a_rare_hanzi_beyond_the_basic_plane_prints() {
    assert!(words(&notice_about("𠮷祥路工程")).contains("𠮷祥路工程"));
}

#[test]
fn rare_hanzi_of_names_print_in_the_typeface_of_the_text() {
    for name in ["丙𬱖", "丙㛃", "丙堃"] {
        let mut letter = letter();
        letter.named.as_mut().expect("a person").name = name.to_owned();
        let paper = Paper::RefusalLetter(letter);
        assert!(words(&paper).contains(name));
        assert_eq!(PRESS.print(&paper).expect("printed").borrowed, []);
    }
}

#[test]
fn a_press_says_which_family_stands_for_which_typeface() {
    let wanted: Vec<&str> = PRESS.typefaces().iter().map(|face| face.wanted).collect();
    assert_eq!(wanted, ["仿宋", "小标宋", "黑体", "楷体", "宋体"]);
    for face in PRESS.typefaces() {
        assert_eq!(
            face.substituted,
            face.used.starts_with("Noto") || face.used.starts_with("Source"),
            "{face:?}"
        );
    }
}

#[test]
fn a_paper_about_nothing_is_refused() {
    let signs = door_signs(vec![SessionHead { rooms: Vec::new(), ..head() }]);
    assert_eq!(PRESS.print(&Paper::DoorSigns(signs)), Err(PrintError::NoSession));
    let cards = SeatCards { seats: Vec::new(), ..seat_cards() };
    assert_eq!(PRESS.print(&Paper::SeatCards(cards)), Err(PrintError::NoSession));
}

#[test]
fn invisible_characters_are_no_missing_glyphs() {
    for invisible in ['\t', '\u{200b}', '\u{feff}', '\u{a0}', '\u{3000}', '\u{fe00}', '\u{e0100}', '\r', '\n']
    {
        let printed = PRESS.print(&notice_about(&format!("青禾路{invisible}工程")));
        assert!(printed.is_ok(), "{invisible:?}: {printed:?}");
    }
}

#[test]
fn a_machine_without_official_typefaces_gets_no_press() {
    let refused = Press::with_fonts(FontStore::new()).err();
    assert!(
        matches!(&refused, Some(PrintError::FontMissing { wanted }) if wanted.starts_with("FangSong、")),
        "{refused:?}"
    );
}

#[test]
fn a_notice_about_nothing_is_refused() {
    let mut notice = notice();
    notice.sessions.clear();
    assert_eq!(PRESS.print(&Paper::AgencyNotice(notice)), Err(PrintError::NoSession));
}

#[test]
fn one_press_serves_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Press>();
}
