import type { Catalogue } from "../catalogue";

const tables: Catalogue["tables"] = {
  title: { agencies: "Import agencies", rollCall: "Import the people of units", calendar: "Import days off", rooms: "Import rooms" },
  hint: {
    agencies: "Columns: 代理机构, 联系人, 职务 (optional), 电话. Cells of 代理机构 may be merged.",
    rollCall: "Columns: 单位, 姓名, 职务 (optional), 电话 (optional), 联络员 (是 or 否). Cells of 单位 may be merged.",
    calendar: "Columns: 日期, 类型 (放假 or 上班), 名称 (optional).",
    rooms: "Columns: 房号, 名称, 用途, 分区, 楼层, 横坐标, 纵坐标, 宽, 深, 座位, 间距后座位, 架位, 视频, 录像, 开放时间 (07:00-12:00、13:00-22:00).",
  },
  field: "Table file",
  read: "“{file}”",
  counts: "Rows {total}: {fresh} new, {unchanged} unchanged, {faulty} faulty",
  back: "Back",
  reason: "Basis, with the document number",
  needReason: "Enter the document number.",
  commit: "Import the good rows",
  told: "Rows to add: {fresh}; faulty rows left out until corrected: {faulty}.",
  result: "Added {added}, unchanged {unchanged}, left out {leftOut}.",
  column: { row: "Row", standing: "Against the records" },
  fault: {
    missing: "required; fill it in",
    phoneUnreadable: "not a telephone number; give 11 digits or area code and number",
    numberUnreadable: "not a whole number from {lowest} to {highest}",
    hoursUnreadable: "not opening times; write 07:00-12:00、13:00-22:00",
    dateUnreadable: "not a date; write 2020-04-04",
    unknownWord: "must be one of {known}",
    duplicate: "the same as {firstSheet} row {firstRow}; remove one",
    namesake: "the same name as {firstSheet} row {firstRow} and nothing to tell them apart; if they are two people, give a phone or a position, otherwise remove one",
    tooLong: "at most {limit} characters, has {found}; shorten it",
    formula: "a formula; paste its value",
    digitsLost: "the spreadsheet cut a long number off; make the column text and enter it again",
    namesBidders: "may name bidders or tell their number; remove it",
    other: "not as required; check it",
  },
};

export default tables;
