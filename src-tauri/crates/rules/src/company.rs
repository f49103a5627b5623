//! Companies: their codes, their names, and when two of them are one.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::import_words::half_width;

/// A unified social credit code (统一社会信用代码, GB 32100-2015). Not shown by `Debug`,
/// because before the opening it would name a bidder (招标投标法 art. 22).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[ts(type = "string")]
pub struct CreditCode(String);

/// Why a text is not a unified social credit code. Never carries the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CreditCodeError {
    /// Not 18 characters.
    #[error("expected 18 characters, found {found}")]
    Length {
        /// How many characters were found.
        found: usize,
    },
    /// A character outside digits and capitals without I, O, S, V and Z.
    #[error("unexpected character at position {position}")]
    Character {
        /// Where it stands, from 1.
        position: usize,
    },
    /// The check character does not fit.
    #[error("the check character does not fit")]
    Checksum,
}

const CODE_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// Reads a code; white space, full-width and small letters are put right.
    ///
    /// # Errors
    /// [`CreditCodeError`] says what is wrong without repeating the code.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let code: String =
            half_width(text).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let found = code.chars().count();
        if found != 18 {
            return Err(CreditCodeError::Length { found });
        }
        // GB 32100-2015: weights 3^(i−1) mod 31; the whole sums to a multiple of 31.
        let mut sum = 0;
        let mut weight = 1;
        for (index, character) in code.chars().enumerate() {
            let value = CODE_ALPHABET
                .iter()
                .position(|byte| char::from(*byte) == character)
                .ok_or(CreditCodeError::Character { position: index + 1 })?;
            sum += value * if index == 17 { 1 } else { weight };
            weight = weight * 3 % 31;
        }
        if sum % 31 == 0 { Ok(Self(code)) } else { Err(CreditCodeError::Checksum) }
    }

    /// The code in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("CreditCode(..)")
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

/// A company name with everything removed that two spellings of one name may differ in:
/// width, white space, the form of brackets, letter case, and 有限责任公司 for 有限公司.
#[must_use]
pub fn normalise_company_name(name: &str) -> String {
    half_width(name)
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| match c {
            '〔' | '[' | '{' | '【' | '〈' | '《' | '﹙' => '(',
            '〕' | ']' | '}' | '】' | '〉' | '》' | '﹚' => ')',
            other => other,
        })
        .flat_map(char::to_uppercase)
        .collect::<String>()
        .replace("有限责任公司", "有限公司")
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// What makes a company one and the same at the gate (一公司一人): its code or, when the
/// delegate cannot show one, its normalised name. A company that shows its code once and
/// only its name another time has two keys, so keys alone do not count heads: entries with
/// an equal [`company_name_key`] are one company too, and at a [`near_match`] the clerk asks.
/// Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CompanyKey(String);

impl CompanyKey {
    /// The key of a company; `None` when there is neither a code nor a name.
    #[must_use]
    pub fn of(code: Option<&CreditCode>, name: &str) -> Option<Self> {
        match code {
            Some(code) => Some(Self(format!("code:{code}"))),
            None => company_name_key(name).map(|name| Self(format!("name:{name}"))),
        }
    }

    /// The key as text, for a keyed hash: it names the company.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CompanyKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("CompanyKey(..)")
    }
}

/// What makes two names one name: the normalised name, when anything is left of it. It names
/// the company, so it is compared inside the database and shown to nobody.
#[must_use]
pub fn company_name_key(name: &str) -> Option<String> {
    let name = normalise_company_name(name);
    (!name.is_empty()).then_some(name)
}

/// The name without brackets and legal form: what people call the company.
pub(crate) fn company_core(name: &str) -> String {
    core_of_key(&normalise_company_name(name))
}

fn core_of_key(key: &str) -> String {
    let bare: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
    ["集团股份有限公司", "集团有限公司", "股份有限公司", "有限公司", "集团公司", "公司"]
        .iter()
        .find_map(|form| bare.strip_suffix(form))
        .unwrap_or(&bare)
        .to_owned()
}

/// Whether two names probably mean one company, so that a clerk should look twice: a branch
/// and its parent, a bracket more or less, one character mistyped. Names that differ in an
/// ordinal only (示例建工一, 示例建工二) are different companies.
#[must_use]
pub fn resembles(a: &str, b: &str) -> bool {
    cores_resemble(&company_core(a), &company_core(b))
}

fn cores_resemble(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    a == b || is_branch_of(a, b) || is_branch_of(b, a) || differ_by_one_slip(a, b)
}

/// Whether two names are different names that [`resembles`] takes for one company. Nothing is
/// decided by it: the clerk asks whether it is the same company or another.
#[must_use]
pub fn near_match(a: &str, b: &str) -> bool {
    resembles(a, b) && normalise_company_name(a) != normalise_company_name(b)
}

/// A name to be looked for among many that are normalised already.
#[derive(Debug, Clone)]
pub struct SoughtName {
    key: String,
    core: String,
}

impl SoughtName {
    /// The name as it was written.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let key = normalise_company_name(name);
        Self { core: core_of_key(&key), key }
    }

    /// What makes two names one name; empty when nothing is left of this one.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether a known name is another one that [`resembles`] this.
    #[must_use]
    pub fn is_near(&self, known: &KnownName) -> bool {
        known.key != self.key && cores_resemble(&self.core, &known.core)
    }
}

/// A name among which others are looked for. Not shown by `Debug`.
#[derive(Clone)]
pub struct KnownName {
    key: String,
    core: String,
}

impl KnownName {
    /// The name of this [`company_name_key`].
    #[must_use]
    pub fn of_key(key: String) -> Self {
        Self { core: core_of_key(&key), key }
    }
}

impl fmt::Debug for KnownName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("KnownName(..)")
    }
}

fn is_branch_of(branch: &str, parent: &str) -> bool {
    // The core of 云岭分公司 ends in 分: its 公司 has been taken off.
    let is_branch = ["分", "办事处", "分部", "项目部"].iter().any(|word| branch.ends_with(word));
    is_branch && parent.chars().count() >= 3 && branch.starts_with(parent)
}

fn differ_by_one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 4 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    match (&a[..a.len() - same], &b[..b.len() - same]) {
        ([x], [y]) => !(is_ordinal(*x) && is_ordinal(*y)),
        ([x], []) | ([], [x]) => !is_ordinal(*x),
        ([x, y], [v, w]) => x == w && y == v,
        _ => false,
    }
}

fn is_ordinal(c: char) -> bool {
    c.is_ascii_alphanumeric() || "〇零一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸东南西北中".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODES: [&str; 5] = [
        "91990000MA0000001B",
        "91990000MA0000002E",
        "91990000MA0000003H",
        "91990000MA0000004L",
        "91990000MA0000005P",
    ];

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for code in CODES {
            assert_eq!(CreditCode::parse(code).unwrap().as_str(), code);
        }
        assert_eq!(CreditCode::parse(" 91990000ｍa0000001b ").unwrap().as_str(), CODES[0]);
    }

    #[test]
    fn the_error_says_what_is_wrong_with_a_code() {
        assert_eq!(CreditCode::parse("91990000MA"), Err(CreditCodeError::Length { found: 10 }));
        assert_eq!(CreditCode::parse("91990000MAO000001B"), Err(CreditCodeError::Character { position: 11 }));
        assert_eq!(CreditCode::parse("91990000MA0000001C"), Err(CreditCodeError::Checksum));
    }

    #[test]
    fn a_code_and_a_key_are_not_written_to_a_log() {
        let code = CreditCode::parse(CODES[0]).unwrap();
        assert_eq!(format!("{code:?}"), "CreditCode(..)");
        assert_eq!(format!("{:?}", CompanyKey::of(Some(&code), "").unwrap()), "CompanyKey(..)");
    }

    #[test]
    fn two_spellings_of_one_name_are_one_name() {
        let name = normalise_company_name("示例建工一（云岭）有限公司");
        for spelling in [
            "示例建工一(云岭)有限公司",
            " 示例建工一 （云岭）　有限责任公司\u{200b}",
            "示例建工一〔云岭〕有限公司",
            "示例建工一【云岭】有限\n公司",
        ] {
            assert_eq!(normalise_company_name(spelling), name, "{spelling}");
        }
    }

    #[test]
    fn a_company_is_known_by_its_code_and_without_one_by_its_name() {
        let code = CreditCode::parse(CODES[0]).unwrap();
        assert_eq!(
            CompanyKey::of(Some(&code), "示例建工一有限公司"),
            CompanyKey::of(Some(&code), "示例建工一")
        );
        assert_eq!(
            CompanyKey::of(None, "示例建工一有限责任公司"),
            CompanyKey::of(None, "示例建工一 有限公司")
        );
        assert_eq!(CompanyKey::of(None, "　"), None);
    }

    #[test]
    fn a_clerk_looks_twice_at_names_that_are_almost_the_same() {
        for (a, b) in [
            ("示例建工一有限公司", "示例建工一有限公司云岭分公司"),
            ("示例(云岭)建工有限公司", "示例云岭建工有限公司"),
            ("示例建筑工程有限公司", "示例建筑工程股份有限公司"),
            ("示例建筑工程有限公司", "示例建筑工城有限公司"),
            ("示例建筑工程有限公司", "示例建工筑程有限公司"),
            ("示例建筑工程有限公司", "示例建筑工有限公司"),
        ] {
            assert!(resembles(a, b), "{a} {b}");
        }
    }

    #[test]
    fn numbered_companies_are_different_companies() {
        assert!(!resembles("示例建工一有限公司", "示例建工二有限公司"));
        assert!(!resembles("示例甲招标代理有限公司", "示例乙招标代理有限公司"));
        assert!(!resembles("", "示例建工一有限公司"));
    }

    #[test]
    fn a_clerk_asks_about_another_name_but_not_about_another_spelling() {
        assert!(near_match("示例建工一有限公司", "示例建工一有限公司云岭分公司"));
        assert!(!near_match("示例建工一（云岭）有限公司", "示例建工一(云岭)有限责任公司"));
        assert!(!near_match("示例建工一有限公司", "示例建工二有限公司"));
    }

    #[test]
    fn a_name_without_anything_in_it_is_no_key() {
        assert_eq!(company_name_key(" 　\u{200b}"), None);
        assert_eq!(company_name_key("示例建工一有限责任公司").as_deref(), Some("示例建工一有限公司"));
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(name in "\\PC{0,30}") {
            let once = normalise_company_name(&name);
            prop_assert_eq!(normalise_company_name(&once), once);
        }

        #[test]
        fn resembling_is_mutual(a in "[示例建工一二(云岭)有限公司分]{0,14}", b in "[示例建工一二(云岭)有限公司分]{0,14}") {
            prop_assert_eq!(resembles(&a, &b), resembles(&b, &a));
            prop_assert_eq!(near_match(&a, &b), near_match(&b, &a));
            prop_assert!(!near_match(&a, &a));
        }

        #[test]
        fn one_wrong_character_in_a_code_is_always_noticed(which in 0..5_usize, place in 0..18_usize, value in 0..31_usize) {
            let mut bytes = CODES[which].as_bytes().to_vec();
            prop_assume!(bytes[place] != CODE_ALPHABET[value]);
            bytes[place] = CODE_ALPHABET[value];
            prop_assert!(CreditCode::parse(&String::from_utf8(bytes).unwrap()).is_err());
        }
    }
}
