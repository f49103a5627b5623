//! Finding a bidder's name or the number of bidders in a text that somebody typed.

mod vocabulary;

use vocabulary::{
    BIDDERS, BIDDING, COMPANIES, COMPARED_AFTER, COMPARED_BEFORE, COUNTS, ENDS, LINES, LINKS, MEASURES, ONLY,
    OTHER_QUANTITIES, OTHER_UNITS, VAGUE,
};

use crate::company::{CreditCode, company_core, normalise_company_name};
use crate::import_words::{chinese_number, half_width, is_chinese_digit, squeezed};
use crate::words::words;

words! {
    /// What a text gives away. Carries no part of the text, so that it can be logged.
    pub enum SecrecyBreach {
        /// The number of bidders, or a figure near it.
        BidderCount = "bidder_count",
        /// The name of a bidder, or the code of a company.
        BidderName = "bidder_name",
    }
}

impl std::error::Error for SecrecyBreach {}

/// Looks for the number of bidders (`12家`, `十二家`, `家数是 12`, `共12个投标人`), for any of the names, and
/// for a unified social credit code in a text. The rules' own phrases (`超30家`, `每家只派1人`) pass, and so do
/// dates, times and amounts. It is for texts about sessions that are not yet open.
///
/// # Errors
/// [`SecrecyBreach`] says which secret was found, never where or in what words.
pub fn guard_free_text(text: &str, known_company_names: &[String]) -> Result<(), SecrecyBreach> {
    if names_a_company(text, known_company_names) || holds_a_credit_code(text) {
        return Err(SecrecyBreach::BidderName);
    }
    if tells_a_count(&squeezed(text)) {
        return Err(SecrecyBreach::BidderCount);
    }
    Ok(())
}

/// A company is known by its code as well as by its name; nobody needs one in a note.
fn holds_a_credit_code(text: &str) -> bool {
    let text = half_width(text);
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| CreditCode::parse(run).is_ok())
}

fn names_a_company(text: &str, names: &[String]) -> bool {
    let bare = |text: &str| -> String {
        normalise_company_name(text).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let text = bare(text);
    names.iter().any(|name| {
        let core = company_core(name);
        // A core of three characters or fewer is too likely to be an everyday word.
        let sought = if core.chars().count() >= 4 { core } else { bare(name) };
        !sought.is_empty() && text.contains(&sought)
    })
}

/// A number in a text and what stands around it.
struct Found<'a> {
    before: &'a str,
    /// How many signs it has: more than three digits are a telephone or a document number.
    length: usize,
    /// `None` when the signs make no number, as in 二三十.
    value: Option<u32>,
    after: &'a str,
}

fn tells_a_count(text: &str) -> bool {
    numbers(text).iter().any(|found| {
        is_before_companies(found)
            || is_before_bidders(found)
            || is_announced(found)
            || is_after_bidders(found)
    })
}

fn numbers(text: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(offset) = text[start..].find(is_number) {
        let from = start + offset;
        let to = text[from..].find(|c| !is_number(c)).map_or(text.len(), |length| from + length);
        let signs = text[from..to].trim_start_matches('0');
        found.push(Found {
            before: &text[..from],
            length: signs.chars().count(),
            value: value(signs),
            after: &text[to..],
        });
        start = to;
    }
    found
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_digit(c) || circled(c).is_some()
}

fn circled(c: char) -> Option<u32> {
    match c {
        '①'..='⑳' => Some(u32::from(c) - u32::from('①') + 1),
        '⑴'..='⒇' => Some(u32::from(c) - u32::from('⑴') + 1),
        _ => None,
    }
}

fn value(signs: &str) -> Option<u32> {
    let mut characters = signs.chars();
    match (characters.next().and_then(circled), characters.next()) {
        (Some(value), None) => Some(value),
        _ => chinese_number(signs),
    }
}

/// `12家`, `十几家`, `67家单位`.
fn is_before_companies(found: &Found<'_>) -> bool {
    let after = found.after.trim_start_matches(VAGUE);
    // 家长, 家庭 and 家属 are people at home.
    let rest = after.strip_prefix('家').filter(|rest| !rest.starts_with(['长', '庭', '属', '里']));
    rest.is_some_and(|rest| !is_harmless(found, rest))
}

/// `12个投标人`, `12份标书`, `12投标单位`, `67人报名`.
fn is_before_bidders(found: &Found<'_>) -> bool {
    let after = found.after.trim_start_matches(VAGUE);
    let is_doing = after
        .strip_prefix(['人', '名', '位', '个', '家'])
        .is_some_and(|rest| BIDDING.iter().any(|word| rest.trim_start_matches('人').starts_with(word)));
    let measured = after.strip_prefix(MEASURES);
    let noun = measured.unwrap_or(after);
    let rest = BIDDERS.iter().chain(&COMPANIES).find_map(|word| noun.strip_prefix(word));
    match rest {
        None => is_doing && !is_harmless(found, after),
        // 一公司一人 is the rule, and YL-0312-02投标人 and 14:30公司来电 count nobody.
        Some(_) if measured.is_none() && (found.value == Some(1) || is_part_of_more(found)) => false,
        Some(rest) => !is_harmless(found, rest),
    }
}

fn is_part_of_more(found: &Found<'_>) -> bool {
    let is_joined =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '.' | '/' | '点' | '时' | '第');
    found.length > 3 || found.before.ends_with(is_joined)
}

fn is_harmless(found: &Found<'_>, rest: &str) -> bool {
    if OTHER_UNITS.iter().any(|unit| rest.starts_with(unit)) {
        return true;
    }
    if found.after.starts_with(VAGUE) {
        return false;
    }
    match found.value {
        Some(1) => !found.before.chars().rev().take(3).any(|c| ONLY.contains(&c)),
        Some(value) if LINES.contains(&value) => {
            COMPARED_BEFORE.iter().any(|word| found.before.ends_with(word))
                || COMPARED_AFTER.iter().any(|word| rest.starts_with(word))
                || is_end_of_a_band(found.before, value)
        }
        Some(_) | None => false,
    }
}

/// `31–60家` and `61至90家` are bands.
fn is_end_of_a_band(before: &str, value: u32) -> bool {
    let start = match value {
        60 => "31",
        90 => "61",
        _ => return false,
    };
    ["–", "-", "—", "~", "至", "到"]
        .iter()
        .any(|dash| before.strip_suffix(dash).is_some_and(|before| before.ends_with(start)))
}

/// `家数是12`, `报名数:67`.
fn is_announced(found: &Found<'_>) -> bool {
    let word = without_links(found.before);
    COUNTS.iter().any(|count| word.ends_with(count)) && !found.after.starts_with(OTHER_QUANTITIES)
}

/// `投标人共十二`, `投标单位有12个`, `BIDDERS:12`, `来的公司有12个`.
fn is_after_bidders(found: &Found<'_>) -> bool {
    let word = without_links(found.before);
    let is_bidders = BIDDERS.iter().any(|noun| word.ends_with(noun));
    let is_companies =
        COMPANIES.iter().any(|noun| word.ends_with(noun)) && found.after.starts_with(['家', '个']);
    if !is_bidders && !is_companies {
        return false;
    }
    // 每个投标人1人 and 每家投标文件5份 are rules for each.
    let is_for_each = word.chars().rev().take(9).any(|c| c == '每');
    let is_one_person = found.value == Some(1) && found.after.starts_with(['人', '名', '位']);
    let ends = found
        .after
        .chars()
        .next()
        .is_none_or(|c| ENDS.contains(c) || !(c.is_alphanumeric() || OTHER_QUANTITIES.contains(&c)));
    ends && !is_for_each && !is_one_person && found.length <= 3
}

fn without_links(text: &str) -> &str {
    let mut text = text;
    while let Some(shorter) = LINKS.iter().find_map(|link| text.strip_suffix(link)) {
        text = shorter;
    }
    text
}

#[cfg(test)]
mod tests;
