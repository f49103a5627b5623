import { describe, expect, it } from "vitest";
import { clockText, dayText, minutesInto } from "@/time/formats";
import { holderText, named, remedyText } from "@/views/sessions/calendar/conflictText";
import { axisOf, closedOf, inOrder, mondayOf, slotsOf } from "@/views/sessions/calendar/slots";
import { amendFault } from "@/views/sessions/amendDraft";
import { DAY, ZONE, at, conflict, entry, room, view } from "./calendarFixture";

const clock = {
  minutesInto: (day: string, instant: string | Date) => minutesInto(day, instant, ZONE),
  formatClock: (instant: string | Date) => clockText(instant, ZONE),
  formatMoment: (instant: string | Date) => clockText(instant, ZONE),
  formatDay: (day: string) => dayText(day, "zh-CN", "short"),
};

describe("the slots of a day", () => {
  it("stand one above the other where two are in a room at once", () => {
    const entries = [entry({ id: "a" }), entry({ id: "b", begins: at("09:30"), ends: at("10:30") }), entry({ id: "c", begins: at("14:00"), ends: at("15:00"), cleanUntil: at("15:30") })];
    const slots = slotsOf(view({ entries }), DAY, clock);
    expect(slots.map(({ id, begin, lane, lanes }) => [id, begin, lane, lanes])).toEqual([
      ["a", 540, 0, 2],
      ["b", 570, 1, 2],
      ["c", 840, 0, 1],
    ]);
  });

  it("name what is in conflict on both of a pair, and leave out what was accepted", () => {
    const entries = [entry({ id: "a" }), entry({ id: "b", begins: at("09:30"), ends: at("10:30") })];
    const marks = (accepted: boolean) => slotsOf(view({ entries, conflicts: [conflict({ accepted })] }), DAY, clock).map((one) => [one.conflicts, one.accepted]);
    expect(marks(false)).toEqual([[["overlap"], false], [["overlap"], false]]);
    expect(marks(true)).toEqual([[[], true], [[], true]]);
  });

  it("leave out other days and keep what runs past midnight", () => {
    const entries = [entry({ id: "night", part: "evaluation", begins: at("20:00", "2020-03-11"), ends: at("02:00"), cleanUntil: at("02:30") }), entry({ id: "next", begins: at("09:00", "2020-03-13"), ends: at("10:00", "2020-03-13"), cleanUntil: at("10:30", "2020-03-13") })];
    expect(slotsOf(view({ entries }), DAY, clock).map((one) => [one.id, one.begin, one.end])).toEqual([["night", -240, 120]]);
  });
});

describe("the picture", () => {
  it("spans every window and every use, in whole hours", () => {
    expect(axisOf([room("K1")], [])).toEqual({ from: 480, to: 1080 });
    expect(axisOf([room("K1", { windows: [{ opensMinute: 430, closesMinute: 1330 }] })], [])).toEqual({ from: 420, to: 1380 });
  });

  it("is grey where a room is closed, and everywhere on a day off", () => {
    const noon = room("K1", { windows: [{ opensMinute: 540, closesMinute: 720 }, { opensMinute: 780, closesMinute: 1080 }] });
    const axis = { from: 480, to: 1080 };
    expect(closedOf(noon, axis, true)).toEqual([{ begin: 480, end: 540 }, { begin: 720, end: 780 }]);
    expect(closedOf(noon, axis, false)).toEqual([{ begin: 480, end: 1080 }]);
  });

  it("has the rooms of openings first, and weeks from Monday", () => {
    expect(inOrder([room("201", { purpose: "evaluation" }), room("K1"), room("D1", { purpose: "overflow" })]).map((one) => one.id)).toEqual(["K1", "D1", "201"]);
    expect(["2020-03-09", DAY, "2020-03-15"].map(mondayOf)).toEqual(["2020-03-09", "2020-03-09", "2020-03-09"]);
    expect(mondayOf("2020-03-16")).toBe("2020-03-16");
  });
});

describe("a conflict in words", () => {
  it("names the holder of each of the five kinds", () => {
    expect(holderText(conflict(), clock)).toBe("与 YL-0312-01 1标段、2标段 开标（09:00–10:00）同在开标一室，重叠 30 分。");
    expect(holderText(conflict({ kind: "buffer", begins: at("10:15"), minutes: 15 }), clock)).toContain("消毒通风至 10:30，差 15 分");
    expect(holderText(conflict({ kind: "buffer", begins: at("08:00"), minutes: 15 }), clock)).toContain("09:00 开始");
    expect(holderText(conflict({ kind: "not_released", holder: { kind: "state", state: "held", operator: "示例场务", at: at("08:00"), note: "等待消毒" } }), clock)).toBe("开标一室占用待放行，示例场务 08:00 登记。等待消毒");
    expect(holderText(conflict({ kind: "outside_hours", holder: { kind: "hours", windows: [{ opensMinute: 480, closesMinute: 1080 }] } }), clock)).toBe("开标一室开放时间为 08:00–18:00。");
    expect(holderText(conflict({ kind: "outside_hours", holder: { kind: "day_off", day: "2020-03-14", name: null } }), clock)).toContain("休息日");
    const agency = { kind: "agency", agencyId: "g", agency: "示例丙工程咨询有限公司", person: "示例孙", operator: "示例来电", at: at("15:40", "2020-03-11"), toldOpening: at("15:00"), toldPlace: "开标一室", document: "示例交易〔2020〕8号" } as const;
    expect(holderText(conflict({ kind: "amended_after_call", holder: agency }), clock)).toContain("已告知示例丙工程咨询有限公司示例孙：15:00 开标一室");
  });

  it("says what would put each right", () => {
    const remedies = (["overlap", "buffer", "not_released", "outside_hours", "amended_after_call"] as const).map((kind) => remedyText(conflict({ kind })));
    expect(new Set(remedies).size).toBe(5);
    expect(remedyText(conflict({ accepted: true }))).toContain("已同意紧邻");
    expect(named({ code: "YL-1", lots: [] })).toBe("YL-1");
  });
});

describe("an amendment", () => {
  it("needs a document unless only the rooms of the evaluation change", () => {
    const draft = { day: DAY, time: "9:30", opening: ["K1"], evaluation: [], document: "", reason: "调整评标室" };
    expect(amendFault(draft)).toBe("needDocument");
    expect(amendFault(draft, false)).toBeNull();
    expect(amendFault({ ...draft, reason: "" }, false)).toBe("needReason");
  });
});
