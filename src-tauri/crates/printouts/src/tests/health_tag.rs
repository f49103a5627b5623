//! What a tag says, and what it keeps to itself.

use bidhall_rules::tags::TagLayout;
use chrono::NaiveDate;

use super::reading::{pages_of_lines, words};
use super::{PRESS, clock, march, tag};
use crate::{HealthTag, Paper, PrintError};

fn lines_of(tag: HealthTag) -> Vec<String> {
    pages_of_lines(&Paper::HealthTag(tag)).concat()
}

#[test]
fn a_tag_says_this_and_nothing_else() {
    let expected = [
        "云岭区公共资源交易中心",
        "健康标识",
        "2020年3月12日 星期四",
        "当日有效",
        "7K4Q-2M9X",
        "一公司一人 一标识一天",
        "请全程佩戴，离场交回",
        "道口：1 发放：08:42",
    ];
    for layout in [TagLayout::Roll58, TagLayout::Roll80] {
        assert_eq!(lines_of(tag(layout)), expected, "{layout:?}");
    }
}

#[test]
fn a_tag_on_a4_says_the_same_and_how_to_cut_it_out() {
    let expected = [
        "云岭区公共资源交易中心",
        "健康标识",
        "2020年3月12日 星期四",
        "当日有效",
        "一公司一人 一标识一天",
        "7K4Q-2M9X",
        "请全程佩戴，离场交回",
        "道口：1 发放：08:42",
        "先沿虚线向后对折，再按四角标记裁下",
    ];
    assert_eq!(lines_of(tag(TagLayout::A4)), expected);
}

#[test]
fn a_tag_of_a_rehearsal_says_so_and_no_other_does() {
    for &layout in TagLayout::ALL {
        let marked = |rehearsal| words(&Paper::HealthTag(HealthTag { rehearsal, ..tag(layout) }));
        assert!(marked(true).contains("演练DEMO") && marked(true).contains("不作进场凭证"), "{layout:?}");
        assert!(!marked(false).contains("演练") && !marked(false).contains("DEMO"), "{layout:?}");
    }
}

#[test]
fn the_day_and_the_minute_of_issue_are_those_of_the_data() {
    let other = HealthTag { day: march(1), issued_at: clock(14, 5), ..tag(TagLayout::Roll58) };
    let said = words(&Paper::HealthTag(other));
    assert!(said.contains("2020年3月1日星期日") && said.contains("发放：14:05"), "{said}");
}

#[test]
fn the_longest_day_stands_in_one_line() {
    for &layout in TagLayout::ALL {
        let day = NaiveDate::from_ymd_opt(2020, 12, 31).expect("a day");
        let lines = lines_of(HealthTag { day, ..tag(layout) });
        assert!(lines.contains(&"2020年12月31日 星期四".to_owned()), "{lines:?}");
    }
}

#[test]
fn markup_characters_print_as_they_are() {
    let odd = "#let*[@<$";
    let tag = HealthTag { centre: odd.to_owned(), lane: odd.to_owned(), ..tag(TagLayout::A4) };
    let said = words(&Paper::HealthTag(tag));
    assert_eq!(said.matches(odd).count(), 2, "{said}");
}

#[test]
fn a_character_that_no_font_shows_is_named_instead_of_printed_as_a_box() {
    for &layout in TagLayout::ALL {
        let odd = "云岭\u{2fffd}中心".to_owned();
        let refused = Err(PrintError::GlyphMissing { character: '\u{2fffd}' });
        let centre = HealthTag { centre: odd.clone(), ..tag(layout) };
        let lane = HealthTag { lane: odd, ..tag(layout) };
        assert_eq!(PRESS.print(&Paper::HealthTag(centre)), refused);
        assert_eq!(PRESS.print(&Paper::HealthTag(lane)), refused);
    }
}
