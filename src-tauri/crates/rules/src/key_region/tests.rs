use proptest::prelude::*;

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, month, day).unwrap()
}

fn row(place: &str) -> RegionRow {
    RegionRow {
        place: place.to_owned(),
        level: "高风险".to_owned(),
        since: day(1, 23),
        until: None,
        observed_days: None,
        basis: "示例通告第1号".to_owned(),
    }
}

fn list(rows: Vec<RegionRow>) -> RegionList {
    RegionList { rows, ..RegionList::default() }
}

fn stay(place: &str, from: NaiveDate, until: NaiveDate) -> Stay {
    Stay { place: place.to_owned(), from, until, transit: false }
}

/// Whether a stay in the place, a week ago, counts by a row of that place alone.
fn counts(region: &str, place: &str) -> bool {
    let stays = [stay(place, day(3, 1), day(3, 5))];
    list(vec![row(region)]).stay_that_counts(&stays, day(3, 12)).is_some()
}

#[test]
fn a_place_lies_in_every_region_that_its_parts_name() {
    let place = "湖北省武汉市江汉区";
    for region in
        ["湖北", "湖北省", "武汉", "武汉市", "湖北省武汉市", "湖北武汉", "江汉区", "江汉", "湖北省江汉区"]
    {
        assert!(counts(region, place), "{region}");
    }
    for region in ["湖南省", "武汉县", "江汉市", "武昌区", "湖北省武汉市武昌区", "武汉市湖北省", "江"]
    {
        assert!(!counts(region, place), "{region}");
    }
}

#[test]
fn a_stay_is_matched_however_it_is_written() {
    for place in [
        "湖北武汉",
        "湖北省 武汉市",
        "湖北-武汉",
        "湖北，武汉（江汉区）",
        "中国湖北省武汉市",
        "武汉市",
        "武汉",
        "湖北省武汉江汉区",
        "武汉江汉区北湖街道",
    ] {
        assert!(counts("湖北省武汉市", place), "{place}");
    }
    assert!(!counts("湖北省武汉市", "湖北省"), "a province is not its city");
    assert!(!counts("湖北省武汉市", "湖南省武汉市"), "a province that is named must fit");
}

#[test]
fn letters_that_are_no_part_are_no_place() {
    for (region, place) in [
        ("南京", "上海市南京路"),
        ("南京", "上海市黄浦区南京东路"),
        ("南京市", "上海市黄浦区南京东路街道"),
        ("海南", "上海南京路"),
        ("海南省", "青海省海南藏族自治州"),
        ("海南省", "海南藏族自治州"),
        ("北京", "广州市北京路1号"),
        ("北京", "北京路1号"),
        ("河北", "天津市河北区"),
        ("朝阳市", "北京市朝阳区"),
        ("朝阳", "北京市朝阳门外街道"),
        ("吉林省", "吉林市"),
        ("长沙县", "长沙市雨花区"),
        ("长沙县", "长沙雨花区"),
        ("北京市朝阳区", "朝阳区"),
    ] {
        assert!(!counts(region, place), "{region} {place}");
    }
}

#[test]
fn names_that_end_like_a_suffix_and_autonomous_parts_are_matched() {
    for (region, place) in [
        ("景德镇", "江西省景德镇市珠山区"),
        ("景德镇市", "江西景德镇"),
        ("津市", "湖南省常德市津市市"),
        ("沙市", "湖北省荆州市沙市区"),
        ("恩施州", "湖北省恩施土家族苗族自治州利川市"),
        ("恩施土家族苗族自治州", "湖北恩施州"),
        ("广西", "广西壮族自治区柳州市"),
        ("内蒙古自治区", "内蒙古锡林郭勒盟"),
        ("浦东新区", "上海市浦东新区"),
        ("忠县", "重庆市忠县"),
        ("朝阳", "北京市朝阳区"),
        ("济南", "山东省济南市市中区"),
    ] {
        assert!(counts(region, place), "{region} {place}");
    }
}

#[test]
fn a_district_is_matched_behind_its_city_without_a_suffix() {
    for (region, place) in [
        ("江汉区", "武汉江汉区"),
        ("江汉区", "湖北武汉江汉区"),
        ("湖北省武汉市江汉区", "武汉江汉区"),
        ("湖北省武汉市江汉区", "湖北武汉江汉区北湖街道"),
        ("湖北省武汉市江汉区", "湖北武汉江汉"),
        ("湖北武汉江汉", "湖北省武汉市江汉区"),
        ("武汉江汉区", "湖北省武汉市江汉区"),
        ("武汉江汉区", "武汉市江汉区"),
        ("沙河市", "河北邢台沙河市"),
    ] {
        assert!(counts(region, place), "{region} {place}");
    }
    for (region, place) in [
        ("北京市朝阳区", "长春朝阳区"),
        ("北京市朝阳区", "吉林省长春市朝阳区"),
        ("湖北省武汉市江汉区", "武汉武昌区"),
        ("江汉区", "新江汉区"),
        ("江汉区", "武汉江汉路"),
        ("中山市", "上海中山公园"),
        ("南京市江宁区", "上海市南京路江宁路"),
    ] {
        assert!(!counts(region, place), "{region} {place}");
    }
}

/// Whether a stay in the place, a week ago, has to be asked about for a row of that place alone.
fn is_unclear(region: &str, place: &str) -> bool {
    let stays = [stay(place, day(3, 1), day(3, 5))];
    let list = list(vec![row(region)]);
    list.stay_that_counts(&stays, day(3, 12)).is_none() && list.unclear_stay(&stays, day(3, 12)).is_some()
}

#[test]
fn a_district_without_its_city_is_asked_about_and_not_taken_for_another_one() {
    for (region, place) in [
        ("北京市朝阳区", "朝阳区"),
        ("北京市朝阳区", "朝阳"),
        ("辽宁省朝阳市朝阳区", "辽宁省朝阳区"),
        ("湖北省武汉市江汉区", "江汉区北湖街道"),
        ("湖北省江汉区", "武汉市江汉区"),
        ("湖北省江汉区", "武汉江汉区"),
    ] {
        assert!(is_unclear(region, place), "{region} {place}");
    }
    for (region, place) in [
        ("北京市朝阳区", "长春市朝阳区"),
        ("北京市朝阳区", "长春朝阳区"),
        ("北京市朝阳区", "吉林省朝阳区"),
        ("北京市朝阳区", "朝阳市"),
        ("北京市朝阳区", "北京市海淀区"),
        ("湖北省武汉市江汉区", "示例县"),
        ("朝阳区", "朝阳区"),
        ("北京市朝阳区", "北京朝阳区"),
    ] {
        assert!(!is_unclear(region, place), "{region} {place}");
    }
}

#[test]
fn only_a_stay_that_could_count_is_asked_about() {
    let list = list(vec![row("北京市朝阳区")]);
    let long_ago = [stay("朝阳区", day(1, 23), day(1, 30))];
    assert_eq!(list.unclear_stay(&long_ago, day(3, 12)), None);
    let passing = [Stay { transit: true, ..stay("朝阳区", day(3, 5), day(3, 5)) }];
    assert_eq!(list.unclear_stay(&passing, day(3, 12)), None);
    let stays = [stay("示例县", day(3, 1), day(3, 2)), stay("朝阳区", day(3, 3), day(3, 4))];
    assert_eq!(list.unclear_stay(&stays, day(3, 12)), Some(&stays[1]));
}

#[test]
fn a_stay_counts_until_the_observed_days_are_over() {
    let list = list(vec![row("湖北省")]);
    let until = |last| list.stay_that_counts(&[stay("湖北省", day(1, 25), last)], day(3, 15)).is_some();
    assert!(until(day(3, 1)), "fourteen days ago");
    assert!(!until(day(2, 29)), "fifteen days ago");
    assert!(until(day(3, 15)), "left today");
}

#[test]
fn only_the_days_on_which_the_place_was_on_the_list_count() {
    let from_march = RegionRow { since: day(3, 3), ..row("示例市") };
    let left_before = [stay("示例市", day(2, 20), day(3, 2))];
    assert!(list(vec![from_march.clone()]).stay_that_counts(&left_before, day(3, 5)).is_none());
    let stayed_on = [stay("示例市", day(2, 20), day(3, 3))];
    assert!(list(vec![from_march]).stay_that_counts(&stayed_on, day(3, 5)).is_some());

    let taken_off = list(vec![RegionRow { until: Some(day(2, 20)), ..row("示例市") }]);
    let long_stay = [stay("示例市", day(2, 1), day(3, 10))];
    assert!(taken_off.stay_that_counts(&long_stay, day(3, 5)).is_some(), "14 days after it was taken off");
    assert!(taken_off.stay_that_counts(&long_stay, day(3, 6)).is_none());
}

#[test]
fn a_row_may_be_observed_longer_or_shorter_than_the_others() {
    let week = list(vec![RegionRow { observed_days: Some(7), ..row("示例市") }]);
    let stays = [stay("示例市", day(3, 1), day(3, 4))];
    assert!(week.stay_that_counts(&stays, day(3, 11)).is_some());
    assert!(week.stay_that_counts(&stays, day(3, 12)).is_none());
}

#[test]
fn passing_through_counts_only_where_the_list_says_so() {
    let transit = [Stay { transit: true, ..stay("湖北省武汉市", day(3, 5), day(3, 5)) }];
    let mut list = list(vec![row("湖北省")]);
    assert!(list.stay_that_counts(&transit, day(3, 12)).is_none());
    list.transit_counts = true;
    assert!(list.stay_that_counts(&transit, day(3, 12)).is_some());
}

#[test]
fn the_most_specific_row_is_told_with_the_stay_it_matched() {
    let rows = ["湖北省", "湖北省武汉市江汉区", "湖北省武汉市", "示例县"].map(row).to_vec();
    let stays = [stay("示例县", day(3, 1), day(3, 2)), stay("湖北省武汉市江汉区", day(3, 3), day(3, 4))];
    let list = list(rows);
    let counted = list.stay_that_counts(&stays, day(3, 12)).unwrap();
    assert_eq!((counted.row, counted.stay), (&list.rows[1], &stays[1]));
    assert!(list.stay_that_counts(&[], day(3, 12)).is_none());
}

#[test]
fn the_list_that_is_delivered_names_no_place_and_is_accepted() {
    let list = RegionList::default();
    assert_eq!(list.check(), Ok(()));
    assert_eq!((list.observed_days, list.rows.len()), (14, 0));
}

#[test]
fn the_fault_names_the_row_it_belongs_to() {
    let path = |broken: RegionRow| list(vec![row("湖北省"), broken]).check().unwrap_err().path;
    assert_eq!(path(row("")), "rows.1.place");
    assert_eq!(path(row("市")), "rows.1.place");
    assert_eq!(path(row(&"示".repeat(61))), "rows.1.place");
    assert_eq!(path(RegionRow { level: " ".into(), ..row("湖北省") }), "rows.1.level");
    assert_eq!(path(RegionRow { basis: "一\n二".into(), ..row("湖北省") }), "rows.1.basis");
    assert_eq!(path(RegionRow { observed_days: Some(29), ..row("湖北省") }), "rows.1.observedDays");
    let backwards = RegionRow { until: Some(day(1, 22)), ..row("湖北省") };
    let fault = list(vec![backwards]).check().unwrap_err();
    assert_eq!(fault.expected, Expectation::NotBefore { day: day(1, 23) });
    assert_eq!(fault.to_string(), "rows.0.until: expected 2020-01-23 or later");
}

#[test]
fn the_list_has_its_limits() {
    assert_eq!(list(vec![row("湖北省"); 2000]).check(), Ok(()));
    assert_eq!(list(vec![row("湖北省"); 2001]).check().unwrap_err().path, "rows");
    for observed_days in [0, 29] {
        let list = RegionList { observed_days, ..RegionList::default() };
        assert_eq!(list.check().unwrap_err().path, "observedDays");
    }
}

proptest! {
    #[test]
    fn every_place_with_a_name_lies_in_itself(place in "[湖北武汉江上海南京州]{2,5}[省市区县州]?") {
        prop_assert!(counts(&place, &place), "{}", place);
    }

    #[test]
    fn no_text_makes_the_comparison_fall_over(region in ".{0,40}", place in "[\\PC湖北武汉市区县省自治 -]{0,40}") {
        let _ = counts(&region, &place);
        let _ = is_unclear(&region, &place);
        let _ = list(vec![row(&region)]).check();
    }

    #[test]
    fn a_stay_that_ended_earlier_never_counts_longer(last in 0..60_u64, observed in 1..28_u32) {
        let list = RegionList { observed_days: observed, ..list(vec![row("湖北省")]) };
        let until = day(3, 20) - Days::new(last);
        let counted = list.stay_that_counts(&[stay("湖北省", day(1, 23), until)], day(3, 20)).is_some();
        let is_recent = last <= u64::from(observed) && until >= day(1, 23);
        prop_assert_eq!(counted, is_recent);
    }
}
