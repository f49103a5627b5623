import { describe, expect, it } from "vitest";
import { documentOf, layoutOfSettings, sizeOf } from "@/print/tagPages";
import { PAGE } from "./printer";

describe("a page of a tag", () => {
  it("says its own size in millimetres, whatever the unit", () => {
    expect(sizeOf(PAGE)).toEqual({ width: 80, height: 50 });
    expect(sizeOf('<svg width="58mm" height="4cm" viewBox="0 0 1 1"></svg>')).toEqual({ width: 58, height: 40 });
    expect(sizeOf('<svg xmlns="x" viewBox="0 0 595 842" width="595.276pt" height="841.89pt">')).toEqual({ width: 210, height: 297 });
    expect(sizeOf("<svg></svg>")).toBeNull();
  });

  it("is printed alone, on paper of exactly that size, without a break after the last", () => {
    const made = documentOf([PAGE, PAGE]);
    expect(made).toContain("@page{size:80mm 50mm;margin:0}");
    expect(made.match(/<img /g)).toHaveLength(2);
    expect(made).toContain("div:last-child{height:49.90mm;break-after:auto}");
    expect(made).not.toMatch(/<script|<svg/);
  });

  it("goes onto the paper the settings name, else onto the wide roll", () => {
    expect(layoutOfSettings({ tagLayout: "a4" })).toBe("a4");
    for (const body of [{}, null, { tagLayout: "a5" }]) expect(layoutOfSettings(body)).toBe("roll80");
  });
});
