//! The administrative parts of a place, and whether one place lies within another by them.

use crate::import_words::squeezed;

/// The provinces by their short names, with which people begin a place even without a suffix.
const PROVINCES: [&str; 34] = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
];

/// What a suffix says about its part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Province,
    Prefecture,
    Area,
    League,
    City,
    County,
    Banner,
    District,
    Street,
    Town,
    Township,
    Village,
}

/// The suffixes; of two that begin at one place the longer stands first.
const SUFFIXES: [(&str, Level); 21] = [
    ("特别行政区", Level::Province),
    ("壮族自治区", Level::Province),
    ("回族自治区", Level::Province),
    ("维吾尔自治区", Level::Province),
    ("自治区", Level::Province),
    ("省", Level::Province),
    ("自治州", Level::Prefecture),
    ("州", Level::Prefecture),
    ("地区", Level::Area),
    ("盟", Level::League),
    ("市", Level::City),
    ("自治县", Level::County),
    ("县", Level::County),
    ("自治旗", Level::Banner),
    ("旗", Level::Banner),
    ("新区", Level::District),
    ("区", Level::District),
    ("街道", Level::Street),
    ("镇", Level::Town),
    ("乡", Level::Township),
    ("村", Level::Village),
];

impl Level {
    /// Whether people leave the suffix out: 武汉 for 武汉市, but never the 镇 of a town.
    const fn may_be_left_out(self) -> bool {
        !matches!(self, Self::Street | Self::Town | Self::Township | Self::Village)
    }

    /// Whether a part of this level is divided into districts and counties.
    const fn has_districts(self) -> bool {
        matches!(self, Self::Province | Self::Prefecture | Self::Area | Self::League | Self::City)
    }

    /// Whether a part of this level lies within one that has districts.
    const fn is_district(self) -> bool {
        matches!(self, Self::City | Self::County | Self::Banner | Self::District)
    }

    /// Whether the suffix, when another follows at once, belongs to the name: 景德镇市.
    const fn may_be_in_a_name(self) -> bool {
        matches!(
            self,
            Self::Prefecture | Self::League | Self::Banner | Self::Town | Self::Township | Self::Village
        )
    }
}

/// One part: 武汉市 has the stem 武汉 and the suffix 市.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    stem: String,
    suffix: Option<(&'static str, Level)>,
}

impl Part {
    fn level(&self) -> Option<Level> {
        self.suffix.map(|(_, level)| level)
    }

    fn whole(&self) -> String {
        format!("{}{}", self.stem, self.suffix.map_or("", |(suffix, _)| suffix))
    }

    fn may_be_bare(&self) -> bool {
        self.level().is_none_or(Level::may_be_left_out)
    }

    /// Whether the bare name may mean a part of that level: 河北 is the province, not the 河北区 of
    /// 天津, while 北京 and 吉林 may be cities.
    fn may_stand_for(&self, level: Level) -> bool {
        level.may_be_left_out() && (!self.is_province() || matches!(level, Level::Province | Level::City))
    }

    fn is_autonomous(&self) -> bool {
        self.suffix.is_some_and(|(suffix, _)| suffix.starts_with("自治"))
    }

    fn is_province(&self) -> bool {
        PROVINCES.contains(&self.stem.as_str()) && matches!(self.level(), None | Some(Level::Province))
    }

    /// Whether both name one part.
    fn is_same(&self, other: &Self) -> bool {
        let levels_fit = match (self.level(), other.level()) {
            (Some(mine), Some(theirs)) => mine == theirs,
            (None, None) => true,
            (None, Some(level)) => self.may_stand_for(level),
            (Some(level), None) => other.may_stand_for(level),
        };
        if levels_fit && (self.stem == other.stem || self.shortens(other) || other.shortens(self)) {
            return true;
        }
        // A bare name may end like a suffix: 景德镇 for 景德镇市.
        self.is_taken_apart(other) || other.is_taken_apart(self)
    }

    fn is_taken_apart(&self, other: &Self) -> bool {
        self.suffix.is_some() && self.whole() == other.stem && other.may_be_bare()
    }

    /// Whether this leaves out the peoples in the name of an autonomous part: 恩施州 for
    /// 恩施土家族苗族自治州.
    fn shortens(&self, other: &Self) -> bool {
        other.is_autonomous() && has_two_characters(&self.stem) && other.stem.starts_with(&self.stem)
    }

    /// The city that stands before a district without a suffix of its own: 武汉 of 武汉江汉区.
    fn city_before(&self, district: &Self) -> Option<Self> {
        if self.suffix != district.suffix
            || !district.level().is_some_and(Level::is_district)
            || !has_two_characters(&district.stem)
        {
            return None;
        }
        let city = self.stem.strip_suffix(district.stem.as_str())?;
        has_two_characters(city).then(|| Self { stem: city.to_owned(), suffix: None })
    }

    /// What is left when a city stands before its district without a suffix: 江汉区 of 武汉江汉区,
    /// 江汉 of 武汉江汉.
    fn after(&self, city: &Self) -> Option<Self> {
        if !city.level().is_none_or(Level::has_districts) || !self.level().is_none_or(Level::is_district) {
            return None;
        }
        let stem = self.stem.strip_prefix(&city.stem)?;
        (has_two_characters(stem) && !begins_with_road(stem))
            .then(|| Self { stem: stem.to_owned(), suffix: self.suffix })
    }
}

/// On which of the two upper levels a part stands; 北京市 stands on both.
fn upper_levels(part: &Part) -> (bool, bool) {
    let named_as_province = PROVINCES.contains(&part.stem.as_str());
    let is_province = part.is_province() || (named_as_province && part.level() == Some(Level::City));
    let is_city = part.level().is_none_or(Level::has_districts) && part.level() != Some(Level::Province);
    (is_province, is_city && !(named_as_province && part.level().is_none()))
}

/// A place as its administrative parts, from the largest to the smallest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    parts: Vec<Part>,
    length: usize,
}

impl Place {
    /// Reads a place as people write it; width and white space do not count, and any sign
    /// separates two parts.
    pub(super) fn read(text: &str) -> Self {
        let text = squeezed(text);
        let parts =
            text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).flat_map(parts_of);
        Self { parts: parts.collect(), length: text.chars().count() }
    }

    /// How many characters the place has, without white space.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Whether there is enough of it to be compared: no part is a mere suffix.
    pub(super) fn is_a_name(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| has_two_characters(&part.stem))
    }

    /// Whether this place may lie within the other and leaves out what would tell: 朝阳区 may be the
    /// one of 北京市 and 武汉市江汉区 that of 湖北省江汉区, while 长春市朝阳区 is not the one of 北京市.
    pub(super) fn may_be_within(&self, other: &Self) -> bool {
        (1..other.parts.len()).any(|above| {
            let (context, named) = other.parts.split_at(above);
            let Some(wanted) = named.first() else { return false };
            self.parts.iter().enumerate().any(|(begin, part)| {
                let (before, from_here) = self.parts.split_at(begin);
                let city = part.city_before(wanted);
                (city.is_some() || wanted.is_same(part))
                    && occur(named, from_here)
                    && !contradict(&[before, city.as_slice()].concat(), context)
            })
        })
    }

    /// Whether this place lies within the other: see
    /// [`RegionList::stay_that_counts`](super::RegionList::stay_that_counts).
    pub(super) fn is_within(&self, other: &Self) -> bool {
        if occur(&other.parts, &self.parts) {
            return true;
        }
        let names_province = self.parts.first().is_some_and(Part::is_province);
        match other.parts.as_slice() {
            [province, rest @ ..] if province.is_province() && !names_province => {
                let begins_with_city = rest.first().and_then(Part::level).is_some_and(Level::has_districts);
                begins_with_city && occur(rest, &self.parts)
            }
            _ => false,
        }
    }
}

/// Whether the parts that come before contradict the context of a row: they name another part on a
/// level that the row names too.
fn contradict(before: &[Part], context: &[Part]) -> bool {
    before.iter().any(|part| {
        let (province, city) = upper_levels(part);
        !context.iter().any(|named| named.is_same(part))
            && context.iter().map(upper_levels).any(|named| (province && named.0) || (city && named.1))
    })
}

/// Whether the wanted parts occur among those that are there, in the same order.
fn occur(wanted: &[Part], there: &[Part]) -> bool {
    let Some((first, rest)) = wanted.split_first() else { return true };
    let Some((part, following)) = there.split_first() else { return false };
    if first.is_same(part) && occur(rest, following) {
        return true;
    }
    if part.city_before(first).is_some() && occur(rest, following) {
        return true;
    }
    // Without a suffix the rest might be anything, so it has to be what comes next on the other side.
    if let Some(district) = part.after(first)
        && (district.suffix.is_some() || rest.first().is_some_and(|next| next.is_same(&district)))
        && occur(rest, &[std::slice::from_ref(&district), following].concat())
    {
        return true;
    }
    if let Some(district) = first.after(part)
        && (district.suffix.is_some() || following.first().is_some_and(|next| next.is_same(&district)))
        && occur(&[std::slice::from_ref(&district), rest].concat(), following)
    {
        return true;
    }
    occur(wanted, following)
}

/// The parts of a run of characters without signs.
fn parts_of(run: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut left = run.strip_prefix("中国").unwrap_or(run);
    if let Some((province, rest)) = cut_province(left) {
        parts.push(province);
        left = rest;
    }
    while let Some((part, rest)) = cut_part(left) {
        parts.push(part);
        left = rest;
    }
    if !left.is_empty() {
        parts.push(Part { stem: left.to_owned(), suffix: None });
    }
    parts
}

/// A province, or a city that ranks as one, at the beginning.
fn cut_province(text: &str) -> Option<(Part, &str)> {
    let (name, rest) = PROVINCES.iter().find_map(|name| text.strip_prefix(name).map(|rest| (*name, rest)))?;
    let suffix = suffix_at(rest);
    let rest = match suffix {
        Some((_, level)) if !matches!(level, Level::Province | Level::City) => return None,
        Some((suffix, _)) => rest.strip_prefix(suffix)?,
        // 海南藏族自治州 and 河南蒙古族自治县 lie in another province, and a street may bear any name.
        None if rest.starts_with("藏族") || rest.starts_with("蒙古族") => return None,
        None if begins_with_road(rest) => return None,
        None => rest,
    };
    Some((Part { stem: name.to_owned(), suffix }, rest))
}

/// The first part that ends in a suffix; its stem has two characters or more, so that 沙市区 is
/// one part.
fn cut_part(text: &str) -> Option<(Part, &str)> {
    text.char_indices().skip(2).find_map(|(index, _)| {
        let (stem, tail) = text.split_at_checked(index)?;
        let (suffix, level) = suffix_at(tail)?;
        let rest = tail.strip_prefix(suffix)?;
        if level.may_be_in_a_name() && suffix_at(rest).is_some() {
            return None;
        }
        Some((Part { stem: stem.to_owned(), suffix: Some((suffix, level)) }, rest))
    })
}

fn suffix_at(text: &str) -> Option<(&'static str, Level)> {
    SUFFIXES.iter().copied().find(|(suffix, _)| text.starts_with(suffix))
}

/// Whether the text goes on as the name of a road does: 路, 东路, 大街.
fn begins_with_road(text: &str) -> bool {
    let text = text.strip_prefix(['东', '西', '南', '北', '中']).unwrap_or(text);
    ["路", "街", "大道", "大街", "巷", "胡同"].iter().any(|road| text.starts_with(road))
}

fn has_two_characters(text: &str) -> bool {
    text.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests;
