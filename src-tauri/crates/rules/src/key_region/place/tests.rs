use super::*;

fn read(text: &str) -> String {
    let place = Place::read(text);
    place.parts.iter().map(Part::whole).collect::<Vec<_>>().join("/")
}

#[test]
fn a_place_is_read_as_its_parts() {
    for (text, parts) in [
        ("湖北省武汉市江汉区北湖街道", "湖北省/武汉市/江汉区/北湖街道"),
        (" 湖北省 武汉市\u{3000}江汉区", "湖北省/武汉市/江汉区"),
        ("湖北-武汉，江汉区", "湖北/武汉/江汉区"),
        ("湖北武汉", "湖北/武汉"),
        ("中国上海市浦东新区", "上海市/浦东新区"),
        ("内蒙古自治区锡林郭勒盟", "内蒙古自治区/锡林郭勒盟"),
        ("广西壮族自治区柳州市", "广西壮族自治区/柳州市"),
        ("吉林省吉林市", "吉林省/吉林市"),
        ("江西省景德镇市", "江西省/景德镇市"),
        ("湖北省荆州市沙市区", "湖北省/荆州市/沙市区"),
        ("湖南省津市市", "湖南省/津市市"),
        ("山东省济南市市中区", "山东省/济南市/市中区"),
        ("天津市河北区", "天津市/河北区"),
        ("河北区", "河北区"),
        ("上海市南京东路", "上海市/南京东路"),
        ("北京路1号", "北京路1号"),
        ("", ""),
    ] {
        assert_eq!(read(text), parts, "{text}");
    }
}

#[test]
fn a_mere_suffix_is_no_name() {
    for text in ["", "市", "省", "--", "湖北省市"] {
        assert!(!Place::read(text).is_a_name(), "{text}");
    }
    assert!(Place::read("湖北").is_a_name());
    assert!(Place::read("重庆市忠县").is_a_name());
}
