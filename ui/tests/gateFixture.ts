import type { Backend, CheckCard, CheckView, Command, FollowUpKind, RefusalReason, Reply, Request, ScanView, SessionView, StepEntry, TagView } from "@/backend";
import { CommandFailure } from "@/backend";

/** A gate in memory that keeps to the six steps, for tests and pictures of the screen. */
export const T0 = Date.parse("2020-03-12T00:31:07Z");
const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString().replace(".000", "");
const ORDER = ["mask", "shoe", "hand", "temp_symptom", "form", "mask_disposal"] as const;
const ALL_OFFERS: FollowUpKind[] = ["short_identity", "document_hand_over", "notified_unit", "notified_town", "replacement_delegate", "advised_to_see_doctor"];

export function session(over: Partial<SessionView> = {}): SessionView {
  return {
    id: "s1", code: "YL-0312-01", lot: null, projectName: "青禾路市政道路工程(示例)", tenderer: "示例招标人", agencyId: "g1",
    agencyName: "示例甲招标代理有限公司", contactName: "钱代理", contactPhone: "010-0000 0101", deadline: "2020-03-12T01:00:00Z", kind: "paper",
    band: "from61_to90", registered: null, openingRooms: [], evaluationRooms: [], evaluationMinutes: 720, state: "scheduled", stateReason: null, remark: null, ...over,
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
    closedAt: null, restingUntil: null, documentTail: null, holder: slot.startsWith("B") ? "周检查" : "赵检查", mine: !slot.startsWith("B"), ...over,
  };
}

export function check(of: CheckCard, over: Partial<CheckView> = {}): CheckView {
  const started = Date.parse(of.openedAt);
  const done = Math.min(of.passed, 6);
  return {
    card: of, sessionId: "s1", opensAt: "2020-03-12T01:00:00Z", late: false,
    steps: ORDER.slice(0, done).map((step, index) => ({
      step, outcome: "passed" as const, action: null, settingsVersion: 3, operator: of.holder, at: new Date(started + (index + 1) * 8000).toISOString(),
    })),
    readings: [], settingsVersion: 3, limit: "37.3", lowest: "35.0", highest: "42.0", comparator: "at_or_above", restMinutes: 10, person: null,
    personSealed: of.passed > 4, sealedUntil: of.passed > 4 ? "2020-03-12T01:00:00Z" : null, refusal: null, earlier: null, tag: null, ...over,
  };
}

export function tag(code: string, over: Partial<TagView> = {}): TagView {
  return {
    id: code, code, day: "2020-03-12", state: "active", stateAt: at(-26), stateReason: null, issuedAt: at(-26), lane: "B", operator: "周检查", sessionCode: "YL-0312-01",
    sealedUntil: "2020-03-12T01:00:00Z", person: null, ...over,
  };
}

const reading = (value: string, verdict: "within_limit" | "over_limit" | "implausible", seconds: number) => ({ reading: value, verdict, device: "T-02", at: at(seconds) });

export function gateChecks(): Map<string, CheckView> {
  const list: CheckView[] = [
    check(card("A1", { step: "temp_symptom", passed: 3 }), { readings: [reading("36.5", "within_limit", -5)] }),
    check(card("A2", { step: "shoe", passed: 1, openedAt: at(-15) })),
    check(card("A3", { step: "form", passed: 4, openedAt: at(-69) }), { readings: [reading("36.6", "within_limit", -30)] }),
    check(card("B1", { step: "mask_disposal", passed: 5, openedAt: at(-80), documentTail: "0088" }), { readings: [reading("36.3", "within_limit", -40)] }),
    check(card("B2", { step: "hand", passed: 2, openedAt: at(-28) })),
    check(card("R1", { state: "resting", step: "temp_symptom", passed: 3, openedAt: at(-340), restingUntil: at(293) }), { readings: [reading("37.3", "over_limit", -307)] }),
  ];
  return new Map(list.map((one) => [one.card.id, one]));
}

export interface GateFixture {
  backend: Backend;
  checks: Map<string, CheckView>;
  tags: TagView[];
  changed: (topics: string[]) => void;
  calls: { command: string; request: unknown; nonce: string | undefined }[];
  now: { at: number };
  others: Partial<{ [C in Command]: (request: Request<C>) => Reply<C> }>;
}

export function gateFixture(): GateFixture {
  const checks = gateChecks();
  const now = { at: T0 };
  const stamp = (): string => new Date(now.at).toISOString();
  const calls: GateFixture["calls"] = [];
  const tags: TagView[] = [tag("7K4Q-2M9T"), tag("3F8W-6P1D", { state: "void", issuedAt: at(-900), lane: "A", operator: "赵检查" }), tag("9C2H-5R7X", { issuedAt: at(-1400), lane: "A", operator: "赵检查" })];
  let last: CheckView | null = check(card("B0", { state: "admitted", step: null, passed: 6, openedAt: at(-110), closedAt: at(-26), lane: "B" }), {
    readings: [reading("36.4", "within_limit", -60)], tag: tags[0] ?? null,
  });
  let opened = 3;

  function put(view: CheckView): CheckView {
    checks.set(view.card.id, view);
    if (["admitted", "refused", "abandoned"].includes(view.card.state)) last = view;
    return view;
  }
  function need(id: string): CheckView {
    const found = checks.get(id) ?? (last?.card.id === id ? last : undefined);
    if (found === undefined) throw new CommandFailure({ code: "wrong_field", detail: { path: "checkId", problem: id } }, "gate.view");
    return found;
  }
  function refuse(view: CheckView, reason: RefusalReason): CheckView {
    const step = view.card.step ?? "mask";
    return put({
      ...view,
      card: { ...view.card, state: "refused", closedAt: stamp(), restingUntil: null },
      refusal: {
        id: `r${view.card.id}`, reason, step, at: stamp(), settingsVersion: 3, note: "", offers: ALL_OFFERS, outstanding: ALL_OFFERS,
        dueAt: reason === "over_temperature" || reason === "symptoms" ? new Date(now.at + 7_200_000).toISOString() : null, followUps: [],
      },
      earlier: reason === "company_already_inside" ? { lane: "B", at: at(-1140), operator: "周检查" } : null,
    });
  }
  function pass(view: CheckView, action: "mask_replaced" | "form_filled_on_site" | null): CheckView {
    const step = view.card.step ?? "mask";
    const passed = view.card.passed + 1;
    const steps = [...view.steps, { step, outcome: action ? ("passed_after_action" as const) : ("passed" as const), action, settingsVersion: 3, at: stamp(), operator: "赵检查" }];
    return put({ ...view, steps, card: { ...view.card, passed, step: ORDER[passed] ?? null } });
  }
  function step(view: CheckView, input: StepEntry): CheckView {
    const here: (string | null)[] = view.card.step === "temp_symptom" ? ["temperature", "symptoms"] : [view.card.step];
    if (!here.includes(input.step)) throw new CommandFailure({ code: "wrong_field", detail: { path: "input.step", problem: input.step } }, "gate.step");
    if (input.step === "temperature") {
      const value = Number(input.reading);
      const verdict = value < 35 || value > 42 ? "implausible" : value >= 37.3 ? "over_limit" : "within_limit";
      const next = { ...view, readings: [...view.readings, { reading: input.reading, device: input.device, verdict, at: stamp() } as const] };
      if (verdict !== "over_limit") return put({ ...next, card: { ...next.card, state: "open", restingUntil: null } });
      if (view.readings.some((one) => one.verdict === "over_limit")) return refuse(next, "over_temperature");
      return put({ ...next, card: { ...next.card, state: "resting", restingUntil: new Date(now.at + 600_000).toISOString() } });
    }
    if (input.step === "symptoms") {
      const some = Object.values(input).some((value) => value === true);
      return some ? refuse(view, "symptoms") : pass(view, null);
    }
    if (input.step === "form") {
      if (input.documentNumber.length < 8) throw new CommandFailure({ code: "wrong_field", detail: { path: "input.documentNumber", problem: "校验位不符" } }, "gate.step");
      if (input.company === "示例建工一") return refuse(view, "company_already_inside");
      const next = pass(view, input.filledOnSite ? "form_filled_on_site" : null);
      return put({ ...next, personSealed: true, sealedUntil: next.opensAt, card: { ...next.card, documentTail: input.documentNumber.slice(-4) } });
    }
    const next = pass(view, input.step === "mask" && input.replaced ? "mask_replaced" : null);
    if (input.step !== "mask_disposal") return next;
    const issued = tag("5T3N-8V2K", { issuedAt: stamp(), lane: next.card.lane, operator: "赵检查" });
    tags.unshift(issued);
    return put({ ...next, tag: issued, card: { ...next.card, state: "admitted", closedAt: stamp() } });
  }

  const others: GateFixture["others"] = {};
  function answer<C extends Command>(command: C, request: Request<C>): unknown {
    const own = others[command];
    if (own) return own(request);
    const r = request as Record<string, never> & { [key: string]: unknown };
    switch (command as Command) {
      case "centre.view":
        return { name: "云岭区公共资源交易中心", zone: "Asia/Shanghai", rehearsal: false, now: stamp(), day: "2020-03-12", savedAt: at(-2), clockSetBackMinutes: null, nextOpening: { sessionId: "s1", code: "YL-0312-01", opensAt: "2020-03-12T01:00:00Z" }, clock: { running: false, speed: 0, nextEventAt: null, nextEvent: null, eventsLeft: 0 } };
      case "database.current":
        return { engine: "sqlite", location: "", open: true, failure: null, rehearsal: false, centreName: "", schema: 1 };
      case "sessions.list":
        return { sessions: SESSIONS };
      case "gate.list":
        return { checks: [...checks.values()].map((one) => one.card).filter((one) => one.state === "open" || one.state === "resting"), refused: [...checks.values()].map((one) => one.card).filter((one) => one.state === "refused"), lastClosed: last };
      case "gate.view":
        return need(String(r["checkId"]));
      case "gate.open":
        opened += 1;
        return put(check(card(`${String(r["lane"])}${opened}`, { openedAt: stamp() }), { sessionId: String(r["sessionId"]) }));
      case "gate.step":
        return step(need(String(r["checkId"])), r["input"] as unknown as StepEntry);
      case "gate.refuse":
        return refuse(need(String(r["checkId"])), r["reason"] as unknown as RefusalReason);
      case "gate.abandon": {
        const view = need(String(r["checkId"]));
        return put({ ...view, card: { ...view.card, state: "abandoned", closedAt: stamp() } });
      }
      case "gate.follow_up": {
        const view = [...checks.values()].find((one) => one.refusal?.id === r["refusalId"]);
        if (!view?.refusal) throw new Error("no such refusal");
        const entry = { ...(r as object), at: stamp(), operator: "赵检查" } as unknown as NonNullable<CheckView["refusal"]>["followUps"][number];
        return put({ ...view, refusal: { ...view.refusal, followUps: [...view.refusal.followUps, entry] } });
      }
      case "tags.list":
        return { tags };
      case "tags.scan": {
        const code = String(r["code"]);
        const found = tags.find((one) => one.code.replace("-", "") === code.replace("-", "")) ?? null;
        const reply: ScanView = { code, tag: found, answer: found === null ? (code.length < 9 ? "mistyped" : "unknown") : found.state === "void" ? "void" : "valid" };
        return reply;
      }
      case "tags.void": {
        const found = tags.findIndex((one) => one.code === r["code"]);
        const voided = { ...(tags[found] ?? tag("?")), state: "void" as const };
        tags[found] = voided;
        return voided;
      }
      default:
        throw new CommandFailure({ code: "unknown_command", detail: { command } }, command);
    }
  }

  const listeners = new Set<(topics: string[]) => void>();
  const backend: Backend = {
    async call(command, request, options) {
      calls.push({ command, request, nonce: options?.nonce });
      return JSON.parse(JSON.stringify(answer(command, request))) as Reply<typeof command>;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { backend, changed: (topics) => listeners.forEach((listener) => listener(topics)), checks, tags, calls, now, others };
}
