import { describe, expect, it } from "vitest";
import { byDecision, byUrgency, caseActs, caseFact, caseTimer, exceptionStanding, outstandingTexts, startable } from "@/views/gate/cases/caseModel";
import { listedCases } from "@/views/gate/cases/useCases";
import { at, card, T0 } from "../gateFixture";
import { entry, exception, refusalOf, refused } from "./caseFixture";

const unknown = { step: "temp_symptom", identified: false } as const;

describe("the lines of a case", () => {
  it("put the documents first, whatever the reason", () => {
    for (const reason of ["over_temperature", "company_already_inside", "not_cooperating", "key_region_stay"] as const) {
      expect(caseActs(refusalOf("r", reason))[0]).toBe("document_hand_over");
    }
  });

  it("keep their number keys while a case is worked off", () => {
    const before = caseActs(refusalOf("r", "over_temperature", unknown));
    const after = caseActs(
      refusalOf("r", "over_temperature", { ...unknown, identified: true, outstanding: [], followUps: [entry("short_identity"), entry("notified_unit"), entry("advised_to_see_doctor")] }),
    );
    expect(after).toEqual(before);
  });

  it("never need more than nine keys", () => {
    expect(caseActs(refusalOf("r", "not_cooperating", { ...unknown, exception: exception() })).length).toBeLessThanOrEqual(9);
  });

  it("ask who it is only where the questionnaire has not told", () => {
    expect(caseActs(refusalOf("r", "over_temperature", unknown))).toContain("short_identity");
    expect(caseActs(refusalOf("r", "company_already_inside"))).not.toContain("short_identity");
  });

  it("offer an exception for the number of heads and for nothing else", () => {
    expect(caseActs(refusalOf("r", "company_already_inside"))).toContain("exception");
    expect(caseActs(refusalOf("r", "head_limit"))).toContain("exception");
    expect(caseActs(refusalOf("r", "over_temperature"))).not.toContain("exception");
    expect(caseActs(refusalOf("r", "person_already_inside"))).not.toContain("exception");
  });

  it("offer no replacement for somebody who is inside already", () => {
    expect(caseActs(refusalOf("r", "person_already_inside"))).not.toContain("replacement_delegate");
    expect(caseActs(refusalOf("r", "key_region_stay"))).toContain("replacement_delegate");
  });

  it("take somebody who does not cooperate from the explanation to the end", () => {
    expect(caseActs(refusalOf("r", "not_cooperating")).slice(-4)).toEqual(["explained", "security_called", "police_called", "left_premises"]);
  });
});

describe("the two hours", () => {
  const due = at(7200);
  it.each([
    [0, "running"],
    [5400, "soon"],
    [5399, "running"],
    [7199, "soon"],
    [7200, "overdue"],
    [9000, "overdue"],
  ] as const)("stand after %i seconds as %s", (seconds, standing) => {
    expect(caseTimer(due, ["notified_unit"], T0 + seconds * 1000).standing).toBe(standing);
  });

  it("are over when nothing is owed, however late it is", () => {
    expect(caseTimer(due, [], T0 + 90_000_000).standing).toBe("settled");
  });

  it("do not run where the rule sets none", () => {
    expect(caseTimer(null, ["explained"], T0).standing).toBe("undated");
  });
});

describe("what is still owed", () => {
  it("names employer and town as one, since one of them is enough", () => {
    expect(outstandingTexts(["short_identity", "notified_unit", "notified_town"])).toEqual(["登记身份要素", "通报所在单位或镇街"]);
  });
  it("names one outcome of three for somebody who does not cooperate", () => {
    expect(outstandingTexts(["explained", "security_called", "police_called", "left_premises"])).toEqual(["解释规定", "处置结果（保安、报警或离开）"]);
  });
});

describe("the list of cases", () => {
  const open = (id: string, dueAt: string | null, outstanding = ["notified_unit"] as const) => ({ id, dueAt, outstanding: [...outstanding], at: at(-60) });
  it("puts what is due first on top and what is settled at the end", () => {
    const sorted = byUrgency([{ ...open("settled", at(-10)), outstanding: [] }, open("undated", null), open("later", at(900)), open("overdue", at(-900))]);
    expect(sorted.map((one) => one.id)).toEqual(["overdue", "later", "undated", "settled"]);
  });
  it("keeps a refusal of the day that the overview no longer follows", () => {
    const settled = card("A9", { state: "refused", closedAt: at(-900) });
    const [first] = listedCases([], [settled]);
    expect(first).toMatchObject({ checkId: "A9", outstanding: [], reason: null });
  });
  it("puts undecided requests before decided ones", () => {
    const decided = exception({ id: "d", decision: { approved: true, by: "庚七", at: at(0), note: "" } });
    expect(byDecision([decided, exception({ id: "late", requestedAt: at(-10) }), exception({ id: "early" })]).map((one) => one.id)).toEqual(["early", "late", "d"]);
  });
});

describe("a check that follows", () => {
  const approved = { approved: true, by: "庚七", at: at(0), note: "" };
  it("begins under an approval once and not again", () => {
    expect(startable(refusalOf("r", "head_limit", { exception: exception({ decision: approved }) }), "exception")).toBe("exception");
    expect(startable(refusalOf("r", "head_limit", { exception: exception({ decision: approved, used: true }) }), "exception")).toBeNull();
    expect(startable(refusalOf("r", "head_limit", { exception: exception() }), "exception")).toBeNull();
    expect(exceptionStanding(exception({ decision: { ...approved, approved: false } }))).toBe("declined");
  });
  it("begins for a replacement unless one is on the way through", () => {
    expect(startable(refusalOf("r", "over_temperature"), "replacement_delegate")).toBe("replacement");
    expect(startable(refusalOf("r", "over_temperature", { replacement: { state: "open", slot: "A9" } }), "replacement_delegate")).toBeNull();
    expect(startable(refusalOf("r", "over_temperature", { replacement: { state: "refused", slot: "A9" } }), "replacement_delegate")).toBe("replacement");
  });
});

describe("the fact of a refusal", () => {
  it("names the version of the list where a stay decided", () => {
    expect(caseFact(refused("C1", "key_region_stay", {}, { regionVersion: 14 }))).toContain("第 14 版");
  });
});
