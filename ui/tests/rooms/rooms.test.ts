import { describe, expect, it } from "vitest";
import type { GroupReview, GroupRoom, GroupView, RoomPurpose, RoomView } from "@/backend";
import { BLANK_PLAN, asRegistered, inOnePart } from "../fixtures/blankPlan";
import { floorsOf, neighbour, seatsThatFit } from "@/views/rooms/floorPlan";
import { checkRules } from "@/views/rooms/groupRules";
import { figuresAreSealed, spendingOf, timetableOf } from "@/views/rooms/timetable";

function room(code: string, x: number, y: number, over: Partial<RoomView> = {}): RoomView {
  return {
    id: code, code, name: `评标室${code}`, purpose: "evaluation", zone: "评标区", floor: 2, x, y, width: 8, depth: 5, seats: 6, seatsSpaced: 3,
    shelf: 20, video: true, recording: true, opensMinute: 480, closesMinute: 1320, ...asRegistered(480, 1320), ...over,
  };
}

function part(code: string, use: GroupRoom["use"], seats: string[] = [], set: number | null = null): GroupRoom {
  return { roomId: code, code, name: code, use, panel: null, seats, seatsSpaced: 3, set };
}

function review(roomId: string, batch: string, begin: string, end: string): GroupReview {
  return inOnePart({ roomId, batch, begin: `2020-03-12T${begin}:00Z`, end: `2020-03-12T${end}:00Z` });
}

function group(over: Partial<GroupView> = {}): GroupView {
  return {
    ...BLANK_PLAN, id: "g", sessionId: "s", sessionCode: "YL-0312-01", projectName: "青禾路市政道路工程(示例)", label: "G1", version: 1,
    madeAt: "2020-03-12T00:00:00Z", operator: "庚七", possible: true, basis: "band_upper_end", band: "from61_to90", overThreshold: true,
    overnightSiteOpen: false,
    rooms: [part("201", "panel", ["专1", "专2", "专3"], 1), part("202", "panel", ["专4", "专5"], 1), part("204", "spare")],
    begin: "2020-03-12T02:00:00Z", discussionBegin: "2020-03-12T12:00:00Z", end: "2020-03-12T13:00:00Z", limit: "2020-03-12T14:00:00Z",
    reviews: [review("201", "K1", "02:20", "07:00"), review("201", "K2", "07:10", "12:00"), review("202", "K2", "02:20", "07:00"), review("202", "K1", "07:10", "12:00")],
    reasons: [], settingsVersion: 2, ...over,
  };
}

const FLOOR: readonly RoomView[] = [
  room("201", 0, 0), room("202", 8, 0), room("203", 16, 0), room("204", 24, 0),
  room("205", 0, 7, { purpose: "clarification" }), room("206", 8, 7, { purpose: "bid_document" }),
  room("101", 0, 0, { floor: 1, purpose: "opening" as RoomPurpose }), room("301", 0, 0, { floor: 3 }),
];
const NOON = Date.parse("2020-03-12T04:00:00Z");

describe("floorsOf", () => {
  it("draws the floors of the group, and without one the floors one could evaluate on", () => {
    expect(floorsOf(FLOOR, group()).map((floor) => floor.floor)).toEqual([2]);
    expect(floorsOf(FLOOR, null).map((floor) => floor.floor)).toEqual([2, 3]);
    expect(floorsOf(FLOOR, group({ rooms: [part("204", "panel"), part("301", "panel")] })).map((floor) => floor.floor)).toEqual([2, 3]);
    expect(floorsOf([], null)).toEqual([]);
  });

  it("keeps proportions, names parts and finds the corridor between the rows", () => {
    const floor = floorsOf(FLOOR, group())[0];
    expect(floor).toMatchObject({ width: 32, depth: 12 });
    expect(floor?.rooms.map((one) => [one.room.code, one.part])).toEqual([
      ["201", "panel"], ["202", "panel"], ["203", "free"], ["204", "spare"], ["205", "free"], ["206", "free"],
    ]);
    expect(floor?.corridors).toHaveLength(1);
    expect(floor?.corridors[0]?.top).toBeCloseTo(5 / 12);
    expect(floor?.corridors[0]?.height).toBeCloseTo(2 / 12);
  });
});

describe("neighbour", () => {
  const spots = (floorsOf(FLOOR, null)[0]?.rooms ?? []).map((one) => ({ id: one.room.code, left: one.left, top: one.top, width: one.width, height: one.height }));

  it("walks along the row and across the corridor, and stops at the walls", () => {
    expect(neighbour(spots, "201", "right")).toBe("202");
    expect(neighbour(spots, "201", "left")).toBeNull();
    expect(neighbour(spots, "202", "down")).toBe("206");
    expect(neighbour(spots, "206", "up")).toBe("202");
    expect(neighbour(spots, "gone", "up")).toBe("201");
  });
});

describe("seatsThatFit", () => {
  it("never draws more places than there is room for", () => {
    expect(seatsThatFit(240, 140, 6)).toBe(6);
    expect(seatsThatFit(90, 70, 6)).toBe(2);
    expect(seatsThatFit(90, 40, 6)).toBe(0);
  });
});

describe("timetableOf", () => {
  it("runs from the whole hour of the begin to that of the limit", () => {
    const table = timetableOf(group(), NOON);
    expect(table?.hours.map((hour) => new Date(hour.at).getUTCHours())).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(table?.rows.map((row) => [row.code, row.use, row.blocks.length])).toEqual([["201", "panel", 2], ["202", "panel", 2], ["204", "spare", 0]]);
    expect(table?.rows[0]?.blocks.map((block) => block.standing)).toEqual(["running", "ahead"]);
    expect(table?.limit?.left).toBe(100);
    expect(table?.now?.left).toBeCloseTo(100 / 6);
    expect(table?.margin?.width).toBeCloseTo(100 / 12);
  });

  it("has no line for now outside its day and no picture of an impossible plan", () => {
    expect(timetableOf(group(), Date.parse("2020-03-11T00:00:00Z"))?.now).toBeNull();
    expect(timetableOf(group({ possible: false }), NOON)).toBeNull();
  });
});

describe("spendingOf", () => {
  it("adds up to the limit", () => {
    expect(spendingOf(group())).toEqual({ review: 600, discussion: 60, margin: 60, total: 720 });
    expect(spendingOf(group({ end: "2020-03-12T14:30:00Z" }))?.margin).toBe(-30);
    expect(spendingOf(group({ limit: null }))).toBeNull();
  });
});

describe("figuresAreSealed", () => {
  it("hides what was reckoned from the registered number until the opening, and shows the estimate", () => {
    const opens = "2020-03-12T01:00:00Z";
    expect(figuresAreSealed(group({ basis: "registered" }), opens, Date.parse(opens) - 1)).toBe(true);
    expect(figuresAreSealed(group({ basis: "registered" }), opens, Date.parse(opens))).toBe(false);
    expect(figuresAreSealed(group(), opens, Date.parse(opens) - 1)).toBe(false);
  });
});

describe("checkRules", () => {
  const standing = (plan: GroupView): Record<string, string> =>
    Object.fromEntries(checkRules(plan, FLOOR, String).map((checked) => [checked.rule, checked.standing]));

  it("holds for a lawful plan", () => {
    expect(standing(group())).toEqual({ coverage: "held", committee: "held", seats: "held", one_set_one_room: "held", video: "held", limit: "held", spare: "held" });
  });

  it("shows each broken rule by itself", () => {
    expect(standing(group({ reviews: group().reviews.slice(1) }))).toMatchObject({ coverage: "broken" });
    expect(standing(group({ rooms: [part("201", "panel", ["专1", "专2", "专3", "专4"])] }))).toMatchObject({ committee: "broken", seats: "broken", spare: "note" });
    expect(standing(group({ reviews: [review("201", "K1", "02:00", "04:00"), review("202", "K1", "03:00", "05:00")] }))).toMatchObject({ one_set_one_room: "broken" });
    expect(standing(group({ end: "2020-03-12T14:01:00Z" }))).toMatchObject({ limit: "broken" });
    expect(standing(group({ possible: false }))).toEqual({});
  });
});
