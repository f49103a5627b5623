import type { CheckCard, CheckView, EntryStep, Instant, ReadingView, RefusalReason, SessionView, StepEntry, TagView } from "@/backend";

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
  /** Admitted, and the tag has not come out of a printer. */
  | "tag_due"
  /** Admitted, and the tag is printed. */
  | "tag_out"
  /** Admitted, with no tag that could be printed. */
  | "admitted"
  | "refused"
  | "abandoned"
  | "paused"
  /** In the hands of another clerk. */
  | "elsewhere";

/** The readings that count: a correction voids those before it, and they stay on record. */
export function standingReadings(check: CheckView): ReadingView[] {
  return check.readings.filter((one) => one.voided === null);
}

export function lastReading(check: CheckView): ReadingView | null {
  return standingReadings(check).at(-1) ?? null;
}

export interface Round {
  round: number;
  readings: ReadingView[];
}

/** Readings by round, in the order they were taken; a round ends with a rest. */
export function roundsOf(readings: readonly ReadingView[]): Round[] {
  const rounds = new Map<number, ReadingView[]>();
  for (const one of readings) rounds.set(one.round, [...(rounds.get(one.round) ?? []), one]);
  return [...rounds].sort(([a], [b]) => a - b).map(([round, taken]) => ({ round, readings: taken }));
}

/** The devices that have measured in the round under way: a re-check during a rest needs another one. */
export function devicesOfRound(check: CheckView): string[] {
  const last = lastReading(check);
  if (last === null) return [];
  return [...new Set(standingReadings(check).filter((one) => one.round === last.round && one.verdict !== "implausible").map((one) => one.device))];
}

export function millisecondsTo(instant: Instant, now: number): number {
  return Date.parse(instant) - now;
}

export function phaseOf(check: CheckView | null, now: number): GatePhase {
  if (check === null) return "nobody";
  const { state, step, restingUntil, pausedAt, mine } = check.card;
  if (state === "admitted") return admittedPhase(check.tag);
  if (state === "refused" || state === "abandoned") return state;
  if (pausedAt !== null) return "paused";
  if (!mine) return "elsewhere";
  if (state === "resting") {
    return restingUntil !== null && millisecondsTo(restingUntil, now) > 0 ? "rest_running" : "rest_over";
  }
  if (step !== "temp_symptom") return step ?? "nobody";
  // Of a round the desk has settled, the last reading alone may lie over the limit: the median decided.
  const last = lastReading(check);
  return last !== null && last.verdict !== "implausible" && !check.thirdReading ? "questions" : "temperature";
}

/** The print that tells how far the paper of a tag is: one nobody has answered for, else the last; those of a lost code tell nothing. */
export function standingPrint(tag: TagView): TagView["prints"][number] | null {
  const own = tag.prints.filter((one) => one.code === tag.code);
  return own.findLast((one) => one.state === "queued") ?? own.at(-1) ?? null;
}

function admittedPhase(tag: TagView | null): GatePhase {
  if (tag === null || (tag.state !== "active" && tag.state !== "left")) return "admitted";
  return tag.prints.some((one) => one.code === tag.code && one.state === "printed") ? "tag_out" : "tag_due";
}

export type StepMark = "done" | "current" | "reopened" | "stopped" | "untouched";

/** The number of the step that is due, a reopened one before all others. */
export function dueNumber(card: CheckCard): number {
  return Math.min(6, (card.reopened === null ? card.passed : STEPS.indexOf(card.reopened)) + 1);
}

/** The standing of one step of a person. After a refusal the later steps stay untouched. */
export function markOf(card: CheckCard, index: number): StepMark {
  const due = card.reopened === null ? card.passed : STEPS.indexOf(card.reopened);
  if (index === due && (card.state === "refused" || card.state === "resting")) return "stopped";
  if (index === due && card.state === "open") return card.reopened === null ? "current" : "reopened";
  return index < card.passed ? "done" : "untouched";
}

/** The steps a clerk may open again, each under its own number: what was passed, and readings while step 4 is due. */
export function correctableSteps(check: CheckView): EntryStep[] {
  const { state, passed, step, reopened } = check.card;
  if ((state !== "open" && state !== "resting") || reopened !== null) return [];
  const measured = step === "temp_symptom" && standingReadings(check).length > 0;
  return STEPS.filter((one, index) => one !== "mask_disposal" && (index < passed || (one === "temp_symptom" && measured)));
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
  paused: CheckCard[];
  cases: CheckCard[];
}

export const QUEUE_FILTERS = ["all", "own", "paused"] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

/** People in progress by lane, those who rest, and those refused today, the latest first. This desk's lane comes first. */
export function queueOf(cards: readonly CheckCard[], refused: readonly CheckCard[], deskLane: string): Queue {
  const lanes = new Map<string, CheckCard[]>([[deskLane, []]]);
  const queue: Queue = { lanes: [], resting: [], paused: [], cases: [...refused] };
  for (const card of cards) {
    if (card.pausedAt !== null && (card.state === "open" || card.state === "resting")) queue.paused.push(card);
    else if (card.state === "resting") queue.resting.push(card);
    else if (card.state === "open") lanes.set(card.lane, [...(lanes.get(card.lane) ?? []), card]);
  }
  const order = [...lanes.keys()].sort((a, b) => (a === deskLane ? -1 : b === deskLane ? 1 : a.localeCompare(b)));
  queue.lanes = order.map((lane) => ({ lane, cards: (lanes.get(lane) ?? []).sort(bySlot) }));
  queue.resting.sort(bySlot);
  queue.paused.sort(bySlot);
  return queue;
}

/** The part of the queue the clerk wants to see: everybody, the desk's own lane, or only who is paused. */
export function filterQueue(queue: Queue, filter: QueueFilter, deskLane: string): Queue {
  if (filter === "all") return queue;
  if (filter === "paused") return { lanes: [], resting: [], paused: queue.paused, cases: [] };
  const own = (cards: readonly CheckCard[]): CheckCard[] => cards.filter((card) => card.lane === deskLane);
  return { lanes: queue.lanes.filter((one) => one.lane === deskLane), resting: own(queue.resting), paused: own(queue.paused), cases: own(queue.cases) };
}

function bySlot(a: CheckCard, b: CheckCard): number {
  return a.slot.localeCompare(b.slot, undefined, { numeric: true });
}

/** The order in which the arrow keys walk, the same as on the screen. */
export function walkOf(queue: Queue): CheckCard[] {
  return [...queue.lanes.flatMap((lane) => lane.cards), ...queue.resting, ...queue.paused, ...queue.cases];
}

/** Whom the clerk goes on with after somebody is through: the next of their own, never another clerk's. */
export function nextOwn(queue: Queue): CheckCard | null {
  return queue.lanes.flatMap((lane) => lane.cards).find((card) => card.mine) ?? null;
}

/** The one to show when nobody was chosen: the clerk's own first, else the own lane's first, else nobody. */
export function firstChoice(queue: Queue): string | null {
  const own = walkOf(queue).filter((card) => card.mine && card.state !== "refused");
  return own.find((card) => card.pausedAt === null)?.id ?? own[0]?.id ?? queue.lanes[0]?.cards[0]?.id ?? null;
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

/** From the first step to the end, in seconds. */
export function secondsOf(card: CheckCard): number {
  return Math.max(0, Math.round((Date.parse(card.closedAt ?? card.openedAt) - Date.parse(card.openedAt)) / 1000));
}
