use super::*;
use crate::entry_check::fixtures::{at_step_four, enter, reading, reading_by, taken};
use crate::temperature::Comparator;

fn verdict(readings: &[(&str, i32)]) -> RoundVerdict {
    let readings: Vec<TakenReading> =
        readings.iter().map(|(device, tenths)| taken(device, *tenths, 1, 0)).collect();
    TemperatureRule::default().verdict_of(&readings.iter().collect::<Vec<_>>())
}

#[test]
fn a_round_has_one_verdict() {
    use RoundVerdict::{Disagree, OverLimit, WithinLimit};
    for (readings, expected) in [
        (&[("A", 372)] as &[(&str, i32)], WithinLimit),
        (&[("A", 373)], OverLimit),
        // The same thermometer: the highest counts, in any order.
        (&[("A", 366), ("A", 375)], OverLimit),
        (&[("A", 375), ("A", 366)], OverLimit),
        (&[("A", 366), ("A", 350)], WithinLimit),
        // Two thermometers within the allowed difference: the highest counts.
        (&[("A", 370), ("B", 375)], OverLimit),
        (&[("A", 367), ("B", 372)], WithinLimit),
        // One tenth more, and they disagree, even when neither is over the limit.
        (&[("A", 369), ("B", 375)], Disagree),
        (&[("A", 360), ("B", 366)], Disagree),
        (&[("A", 390), ("B", 380)], Disagree),
        // A third reading: the median decides.
        (&[("A", 366), ("B", 375), ("C", 367)], WithinLimit),
        (&[("A", 366), ("B", 375), ("C", 374)], OverLimit),
        (&[("A", 366), ("B", 375), ("A", 366)], WithinLimit),
        // Of four the higher of the two in the middle.
        (&[("A", 366), ("B", 375), ("C", 367), ("D", 374)], OverLimit),
        (&[("A", 366), ("B", 375), ("C", 367), ("D", 372)], WithinLimit),
        // Three that agree: the highest counts, not the median.
        (&[("A", 371), ("B", 372), ("C", 373)], OverLimit),
        (&[("A", 366), ("A", 367), ("A", 375)], OverLimit),
        // Without a mark nobody knows that it is another thermometer.
        (&[("", 366), ("B", 375)], OverLimit),
        (&[], Disagree),
    ] {
        assert_eq!(verdict(readings), expected, "{readings:?}");
    }
}

#[test]
fn the_comparator_decides_in_a_round_too() {
    let rule = TemperatureRule { comparator: Comparator::Above, ..TemperatureRule::default() };
    assert_eq!(rule.verdict_of(&[&taken("A", 373, 1, 0)]), RoundVerdict::WithinLimit);
}

#[test]
fn the_allowed_difference_is_a_setting() {
    let rule = TemperatureRule { device_difference_tenths: 10, ..TemperatureRule::default() };
    let (one, other) = (taken("A", 366, 1, 0), taken("B", 375, 1, 0));
    assert_eq!(rule.verdict_of(&[&one, &other]), RoundVerdict::OverLimit);
}

#[test]
fn a_thermometer_is_the_same_however_its_mark_is_typed() {
    let one = taken("T-1", 366, 1, 0);
    for same in ["t-1", " T-1 ", "Ｔ－１", ""] {
        assert!(!one.is_by_another_device(&taken(same, 366, 1, 0)), "{same:?}");
    }
    assert!(one.is_by_another_device(&taken("T-2", 366, 1, 0)));
}

#[test]
fn a_round_lasts_until_a_rest_ends() {
    let check = enter(&at_step_four(), &reading(375), 0);
    let check = enter(&check, &reading_by("T-2", 374), 9);
    let check = enter(&check, &reading_by("T-2", 366), 10);
    let check = enter(&check, &reading(367), 30);
    assert_eq!(check.readings.iter().map(|taken| taken.round).collect::<Vec<_>>(), [1, 1, 2, 2]);
    let rule = TemperatureRule::default();
    assert_eq!(check.rounds_over_before(2, &rule), 1, "a round counts once, however often it was measured");
    assert_eq!(check.current_verdict(&rule), Some(RoundVerdict::WithinLimit));
}

#[test]
fn before_the_first_reading_there_is_no_round() {
    let check = at_step_four();
    assert_eq!((check.current_round(), check.current_verdict(&TemperatureRule::default())), (0, None));
}
