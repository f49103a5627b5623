import { describe, expect, it } from "vitest";
import { UnreadableLeaf, bodyOf, leafName, leafText, leavesOf } from "@/views/settings/leaves";
import { SETTINGS } from "../fixtures/trust";

describe("settings as fields", () => {
  it.each(SETTINGS)("gives the body of $topic back unchanged", ({ body }) => {
    expect(bodyOf(leavesOf(body))).toEqual(body);
  });

  it("tells tenths of a degree as degrees and stores tenths", () => {
    const [leaf] = leavesOf({ thresholdTenths: 373 });
    expect(leaf).toMatchObject({ kind: "tenths", shown: "37.3" });
    expect(bodyOf([{ ...leaf!, shown: "37.5" }])).toEqual({ thresholdTenths: 375 });
  });

  it("names fields and values in words", () => {
    const [leaf] = leavesOf({ temperature: { comparator: "at_or_above" } });
    expect([leafName(leaf!), leafText(leaf!)]).toEqual(["体温 · 判定方式", "达到或超过"]);
  });

  it("says which field cannot be read", () => {
    const [leaf] = leavesOf({ restMinutes: 10 });
    expect(() => bodyOf([{ ...leaf!, shown: "ten" }])).toThrow(UnreadableLeaf);
    expect(() => bodyOf([{ ...leaf!, shown: " " }])).toThrow(UnreadableLeaf);
  });
});
