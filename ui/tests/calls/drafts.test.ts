import { describe, expect, it } from "vitest";
import type { TableFault, UnitPersonView } from "@/backend";
import { changedReports } from "@/views/calls/units/reportDraft";
import { columnWord, tableFaultText, tableReadText } from "@/views/imports/tableFault";
import { amendFault, otherRooms } from "@/views/sessions/amendDraft";
import { ROOMS } from "../fixtures/places";
import { SESSIONS } from "../fixtures/sessions";

const fault = (kind: TableFault["kind"], read = "示例"): TableFault => ({ sheet: "名册", row: 3, column: "D", columnTitle: "电话", field: "phone", read, kind });

describe("a table that is brought in", () => {
  it("says what is wrong and what to do, with what was expected", () => {
    expect(tableFaultText(fault({ code: "unknownWord", detail: { known: ["是", "否"] } }))).toBe("应为：是、否");
    expect(tableFaultText(fault({ code: "duplicate", detail: { firstSheet: "名册", firstRow: 2 } }))).toContain("名册 第 2 行");
  });
  it("does not repeat what may name bidders", () => {
    expect(tableReadText(fault({ code: "namesBidders" }, "示例建工一"))).not.toContain("示例建工一");
    expect(tableReadText(fault({ code: "phoneUnreadable" }, "139"))).toContain("139");
  });
  it("calls the name of a day another word than that of a person", () => {
    expect(columnWord("calendar", "name")).toBe("名称");
    expect(columnWord("rollCall", "name")).toBe("姓名");
  });
});

describe("a unit's report", () => {
  const person = (id: string, over: Partial<UnitPersonView> = {}): UnitPersonView => ({ id, unitId: "u", unitName: "示例镇", name: id, title: "", phone: "", answers: false, belongs: true, state: null, note: "", at: null, operator: null, ...over });
  it("sends only those of whom something new was typed", () => {
    const people = [person("a"), person("b", { state: "on_duty" }), person("c"), person("d", { state: "at_home", note: "请假" })];
    const drafts = { a: { state: "isolated" as const, note: " 第3日 " }, b: { state: "on_duty" as const, note: "" }, d: { state: "at_home" as const, note: "年假" } };
    expect(changedReports(people, drafts)).toEqual([
      { personId: "a", state: "isolated", note: "第3日" },
      { personId: "d", state: "at_home", note: "年假" },
    ]);
  });
});

describe("an amendment", () => {
  const draft = { day: "2020-03-13", time: "9:30", opening: ["K1"], evaluation: [], document: "示例更正1号", reason: "澄清" };
  it("wants a day, a time, a room, a document and a reason", () => {
    expect(amendFault(draft)).toBeNull();
    expect(amendFault({ ...draft, time: "25:00" })).toBe("needDay");
    expect(amendFault({ ...draft, opening: [] })).toBe("needOpening");
    expect(amendFault({ ...draft, reason: " " })).toBe("needDocument");
  });
  it("names rooms only when they differ, in the order of the list", () => {
    const before = SESSIONS[0]!.openingRooms;
    expect(otherRooms(["D1", "K1"], before, ROOMS)).toBeNull();
    expect(otherRooms(["D1", "K2"], before, ROOMS)).toEqual(["K2", "D1"]);
  });
});
