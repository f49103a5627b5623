import type { BreakKind, ProjectKind } from "@/backend";
import { bodyOf, leavesOf, type Leaf } from "./leaves";
import { timeOf } from "./calendarRows";
import { dayOf } from "./regionRows";

/** The settings of the grouping as they are being typed: numbers one by one, the lists as rows. */
export interface BreakDraft {
  key: number;
  kind: BreakKind;
  at: string;
  minutes: string;
}
export interface OvernightDraft {
  key: number;
  open: boolean;
  from: string;
  until: string;
  basis: string;
}
export interface RuleSetDraft {
  key: number;
  kind: ProjectKind;
  least: string;
  odd: boolean;
  numerator: string;
  denominator: string;
  basis: string;
}
export interface GroupingDraft {
  leaves: Leaf[];
  breaks: BreakDraft[];
  spans: OvernightDraft[];
  ruleSets: RuleSetDraft[];
}

export interface GroupingFault {
  kind: "breakTime" | "breakMinutes" | "breakOrder" | "spanFrom" | "spanUntil" | "spanBasis" | "least" | "share" | "ruleBasis";
  /** The row of its list, counted from 1. */
  row: number;
}

export const BREAK_KINDS: readonly BreakKind[] = ["meal", "rest"];
export const PROJECT_KINDS: readonly ProjectKind[] = ["tender", "government_procurement", "government_procurement_large"];
export const MOST_BREAKS = 12;
const LISTS: readonly string[] = ["breaks", "overnightSpans", "ruleSets"];

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const rowsOf = (body: unknown, name: string): Record<string, unknown>[] => {
  const value = isPlain(body) ? body[name] : [];
  return Array.isArray(value) ? value.filter(isPlain) : [];
};
const textOf = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const whole = (typed: string, least: number, most: number): number | null => {
  const number = /^\d{1,4}$/u.test(typed.normalize("NFKC").trim()) ? Number(typed.normalize("NFKC").trim()) : -1;
  return number >= least && number <= most ? number : null;
};

let keys = 0;
const key = (): number => (keys += 1);
export const breakDraft = (kind: BreakKind = "meal", at = "", minutes = "40"): BreakDraft => ({ key: key(), kind, at, minutes });
export const overnightDraft = (open = false, from = "", until = "", basis = ""): OvernightDraft => ({ key: key(), open, from, until, basis });

/** What a settings body says; what it lacks is empty. */
export function groupingOf(body: unknown): GroupingDraft {
  const kindOf = (value: unknown): ProjectKind => PROJECT_KINDS.find((one) => one === value) ?? "tender";
  return {
    leaves: leavesOf(body).filter((leaf) => !LISTS.includes(leaf.path[0] ?? "")),
    breaks: rowsOf(body, "breaks").map((one) => breakDraft(one["kind"] === "rest" ? "rest" : "meal", textOf(one["at"]).slice(0, 5), textOf(one["minutes"]))),
    spans: rowsOf(body, "overnightSpans").map((one) => overnightDraft(one["open"] === true, textOf(one["from"]), textOf(one["until"]), textOf(one["basis"]))),
    ruleSets: rowsOf(body, "ruleSets").map((one) => ({
      key: key(),
      kind: kindOf(one["kind"]),
      least: textOf(one["least"]),
      odd: one["odd"] === true,
      numerator: textOf(one["expertNumerator"]),
      denominator: textOf(one["expertDenominator"]),
      basis: textOf(one["basis"]),
    })),
  };
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const isBasis = (typed: string): boolean => typed.trim() !== "" && [...typed.trim()].length <= 60;

function breakFault(breaks: readonly BreakDraft[]): GroupingFault | null {
  let free = 0;
  for (const [index, one] of breaks.entries()) {
    const at = timeOf(one.at);
    const minutes = whole(one.minutes, 5, 120);
    const row = index + 1;
    if (at === null) return { kind: "breakTime", row };
    if (minutes === null) return { kind: "breakMinutes", row };
    if (minuteOf(at) < free || minuteOf(at) + minutes > 1440) return { kind: "breakOrder", row };
    free = minuteOf(at) + minutes + 1;
  }
  return null;
}

function spanFault(spans: readonly OvernightDraft[]): GroupingFault | null {
  for (const [index, one] of spans.entries()) {
    const [from, until] = [dayOf(one.from), dayOf(one.until)];
    const row = index + 1;
    if (from === null) return { kind: "spanFrom", row };
    if (one.until.trim() !== "" && (until === null || until < from)) return { kind: "spanUntil", row };
    if (!isBasis(one.basis)) return { kind: "spanBasis", row };
  }
  return null;
}

function ruleFault(ruleSets: readonly RuleSetDraft[]): GroupingFault | null {
  for (const [index, one] of ruleSets.entries()) {
    const [numerator, denominator] = [whole(one.numerator, 1, 10), whole(one.denominator, 1, 10)];
    const row = index + 1;
    if (whole(one.least, 5, 15) === null) return { kind: "least", row };
    if (numerator === null || denominator === null || numerator > denominator) return { kind: "share", row };
    if (!isBasis(one.basis)) return { kind: "ruleBasis", row };
  }
  return null;
}

/** The first thing that cannot be saved. Numbers by themselves are judged by the desk. */
export const groupingFault = ({ breaks, spans, ruleSets }: GroupingDraft): GroupingFault | null => breakFault(breaks) ?? spanFault(spans) ?? ruleFault(ruleSets);

/** The body to store, from a draft without a fault. */
export function groupingBody({ leaves, breaks, spans, ruleSets }: GroupingDraft): Record<string, unknown> {
  const single = bodyOf(leaves);
  return {
    ...(isPlain(single) ? single : {}),
    overnightSpans: spans.map((one) => ({ open: one.open, from: dayOf(one.from) ?? "", until: dayOf(one.until), basis: one.basis.trim() })),
    ruleSets: ruleSets.map((one) => ({ kind: one.kind, least: Number(one.least), odd: one.odd, expertNumerator: Number(one.numerator), expertDenominator: Number(one.denominator), basis: one.basis.trim() })),
    breaks: breaks.map((one) => ({ kind: one.kind, at: `${timeOf(one.at) ?? ""}:00`, minutes: whole(one.minutes, 5, 120) ?? 0 })),
  };
}

/** The headings under which the single numbers stand, by the first name of their path. */
export const GROUPING_PARTS = {
  people: ["committee", "expertsPerRoom", "spacingTenths", "maxRoomsPerProject"],
  time: ["startMinutesAfterOpening", "reviewMinutesPerBid", "redTenths", "discussionMinutes", "limitMinutes", "longRunMinutes", "temperatureHours", "openingMinutes"],
  papers: ["carryMaxBids", "disinfectMinutes", "changeoverMinutes"],
  overnight: ["overnightThreshold", "overnightSiteOpen"],
} as const;
export type GroupingPart = keyof typeof GROUPING_PARTS;

/** The leaves of a part in its order; whatever no part names stands with the times. */
export function leavesIn(part: GroupingPart, leaves: readonly Leaf[]): Leaf[] {
  const names: readonly string[] = GROUPING_PARTS[part];
  const all: readonly string[] = Object.values(GROUPING_PARTS).flat();
  const of = (leaf: Leaf): string => leaf.path[0] ?? "";
  const mine = leaves.filter((leaf) => names.includes(of(leaf))).sort((a, b) => names.indexOf(of(a)) - names.indexOf(of(b)));
  return part === "time" ? [...mine, ...leaves.filter((leaf) => !all.includes(of(leaf)))] : mine;
}
