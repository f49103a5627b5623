use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// What a column of the 开标场次安排表 holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum SheetColumn {
    /// Running number (序号).
    Sequence,
    /// Project code (项目编号).
    Code,
    /// Project name (项目名称).
    ProjectName,
    /// Lot (标段).
    Lot,
    /// Tenderer (招标人).
    Tenderer,
    /// Tender agency (代理机构).
    Agency,
    /// The agency's contact (联系人).
    ContactName,
    /// The contact's telephone (联系电话).
    ContactPhone,
    /// Day of the opening, where it has a column of its own (开标日期).
    OpeningDay,
    /// Deadline and opening (开标时间).
    Deadline,
    /// Opening rooms (开标室).
    OpeningRooms,
    /// Evaluation rooms (评标室).
    EvaluationRooms,
    /// Expected length of the evaluation (预计评标时长).
    EvaluationMinutes,
    /// Paper, electronic or both (方式).
    Kind,
    /// Sealed number of registrations (报名数).
    Registered,
    /// Remark (备注).
    Remark,
}

impl SheetColumn {
    /// The columns a sheet must have to be taken for a 开标场次安排表.
    pub const REQUIRED: [Self; 7] = [
        Self::Code,
        Self::ProjectName,
        Self::Agency,
        Self::ContactName,
        Self::ContactPhone,
        Self::Deadline,
        Self::OpeningRooms,
    ];

    /// Whether what stands in this column must not be shown before the opening.
    #[must_use]
    pub const fn is_sealed(self) -> bool {
        matches!(self, Self::Registered)
    }
}

/// What a column name says, spaces, brackets and marks already removed.
pub(crate) enum ColumnName {
    /// A column this crate reads.
    Known(SheetColumn),
    /// A column that looks like one of them and is something else.
    Other,
    /// Not a column name.
    Unknown,
}

/// Looks a column name up among the ways centres write it.
pub(crate) fn column_named(name: &str) -> ColumnName {
    use SheetColumn as C;
    let column = match name {
        "序号" | "序" | "编号序" | "NO" | "No" | "no" => C::Sequence,
        "项目编号" | "招标编号" | "标书编号" | "采购编号" | "项目代码" | "招标项目编号" | "采购项目编号"
        | "标段编号" | "项目号" | "编号" => C::Code,
        "项目名称" | "工程名称" | "招标项目名称" | "采购项目名称" | "标段名称" | "项目" => {
            C::ProjectName
        }
        "标段" | "标包" | "包号" | "标段号" | "标段包" | "分包" | "包" => C::Lot,
        "招标人"
        | "采购人"
        | "招标单位"
        | "采购单位"
        | "建设单位"
        | "招标人名称"
        | "采购人名称"
        | "业主"
        | "业主单位"
        | "招标采购人"
        | "招标人采购人"
        | "招标人或采购人" => C::Tenderer,
        "代理机构"
        | "招标代理"
        | "招标代理机构"
        | "采购代理机构"
        | "代理公司"
        | "代理单位"
        | "代理机构名称"
        | "招标代理单位"
        | "招标代理公司"
        | "招标代理机构名称" => C::Agency,
        "联系人"
        | "代理机构联系人"
        | "代理联系人"
        | "项目联系人"
        | "联系人姓名"
        | "代理机构联系人姓名"
        | "经办人"
        | "项目负责人" => C::ContactName,
        "联系电话"
        | "电话"
        | "联系方式"
        | "手机"
        | "手机号"
        | "手机号码"
        | "电话号码"
        | "联系人电话"
        | "代理机构联系电话"
        | "代理机构电话"
        | "代理机构联系方式"
        | "代理机构联系人电话"
        | "代理联系电话"
        | "联系人联系电话"
        | "联系人手机" => C::ContactPhone,
        "开标日期" | "日期" | "开标日" | "截止日期" => C::OpeningDay,
        "开标时间"
        | "截止时间"
        | "投标截止时间"
        | "投标截止及开标时间"
        | "开标截止时间"
        | "时间"
        | "递交截止时间"
        | "投标文件递交截止时间"
        | "开标日期时间"
        | "开标日期及时间"
        | "截标时间"
        | "开启时间"
        | "响应文件开启时间"
        | "开标截标时间" => C::Deadline,
        "开标室" | "开标地点" | "开标场地" | "开标厅" | "开标会议室" | "开标房间" | "地点" | "场地"
        | "开标室号" | "开标席位" => C::OpeningRooms,
        "评标室" | "评标地点" | "评标场地" | "评标会议室" | "评审室" | "评审地点" | "评标房间"
        | "评标室号" | "评标区" => C::EvaluationRooms,
        "预计评标时长" | "评标时长" | "评标时间" | "预计时长" | "预计评标时间" | "评审时长"
        | "预计评审时长" | "时长" => C::EvaluationMinutes,
        "方式"
        | "开标方式"
        | "招标方式纸质电子"
        | "标书形式"
        | "投标方式"
        | "交易方式"
        | "形式"
        | "纸质电子"
        | "电子纸质"
        | "是否纸质标"
        | "项目类型纸质电子"
        | "标书类型"
        | "开标形式" => C::Kind,
        "报名数" | "报名家数" | "报名单位数" | "投标家数" | "家数" | "报名数量" | "投标人数"
        | "投标人数量" | "投标单位数" | "投标单位数量" | "潜在投标人数" | "供应商数" | "供应商数量"
        | "供应商家数" | "报名人数" | "报名情况" | "领取文件家数" | "下载家数" => {
            C::Registered
        }
        "备注" | "说明" | "备注说明" | "其他说明" | "备注事项" => C::Remark,
        "招标人联系人"
        | "采购人联系人"
        | "业主联系人"
        | "招标人电话"
        | "招标人联系电话"
        | "招标人联系方式"
        | "采购人电话"
        | "采购人联系电话"
        | "采购人联系方式"
        | "业主电话"
        | "业主联系电话"
        | "招标单位联系人"
        | "招标单位联系电话"
        | "招标单位电话"
        | "建设单位联系人"
        | "建设单位联系电话"
        | "建设单位电话"
        | "评标地点时间" => return ColumnName::Other,
        _ => return ColumnName::Unknown,
    };
    ColumnName::Known(column)
}

/// The letter of a column, counted from 0: A to Z, then AA.
pub(crate) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from_u32('A' as u32 + rest % 26).unwrap_or('?'));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_the_spreadsheet_shows_them() {
        assert_eq!([0, 14, 25, 26, 701, 702].map(letters), ["A", "O", "Z", "AA", "ZZ", "AAA"]);
    }
}
