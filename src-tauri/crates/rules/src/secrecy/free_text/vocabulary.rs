//! The words by which a text speaks about how many bidders there are. White space has been
//! taken out of the text and letters are capitals, so `or more` is `ORMORE` here.

/// Words that mean bidders and nobody else, or what each bidder hands in once.
pub(super) const BIDDERS: [&str; 21] = [
    "潜在投标人",
    "投标人",
    "投标单位",
    "投标企业",
    "投标公司",
    "投标方",
    "投标代表",
    "投标商",
    "供应商",
    "响应人",
    "竞标人",
    "竞标单位",
    "报名单位",
    "报名人",
    "报名企业",
    "标书",
    "投标文件",
    "响应文件",
    "BIDDERS",
    "BIDDER",
    "TENDERERS",
];

/// Words that mean bidders when they are counted, but often somebody else.
pub(super) const COMPANIES: [&str; 5] = ["公司", "企业", "单位", "COMPANIES", "FIRMS"];

/// What only bidders do: with one person from each company, people are companies.
pub(super) const BIDDING: [&str; 8] =
    ["报名", "投标", "来投标", "参加投标", "参与投标", "递交", "购标", "买标书"];

/// Words that announce the number of bidders.
pub(super) const COUNTS: [&str; 14] = [
    "家数",
    "户数",
    "投标人数量",
    "投标人数",
    "投标人个数",
    "单位数量",
    "单位数",
    "企业数",
    "公司数",
    "报名数",
    "报名人数",
    "递交数",
    "购标数",
    "供应商数",
];

/// Units whose number is nobody's secret: `3家代理机构`.
pub(super) const OTHER_UNITS: [&str; 4] = ["代理", "招标", "采购", "医院"];

/// Measure words between a number and a noun.
pub(super) const MEASURES: [char; 6] = ['个', '名', '位', '份', '套', '户'];

/// Signs that make a number a figure near it: `十几家`, `12+家`.
pub(super) const VAGUE: [char; 6] = ['多', '几', '余', '来', '数', '+'];

/// Where the bands and the law draw their lines: `超30家` is the rule, not a count.
pub(super) const LINES: [u32; 7] = [3, 30, 31, 60, 61, 90, 91];

/// Comparing words before a line.
pub(super) const COMPARED_BEFORE: [&str; 23] = [
    "超过",
    "超",
    "大于",
    "多于",
    "高于",
    "少于",
    "小于",
    "低于",
    "不足",
    "不满",
    "满",
    "至多",
    "最多",
    "至少",
    "最少",
    "≤",
    "≥",
    "<",
    ">",
    "MORETHAN",
    "OVER",
    "UPTO",
    "FEWERTHAN",
];

/// Comparing words after a line.
pub(super) const COMPARED_AFTER: [&str; 8] =
    ["及以上", "及以下", "以上", "以下", "以内", "或以上", "或以下", "ORMORE"];

/// Before a 1 they make it a count; without them `有一家问` is somebody, not a number.
pub(super) const ONLY: [char; 6] = ['只', '仅', '就', '共', '唯', '才'];

/// What may stand between an announcing word and its number.
pub(super) const LINKS: [&str; 18] = [
    "一共", "总共", "共计", "合计", "大约", "大概", "等于", "到场", "共", "计", "是", "为", "有", "约", "达",
    "了", ":", "=",
];

/// What makes the number before it a date, a time, a place or an amount.
pub(super) const OTHER_QUANTITIES: [char; 28] = [
    '年', '月', '日', '号', '时', '点', '分', '秒', '天', ':', '.', '/', '-', '%', '℃', '元', '万', '米',
    '层', '楼', '室', '次', '遍', '小', '章', '条', '页', '标',
];

/// What may follow a number of bidders that was announced.
pub(super) const ENDS: &str = "家个名位户份套人多余几来左";
