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

/// A kind of text and the families it may be set in, best first.
struct Style {
    name: &'static str,
    families: &'static [&'static str],
}

const STYLES: [Style; 5] = [
    Style {
        name: "fangsong",
        families: &[
            "FangSong",
            "FangSong_GB2312",
            "STFangsong",
            "FZFangSong-Z02",
            "Noto Serif CJK SC",
            "Source Han Serif SC",
            "Source Han Serif CN",
            "SimSun",
        ],
    },
    Style {
        name: "title",
        families: &[
            "FZXiaoBiaoSong-B05S",
            "FZXiaoBiaoSong-B05",
            "方正小标宋简体",
            "方正小标宋_GBK",
            "STZhongsong",
            "Noto Serif CJK SC",
            "Source Han Serif SC",
            "Source Han Serif CN",
            "SimSun",
        ],
    },
    Style {
        name: "hei",
        families: &["SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei"],
    },
    Style {
        name: "kai",
        families: &[
            "KaiTi",
            "KaiTi_GB2312",
            "STKaiti",
            "Noto Serif CJK SC",
            "Source Han Serif SC",
            "Source Han Serif CN",
            "SimSun",
        ],
    },
    Style {
        name: "song",
        families: &["SimSun", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN"],
    },
];

/// The installed families of every style, as the templates read them from `sys.inputs`.
pub(crate) fn installed_families(book: &FontBook) -> Result<Dict, PrintError> {
    let installed = |family: &&&str| book.contains_family(&family.to_lowercase());
    STYLES
        .iter()
        .map(|style| {
            let mut families: Array =
                style.families.iter().filter(installed).map(|family| (*family).into_value()).collect();
            if families.is_empty() {
                return Err(PrintError::FontMissing { wanted: style.families.join("、") });
            }
            families.extend(RARE_HANZI.iter().filter(installed).map(|family| (*family).into_value()));
            Ok((style.name.into(), families.into_value()))
        })
        .collect()
}
