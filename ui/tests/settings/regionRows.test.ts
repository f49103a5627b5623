import { describe, expect, it } from "vitest";
import { dayOf, daysOf, draftIndexOf, draftOf, faultsOf, pastedRows, regionsOf, rowsOf, withPasted, type Column } from "@/views/settings/regionRows";

const GOOD: Record<Column, string> = { place: "湖北省武汉市", level: "高风险", since: "2020-01-10", until: "", observedDays: "", basis: "京疫防发〔2020〕12号" };
const kindsOf = (over: Partial<Record<Column, string>>): string[] => (faultsOf([draftOf({ ...GOOD, ...over })])[0] ?? []).map((fault) => fault.kind);

describe("the list of key regions", () => {
  it("comes back from the table as it was stored", () => {
    const rows = [
      { place: "湖北省", level: "重点地区", since: "2020-01-23", until: null, observedDays: null, basis: "甲" },
      { place: "浙江省温州市", level: "重点地区", since: "2020-02-01", until: "2020-03-02", observedDays: 21, basis: "乙" },
    ];
    const read = regionsOf({ observedDays: 14, transitCounts: true, rows });
    expect(rowsOf(read.rows)).toEqual(rows);
    expect([read.observedDays, read.transitCounts]).toEqual(["14", true]);
    expect(regionsOf({}).rows).toEqual([]);
  });

  it("reads days as spreadsheets write them and no day that does not exist", () => {
    for (const written of ["2020-03-01", "2020/3/1", "2020.3.1", "2020年3月1日", "20200301", "２０２０－０３－０１", "2020/3/1 0:00"]) expect(dayOf(written)).toBe("2020-03-01");
    for (const written of ["3月1日", "2020-02-30", "2020-13-01", "昨日", ""]) expect(dayOf(written)).toBeNull();
  });

  it("reads days of observation from 1 to 28", () => {
    expect([daysOf("14"), daysOf("１４天"), daysOf("28")]).toEqual([14, 14, 28]);
    expect([daysOf("0"), daysOf("29"), daysOf(""), daysOf("两周")]).toEqual([null, null, null, null]);
  });

  it("names each fault of a row", () => {
    expect(kindsOf({})).toEqual([]);
    expect(kindsOf({ place: " " })).toEqual(["placeMissing"]);
    expect(kindsOf({ place: "省".repeat(61) })).toEqual(["placeLong"]);
    expect(kindsOf({ level: "" })).toEqual(["levelMissing"]);
    expect(kindsOf({ level: "高".repeat(21) })).toEqual(["levelLong"]);
    expect(kindsOf({ since: "1月10日" })).toEqual(["sinceWrong"]);
    expect(kindsOf({ until: "不详" })).toEqual(["untilWrong"]);
    expect(kindsOf({ until: "2020-01-09" })).toEqual(["untilEarly"]);
    expect(kindsOf({ observedDays: "40" })).toEqual(["daysWrong"]);
    expect(kindsOf({ basis: "" })).toEqual(["basisMissing"]);
    expect(kindsOf({ place: "", basis: "号".repeat(101) })).toEqual(["placeMissing", "basisLong"]);
  });

  it("takes 至今 and a dash for an open end", () => {
    for (const until of ["至今", "—", "-", ""]) {
      expect(kindsOf({ until })).toEqual([]);
      expect(rowsOf([draftOf({ ...GOOD, until })])[0]?.until).toBeNull();
    }
  });

  it("says of which row a row is the double", () => {
    expect(faultsOf([draftOf(GOOD), draftOf({ ...GOOD, level: "中风险" }), draftOf({ ...GOOD, since: "2020-02-01" })])).toEqual([[], [{ column: "place", kind: "placeTwice", row: 1 }], []]);
  });

  it("leaves empty rows out and still finds the row the desk speaks of", () => {
    const drafts = [draftOf(GOOD), draftOf(), draftOf({ ...GOOD, place: "湖北省" })];
    expect(faultsOf(drafts)[1]).toEqual([]);
    expect(rowsOf(drafts)).toHaveLength(2);
    expect(draftIndexOf(drafts, 1)).toBe(2);
  });
});

describe("rows pasted from a spreadsheet", () => {
  it("are told from a plain text for one cell", () => {
    expect(pastedRows("湖北省武汉市", "place")).toBeNull();
    expect(pastedRows("湖北省武汉市\r\n", "place")).toBeNull();
  });

  it("lose their line of headings and have their days read", () => {
    expect(pastedRows("地区\t等级\t起始日\t截止日\t观察天数\t依据\r\n河南省信阳市\t重点地区\t2020/2/5\t\t\t9号\r\n", "place")).toEqual([
      { place: "河南省信阳市", level: "重点地区", since: "2020-02-05", until: "", observedDays: "", basis: "9号" },
    ]);
  });

  it("keep empty cells in their columns, at the beginning and at the end as well", () => {
    expect(pastedRows("\t高风险\t2020-02-05\n甲\t\t", "place")).toEqual([
      { place: "", level: "高风险", since: "2020-02-05" },
      { place: "甲", level: "", since: "" },
    ]);
  });

  it("read a cell with a line break, a tabulator or quotes in it", () => {
    expect(pastedRows('"湖北省\n武汉市"\t"高""风险"""\n', "place")).toEqual([{ place: "湖北省 武汉市", level: '高"风险"' }]);
  });

  it("begin in the column they are pasted into and drop what lies beyond the table", () => {
    expect(pastedRows("9号\t多余\n10号\t", "basis")).toEqual([{ basis: "9号" }, { basis: "10号" }]);
  });

  it("go over what stands there and add rows below", () => {
    const next = withPasted([draftOf(GOOD), draftOf()], 1, [{ place: "甲" }, { place: "乙" }]);
    expect(next.map((row) => row.place)).toEqual(["湖北省武汉市", "甲", "乙"]);
    expect(new Set(next.map((row) => row.key)).size).toBe(3);
  });
});
