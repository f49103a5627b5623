import { describe, expect, it } from "vitest";
import type { CheckCard, CheckView, Reading } from "@/backend";
import { correctableSteps, devicesOfRound, filterQueue, firstChoice, markOf, nextOwn, nextSession, phaseOf, queueOf, readTemperature, roundsOf, symptomsRequest, temperatureScale, walkOf } from "@/views/gate/gateModel";
import { card as fixtureCard, check as fixtureCheck, reading } from "../gateFixture";

const NOW = Date.parse("2020-03-12T00:31:00Z");

const card = (over: Partial<CheckCard> = {}): CheckCard => ({ ...fixtureCard("A1"), id: "a1", ...over });
const check = (over: Partial<CheckCard>, verdicts: readonly Reading[] = [], more: Partial<CheckView> = {}): CheckView =>
  fixtureCheck(card(over), { readings: verdicts.map((verdict, n) => reading("36.5", verdict, n)), ...more });

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

  it("asks for another reading while two devices disagree, and for the answers once the desk has settled the round", () => {
    const step = { step: "temp_symptom", passed: 3 } as const;
    expect(phaseOf(check(step, ["within_limit", "over_limit"], { thirdReading: true }), NOW)).toBe("temperature");
    expect(phaseOf(check(step, ["within_limit", "over_limit", "over_limit"]), NOW)).toBe("questions");
  });

  it("does not count a voided reading", () => {
    const voided = reading("36.5", "within_limit", 0, { voided: { reason: "录入有误", at: "2020-03-12T00:31:00Z", operator: "赵检查" } });
    expect(phaseOf(check({ step: "temp_symptom", passed: 3 }, [], { readings: [voided] }), NOW)).toBe("temperature");
  });

  it("stops at a pause and at another clerk's person, whatever step is due", () => {
    expect(phaseOf(check({ pausedAt: "2020-03-12T00:30:00Z" }), NOW)).toBe("paused");
    expect(phaseOf(check({ mine: false }), NOW)).toBe("elsewhere");
    expect(phaseOf(check({ mine: false, state: "refused" }), NOW)).toBe("refused");
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

  it("marks a reopened step and keeps the others as they were", () => {
    const marks = [0, 1, 2, 3, 4].map((index) => markOf(card({ step: "shoe", reopened: "shoe", passed: 3 }), index));
    expect(marks).toEqual(["done", "reopened", "done", "untouched", "untouched"]);
  });
});

describe("correctableSteps", () => {
  it("are the steps passed, and step 4 as soon as something was measured", () => {
    expect(correctableSteps(check({ step: "temp_symptom", passed: 3 }))).toEqual(["mask", "shoe", "hand"]);
    expect(correctableSteps(check({ step: "temp_symptom", passed: 3 }, ["over_limit"]))).toEqual(["mask", "shoe", "hand", "temp_symptom"]);
    expect(correctableSteps(check({ step: "mask_disposal", passed: 5 }))).toEqual(["mask", "shoe", "hand", "temp_symptom", "form"]);
  });

  it("are none while one is open or after the end", () => {
    expect(correctableSteps(check({ step: "mask", reopened: "mask", passed: 3 }))).toEqual([]);
    expect(correctableSteps(check({ state: "admitted", step: null, passed: 6 }))).toEqual([]);
  });
});

describe("readings", () => {
  const taken = [reading("37.4", "over_limit", 0), reading("37.2", "within_limit", 60, { device: "T-03" }), reading("36.9", "within_limit", 700, { round: 2 })];
  it("stand by round", () => {
    expect(roundsOf(taken).map((one) => [one.round, one.readings.length])).toEqual([[1, 2], [2, 1]]);
  });
  it("name the devices of the round under way", () => {
    expect(devicesOfRound(check({ step: "temp_symptom" }, [], { readings: taken.slice(0, 2) }))).toEqual(["T-02", "T-03"]);
    expect(devicesOfRound(check({ step: "temp_symptom" }, [], { readings: taken }))).toEqual(["T-02"]);
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

  it("sets paused people apart, and shows the own lane or only them", () => {
    const queue = queueOf([...cards, card({ id: "p", slot: "B3", lane: "B", pausedAt: "2020-03-12T00:30:00Z" })], refused, "A");
    expect(queue.paused.map((one) => one.id)).toEqual(["p"]);
    expect(walkOf(filterQueue(queue, "own", "A")).map((one) => one.id)).toEqual(["a2", "a10", "r1", "x", "w"]);
    expect(walkOf(filterQueue(queue, "paused", "A")).map((one) => one.id)).toEqual(["p"]);
  });

  it("goes on with the clerk's own person and never with another's", () => {
    expect(nextOwn(queueOf(cards, refused, "A"))?.id).toBe("a2");
    expect(nextOwn(queueOf(cards.filter((one) => !one.mine), refused, "A"))).toBeNull();
  });

  it("starts with the clerk's own person", () => {
    expect(firstChoice(queueOf(cards, refused, "B"))).toBe("a2");
    expect(firstChoice(queueOf([], [], "B"))).toBeNull();
  });
});

describe("nextSession", () => {
  const session = (code: string, deadline: string, state: "scheduled" | "failed" = "scheduled"): Parameters<typeof nextSession>[0][number] => ({
    id: code, code, lot: null, projectName: "", tenderer: "", agencyId: "", agencyName: "", contactName: "", contactPhone: "", deadline,
    kind: "paper", band: "up_to30", registered: null, openingRooms: [], withoutRooms: [], evaluationRooms: [], evaluationMinutes: null, state, stateReason: null, failureConfirmed: null, remark: null, amendments: [],
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
