import { describe, expect, it } from "vitest";
import { floorsOf, neighbour, seatsThatFit } from "@/views/rooms/floor/floorPlan";
import { lookOf } from "@/views/rooms/floor/groupLook";
import { drawRoutes, plannedRoutes, routesAt, routesOfBatch } from "@/views/rooms/floor/routes";
import { ROOMS } from "./floors";
import { clock, group, PLANS } from "./plans";

const floor = () => {
  const found = floorsOf(ROOMS, { plan: group() })[0];
  if (found === undefined) throw new Error("no floor");
  return found;
};

describe("the floors that are drawn", () => {
  it("are those of the group, every one on request, and without a group those one could evaluate on", () => {
    expect(floorsOf(ROOMS, { plan: group() }).map((one) => one.floor)).toEqual([2]);
    expect(floorsOf(ROOMS, { plan: group(), every: true }).map((one) => one.floor)).toEqual([2, 3]);
    expect(floorsOf(ROOMS, { plan: null }).map((one) => one.floor)).toEqual([2, 3]);
    expect(floorsOf([], { plan: null })).toEqual([]);
  });

  it("name what each room is for and why one is not used", () => {
    const rooms = new Map(floor().rooms.map((one) => [one.room.code, one]));
    expect(rooms.get("201")).toMatchObject({ part: "panel", inGroup: { panel: 1 } });
    expect(rooms.get("204")?.part).toBe("spare");
    expect(rooms.get("203")).toMatchObject({ part: "free", leftOut: { why: "booked" } });
  });

  it("have the corridor between the rows", () => {
    expect(floor().corridors).toHaveLength(1);
    expect(floor().corridors[0]?.top).toBeCloseTo(6 / 14);
  });
});

describe("arrow keys over the floor", () => {
  it("walk along the row and across the corridor, and stop at the walls", () => {
    const spots = floor().rooms.map((one) => ({ id: one.room.code, left: one.left, top: one.top, width: one.width, height: one.height }));
    expect(neighbour(spots, "201", "right")).toBe("202");
    expect(neighbour(spots, "201", "left")).toBeNull();
    expect(neighbour(spots, "202", "down")).toBe("206");
    expect(neighbour(spots, "gone", "up")).toBe("201");
  });
});

describe("places in a room", () => {
  it("are never drawn more than there is room for", () => {
    expect(seatsThatFit(240, 140, 6)).toBe(6);
    expect(seatsThatFit(90, 70, 6)).toBe(2);
    expect(seatsThatFit(90, 40, 6)).toBe(0);
  });
});

describe("the looks of groups", () => {
  it("differ for five groups at once and come round again", () => {
    expect(new Set(["G1", "G2", "G3", "G4", "G5"].map(lookOf)).size).toBe(5);
    expect(lookOf("G6")).toBe(lookOf("G1"));
  });
});

describe("the ways of documents", () => {
  it("are drawn once each, there and back as one line with two heads", () => {
    const routes = plannedRoutes(group().carries);
    expect(routes.map((one) => `${one.from}>${one.to}${one.both ? " both" : ""}`).sort()).toEqual(["201>202 both", "206>201", "206>202"]);
  });

  it("of one batch are numbered as it goes", () => {
    expect(routesOfBatch(group().carries, "K1").map((one) => [one.from, one.to, one.label])).toEqual([["206", "201", "K1 1"], ["201", "202", "K1 2"]]);
  });

  it("tell at a moment what is on its way and what goes next", () => {
    const first = group().carries.find((one) => one.leaves > clock(60));
    const during = Date.parse(first?.leaves ?? "") + 60_000;
    expect(routesAt(group(), during).map((one) => one.kind)).toContain("now");
    expect(routesAt(group(), Date.parse(clock(30))).map((one) => one.kind)).toEqual(["next"]);
  });

  it("run along the corridor and end inside the rooms, at any size of a group", () => {
    for (const name of ["two", "eight"]) {
      const plan = PLANS[name]?.[0];
      const here = floorsOf(ROOMS, { plan: plan ?? null })[0];
      if (plan === undefined || here === undefined) throw new Error(name);
      const drawn = drawRoutes(plannedRoutes(plan.carries), here.rooms, here.corridors, 858, 330);
      expect(drawn.length, name).toBeGreaterThan(1);
      const corridor = here.corridors[0];
      for (const route of drawn) {
        expect(route.points).toHaveLength(4);
        for (const point of route.points) expect(point.x >= 0 && point.x <= 858 && point.y >= 0 && point.y <= 330).toBe(true);
        const lane = (route.points[1]?.y ?? 0) / 330;
        expect(lane > (corridor?.top ?? 1) && lane < (corridor?.top ?? 0) + (corridor?.height ?? 0)).toBe(true);
      }
    }
  });
});
