/** Tables brought in from a spreadsheet: agencies, units, days off. */
export default {
  title: { agencies: "导入代理机构名册", rollCall: "导入单位人员", calendar: "导入放假安排" },
  hint: {
    agencies: "列名：代理机构、联系人、职务（可不填）、电话。代理机构一列可合并单元格。",
    rollCall: "列名：单位、姓名、职务（可不填）、电话（可不填）、联络员（是或否）。单位一列可合并单元格。",
    calendar: "列名：日期、类型（放假或上班）、名称（可不填）。",
  },
  field: "表格文件",
  read: "已读“{file}”",
  counts: "共 {total} 行：新增 {fresh}，一致 {unchanged}，有错 {faulty}",
  back: "返回",
  reason: "依据（文号）",
  needReason: "请填写依据的文号。",
  commit: "导入有效行",
  told: "将新增 {fresh} 行；有错的 {faulty} 行不导入，请更正后再次导入。",
  result: "新增 {added} 行，与库中一致 {unchanged} 行，未导入 {leftOut} 行。",
  column: { row: "行", standing: "与本库相比" },
  /** What is wrong with a cell and what to do about it. */
  fault: {
    missing: "此项必填，请补填",
    phoneUnreadable: "电话号码有误，请填 11 位手机号或带区号的固定电话",
    numberUnreadable: "应为 {lowest} 至 {highest} 的整数",
    hoursUnreadable: "开放时间看不懂，请写成 07:00-12:00、13:00-22:00",
    dateUnreadable: "日期无法识别，应为 2020年4月4日 或 2020-04-04",
    unknownWord: "应为：{known}",
    duplicate: "与 {firstSheet} 第 {firstRow} 行重复，请删去其一",
    tooLong: "最多 {limit} 字，现有 {found} 字，请缩短",
    formula: "此格是公式或公式出错，请粘贴为数值",
    digitsLost: "长数字已被表格软件截断，请将该列设为文本后重填",
    namesBidders: "可能写了投标人名称或家数，请删去",
    other: "不符合要求，请核对",
  },
};
