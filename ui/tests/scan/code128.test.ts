import { describe, expect, it } from "vitest";
import { barsOf, symbolsOf } from "@/scan/code128";

describe("symbolsOf", () => {
  it("adds the check symbol", () => {
    // The handbooks' example PJJ123C checks to 54 after start A (103); after start B (104) the same sum gives 55.
    expect(symbolsOf("PJJ123C")).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
  });

  it("carries ASCII only", () => {
    expect(symbolsOf("评标")).toBeNull();
    expect(symbolsOf("")).toBeNull();
  });
});

describe("barsOf", () => {
  it("gives every symbol eleven modules, the stop thirteen, and ten quiet ones on each side", () => {
    for (let value = 32; value < 127; value += 1) {
      const bars = barsOf(String.fromCharCode(value));
      expect(bars?.width).toBe(10 + 11 * 3 + 13 + 10);
      expect(bars?.bars).toHaveLength(3 * 3 + 4);
    }
  });

  it("draws no two characters alike", () => {
    const drawn = new Set<string>();
    for (let value = 32; value < 127; value += 1) drawn.add(JSON.stringify(barsOf(String.fromCharCode(value))?.bars.slice(3, 6)));
    expect(drawn.size).toBe(95);
  });
});
