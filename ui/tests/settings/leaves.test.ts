import { describe, expect, it } from "vitest";
import { bodyOf, choicesOf, leafName, leafText, leavesOf, type Leaf } from "@/views/settings/leaves";

const GATE = {
  temperature: { thresholdTenths: 373, deviceDifferenceTenths: 5 },
  questionnaire: { familyWell: true },
  isolatedLanes: ["C"],
  walkMinutes: 3,
  secondsPerPerson: 95,
  tagLayout: "roll80",
};
const leafOf = (name: string): Leaf => {
  const found = leavesOf(GATE).find((leaf) => leaf.path.at(-1) === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const stored = (name: string, shown: string): unknown => bodyOf([{ ...leafOf(name), path: [name], shown }]);

describe("the settings of the gate as fields", () => {
  it("come back unchanged", () => {
    expect(bodyOf(leavesOf(GATE))).toEqual(GATE);
    expect(bodyOf(leavesOf({ isolatedLanes: [] }))).toEqual({ isolatedLanes: [] });
  });

  it("have names and values in words", () => {
    expect(leavesOf(GATE).map(leafName)).toEqual([
      "体温 · 上限（℃）",
      "体温 · 两台设备允许差（℃）",
      "健康调查表 · 须答家人身体状况",
      "隔离道口",
      "从门口走到开标室（分）",
      "每人检查用时，未满实测条件时（秒）",
      "标识纸型",
    ]);
    expect(leavesOf(GATE).map(leafText)).toEqual(["37.3", "0.5", "是", "C", "3", "95", "80 毫米卷纸"]);
  });

  it("offer the three papers by name", () => {
    expect(choicesOf(leafOf("tagLayout")).map((one) => one.value)).toEqual(["roll58", "roll80", "a4"]);
  });

  it("take a list of lanes as people write one, each once, or none", () => {
    expect(stored("isolatedLanes", "c、 Ｄ，d E")).toEqual({ isolatedLanes: ["C", "D", "E"] });
    expect(stored("isolatedLanes", " ")).toEqual({ isolatedLanes: [] });
  });

  it("tell an empty list in words", () => {
    expect(leafText({ path: ["isolatedLanes"], kind: "list", shown: "" })).toBe("无");
  });
});
