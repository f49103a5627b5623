import type { AnswerField, Answers, Backend, CheckView, Command, EntryStep, FollowUpKind, Reading, ReadingView, RefusalReason, Reply, Request, ScanView, StepEntry, TagView } from "@/backend";
import { CommandFailure } from "@/backend";
import { answersOf, at, card, check, gateChecks, ORDER, reading, SESSIONS, T0, tag } from "./gateViews";

export * from "./gateViews";

const ALL_OFFERS: FollowUpKind[] = ["short_identity", "document_hand_over", "notified_unit", "notified_town", "replacement_delegate", "advised_to_see_doctor"];

/** What a paused person had answered before somebody took over. */
const FORM_ANSWERS: Answers = {
  role: "bidder", documentKind: "resident_id", documentNumber: "990101196901010088", name: "示例丁四", sex: null, phone: null,
  company: "云岭区青禾路水利水电市政公用工程施工总承包示例有限责任公司", creditCode: null, residence: null, arrivalDay: null, arrivalMeans: null, stays: [],
  familyWell: true, pledged: false, filledOnSite: false, powerOfAttorney: null, companyAnswer: null,
};

/** A gate in memory that keeps to the six steps, for tests and pictures of the screen. */
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
        shortIdentity: null, identified: false, exception: null, replacement: null,
      },
      earlier: reason === "company_already_inside" ? { lane: "B", at: at(-1140), operator: "周检查" } : null,
    });
  }
  /** Passes the due step; a reopened one goes back to where the check stood. */
  function pass(view: CheckView, action: "mask_replaced" | "form_filled_on_site" | null): CheckView {
    const step = view.card.step ?? "mask";
    const again = view.card.reopened !== null;
    const passed = view.card.passed + (again ? 0 : 1);
    const outcome = action ? ("passed_after_action" as const) : ("passed" as const);
    const steps = [...view.steps, { step, outcome, action, settingsVersion: 3, at: stamp(), operator: "赵检查", lane: view.card.lane }];
    const corrections = again ? [...view.corrections, { step, outcome, action, reason: null, at: stamp(), operator: "赵检查", lane: view.card.lane }] : view.corrections;
    return put({ ...view, steps, corrections, card: { ...view.card, passed, reopened: null, step: ORDER[passed] ?? null, stepSince: stamp() } });
  }
  const round = (view: CheckView): ReadingView[] => {
    const standing = view.readings.filter((one) => one.voided === null && one.verdict !== "implausible");
    return standing.filter((one) => one.round === standing.at(-1)?.round);
  };
  function measure(view: CheckView, value: string, device: string): CheckView {
    const tenths = Math.round(Number(value) * 10);
    const verdict: Reading = tenths < 350 || tenths > 420 ? "implausible" : tenths >= 373 ? "over_limit" : "within_limit";
    const until = view.card.restingUntil;
    const rested = until !== null && Date.parse(until) <= now.at;
    if (view.card.state === "resting" && !rested && round(view).some((one) => one.device === device)) {
      throw new CommandFailure({ code: "wrong_field", detail: { path: "input.device", problem: "resting" } }, "gate.step");
    }
    const number = (round(view)[0]?.round ?? 1) + (rested ? 1 : 0);
    const next: CheckView = { ...view, thirdReading: false, readings: [...view.readings, reading(value, verdict, (now.at - T0) / 1000, { device, round: number })] };
    if (verdict === "implausible") return put(next);
    const values = round(next).map((one) => Number(one.reading) * 10);
    const devices = new Set(round(next).map((one) => one.device));
    if (values.length === 2 && devices.size === 2 && Math.abs((values[0] ?? 0) - (values[1] ?? 0)) > 5.01) {
      return put({ ...next, thirdReading: true, card: { ...next.card, state: "open", restingUntil: null } });
    }
    const decides = values.length > 2 ? ([...values].sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? 0) : Math.max(...values);
    if (decides < 372.5) return put({ ...next, card: { ...next.card, state: "open", restingUntil: null } });
    if (number > 1) return refuse(next, "over_temperature");
    return put({ ...next, card: { ...next.card, state: "resting", restingUntil: until ?? new Date(now.at + 600_000).toISOString() } });
  }
  /** The questionnaire is kept as it comes; what is missing or wrong is named. */
  function answerForm(view: CheckView, answers: Answers): CheckView {
    const missing: AnswerField[] = [];
    const need = (field: AnswerField, answer: unknown): void => {
      if (answer === null || answer === undefined || answer === false) missing.push(field);
    };
    need("role", answers.role);
    need("document_number", answers.documentNumber);
    need("name", answers.name);
    if (answers.documentKind !== "resident_id") need("sex", answers.sex);
    need("phone", answers.phone);
    if (answers.role === "bidder") need("company", answers.company);
    need("residence", answers.residence);
    if (answers.stays && answers.stays.length > 0) {
      need("arrival_day", answers.arrivalDay);
      need("arrival_means", answers.arrivalMeans);
    }
    need("stays", answers.stays);
    if (answers.familyWell === null || answers.familyWell === undefined) missing.push("family_well");
    need("pledged", answers.pledged);
    if (view.followsUp?.kind === "replacement") need("power_of_attorney", answers.powerOfAttorney);
    const short = typeof answers.documentNumber === "string" && answers.documentNumber.length !== 18;
    const faults = short ? [{ field: "document_number" as const, problem: "length" }] : [];
    const whole = missing.length === 0 && faults.length === 0;
    const near = whole && answers.company === "示例建工一有限责任公司" && answers.creditCode === null && answers.companyAnswer === null;
    const companyAsk = near ? { lane: "B", at: at(-1140), operator: "周检查" } : null;
    const kept: CheckView = { ...view, questionnaire: { answers, missing, faults, companyAsk, keyRegion: null } };
    if (!whole || near) return put(kept);
    if (answers.company === "示例建工一" || answers.companyAnswer === "same") return refuse(kept, "company_already_inside");
    const next = pass({ ...kept, regionVersion: 14 }, answers.filledOnSite ? "form_filled_on_site" : null);
    return put({ ...next, personSealed: true, sealedUntil: next.opensAt, card: { ...next.card, documentTail: (answers.documentNumber ?? "").slice(-4) } });
  }
  function step(view: CheckView, input: StepEntry): CheckView {
    if (!view.card.mine) throw new CommandFailure({ code: "check_held_by_other", detail: { holder: view.card.holder } }, "gate.step");
    const here: (string | null)[] = view.card.step === "temp_symptom" ? ["temperature", "symptoms"] : [view.card.step];
    if (!here.includes(input.step)) throw new CommandFailure({ code: "wrong_field", detail: { path: "input.step", problem: input.step } }, "gate.step");
    if (input.step === "temperature") return measure(view, input.reading, input.device);
    if (input.step === "symptoms") return Object.values(input).some((value) => value === true) ? refuse(view, "symptoms") : pass(view, null);
    if (input.step === "form") return answerForm(view, answersOf(input));
    const next = pass(view, input.step === "mask" && input.replaced ? "mask_replaced" : null);
    if (input.step !== "mask_disposal") return next;
    const issued = tag("5T3N-8V2K", { issuedAt: stamp(), lane: next.card.lane, operator: "赵检查" });
    tags.unshift(issued);
    return put({ ...next, tag: issued, card: { ...next.card, state: "admitted", closedAt: stamp() } });
  }
  function correct(view: CheckView, step: EntryStep, reason: string): CheckView {
    const opened = { step, outcome: "reopened" as const, action: null, reason, at: stamp(), operator: "赵检查", lane: view.card.lane };
    const voided = { reason, at: stamp(), operator: "赵检查" };
    const readings = step === "temp_symptom" ? view.readings.map((one) => ({ ...one, voided: one.voided ?? voided })) : view.readings;
    const passed = ORDER.indexOf(step) < view.card.passed;
    const corrections = passed ? [...view.corrections, opened] : view.corrections;
    return put({ ...view, readings, thirdReading: false, corrections, card: { ...view.card, state: "open", restingUntil: null, step, reopened: passed ? step : null } });
  }
  function takeOver(view: CheckView, lane: string): CheckView {
    const moves = [...view.moves, { kind: "taken" as const, reason: null, lane, at: stamp(), operator: "赵检查" }];
    const kept = view.card.slot === "B3" ? { ...FORM_ANSWERS } : null;
    const questionnaire = view.questionnaire ?? (kept === null ? null : { answers: kept, missing: ["phone" as const, "residence" as const], faults: [], companyAsk: null, keyRegion: null });
    return put({ ...view, moves, questionnaire, card: { ...view.card, lane, mine: true, holder: "赵检查", pausedAt: null, pauseNote: null } });
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
      case "gate.open": {
        opened += 1;
        const open = request as Request<"gate.open">;
        return put(check(card(`${open.lane}${opened}`, { openedAt: stamp(), mine: true, holder: "赵检查", after: open.after?.kind ?? null }), { sessionId: open.sessionId, followsUp: open.after }));
      }
      case "gate.correct":
        return correct(need(String(r["checkId"])), r["step"] as unknown as EntryStep, String(r["reason"]));
      case "gate.pause": {
        const view = need(String(r["checkId"]));
        const moves = [...view.moves, { kind: "paused" as const, reason: String(r["reason"]), lane: view.card.lane, at: stamp(), operator: "赵检查" }];
        return put({ ...view, moves, card: { ...view.card, pausedAt: stamp(), pauseNote: String(r["reason"]) } });
      }
      case "gate.take":
        return takeOver(need(String(r["checkId"])), String(r["lane"]));
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
        const entry = { ...(r as object), id: `f${view.refusal.followUps.length + 1}`, receipt: null, at: stamp(), operator: "赵检查" } as unknown as NonNullable<CheckView["refusal"]>["followUps"][number];
        return put({ ...view, refusal: { ...view.refusal, followUps: [...view.refusal.followUps, entry] } });
      }
      case "gate.queue":
        return {
          asOf: stamp(), lanes: ["A", "B"], secondsPerPerson: 95, measured: true,
          sessions: [{
            sessionId: "s1", code: "YL-0312-01", deadline: "2020-03-12T01:00:00Z", waiting: 14, countedAt: at(-120), waitMinutes: 12, lastSafeArrival: "2020-03-12T00:45:00Z",
            alarm: "none", agency: "示例甲招标代理有限公司", contact: "钱代理", phone: "010-0000 0101", told: null,
          }],
        };
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
