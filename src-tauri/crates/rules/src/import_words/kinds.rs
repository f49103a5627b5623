//! The kind of a session and the name of a room, as people write them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::numbers::{chinese_number, is_chinese_digit};
use super::squeezed;
use crate::sessions::SessionKind;

/// How many volumes of a bid there are on paper: 一正四副 is one original and four duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Copies {
    /// Originals (正本).
    pub original_count: u32,
    /// Duplicates (副本).
    pub duplicate_count: u32,
}

/// What a cell says about the kind of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatedKind {
    /// Paper, electronic or both.
    pub kind: SessionKind,
    /// The volumes on paper, when they are said.
    pub copies: Option<Copies>,
}

/// Reads `纸质(一正四副)`, `电子`, `线上`, `纸质+电子` and the like.
#[must_use]
pub fn session_kind(text: &str) -> Option<StatedKind> {
    let text = squeezed(text);
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let copies = copies(&text);
    let paper = says(&["纸", "线下", "现场", "PAPER"]) || copies.is_some();
    let electronic = says(&["电子", "线上", "网上", "不见面", "全流程", "ELECTRONIC", "ONLINE"]);
    let kind = match (paper, electronic) {
        _ if says(&["混合", "MIXED"]) => SessionKind::Mixed,
        (true, true) => SessionKind::Mixed,
        (true, false) => SessionKind::Paper,
        (false, true) => SessionKind::Electronic,
        (false, false) => return None,
    };
    Some(StatedKind { kind, copies })
}

/// Reads `一正四副`, `1正4副`, `正本一份副本四份` and `正本1份,副本4份`.
fn copies(text: &str) -> Option<Copies> {
    let original_count = count_beside(text, '正')?;
    let duplicate_count = count_beside(text, '副')?;
    Some(Copies { original_count, duplicate_count })
}

fn count_beside(text: &str, word: char) -> Option<u32> {
    let (before, after) = text.split_once(word)?;
    let is_digit = |c: char| c.is_ascii_digit() || is_chinese_digit(c);
    if let Some(after) = after.strip_prefix('本') {
        let after = after.trim_start_matches([':', '各']);
        let end = after.find(|c| !is_digit(c)).unwrap_or(after.len());
        if let Some(count) = chinese_number(&after[..end]) {
            return Some(count);
        }
    }
    let before = before.trim_end_matches(['份', '本', '套']);
    let start = before.char_indices().rev().take_while(|(_, c)| is_digit(*c)).last()?.0;
    chinese_number(&before[start..])
}

/// A key that is the same for `开标1室`, `开标一室`, `第一开标室` and `1号开标室`: the words of
/// the name, then its numbers. What stands in brackets does not count.
#[must_use]
pub fn room_key(name: &str) -> String {
    let name = squeezed(&without_brackets(&squeezed(name)));
    let mut words = String::new();
    let mut numbers = String::new();
    let mut rest = name.as_str();
    while let Some(c) = rest.chars().next() {
        let is_number = |c: char| c.is_ascii_digit() || is_chinese_digit(c);
        if is_number(c) {
            let end = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
            let digits =
                chinese_number(&rest[..end]).map_or_else(|| rest[..end].to_owned(), |n| n.to_string());
            numbers.push('#');
            numbers.push_str(&digits);
            rest = &rest[end..];
        } else {
            if c.is_alphanumeric() && !matches!(c, '第' | '号' | '室') {
                words.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    words + &numbers
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| match c {
            '(' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(kind: SessionKind, copies: Option<(u32, u32)>) -> Option<StatedKind> {
        let copies =
            copies.map(|(original_count, duplicate_count)| Copies { original_count, duplicate_count });
        Some(StatedKind { kind, copies })
    }

    #[test]
    fn the_kind_of_a_session_is_read_with_its_copies() {
        for (text, expected) in [
            ("纸质(一正四副)", stated(SessionKind::Paper, Some((1, 4)))),
            ("纸质（1正4副）", stated(SessionKind::Paper, Some((1, 4)))),
            ("一正四副", stated(SessionKind::Paper, Some((1, 4)))),
            ("纸质 正本一份、副本四份", stated(SessionKind::Paper, Some((1, 4)))),
            ("纸质,正本1份副本12份", stated(SessionKind::Paper, Some((1, 12)))),
            ("纸质", stated(SessionKind::Paper, None)),
            ("电子", stated(SessionKind::Electronic, None)),
            ("线上", stated(SessionKind::Electronic, None)),
            ("不见面开标", stated(SessionKind::Electronic, None)),
            ("纸质+电子", stated(SessionKind::Mixed, None)),
            ("混合", stated(SessionKind::Mixed, None)),
            ("电子+一正二副", stated(SessionKind::Mixed, Some((1, 2)))),
            ("待定", None),
            ("", None),
        ] {
            assert_eq!(session_kind(text), expected, "{text}");
        }
    }

    #[test]
    fn the_spellings_of_one_room_have_one_key() {
        for name in
            ["开标1室", "开标一室", "开标第1室", "第一开标室", "1号开标室", "开标 １ 室", "开标一室（3楼）"]
        {
            assert_eq!(room_key(name), room_key("开标一室"), "{name}");
        }
        assert_eq!(room_key("评标201"), room_key("201评标室"));
        assert_eq!(room_key("多功能厅"), "多功能厅");
    }

    #[test]
    fn different_rooms_have_different_keys() {
        let names = ["开标一室", "开标二室", "开标十一室", "评标一室", "评标201", "评标202", "多功能厅"];
        for (index, name) in names.iter().enumerate() {
            for other in &names[..index] {
                assert_ne!(room_key(name), room_key(other));
            }
        }
    }
}
