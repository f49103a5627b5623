import { describe, expect, it } from "vitest";
import type { CheckCard, CheckView, Reading } from "@/backend";
import { firstChoice, markOf, nextSession, phaseOf, queueOf, readTemperature, symptomsRequest, temperatureScale, walkOf } from "@/views/gate/gateModel";

const NOW = Date.parse("2020-03-12T00:31:00Z");

function card(over: Partial<CheckCard> = {}): CheckCard {
  return {
    id: "a1", slot: "A1", lane: "A", sessionCode: "YL-0312-01", state: "open", step: "mask", passed: 0,
    openedAt: "2020-03-12T00:30:20Z", closedAt: null, restingUntil: null, documentTail: null, holder: "op", mine: true, ...over,
  };
}

function check(over: Partial<CheckCard>, verdicts: readonly Reading[] = []): CheckView {
  return {
    card: card(over), sessionId: "s1", opensAt: "2020-03-12T01:00:00Z", late: false, steps: [],
    readings: verdicts.map((verdict) => ({ verdict, reading: "36.5", device: "T-02", at: "2020-03-12T00:31:00Z" })),
    settingsVersion: 3, limit: "37.3", lowest: "35.0", highest: "42.0", comparator: "at_or_above", restMinutes: 10,
    person: null, personSealed: false, sealedUntil: null, refusal: null, earlier: null, tag: null,
  };
}

describe("phaseOf", () => {
  it("asks for the temperature first and for the answers only after a reading that may pass", () => {
    expect(phaseOf(check({ step: "temp_symptom", passed: 3 }), NOW)).toBe("temperature");
    expect(phaseOf(check({ step: "temp_symptom", passed: 3 }, ["implausible"]), NOW)).toBe("temperature");
    expect(phaseOf(check({ step: "temp_symptom", passed: 3 }, ["over_limit", "within_limit"]), NOW)).toBe("questions");
  });

  it("keeps the retest closed until the rest is over, to the second", () => {
    const resting = check({ state: "resting", step: "temp_symptom", restingUntil: "2020-03-12T00:36:00Z" }, ["over_limit"]);
    expect(phaseOf(resting, Date.parse("2020-03-12T00:35:59Z"))).toBe("rest_running");
    expect(phaseOf(resting, Date.parse("2020-03-12T00:36:00Z"))).toBe("rest_over");
  });

  it("follows the step the check stands at, and its end", () => {
    expect(phaseOf(null, NOW)).toBe("nobody");
    expect(phaseOf(check({ step: "form", passed: 4 }), NOW)).toBe("form");
    expect(phaseOf(check({ state: "refused", step: "form" }), NOW)).toBe("refused");
    expect(phaseOf(check({ state: "admitted", step: null, passed: 6 }), NOW)).toBe("admitted");
  });
});

describe("markOf", () => {
  it("leaves the later steps untouched after a refusal", () => {
    const marks = [0, 3, 4, 5].map((index) => markOf(card({ state: "refused", step: "temp_symptom", passed: 3 }), index));
    expect(marks).toEqual(["done", "stopped", "untouched", "untouched"]);
  });
});

describe("readTemperature", () => {
  it.each([["365", "36.5"], ["36.5", "36.5"], ["３６。５", "36.5"], [" 37.3 ", "37.3"], ["353", "35.3"]])("%s is %s", (typed, reading) => {
    expect(readTemperature(typed)).toBe(reading);
  });
  it.each(["", "36", "3", "36.", "36.55", "3650", "abc", "3.65", "-36.5"])("%s is no reading", (typed) => {
    expect(readTemperature(typed)).toBeNull();
  });
});

describe("symptomsRequest", () => {
  it("says no to everything that was not marked", () => {
    expect(symptomsRequest(new Set(["cough"]))).toEqual({
      step: "symptoms", fever: false, cough: true, fatigue: false, breathless: false, diarrhoea: false, contact: false,
    });
  });
});

describe("queueOf", () => {
  const cards = [
    card({ id: "b1", slot: "B1", lane: "B", mine: false }),
    card({ id: "a10", slot: "A10", mine: false }),
    card({ id: "a2", slot: "A2" }),
    card({ id: "r1", slot: "R1", state: "resting" }),
    card({ id: "y", slot: "A5", state: "admitted" }),
  ];

  const refused = [card({ id: "x", slot: "A4", state: "refused" }), card({ id: "w", slot: "A1", state: "refused" })];

  it("puts this desk's lane first, rest and refusals apart, and leaves out who is done", () => {
    expect(walkOf(queueOf(cards, refused, "A")).map((one) => one.id)).toEqual(["a2", "a10", "b1", "r1", "x", "w"]);
    expect(queueOf(cards, refused, "B").lanes[0]?.lane).toBe("B");
    expect(queueOf([], [], "C").lanes).toEqual([{ lane: "C", cards: [] }]);
  });

  it("starts with the clerk's own person", () => {
    expect(firstChoice(queueOf(cards, refused, "B"))).toBe("a2");
    expect(firstChoice(queueOf([], [], "B"))).toBeNull();
  });
});

describe("nextSession", () => {
  const session = (code: string, deadline: string, state: "scheduled" | "failed" = "scheduled"): Parameters<typeof nextSession>[0][number] => ({
    id: code, code, lot: null, projectName: "", tenderer: "", agencyId: "", agencyName: "", contactName: "", contactPhone: "", deadline,
    kind: "paper", band: "up_to30", registered: null, openingRooms: [], evaluationRooms: [], evaluationMinutes: null, state, stateReason: null, remark: null,
  });

  it("is the next to open, not a failed one, and the last after all have opened", () => {
    const day = [session("03", "2020-03-12T06:00:00Z"), session("01", "2020-03-12T01:00:00Z", "failed"), session("02", "2020-03-12T01:30:00Z")];
    expect(nextSession(day, NOW)?.code).toBe("02");
    expect(nextSession(day, Date.parse("2020-03-12T09:00:00Z"))?.code).toBe("03");
    expect(nextSession([], NOW)).toBeNull();
  });
});

describe("temperatureScale", () => {
  it("spans the limits by a degree and holds a reading outside them at its end", () => {
    expect(temperatureScale(check({}), "36.5")).toMatchObject({ from: 34, to: 39, lowest: 35, limit: 37.3, reading: 36.5, ticks: [34, 35, 36, 37, 38, 39] });
    expect(temperatureScale(check({}), "31.0").reading).toBe(34);
    expect(temperatureScale(check({}), null).reading).toBeNull();
  });
});
