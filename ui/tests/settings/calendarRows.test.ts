import { describe, expect, it } from "vitest";
import { type CalendarDraft, type CalendarFault, calendarBody, calendarFault, calendarOf, dayDraft, monthDays, monthPlus, spanDraft, standingOf, timeOf, turned } from "@/views/settings/calendarRows";
import { bodyOf, leavesOf } from "@/views/settings/leaves";

const BODY = { weekdays: [1, 2, 3, 4, 5], hours: [{ from: "08:30:00", until: "12:00:00" }, { from: "13:30:00", until: "17:30:00" }], days: [{ day: "2020-04-06", kind: "day_off", name: "清明节" }, { day: "2020-04-26", kind: "workday", name: "调休" }] };
const NAMES = { day_off: "放假", workday: "上班" } as const;

describe("the calendar", () => {
  it("comes back as it was read", () => {
    expect(calendarBody(calendarOf(BODY))).toEqual(BODY);
  });

  it("keeps its weekdays and days in order however they were typed", () => {
    const draft = { ...calendarOf(BODY), weekdays: [5, 1, 3], days: [dayDraft("2020/5/1", "day_off", "劳动节"), dayDraft("2020年4月6日", "day_off", "清明节")] };
    expect(calendarBody(draft)).toMatchObject({ weekdays: [1, 3, 5], days: [{ day: "2020-04-06" }, { day: "2020-05-01" }] });
  });

  it.each([
    ["no working day", { weekdays: [] }, "weekdays"],
    ["no hours", { hours: [] }, "hours"],
    ["an end before its start", { hours: [spanDraft("9:00", "8:30")] }, "hours"],
    ["spans that overlap", { hours: [spanDraft("8:30", "12:00"), spanDraft("11:00", "17:00")] }, "hours"],
    ["a day that is none", { days: [dayDraft("2020-02-30", "day_off", "不存在")] }, "day"],
    ["a day listed twice", { days: [dayDraft("2020-04-06", "day_off", "清明节"), dayDraft("2020/4/6", "workday", "调休")] }, "twice"],
    ["a day without a name", { days: [dayDraft("2020-04-06", "day_off", " ")] }, "name"],
  ] satisfies [string, Partial<CalendarDraft>, CalendarFault["kind"]][])("is not saved with %s", (_, over, kind) => {
    expect(calendarFault({ ...calendarOf(BODY), ...over })?.kind).toBe(kind);
  });

  it("counts a made-up Sunday as a working day and a holiday Monday as none", () => {
    const draft = calendarOf(BODY);
    expect(standingOf(draft, "2020-04-26")).toMatchObject({ working: true, kind: "workday" });
    expect(standingOf(draft, "2020-04-06")).toMatchObject({ working: false, name: "清明节" });
    expect(standingOf(draft, "2020-04-05")).toMatchObject({ working: false, kind: null });
  });

  it("turns a day off, and back again", () => {
    const draft = calendarOf(BODY);
    const off = turned(draft, "2020-04-07", NAMES);
    expect(off.find((one) => one.day === "2020-04-07")).toMatchObject({ kind: "day_off", name: "放假" });
    expect(turned({ ...draft, days: off }, "2020-04-07", NAMES).map((one) => one.day)).toEqual(["2020-04-06", "2020-04-26"]);
    expect(turned(draft, "2020-04-05", NAMES).find((one) => one.day === "2020-04-05")?.kind).toBe("workday");
  });

  it("reads times as they are typed and walks months over the year's end", () => {
    expect(timeOf("8：30")).toBe("08:30");
    expect(timeOf("24:00")).toBeNull();
    expect(monthPlus("2020-12-01", 1)).toBe("2021-01-01");
    expect(monthDays("2020-02-01")).toHaveLength(29);
  });
});

describe("an hour that may be left open", () => {
  it("stays none when nothing is typed, and is an hour when one is", () => {
    const leaves = leavesOf({ escalateAt: null });
    expect(bodyOf(leaves)).toEqual({ escalateAt: null });
    expect(bodyOf(leaves.map((leaf) => ({ ...leaf, shown: "16:30:00" })))).toEqual({ escalateAt: "16:30:00" });
  });
});
