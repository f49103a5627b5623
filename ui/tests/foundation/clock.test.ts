import { describe, expect, it, vi } from "vitest";
import { centreClock } from "@/composables/useCentreClock";
import { fixtureBackend } from "../fixtures/backend";

describe("the centre's clock", () => {
  it("ticks between two answers at the speed of the rehearsal and stands when it is paused", async () => {
    vi.useFakeTimers();
    let steady = 0;
    const clock = centreClock(fixtureBackend({ rehearsal: true }), () => steady);
    await clock.sync();
    const centre = clock.centre.value;
    if (!centre?.clock) throw new Error("no rehearsal clock");
    const at = (speed: number, running: boolean, passed: number): string => {
      steady = 0;
      clock.take({ ...centre, clock: { ...centre.clock!, speed, running } });
      const stop = clock.start();
      steady = passed;
      vi.advanceTimersByTime(250);
      stop();
      return clock.formatClock(clock.now.value, true);
    };
    expect(at(1, true, 10_000)).toBe("08:31:17");
    expect(at(60, true, 10_000)).toBe("08:41:07");
    expect(at(60, false, 10_000)).toBe("08:31:07");
    vi.useRealTimers();
  });

  it("tells moments with their day only where it is another", async () => {
    const clock = centreClock(fixtureBackend());
    await clock.sync();
    expect(clock.today.value).toBe("2020-03-12");
    expect(clock.formatMoment("2020-03-12T01:00:00Z")).toBe("09:00");
    expect(clock.formatMoment("2020-03-11T06:20:00Z")).toBe("昨日 14:20");
    expect(clock.formatMoment("2020-03-13T01:00:00Z")).toBe("明日 09:00");
    expect(clock.formatMoment("2020-03-16T01:00:00Z")).toBe("3月16日 09:00");
    expect(clock.countdown("2020-03-12T01:00:00Z")).toMatch(/^28分5\d秒$/);
  });
});
