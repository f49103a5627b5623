import { describe, expect, it } from "vitest";
import { minutesInto } from "@/time/formats";
import { attentionOf } from "@/views/today/attention";
import { barsOf, hoursOf, overlapsOf } from "@/views/today/timeline";
import { ROOMS } from "../fixtures/places";
import { CALLS, GROUPS, SESSIONS } from "../fixtures/sessions";
import { CHECKS } from "../fixtures/gate";

const DAY = "2020-03-12";
const clock = {
  minutesInto: (day: string, instant: string | Date) => minutesInto(day, instant, "Asia/Shanghai"),
  formatClock: (instant: string | Date) => new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(11, 16),
};
const today = SESSIONS.filter((session) => session.deadline.startsWith(DAY));

describe("the day by room", () => {
  it("draws each opening around its deadline in each of its rooms", () => {
    const bars = barsOf(today, GROUPS, DAY, clock).filter((bar) => bar.kind === "opening");
    expect(bars).toHaveLength(5);
    expect(bars[0]).toMatchObject({ begin: 510, deadline: 540, end: 600, lead: "01", label: "61–90家" });
  });

  it("draws a possible plan instead of the booking, and an impossible one with its reason", () => {
    const bars = barsOf(today, GROUPS, DAY, clock);
    expect(bars.filter((bar) => bar.roomId === "room-201").map((bar) => bar.kind)).toEqual(["group"]);
    expect(bars.find((bar) => bar.kind === "impossible")?.label).toBe("02 方案不成立：5人>2席");
    expect(bars.find((bar) => bar.kind === "spare")?.roomId).toBe("room-204");
  });

  it("leaves out sessions that failed", () => {
    const failed = today.map((session) => ({ ...session, state: "failed" as const }));
    expect(barsOf(failed, GROUPS, DAY, clock)).toEqual([]);
  });

  it("finds two sessions in one room at one time", () => {
    const [first] = today;
    if (!first) throw new Error("no session");
    const moved = [first, { ...first, id: "other", deadline: "2020-03-12T01:45:00Z" }];
    const bars = barsOf(moved, [], DAY, clock);
    const overlaps = overlapsOf(bars, ROOMS).filter((one) => one.roomName === "开标一室");
    expect(overlaps.map((one) => one.minutes)).toEqual([45]);
    expect(bars.filter((bar) => bar.roomId === "room-K1").every((bar) => bar.conflict)).toBe(true);
  });

  it("spans the rooms' hours and what lies beyond", () => {
    const bars = barsOf(today, GROUPS, DAY, clock);
    expect(hoursOf(ROOMS, bars)).toEqual({ from: 7, to: 22 });
  });

  it("puts what stops before what waits", () => {
    const items = attentionOf({ groups: GROUPS, calls: CALLS, checks: CHECKS, overlaps: [], clockText: clock.formatClock, momentText: clock.formatClock });
    expect(items.map((item) => item.mark)).toEqual(["stopped", "stopped", "attention", "attention", "running"]);
  });

  it("calls the duty lead to a call past its hour, on whatever day its sessions are", () => {
    const late = { ...CALLS[0]!, state: "due" as const, withLead: true };
    const momentText = (instant: string): string => `明日 ${clock.formatClock(instant)}`;
    const [item] = attentionOf({ groups: [], calls: [late, { ...late, withLead: false }], checks: [], overlaps: [], clockText: clock.formatClock, momentText });
    expect(item?.mark).toBe("stopped");
    expect(item?.what).toMatch(/^明日 \d\d:\d\d 场过时限仍未转述$/);
    expect(item?.to).toEqual({ name: "calls", query: { call: late.id } });
  });
});
