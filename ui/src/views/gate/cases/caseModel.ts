import type { AfterRefusal, CheckView, ExceptionView, FollowUpKind, FollowUpView, Instant, OverviewView, RefusalReason, RefusalView } from "@/backend";
import type { Mark } from "@/components/marks";
import { text, word } from "@/i18n";
import { lastReading, STEPS } from "../gateModel";

export type OpenCase = OverviewView["cases"][number];

/** From here on a case that is not done asks for attention. */
export const SOON_MS = 30 * 60_000;
const TWO_HOURS_MS = 2 * 3_600_000;

export type CaseStanding = "settled" | "undated" | "running" | "soon" | "overdue";

export const STANDING_MARKS: Record<CaseStanding, Mark> = {
  settled: "done",
  undated: "waiting",
  running: "running",
  soon: "attention",
  overdue: "stopped",
};

export interface CaseTimer {
  standing: CaseStanding;
  /** Milliseconds to the limit; past it, since the limit. */
  span: number;
  /** The part of the two hours that is used up, 0 to 1. */
  used: number;
}

export function caseTimer(dueAt: Instant | null, outstanding: readonly FollowUpKind[], now: number): CaseTimer {
  if (outstanding.length === 0) return { standing: "settled", span: 0, used: 0 };
  if (dueAt === null) return { standing: "undated", span: 0, used: 0 };
  const left = Date.parse(dueAt) - now;
  const used = Math.min(1, Math.max(0, 1 - left / TWO_HOURS_MS));
  if (left <= 0) return { standing: "overdue", span: -left, used };
  return { standing: left <= SOON_MS ? "soon" : "running", span: left, used };
}

const FEVER: ReadonlySet<RefusalReason> = new Set(["over_temperature", "symptoms"]);
const EXCEPTIONAL: ReadonlySet<RefusalReason> = new Set(["company_already_inside", "head_limit"]);
const NON_COOPERATION = ["explained", "security_called", "police_called", "left_premises"] as const satisfies readonly FollowUpKind[];
const NOTIFICATIONS: readonly FollowUpKind[] = ["notified_unit", "notified_town"];
const ENDINGS: readonly FollowUpKind[] = ["security_called", "police_called", "left_premises"];
/** What somebody else takes in hand, and therefore signs for. */
const RECEIPTED: ReadonlySet<FollowUpKind> = new Set(["notified_unit", "notified_town", "document_hand_over"]);

export const isFever = (reason: RefusalReason): boolean => FEVER.has(reason);
/** Whether a case of this kind has anything that must be done at all. */
export const owesAnything = (reason: RefusalReason): boolean => isFever(reason) || reason === "not_cooperating";
export const mayBeExcepted = (reason: RefusalReason): boolean => EXCEPTIONAL.has(reason);

/** One line of a case, under a number key that stays its own as long as the case lives. */
export type CaseAct = FollowUpKind | "exception";

/** The documents first: refusing a person never refuses a bid. */
const ORDER: readonly CaseAct[] = [
  "document_hand_over",
  "short_identity",
  "advised_to_see_doctor",
  "notified_unit",
  "notified_town",
  "replacement_delegate",
  "exception",
  ...NON_COOPERATION,
];

/** Whether the questionnaire had not told yet who stood there. */
function isUnknownAtRefusal(refusal: RefusalView): boolean {
  return !refusal.identified || refusal.reason === "form_refused" || refusal.reason === "not_cooperating" || STEPS.indexOf(refusal.step) < STEPS.indexOf("form");
}

export function caseActs(refusal: RefusalView): CaseAct[] {
  const acts = new Set<CaseAct>([...refusal.offers, ...refusal.outstanding, ...refusal.followUps.map((one) => one.kind)]);
  if (isUnknownAtRefusal(refusal)) acts.add("short_identity");
  if (isFever(refusal.reason)) for (const kind of ["advised_to_see_doctor", ...NOTIFICATIONS] as const) acts.add(kind);
  if (mayBeExcepted(refusal.reason) || refusal.exception !== null) acts.add("exception");
  if (refusal.reason === "not_cooperating") for (const kind of NON_COOPERATION) acts.add(kind);
  // Who is inside already needs nobody in their place.
  if (refusal.reason === "person_already_inside" && entriesOf(refusal, "replacement_delegate").length === 0) acts.delete("replacement_delegate");
  return ORDER.filter((one) => acts.has(one));
}

export const entriesOf = (refusal: RefusalView, act: CaseAct): FollowUpView[] => refusal.followUps.filter((one) => one.kind === act);

/** The earliest entry whose receipt has not come back. */
export function awaitingReceipt(refusal: RefusalView, act: CaseAct): FollowUpView | null {
  return entriesOf(refusal, act).find((one) => RECEIPTED.has(one.kind) && one.receipt === null) ?? null;
}

/** Whether anything of the case is kept from sight until the opening. */
export function isSealed(refusal: RefusalView): boolean {
  return refusal.followUps.some((one) => one.recipient === null);
}

export type ExceptionStanding = "none" | "pending" | "approved" | "declined" | "used";

export const EXCEPTION_MARKS: Record<ExceptionStanding, Mark> = {
  none: "spare",
  pending: "attention",
  approved: "done",
  declined: "stopped",
  used: "done",
};

export function exceptionStanding(exception: ExceptionView | null): ExceptionStanding {
  if (exception === null) return "none";
  if (exception.decision === null) return "pending";
  if (!exception.decision.approved) return "declined";
  return exception.used ? "used" : "approved";
}

/** The check that may follow now under this line, if any. */
export function startable(refusal: RefusalView, act: CaseAct): AfterRefusal | null {
  if (act === "exception") return exceptionStanding(refusal.exception) === "approved" ? "exception" : null;
  if (act !== "replacement_delegate") return null;
  const state = refusal.replacement?.state;
  return state === undefined || state === "refused" || state === "abandoned" ? "replacement" : null;
}

/** What is still owed, in words; of things of which one is enough, one. */
export function outstandingTexts(outstanding: readonly FollowUpKind[]): string[] {
  const one = (kinds: readonly FollowUpKind[]): boolean => kinds.every((kind) => outstanding.includes(kind));
  const told: string[] = [];
  for (const kind of outstanding) {
    if (NOTIFICATIONS.includes(kind) && one(NOTIFICATIONS)) {
      if (kind === "notified_unit") told.push(text("cases.oneOfNotified"));
    } else if (ENDINGS.includes(kind) && one(ENDINGS)) {
      if (kind === "security_called") told.push(text("cases.oneOfEndings"));
    } else told.push(word("followUpKind", kind));
  }
  return told;
}

/** The fact a refusal rests on and the version of the rule, and nothing else. */
export function caseFact(check: CheckView): string {
  const refusal = check.refusal;
  if (refusal === null) return "";
  const { reason, settingsVersion } = refusal;
  if (reason === "over_temperature") {
    const reading = lastReading(check)?.reading ?? "";
    return text(`gate.refused.facts.over_temperature.${check.comparator}`, { reading, limit: check.limit, version: settingsVersion });
  }
  const version = reason === "key_region_stay" ? (check.regionVersion ?? settingsVersion) : settingsVersion;
  return text(`gate.refused.facts.${reason}`, { version });
}

/** Cases by what is most pressing: the overdue, then by limit, then without one; what is settled comes last. */
export function byUrgency<T extends Pick<OpenCase, "dueAt" | "outstanding" | "at">>(cases: readonly T[]): T[] {
  const rank = (one: T): number => (one.outstanding.length === 0 ? 2 : one.dueAt === null ? 1 : 0);
  return [...cases].sort((a, b) => rank(a) - rank(b) || (a.dueAt ?? a.at).localeCompare(b.dueAt ?? b.at));
}

/** Requests that wait for a decision first, the oldest of them first; then the latest decisions. */
export function byDecision(exceptions: readonly ExceptionView[]): ExceptionView[] {
  return [...exceptions].sort((a, b) => {
    if ((a.decision === null) !== (b.decision === null)) return a.decision === null ? -1 : 1;
    return a.decision === null ? a.requestedAt.localeCompare(b.requestedAt) : (b.decision?.at ?? "").localeCompare(a.decision.at);
  });
}

/** 1小时5分 of a span that only grows; under a minute it still says a minute. */
export function spanText(milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(milliseconds / 60_000));
  return minutes < 60 ? text("common.minutes", { n: minutes }) : text("common.hoursMinutes", { h: Math.floor(minutes / 60), m: minutes % 60 });
}
