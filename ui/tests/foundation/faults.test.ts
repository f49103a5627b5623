import { describe, expect, it } from "vitest";
import type { Fault } from "@/backend";
import { text } from "@/i18n";
import { expectedText, fieldsOf, readText, whereText } from "@/views/sessions/faultText";
import { PREVIEW } from "../fixtures/import";

const faults = PREVIEW.rows.flatMap((row) => row.faults);
const [understood, noSuchDate, unknownRoom, phone] = faults;

describe("faults of an imported sheet", () => {
  it("tells the place, what was read and what was expected", () => {
    expect(whereText(noSuchDate!)).toBe("3月16日 第 7 行 I 列“开标时间”");
    expect(readText(noSuchDate!)).toBe("读到“2月30日 9:30”");
    expect(expectedText(noSuchDate!)).toBe("日历上没有这一天，请核对");
    expect(expectedText(unknownRoom!)).toBe("本中心没有这一间，应为：开标一室、开标二室、多功能厅");
    expect(expectedText(phone!)).toContain("7 位");
    expect(expectedText(understood!)).toContain("2020-03-16 14:00");
  });

  it("says of an empty cell that it is empty", () => {
    expect(readText({ ...noSuchDate!, read: "" })).toBe(text("faults.readNothing"));
  });

  it("never shows the number of registered bidders", () => {
    expect(readText({ ...noSuchDate!, field: "registered", read: "63" })).toBe("封存，不显示");
  });

  it("names the fields in which a row differs from the records", () => {
    expect(fieldsOf({ ...PREVIEW.rows[0]!, differs: ["deadline", "band"] })).toBe("开标时间、家数区间");
  });

  it("tells an understood kind of session by its word", () => {
    expect(expectedText({ ...noSuchDate!, field: "kind", kind: { code: "understoodAs", detail: { value: "paper" } } })).toContain("纸质标");
  });

  it("never fails on a kind it does not know", () => {
    const unheard = { ...noSuchDate!, kind: { code: "somethingNew" } as unknown as Fault["kind"] };
    expect(expectedText(unheard)).toBe(text("faults.expected.other"));
  });
});
