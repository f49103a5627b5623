import { describe, expect, it } from "vitest";
import { figuresAreSealed, rowHeight, timetableOf } from "@/views/rooms/table/timetable";
import { daySource, plannedSource } from "@/views/rooms/table/turns";
import { afterCameraLost, dayOf } from "./days";
import { clock, group } from "./plans";

const at = (minutes: number): number => Date.parse(clock(minutes));
const planned = (now = 193) => timetableOf(plannedSource(group(), at(now)), at(now));
const kinds = (table: ReturnType<typeof planned>, kind: string) => table?.rows.flatMap((row) => row.blocks).filter((block) => block.kind === kind) ?? [];

describe("the timetable of a plan", () => {
  it("runs from the whole hour of the begin to that of the limit", () => {
    const table = planned();
    expect(table?.hours).toHaveLength(13);
    expect(table?.limit?.left).toBe(100);
    expect(table?.now?.left).toBeCloseTo((193 / 720) * 100);
  });

  it("has a row for each panel, for carrying, for rooms kept free, and for temperature rounds", () => {
    expect(planned()?.rows.map((row) => `${row.kind} ${row.code}`.trim())).toEqual(["panel 201", "panel 202", "carry 206", "kept 204", "kept 205", "temperature"]);
    expect(kinds(planned(), "temperature")).toHaveLength(4);
  });

  it("shows a reading across a meal as one block in two pieces with a gap", () => {
    const crossing = kinds(planned(), "review").find((block) => block.room === "201" && block.batch === "K2");
    expect(crossing?.parts).toHaveLength(2);
    const [first, second] = crossing?.parts ?? [];
    expect((second?.left ?? 0) - ((first?.left ?? 0) + (first?.width ?? 0))).toBeGreaterThan(10);
  });

  it("tells breaks, the discussion and the margin for all rooms at once", () => {
    expect(planned()?.joint.map((block) => block.kind)).toEqual(["break", "break", "break", "discussion", "margin"]);
  });

  it("tells by the clock what is done, under way and ahead", () => {
    const mine = kinds(planned(), "review").filter((block) => block.room === "201");
    expect(mine.map((block) => block.standing)).toEqual(["done", "running", "ahead", "ahead", "ahead", "ahead"]);
  });

  it("has no line for now outside its day, no margin when late, and no picture of an impossible plan", () => {
    expect(planned(-2000)?.now).toBeNull();
    const late = group({ end: clock(760) });
    expect(timetableOf(plannedSource(late, 0), 0)?.joint.map((block) => block.kind)).not.toContain("margin");
    expect(timetableOf(plannedSource(group({ possible: false }), 0), 0)).toBeNull();
  });
});

describe("the timetable of a running day", () => {
  it("stands where it is expected, says how late, and moves what is carried after it", () => {
    const day = dayOf(group(), { now: 193, behind: 25 });
    const table = timetableOf(daySource(day), at(193));
    const waiting = table?.rows.find((row) => row.code === "202")?.blocks.filter((block) => block.kind === "review" && block.standing === "ahead") ?? [];
    expect(waiting.length).toBeGreaterThan(2);
    expect(waiting.every((block) => block.lateMinutes === 25)).toBe(true);
    const from202 = daySource(day).carries.find((carry) => carry.from === "202");
    const before = group().carries.find((carry) => carry.from === "202" && carry.batch === from202?.batch);
    expect(Date.parse(from202?.leaves ?? "") - Date.parse(before?.leaves ?? "")).toBe(25 * 60_000);
    expect(table?.joint.find((block) => block.kind === "discussion")?.begin).toBe(at(655));
  });

  it("keeps what was read in a room that was left, and goes on in the other", () => {
    const table = timetableOf(daySource(afterCameraLost(group(), 193)), at(193));
    const of = (code: string) => table?.rows.find((row) => row.code === code);
    expect(of("202")?.blocks.some((block) => block.standing === "done")).toBe(true);
    expect(of("202")?.seats).toEqual([]);
    expect(of("204")?.blocks.every((block) => block.kind !== "review" || block.standing !== "done")).toBe(true);
    expect(of("204")?.seats).toEqual(["专4", "专5"]);
  });
});

describe("the height of a row", () => {
  it("gives a small group room and lets a large one be read", () => {
    expect(rowHeight(4, 220)).toBe(40);
    expect(rowHeight(11, 220)).toBe(22);
    expect(rowHeight(0, 220)).toBe(40);
  });
});

describe("figures before the opening", () => {
  it("are hidden when they rest on the registered number, and shown when estimated", () => {
    const opens = "2020-03-12T01:00:00Z";
    expect(figuresAreSealed({ estimate: false }, opens, Date.parse(opens) - 1)).toBe(true);
    expect(figuresAreSealed({ estimate: false }, opens, Date.parse(opens))).toBe(false);
    expect(figuresAreSealed({ estimate: true }, opens, Date.parse(opens) - 1)).toBe(false);
  });
});
