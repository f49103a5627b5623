import { describe, expect, it } from "vitest";
import { breakDraft, groupingBody, groupingFault, groupingOf, GROUPING_PARTS, leavesIn, overnightDraft, type GroupingDraft, type GroupingFault, type GroupingPart } from "@/views/settings/groupingRows";

const RULES = { kind: "tender", least: 5, odd: true, expertNumerator: 2, expertDenominator: 3, basis: "招标投标法第三十七条" };
const BODY = {
  overnightThreshold: 30,
  overnightSiteOpen: false,
  committee: { technical: 4, economic: 1, tendererReps: 0 },
  spacingTenths: 15,
  temperatureHours: 3,
  overnightSpans: [{ open: false, from: "2020-02-01", until: null, basis: "示例通知〔2020〕2号" }],
  ruleSets: [RULES],
  breaks: [{ kind: "meal", at: "12:00:00", minutes: 40 }, { kind: "rest", at: "15:30:00", minutes: 10 }],
};
const draft = (over: Partial<GroupingDraft> = {}): GroupingDraft => ({ ...groupingOf(BODY), ...over });
const named = groupingOf(BODY).ruleSets;

describe("the settings of the grouping", () => {
  it("come back as they were read", () => {
    expect(groupingBody(draft())).toEqual(BODY);
  });

  it("read a time and a day however they were typed, and an end left open as until further notice", () => {
    const typed = draft({ breaks: [breakDraft("rest", "9:30", "10")], spans: [overnightDraft(true, "2020/3/1", "", "示例函〔2020〕4号")] });
    expect(groupingBody(typed)).toMatchObject({
      breaks: [{ kind: "rest", at: "09:30:00", minutes: 10 }],
      overnightSpans: [{ open: true, from: "2020-03-01", until: null, basis: "示例函〔2020〕4号" }],
    });
  });

  it("show every number once, under one heading", () => {
    const parts = Object.keys(GROUPING_PARTS) as GroupingPart[];
    const shown = parts.flatMap((part) => leavesIn(part, draft().leaves).map((leaf) => leaf.path.join(".")));
    expect([...shown].sort()).toEqual(["committee.economic", "committee.technical", "committee.tendererReps", "overnightSiteOpen", "overnightThreshold", "spacingTenths", "temperatureHours"]);
  });

  it.each([
    ["a break at no time of the day", { breaks: [breakDraft("meal", "25:00", "40")] }, "breakTime"],
    ["a break of four minutes", { breaks: [breakDraft("rest", "10:00", "4")] }, "breakMinutes"],
    ["two breaks that meet", { breaks: [breakDraft("meal", "12:00", "40"), breakDraft("rest", "12:40", "10")] }, "breakOrder"],
    ["a break past midnight", { breaks: [breakDraft("rest", "23:50", "20")] }, "breakOrder"],
    ["days from no day on", { spans: [overnightDraft(true, "", "", "示例")] }, "spanFrom"],
    ["days that end before they begin", { spans: [overnightDraft(true, "2020-03-02", "2020-03-01", "示例")] }, "spanUntil"],
    ["days without a basis", { spans: [overnightDraft(true, "2020-03-02", "", " ")] }, "spanBasis"],
    ["a committee of four", { ruleSets: named.map((one) => ({ ...one, least: "4" })) }, "least"],
    ["more experts than members", { ruleSets: named.map((one) => ({ ...one, numerator: "4" })) }, "share"],
    ["a committee without a basis", { ruleSets: named.map((one) => ({ ...one, basis: "" })) }, "ruleBasis"],
  ] satisfies [string, Partial<GroupingDraft>, GroupingFault["kind"]][])("are not saved with %s", (_, over, kind) => {
    expect(groupingFault(draft(over))).toEqual({ kind, row: "breaks" in over ? over.breaks.length : 1 });
  });
});
