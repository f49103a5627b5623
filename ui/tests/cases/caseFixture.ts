import type { CheckView, ExceptionView, FollowUpKind, FollowUpView, OverviewView, QueueView, RefusalReason, RefusalView } from "@/backend";
import { at, card, check, gateFixture, reading, type GateFixture } from "../gateFixture";

export const OPENING = "2020-03-12T01:00:00Z";

const OWED: Partial<Record<RefusalReason, FollowUpKind[]>> = {
  over_temperature: ["short_identity", "advised_to_see_doctor", "notified_unit", "notified_town"],
  not_cooperating: ["explained", "security_called", "police_called", "left_premises"],
};

export function refusalOf(id: string, reason: RefusalReason, over: Partial<RefusalView> = {}): RefusalView {
  return {
    id, reason, step: "form", at: at(-600), settingsVersion: 3, offers: ["document_hand_over", "replacement_delegate"], outstanding: OWED[reason] ?? [], dueAt: null,
    note: null, followUps: [], shortIdentity: null, identified: true, exception: null, replacement: null, ...over,
  };
}

export function refused(slot: string, reason: RefusalReason, over: Partial<RefusalView> = {}, view: Partial<CheckView> = {}): CheckView {
  const refusal = refusalOf(`r-${slot}`, reason, over);
  const passed = { mask: 0, shoe: 1, hand: 2, temp_symptom: 3, form: 4, mask_disposal: 5 }[refusal.step];
  const of = card(slot, { state: "refused", step: refusal.step, passed, openedAt: at(-900), closedAt: refusal.at, holder: "赵检查" });
  return check(of, { sealedUntil: OPENING, refusal, ...view });
}

export const entry = (kind: FollowUpKind, over: Partial<FollowUpView> = {}): FollowUpView => ({
  id: `f-${kind}`, kind, at: at(-300), operator: "赵检查", recipient: null, note: null, sealState: null, receipt: null, ...over,
});

export const exception = (over: Partial<ExceptionView> = {}): ExceptionView => ({
  id: "x1", refusalId: "r-B4", sessionCode: "YL-0312-01", slot: "B4", role: "bidder", reason: "company_already_inside",
  ground: "项目经理须到场答疑，招标文件第 3.2 条要求项目经理与受托人同时到场", requestedBy: "周检查", requestedAt: at(-120), decision: null, used: false, mine: false, ...over,
});

export const CASES: CheckView[] = [
  refused("R2", "over_temperature", { step: "temp_symptom", identified: false, dueAt: at(1500), at: at(-5700) }, { readings: [reading("37.3", "over_limit", -6400), reading("37.4", "over_limit", -5700, { round: 2 })] }),
  refused("R5", "symptoms", {
    step: "temp_symptom", dueAt: at(-600), at: at(-7800), outstanding: ["advised_to_see_doctor"],
    followUps: [
      entry("short_identity"),
      entry("document_hand_over", { sealState: "intact", receipt: { receivedBy: null, note: null, at: at(-240), operator: "周检查" } }),
      entry("notified_unit", { at: at(-200) }),
    ],
  }),
  refused("B4", "company_already_inside", {}, { earlier: { lane: "B", at: at(-1140), operator: "周检查" } }),
  refused("A7", "not_cooperating", { step: "mask", identified: false }),
  refused("C1", "key_region_stay", {}, { regionVersion: 14 }),
];

const QUEUE: QueueView = {
  asOf: at(0), lanes: ["A", "B"], secondsPerPerson: null, measured: true,
  sessions: [
    { sessionId: "s1", code: "YL-0312-01", deadline: OPENING, waiting: null, countedAt: at(-120), waitMinutes: 25, lastSafeArrival: "2020-03-12T00:32:00Z", alarm: "soon", agency: "示例甲招标代理有限公司", contact: "钱代理", phone: "", told: { at: at(-60), operator: "周检查", person: "钱代理" } },
    { sessionId: "s2", code: "YL-0312-02", deadline: "2020-03-12T01:30:00Z", waiting: null, countedAt: null, waitMinutes: null, lastSafeArrival: "2020-03-12T01:20:00Z", alarm: "none", agency: "示例乙项目管理有限公司", contact: "李代理", phone: "", told: null },
    { sessionId: "s4", code: "YL-0312-04", deadline: "2020-03-12T07:00:00Z", waiting: null, countedAt: at(-300), waitMinutes: 40, lastSafeArrival: "2020-03-12T00:10:00Z", alarm: "late", agency: "示例丙工程咨询有限公司", contact: "王代理", phone: "", told: null },
  ],
};

export interface CaseFixture extends GateFixture {
  exceptions: ExceptionView[];
  flags: OverviewView["flags"];
  /** The roles that ask decide what the overview carries; the desk knows them, here the test says them. */
  supervises: boolean;
}

/** A gate in memory with a day's cases, requests and flags. */
export function caseFixture(cases: readonly CheckView[] = CASES): CaseFixture {
  const gate = gateFixture();
  for (const one of cases) gate.checks.set(one.card.id, structuredClone(one));
  const own: CaseFixture = Object.assign(gate, { exceptions: [] as ExceptionView[], flags: [] as OverviewView["flags"], supervises: false });
  const stamp = (): string => new Date(own.now.at).toISOString();

  function change(refusalId: string, how: (refusal: RefusalView) => Partial<RefusalView>): CheckView {
    const view = [...own.checks.values()].find((one) => one.refusal?.id === refusalId);
    if (!view?.refusal) throw new Error(`no refusal ${refusalId}`);
    const next = { ...view, refusal: { ...view.refusal, ...how(view.refusal) } };
    own.checks.set(view.card.id, next);
    return next;
  }
  const done = (refusal: RefusalView, kind: FollowUpKind): FollowUpKind[] => {
    const notified: FollowUpKind[] = ["notified_unit", "notified_town"];
    const settled = notified.includes(kind) ? notified : [kind];
    return refusal.outstanding.filter((one) => !settled.includes(one));
  };

  Object.assign(own.others, {
    "gate.follow_up": ({ refusalId, kind, sealState }) =>
      change(refusalId, (refusal) => ({
        followUps: [...refusal.followUps, entry(kind, { id: `f${refusal.followUps.length + 1}`, at: stamp(), sealState })],
        outstanding: done(refusal, kind),
      })),
    "gate.short_identity": ({ refusalId }) => change(refusalId, (refusal) => ({ identified: true, outstanding: done(refusal, "short_identity") })),
    "gate.receipt": ({ followUpId }) => {
      const of = [...own.checks.values()].find((one) => one.refusal?.followUps.some((follow) => follow.id === followUpId));
      const receipt = { receivedBy: null, note: null, at: stamp(), operator: "赵检查" };
      return change(of?.refusal?.id ?? "", (refusal) => ({ followUps: refusal.followUps.map((one) => (one.id === followUpId ? { ...one, receipt } : one)) }));
    },
    "gate.exception.request": ({ refusalId, ground }) => {
      const asked = exception({ refusalId, ground, requestedAt: stamp(), requestedBy: "赵检查", mine: true });
      own.exceptions.push(asked);
      return change(refusalId, () => ({ exception: asked }));
    },
    "gate.exception.decide": ({ exceptionId, approve, note }) => {
      const asked = own.exceptions.find((one) => one.id === exceptionId);
      if (asked === undefined) throw new Error("no such request");
      asked.decision = { approved: approve, by: "庚七", at: stamp(), note };
      return asked;
    },
    "gate.exceptions": () => ({ exceptions: own.exceptions }),
    "gate.overview": () => overview(),
  } satisfies GateFixture["others"]);

  function overview(): OverviewView {
    const all = [...own.checks.values()];
    const working = all.map((one) => one.card).filter((one) => one.state === "open" || one.state === "resting");
    const lanes = [...new Set(working.map((one) => one.lane))].sort();
    return {
      asOf: stamp(),
      lanes: lanes.map((lane) => ({
        lane,
        people: working.filter((one) => one.lane === lane).map((one) => ({ slot: one.slot, step: one.step, state: one.state, paused: one.pausedAt !== null, since: one.openedAt, holder: one.holder })),
      })),
      cases: all.flatMap(({ card: of, refusal }) =>
        refusal === null
          ? []
          : [{ refusalId: refusal.id, checkId: of.id, slot: of.slot, sessionCode: of.sessionCode, reason: refusal.reason, at: refusal.at, dueAt: refusal.dueAt, outstanding: refusal.outstanding, overdue: refusal.dueAt !== null && Date.parse(refusal.dueAt) < own.now.at }],
      ),
      exceptions: own.exceptions.filter((one) => one.decision === null),
      inside: 38,
      outside: 4,
      flags: own.supervises ? own.flags : [],
      queue: QUEUE,
    };
  }
  return own;
}
