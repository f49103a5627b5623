//! Numbers and durations in Chinese and in digits.

use super::squeezed;

/// The number written as `四十一`, `一百零五`, `二〇二〇`, `廿三`, `肆拾壹` or `41`.
#[must_use]
pub fn chinese_number(text: &str) -> Option<u32> {
    let text = squeezed(text);
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let signs: Vec<Sign> = text.chars().map(sign).collect::<Option<_>>()?;
    match signs.as_slice() {
        [] => None,
        [Sign::Digit(digit)] => Some(*digit),
        several if several.iter().all(|sign| matches!(sign, Sign::Digit(_))) => by_position(several),
        several => by_units(several),
    }
}

#[derive(Clone, Copy)]
enum Sign {
    Digit(u32),
    Unit(u32),
    /// 廿 and 卅: a digit and its ten in one character.
    Tens(u32),
}

fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '〇' | '零' | '○' => Sign::Digit(0),
        '一' | '壹' | '幺' => Sign::Digit(1),
        '二' | '两' | '贰' | '貳' => Sign::Digit(2),
        '三' | '叁' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Unit(10),
        '百' | '佰' => Sign::Unit(100),
        '千' | '仟' => Sign::Unit(1000),
        '廿' => Sign::Tens(20),
        '卅' => Sign::Tens(30),
        _ => return None,
    })
}

/// Whether a character can be part of a number written in Chinese.
pub(crate) fn is_chinese_digit(c: char) -> bool {
    sign(c).is_some()
}

fn by_position(signs: &[Sign]) -> Option<u32> {
    signs.iter().try_fold(0_u32, |value, sign| match sign {
        Sign::Digit(digit) => value.checked_mul(10)?.checked_add(*digit),
        Sign::Unit(_) | Sign::Tens(_) => None,
    })
}

/// Units must fall; after a gap a 零 is required, so that the colloquial 一百二 (120) is
/// refused rather than read as 102.
fn by_units(signs: &[Sign]) -> Option<u32> {
    let mut total = 0_u32;
    let mut digit: Option<u32> = None;
    let mut last_unit = 10_000;
    let mut after_zero = false;
    for (index, sign) in signs.iter().enumerate() {
        match *sign {
            Sign::Digit(0) => {
                if digit.is_some() || after_zero || index == 0 {
                    return None;
                }
                after_zero = true;
            }
            Sign::Digit(value) => {
                if digit.replace(value).is_some() {
                    return None;
                }
            }
            Sign::Unit(unit) => {
                if unit >= last_unit || (digit.is_none() && (unit != 10 || index > 0)) {
                    return None;
                }
                total += digit.take().unwrap_or(1) * unit;
                last_unit = unit;
                after_zero = false;
            }
            Sign::Tens(tens) => {
                if index > 0 {
                    return None;
                }
                total += tens;
                last_unit = 10;
            }
        }
    }
    match digit {
        Some(_) if last_unit > 10 && !after_zero => None,
        Some(units) => Some(total + units),
        None if after_zero => None,
        None => Some(total),
    }
}

/// The minutes of a duration: `12小时`, `3H`, `两小时`, `90分钟`, `1.5小时`, `半小时`,
/// `一个半小时`, `1小时30分`. A bare number has no unit and is not a duration.
#[must_use]
pub fn duration_minutes(text: &str) -> Option<u32> {
    let text = squeezed(text);
    let text = text.trim_start_matches(['约', '预', '计']);
    let text = ["个小时", "个钟头", "小时", "钟头", "HOURS", "HOUR", "HRS", "HR", "H"]
        .iter()
        .fold(text.to_owned(), |text, unit| text.replace(unit, "时"));
    let text = ["分钟", "MINUTES", "MINUTE", "MINS", "MIN", "M"]
        .iter()
        .fold(text, |text, unit| text.replace(unit, "分"));
    match text.split_once('时') {
        Some((hours, "")) => hours_as_minutes(hours),
        Some((hours, "半")) => hours_as_minutes(hours)?.checked_add(30),
        Some((hours, minutes)) => {
            let minutes =
                chinese_number(minutes.strip_suffix('分').unwrap_or(minutes)).filter(|m| *m < 60)?;
            hours_as_minutes(hours)?.checked_add(minutes)
        }
        None => chinese_number(text.strip_suffix('分')?),
    }
}

fn hours_as_minutes(hours: &str) -> Option<u32> {
    if hours == "半" || hours == "半个" {
        return Some(30);
    }
    if let Some(whole) = hours.strip_suffix("个半") {
        return chinese_number(whole)?.checked_mul(60)?.checked_add(30);
    }
    match hours.split_once('.') {
        None => chinese_number(hours)?.checked_mul(60),
        Some((whole, fraction)) => {
            let scale = 10_u32.checked_pow(u32::try_from(fraction.len()).ok()?)?;
            let parts = fraction.parse::<u32>().ok()?.checked_mul(60)?;
            if parts % scale != 0 {
                return None;
            }
            whole.parse::<u32>().ok()?.checked_mul(60)?.checked_add(parts / scale)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chinese_numbers_are_read() {
        for (text, number) in [
            ("四十一", 41),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("两", 2),
            ("零", 0),
            ("一百零五", 105),
            ("一百二十", 120),
            ("一千零三十", 1030),
            ("二〇二〇", 2020),
            ("廿三", 23),
            ("卅", 30),
            ("肆拾壹", 41),
            ("４１", 41),
        ] {
            assert_eq!(chinese_number(text), Some(number), "{text}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_not_read() {
        for text in ["", "一百二", "二三十", "百", "十百", "一零十", "四十一室", "1二", "一百零", "十廿"]
        {
            assert_eq!(chinese_number(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("12小时", 720),
            ("3H", 180),
            ("3 h", 180),
            ("两小时", 120),
            ("两个小时", 120),
            ("90分钟", 90),
            ("１．５小时", 90),
            ("0.25小时", 15),
            ("半小时", 30),
            ("半个小时", 30),
            ("一个半小时", 90),
            ("1小时30分", 90),
            ("2h30m", 150),
            ("两小时半", 150),
            ("约2小时", 120),
        ] {
            assert_eq!(duration_minutes(text), Some(minutes), "{text}");
        }
    }

    #[test]
    fn a_number_without_a_unit_is_no_duration() {
        for text in ["", "3", "三", "隔夜", "小时", "1.01小时", "1天", "1小时75分", "-2小时"] {
            assert_eq!(duration_minutes(text), None, "{text}");
        }
    }

    fn spelled(number: u32) -> String {
        let digit = |n: u32| "零一二三四五六七八九".chars().nth(n as usize).unwrap();
        let (hundreds, tens, units) = (number / 100, number / 10 % 10, number % 10);
        let mut text = String::new();
        if hundreds > 0 {
            text.extend([digit(hundreds), '百']);
            if tens == 0 && units > 0 {
                text.push('零');
            }
        }
        if tens > 0 {
            if tens > 1 || hundreds > 0 {
                text.push(digit(tens));
            }
            text.push('十');
        }
        if units > 0 {
            text.push(digit(units));
        }
        text
    }

    #[test]
    fn every_number_to_999_is_read_back_from_its_spelling() {
        for number in 1..1000 {
            assert_eq!(chinese_number(&spelled(number)), Some(number), "{}", spelled(number));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fall_over(text in "[0-9零一二十百千廿半个小时分.HM]{0,14}") {
            let _ = chinese_number(&text);
            let _ = duration_minutes(&text);
        }
    }
}
