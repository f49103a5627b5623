import type { Answers, CheckCard, CheckView, Reading, ReadingView, SessionView, StepEntry, TagView } from "@/backend";

/** Half past eight on the demonstration day. */
export const T0 = Date.parse("2020-03-12T00:31:07Z");
export const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString().replace(".000", "");
export const ORDER = ["mask", "shoe", "hand", "temp_symptom", "form", "mask_disposal"] as const;

export function session(over: Partial<SessionView> = {}): SessionView {
  return {
    id: "s1", code: "YL-0312-01", lot: null, projectName: "青禾路市政道路工程(示例)", tenderer: "示例招标人", agencyId: "g1",
    agencyName: "示例甲招标代理有限公司", contactName: "钱代理", contactPhone: "010-0000 0101", deadline: "2020-03-12T01:00:00Z", kind: "paper",
    band: "from61_to90", registered: null, openingRooms: [], withoutRooms: [], evaluationRooms: [], evaluationMinutes: 720, state: "scheduled", stateReason: null, failureConfirmed: null, remark: null, amendments: [], ...over,
  };
}

export const SESSIONS: SessionView[] = [
  session(),
  session({ id: "s2", code: "YL-0312-02", projectName: "柳湾小学操场改造(示例)", agencyName: "示例乙项目管理有限公司", deadline: "2020-03-12T01:30:00Z", kind: "electronic", band: "up_to30" }),
  session({ id: "s4", code: "YL-0312-04", projectName: "云岭河清淤(示例)", deadline: "2020-03-12T07:00:00Z", kind: "mixed", band: "from31_to60" }),
];

export function card(slot: string, over: Partial<CheckCard> = {}): CheckCard {
  return {
    id: slot, slot, lane: slot.startsWith("B") ? "B" : "A", sessionCode: "YL-0312-01", state: "open", step: "mask", passed: 0, openedAt: at(-46),
    closedAt: null, restingUntil: null, documentTail: null, holder: slot.startsWith("B") ? "周检查" : "赵检查", mine: !slot.startsWith("B"),
    pausedAt: null, pauseNote: null, reopened: null, after: null, stepSince: at(-6), ...over,
  };
}

export function check(of: CheckCard, over: Partial<CheckView> = {}): CheckView {
  const started = Date.parse(of.openedAt);
  const done = Math.min(of.passed, 6);
  return {
    card: of, sessionId: "s1", opensAt: "2020-03-12T01:00:00Z", late: false,
    steps: ORDER.slice(0, done).map((step, index) => ({
      step, outcome: "passed" as const, action: null, settingsVersion: 3, operator: of.holder, lane: of.lane, at: new Date(started + (index + 1) * 8000).toISOString(),
    })),
    readings: [], settingsVersion: 3, limit: "37.3", lowest: "35.0", highest: "42.0", comparator: "at_or_above", restMinutes: 10, person: null,
    personSealed: of.passed > 4, sealedUntil: of.passed > 4 ? "2020-03-12T01:00:00Z" : null, refusal: null, earlier: null, tag: null,
    thirdReading: false, deviceDifference: "0.5", corrections: [], moves: [], questionnaire: null, regionVersion: null, followsUp: null, ...over,
  };
}

export function tag(code: string, over: Partial<TagView> = {}): TagView {
  return {
    id: code, code, day: "2020-03-12", state: "active", stateAt: at(-26), stateReason: null, issuedAt: at(-26), lane: "B", operator: "周检查", sessionCode: "YL-0312-01",
    sealedUntil: "2020-03-12T01:00:00Z", person: null, previousCodes: [], prints: [], passages: [], ...over,
  };
}

export const reading = (value: string, verdict: Reading, seconds: number, over: Partial<ReadingView> = {}): ReadingView => ({
  reading: value, verdict, device: "T-02", at: at(seconds), operator: "赵检查", round: 1, voided: null, ...over,
});

export function gateChecks(): Map<string, CheckView> {
  const list: CheckView[] = [
    check(card("A1", { step: "temp_symptom", passed: 3 }), { readings: [reading("36.5", "within_limit", -5)] }),
    check(card("A2", { step: "shoe", passed: 1, openedAt: at(-15) })),
    check(card("A3", { step: "form", passed: 4, openedAt: at(-69) }), { readings: [reading("36.6", "within_limit", -30)] }),
    check(card("B1", { step: "mask_disposal", passed: 5, openedAt: at(-80), documentTail: "0088" }), { readings: [reading("36.3", "within_limit", -40)] }),
    check(card("B2", { step: "hand", passed: 2, openedAt: at(-28) })),
    check(card("A5", { step: "shoe", passed: 1, openedAt: at(-600), pausedAt: at(-540), pauseNote: "取授权委托书" }), { moves: [{ kind: "paused", reason: "取授权委托书", lane: "A", at: at(-540), operator: "赵检查" }] }),
    check(card("B3", { step: "form", passed: 4, openedAt: at(-700), pausedAt: at(-300), pauseNote: "等候单位核实全称" }), {
      readings: [reading("36.4", "within_limit", -400)], moves: [{ kind: "paused", reason: "等候单位核实全称", lane: "B", at: at(-300), operator: "周检查" }],
    }),
    check(card("R1", { state: "resting", step: "temp_symptom", passed: 3, openedAt: at(-340), restingUntil: at(293) }), { readings: [reading("37.3", "over_limit", -307)] }),
  ];
  return new Map(list.map((one) => [one.card.id, one]));
}

/** The answers of a questionnaire as the desk keeps them. */
export function answersOf(entry: Extract<StepEntry, { step: "form" }>): Answers {
  const answers: Answers & { step?: "form" } = { ...entry };
  delete answers.step;
  return answers;
}
