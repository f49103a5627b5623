//! Which installed typeface each kind of official text is set in.
//!
//! GB/T 9704 names typefaces, not files: what a Windows desktop has, a Debian machine has not. Every style therefore
//! has an order of preference, and the installed part of it is handed to the templates. Typst falls through that
//! list character by character, so a rare name that the first face lacks is found in a later one.

use typst::foundations::{Array, Dict, IntoValue};
use typst::text::FontBook;

use crate::PrintError;

/// Families of Windows' large supplements, for names beyond the basic plane.
const RARE_HANZI: [&str; 2] = ["SimSun-ExtB", "SimSun-ExtG"];

/// Families that look like 宋体, for styles that have none of their own.
const SONG: [&str; 7] = [
    "SimSun",
    "宋体",
    "NSimSun",
    "STSong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
];

/// A kind of text of GB/T 9704.
struct Style {
    /// As the templates call it.
    name: &'static str,
    /// As the standard calls it.
    standard: &'static str,
    /// The families that are this typeface, under the names that makers and systems give them, best first.
    /// Those for 2312 have 6763 characters only.
    genuine: &'static [&'static str],
    /// What stands in for it, best first.
    substitutes: &'static [&'static str],
}

const STYLES: [Style; 5] = [
    Style {
        name: "fangsong",
        standard: "仿宋",
        genuine: &[
            "FangSong",
            "仿宋",
            "STFangsong",
            "华文仿宋",
            "FZFangSong-Z02",
            "方正仿宋_GBK",
            "方正仿宋_GB18030",
            "FangSong_GB2312",
            "仿宋_GB2312",
        ],
        substitutes: &SONG,
    },
    Style {
        name: "title",
        standard: "小标宋",
        genuine: &["FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "小标宋"],
        substitutes: &[
            "STZhongsong",
            "华文中宋",
            "SimSun",
            "宋体",
            "Noto Serif CJK SC",
            "Source Han Serif SC",
            "Source Han Serif CN",
        ],
    },
    Style {
        name: "hei",
        standard: "黑体",
        genuine: &["SimHei", "黑体", "STHeiti", "华文黑体", "方正黑体_GBK", "方正黑体简体"],
        substitutes: &[
            "Noto Sans CJK SC",
            "Source Han Sans SC",
            "Source Han Sans CN",
            "Microsoft YaHei",
            "微软雅黑",
        ],
    },
    Style {
        name: "kai",
        standard: "楷体",
        genuine: &[
            "KaiTi",
            "楷体",
            "STKaiti",
            "华文楷体",
            "方正楷体_GBK",
            "方正楷体简体",
            "KaiTi_GB2312",
            "楷体_GB2312",
        ],
        substitutes: &SONG,
    },
    Style {
        name: "song",
        standard: "宋体",
        genuine: &["SimSun", "宋体", "NSimSun", "STSong", "华文宋体", "方正书宋_GBK"],
        substitutes: &["Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN"],
    },
];

/// Which family a typeface of the standard is set in on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typeface {
    /// The typeface as GB/T 9704 calls it: `仿宋`.
    pub wanted: &'static str,
    /// The family it is set in.
    pub used: &'static str,
    /// Whether that is another typeface, because this one is not installed.
    pub substituted: bool,
}

/// The typefaces of a machine: for people, and for the templates, which read them from `sys.inputs`.
pub(crate) struct Typefaces {
    pub(crate) used: Vec<Typeface>,
    pub(crate) families: Dict,
}

impl Typefaces {
    /// The installed part of every style.
    pub(crate) fn of(book: &FontBook) -> Result<Self, PrintError> {
        let installed = |family: &&&'static str| book.contains_family(&family.to_lowercase());
        let (mut used, mut families) = (Vec::new(), Dict::new());
        for style in &STYLES {
            let genuine = style.genuine.iter().find(installed);
            let ordered = style.genuine.iter().chain(style.substitutes).filter(installed);
            let mut array: Array = ordered.clone().map(|family| (*family).into_value()).collect();
            let Some(&first) = ordered.clone().next() else {
                let wanted: Vec<&str> = style.genuine.iter().chain(style.substitutes).copied().collect();
                return Err(PrintError::FontMissing { wanted: wanted.join("、") });
            };
            array.extend(RARE_HANZI.iter().filter(installed).map(|family| (*family).into_value()));
            families.insert(style.name.into(), array.into_value());
            used.push(Typeface { wanted: style.standard, used: first, substituted: genuine.is_none() });
        }
        Ok(Self { used, families })
    }

    /// Whether text set in this family was set as a style asks, not in whatever font has the character.
    pub(crate) fn know(&self, family: &str) -> bool {
        STYLES
            .iter()
            .flat_map(|style| style.genuine.iter().chain(style.substitutes))
            .any(|&known| known == family)
    }
}
