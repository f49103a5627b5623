use proptest::prelude::*;

use super::*;

fn names() -> Vec<String> {
    vec!["示例建工一有限公司".to_owned(), "示例建工二（云岭）有限责任公司".to_owned(), "甲乙".to_owned()]
}

fn guard(text: &str) -> Result<(), SecrecyBreach> {
    guard_free_text(text, &names())
}

#[test]
fn a_number_of_bidders_is_found_in_every_spelling() {
    for text in [
        "12家",
        "十二家",
        "３家",
        "家数是 12",
        "共12个投标人",
        "这次有 12 家来",
        "来了六十七家单位",
        "1 2 家",
        "⑫家",
        "十几家",
        "三十多家",
        "几十家",
        "二三十家",
        "近20家",
        "12+家",
        "67家左右",
        "报名数67",
        "报名数：67",
        "家数为六十七",
        "投标人数量是 67",
        "投标人12",
        "投标人共十二家",
        "投标单位有12个",
        "投标人：12人",
        "12份投标文件",
        "收到12份标书",
        "通知了12个单位",
        "12名投标代表",
        "只有1家",
        "仅一个投标人报名",
        "陆拾柒家",
        "卅家",
        "67 bidders",
        "bidders: 67",
        "67 companies",
        "超过45家",
        "45家以上",
        "31-45家",
        "有30家",
        "投标人到场12人",
        "12户投标人",
        "67人报名",
        "一共67个人来投标",
        "收到投标文件12份",
        "来的公司有12个",
        "来了12家人",
        "0067家",
        "两家",
        "第12家递交",
    ] {
        assert_eq!(guard(text), Err(SecrecyBreach::BidderCount), "{text}");
    }
}

#[test]
fn the_phrases_of_the_rules_pass() {
    for text in [
        "",
        "超30家",
        "超过30家的项目",
        "30家以上",
        "30家以内",
        "不超过30家",
        "31–60家",
        "61至90家",
        "≤30家",
        ">90家",
        "少于3家不开标",
        "3家及以上",
        "每家只派1人",
        "一公司一人，一标识一天",
        "每个投标人1人",
        "每家投标文件5份",
        "more than 30 bidders",
        "二、投标人须戴口罩",
        "投标人1人进场",
        "有一家问能否换人",
        "有1个投标人没带身份证",
        "请不要告诉我们投标人名称和家数",
    ] {
        assert_eq!(guard(text), Ok(()), "{text}");
    }
}

#[test]
fn dates_times_and_other_quantities_pass() {
    for text in [
        "请投标人8:20前到",
        "请投标人3月12日到",
        "投标人8时20分前到达",
        "体温37.3",
        "口罩12个",
        "已发送2次，第3次未接",
        "共12人在场",
        "代理机构3人",
        "示例大厦12层",
        "十二点再打",
        "3位专家",
        "家庭住址在示例路12号",
        "问过3位家长",
        "010-00000003转8",
        "YL-0312-02 投标人入口在东侧",
        "14:30 公司回电",
        "9点30 单位来电",
        "13900000002公司座机",
        "投标人电话：13900000002",
        "贵公司3人到场",
        "招标人2名代表",
        "已通知3家代理机构",
        "投标文件一正四副",
        "投标文件一式五份",
        "招标文件第3章投标人须知",
        "第2标段投标人由东门进",
        "2020年单位变更",
    ] {
        assert_eq!(guard(text), Ok(()), "{text}");
    }
}

#[test]
fn a_bidders_name_is_found_in_every_spelling() {
    for text in [
        "示例建工一有限公司来电",
        "示例建工一的人问",
        "示例 建工 一",
        "示例·建工一",
        "示例建工二(云岭)有限公司",
        "示例建工二云岭",
        "甲乙",
    ] {
        assert_eq!(guard(text), Err(SecrecyBreach::BidderName), "{text}");
    }
    assert_eq!(guard("示例建工三有限公司"), Ok(()));
    assert_eq!(guard_free_text("任何一段话", &[String::new(), "（）".to_owned()]), Ok(()));
}

#[test]
fn the_breach_repeats_nothing_of_the_text() {
    let breach = guard("来了67家，其中有示例建工一").unwrap_err();
    let told = format!("{breach} {breach:?} {}", serde_json::to_string(&breach).unwrap());
    assert!(!told.contains("67") && !told.contains("示例"));
}

proptest! {
    #[test]
    fn every_count_but_one_is_found(count in 2..200_u32, spaces in " {0,2}") {
        for unit in ["家", "个投标人", "份投标文件"] {
            let text = format!("今天{spaces}{count}{spaces}{unit}。");
            prop_assert_eq!(guard(&text), Err(SecrecyBreach::BidderCount), "{}", text);
        }
        let text = format!("家数{spaces}{count}");
        prop_assert_eq!(guard(&text), Err(SecrecyBreach::BidderCount));
    }

    #[test]
    fn no_text_makes_the_guard_fall_over(text in "[0-9一十家个投标人数超过以上 ⑫几,.:]{0,20}|\\PC{0,20}") {
        let _ = guard(&text);
    }
}

#[test]
fn the_code_of_a_company_is_as_good_as_its_name() {
    for text in
        ["91990000MA0000001B", "代码91990000ma0000001b。", "９１９９００００ＭＡ００００００１Ｂ，请核"]
    {
        assert_eq!(guard(text), Err(SecrecyBreach::BidderName), "{text}");
    }
    for text in ["编号91990000MA0000001C", "YL-0312-01", "电话13900000021"] {
        assert_eq!(guard(text), Ok(()), "{text}");
    }
}
