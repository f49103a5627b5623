import type { CheckCard, CheckView, EntryStep, FollowUpKind, Instant, ReadingView, RefusalReason, RefusalView, SessionView, StepEntry } from "@/backend";

export const STEPS = ["mask", "shoe", "hand", "temp_symptom", "form", "mask_disposal"] as const satisfies readonly EntryStep[];

export const SYMPTOMS = ["fever", "cough", "fatigue", "breathless", "diarrhoea", "contact"] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** What the middle of the screen asks for. Read from the check alone, so a restart finds the person where they stood. */
export type GatePhase =
  | "nobody"
  | "mask"
  | "shoe"
  | "hand"
  | "temperature"
  | "questions"
  | "rest_running"
  | "rest_over"
  | "form"
  | "mask_disposal"
  | "admitted"
  | "refused"
  | "abandoned";

export function lastReading(check: CheckView): ReadingView | null {
  return check.readings.at(-1) ?? null;
}

export function millisecondsTo(instant: Instant, now: number): number {
  return Date.parse(instant) - now;
}

export function phaseOf(check: CheckView | null, now: number): GatePhase {
  if (check === null) return "nobody";
  const { state, step, restingUntil } = check.card;
  if (state === "admitted" || state === "refused" || state === "abandoned") return state;
  if (state === "resting") {
    return restingUntil !== null && millisecondsTo(restingUntil, now) > 0 ? "rest_running" : "rest_over";
  }
  if (step !== "temp_symptom") return step ?? "nobody";
  return lastReading(check)?.verdict === "within_limit" ? "questions" : "temperature";
}

export type StepMark = "done" | "current" | "stopped" | "untouched";

/** The standing of one step of a person. After a refusal the later steps stay untouched. */
export function markOf(card: CheckCard, index: number): StepMark {
  if (index < card.passed) return "done";
  if (index > card.passed) return "untouched";
  if (card.state === "refused" || card.state === "resting") return "stopped";
  return card.state === "open" ? "current" : "untouched";
}

/** "365" and "36.5" are one reading; anything without exactly one decimal is none. */
export function readTemperature(typed: string): string | null {
  const plain = typed.normalize("NFKC").replace(/[。,、]/gu, ".").replace(/\s/gu, "");
  const found = /^(\d{2})\.?(\d)$/u.exec(plain);
  return found === null ? null : `${found[1] ?? ""}.${found[2] ?? ""}`;
}

export function symptomsRequest(present: ReadonlySet<Symptom>): StepEntry {
  return {
    step: "symptoms",
    fever: present.has("fever"),
    cough: present.has("cough"),
    fatigue: present.has("fatigue"),
    breathless: present.has("breathless"),
    diarrhoea: present.has("diarrhoea"),
    contact: present.has("contact"),
  };
}

/** The reasons a clerk may stop a person for, each under its own number key for good. */
export const REFUSAL_REASONS = [
  "not_cooperating",
  "form_refused",
  "not_registered_today",
  "key_region_stay",
  "head_limit",
  "company_already_inside",
  "person_already_inside",
  "symptoms",
  "over_temperature",
] as const satisfies readonly RefusalReason[];

export interface LaneQueue {
  lane: string;
  cards: CheckCard[];
}
export interface Queue {
  lanes: LaneQueue[];
  resting: CheckCard[];
  cases: CheckCard[];
}

/** People in progress by lane, those who rest, and those refused today, the latest first. This desk's lane comes first. */
export function queueOf(cards: readonly CheckCard[], refused: readonly CheckCard[], deskLane: string): Queue {
  const lanes = new Map<string, CheckCard[]>([[deskLane, []]]);
  const queue: Queue = { lanes: [], resting: [], cases: [...refused] };
  for (const card of cards) {
    if (card.state === "resting") queue.resting.push(card);
    else if (card.state === "open") lanes.set(card.lane, [...(lanes.get(card.lane) ?? []), card]);
  }
  const order = [...lanes.keys()].sort((a, b) => (a === deskLane ? -1 : b === deskLane ? 1 : a.localeCompare(b)));
  queue.lanes = order.map((lane) => ({ lane, cards: (lanes.get(lane) ?? []).sort(bySlot) }));
  queue.resting.sort(bySlot);
  return queue;
}

function bySlot(a: CheckCard, b: CheckCard): number {
  return a.slot.localeCompare(b.slot, undefined, { numeric: true });
}

/** The order in which the arrow keys walk, the same as on the screen. */
export function walkOf(queue: Queue): CheckCard[] {
  return [...queue.lanes.flatMap((lane) => lane.cards), ...queue.resting, ...queue.cases];
}

/** The one to show when nobody was chosen: the own lane's first, else nobody. */
export function firstChoice(queue: Queue): string | null {
  return walkOf(queue).find((card) => card.mine && card.state !== "refused")?.id ?? queue.lanes[0]?.cards[0]?.id ?? null;
}

/** The session a new person most likely comes for: the next to open, else the last of the day. */
export function nextSession(sessions: readonly SessionView[], now: number): SessionView | null {
  const standing = sessions
    .filter((session) => session.state === "scheduled" || session.state === "opened")
    .sort((a, b) => a.deadline.localeCompare(b.deadline));
  return standing.find((session) => millisecondsTo(session.deadline, now) > 0) ?? standing.at(-1) ?? null;
}

export interface TemperatureScale {
  from: number;
  to: number;
  lowest: number;
  limit: number;
  ticks: number[];
  /** Where the reading stands, in the scale's own bounds; null without a reading. */
  reading: number | null;
}

export function temperatureScale(check: CheckView, reading: string | null): TemperatureScale {
  const lowest = Number(check.lowest);
  const limit = Number(check.limit);
  const from = Math.floor(lowest) - 1;
  const to = Math.ceil(limit) + 1;
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return { from, to, lowest, limit, ticks, reading: reading === null ? null : Math.min(to, Math.max(from, Number(reading))) };
}

const OFFER_ORDER: readonly FollowUpKind[] = [
  "document_hand_over",
  "short_identity",
  "notified_unit",
  "notified_town",
  "replacement_delegate",
  "advised_to_see_doctor",
];

/** What a refusal offers, the documents first: refusing a person never refuses a bid. */
/** What can be recorded in a case: what is offered, what is owed, and what was done already. */
export function caseKinds(refusal: RefusalView | null): FollowUpKind[] {
  if (refusal === null) return [];
  const kinds = new Set([...refusal.offers, ...refusal.outstanding, ...refusal.followUps.map((one) => one.kind)]);
  return OFFER_ORDER.filter((kind) => kinds.has(kind));
}

/** From the first step to the end, in seconds. */
export function secondsOf(card: CheckCard): number {
  return Math.max(0, Math.round((Date.parse(card.closedAt ?? card.openedAt) - Date.parse(card.openedAt)) / 1000));
}
