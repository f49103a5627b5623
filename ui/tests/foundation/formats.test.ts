import { describe, expect, it } from "vitest";
import { clockText, dayPlus, dayText, instantAt, minutesInto, spanOf, wall } from "@/time/formats";

const SHANGHAI = "Asia/Shanghai";

describe("times of the centre", () => {
  it("tells the centre's clock, whatever zone this computer is in", () => {
    expect(clockText("2020-03-12T00:31:07Z", SHANGHAI)).toBe("08:31");
    expect(clockText("2020-03-12T00:31:07Z", SHANGHAI, true)).toBe("08:31:07");
    expect(clockText("2020-03-11T16:00:00Z", SHANGHAI)).toBe("00:00");
  });

  it("knows which day it is at the centre", () => {
    expect(wall("2020-03-11T15:59:59Z", SHANGHAI).day).toBe("2020-03-11");
    expect(wall("2020-03-11T16:00:00Z", SHANGHAI).day).toBe("2020-03-12");
  });

  it("writes a day as a civil servant does", () => {
    expect(dayText("2020-03-12", "zh-CN")).toBe("2020年3月12日 星期四");
    expect(dayText("2020-03-12", "zh-CN", "short")).toBe("3月12日");
    expect(dayText("2020-03-12", "en")).toBe("March 12, 2020 Thursday");
  });

  it("steps over month and leap day", () => {
    expect(dayPlus("2020-02-28", 1)).toBe("2020-02-29");
    expect(dayPlus("2020-03-01", -1)).toBe("2020-02-29");
    expect(dayPlus("2019-12-31", 1)).toBe("2020-01-01");
  });

  it("finds the instant of a wall time, also where clocks are changed", () => {
    expect(instantAt("2020-03-12", "10:00", SHANGHAI)).toBe("2020-03-12T02:00:00.000Z");
    expect(instantAt("2020-03-30", "09:00", "Europe/Berlin")).toBe("2020-03-30T07:00:00.000Z");
    expect(instantAt("2020-03-28", "09:00", "Europe/Berlin")).toBe("2020-03-28T08:00:00.000Z");
  });

  it("counts minutes into the day, over midnight", () => {
    expect(minutesInto("2020-03-12", "2020-03-12T01:00:00Z", SHANGHAI)).toBe(540);
    expect(minutesInto("2020-03-12", "2020-03-12T16:30:00Z", SHANGHAI)).toBe(1470);
  });

  it("tells a countdown in the unit that matters", () => {
    expect(spanOf(28 * 60_000 + 53_000)).toEqual({ unit: "minutesSeconds", params: { m: 28, s: 53 } });
    expect(spanOf(3 * 3_600_000 + 5 * 60_000)).toEqual({ unit: "hoursMinutes", params: { h: 3, m: 5 } });
    expect(spanOf(52 * 3_600_000)).toEqual({ unit: "daysHours", params: { d: 2, h: 4 } });
    expect(spanOf(-1)).toEqual({ unit: "minutesSeconds", params: { m: 0, s: 0 } });
  });
});
