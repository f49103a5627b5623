import type { Day, DayKind } from "@/backend";
import { dayPlus } from "@/time/formats";
import { dayOf } from "./regionRows";

/** The calendar as it is being typed. */
export interface DayDraft {
  key: number;
  day: string;
  kind: DayKind;
  name: string;
}
export interface SpanDraft {
  key: number;
  from: string;
  until: string;
}
export interface CalendarDraft {
  weekdays: number[];
  hours: SpanDraft[];
  days: DayDraft[];
}

export interface CalendarFault {
  kind: "weekdays" | "hours" | "day" | "twice" | "name";
  /** The row of the days, counted from 1. */
  row: number;
}

export const MOST_SPANS = 4;
const LONGEST_NAME = 40;

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isPlain) : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const kindOf = (value: unknown): DayKind => (value === "workday" ? "workday" : "day_off");

let keys = 0;
export function spanDraft(from = "", until = ""): SpanDraft {
  keys += 1;
  return { key: keys, from, until };
}
export function dayDraft(day = "", kind: DayKind = "day_off", name = ""): DayDraft {
  keys += 1;
  return { key: keys, day, kind, name };
}

/** What a settings body says; what it lacks is empty. */
export function calendarOf(body: unknown): CalendarDraft {
  const calendar = isPlain(body) ? body : {};
  const weekdays = Array.isArray(calendar["weekdays"]) ? calendar["weekdays"].filter((one) => typeof one === "number") : [];
  return {
    weekdays,
    hours: listOf(calendar["hours"]).map((span) => spanDraft(textOf(span["from"]).slice(0, 5), textOf(span["until"]).slice(0, 5))),
    days: listOf(calendar["days"]).map((one) => dayDraft(textOf(one["day"]), kindOf(one["kind"]), textOf(one["name"]))),
  };
}

/** 08:30 for 8:30 and 8：30; null for what is no time of the day. */
export function timeOf(typed: string): string | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/u.exec(typed.normalize("NFKC").trim());
  return found === null ? null : `${(found[1] ?? "").padStart(2, "0")}:${found[2] ?? ""}`;
}

function hoursStand(hours: readonly SpanDraft[]): boolean {
  let before = "";
  return (
    hours.length > 0 &&
    hours.every((span) => {
      const from = timeOf(span.from);
      const until = timeOf(span.until);
      if (from === null || until === null || until <= from || from < before) return false;
      before = until;
      return true;
    })
  );
}

/** The first thing that cannot be saved. */
export function calendarFault({ weekdays, hours, days }: CalendarDraft): CalendarFault | null {
  if (weekdays.length === 0) return { kind: "weekdays", row: 0 };
  if (!hoursStand(hours)) return { kind: "hours", row: 0 };
  const seen = new Set<Day>();
  for (const [index, one] of days.entries()) {
    const day = dayOf(one.day);
    if (day === null) return { kind: "day", row: index + 1 };
    if (seen.has(day)) return { kind: "twice", row: index + 1 };
    seen.add(day);
    const length = [...one.name.trim()].length;
    if (length === 0 || length > LONGEST_NAME) return { kind: "name", row: index + 1 };
  }
  return null;
}

/** The body to store, from a draft without a fault. Days stand in their order. */
export function calendarBody({ weekdays, hours, days }: CalendarDraft): unknown {
  return {
    weekdays: [...weekdays].sort((a, b) => a - b),
    hours: hours.map((span) => ({ from: `${timeOf(span.from) ?? ""}:00`, until: `${timeOf(span.until) ?? ""}:00` })),
    days: days.map((one) => ({ day: dayOf(one.day) ?? "", kind: one.kind, name: one.name.trim() })).sort((a, b) => a.day.localeCompare(b.day)),
  };
}

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: Day): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** A day as a month shows it. */
export interface PictureDay {
  day: Day;
  working: boolean;
  kind: DayKind | null;
  name: string;
}

/** What a day is by a draft. */
export function standingOf({ weekdays, days }: CalendarDraft, day: Day): PictureDay {
  const listed = days.find((one) => dayOf(one.day) === day);
  const working = listed ? listed.kind === "workday" : weekdays.includes(weekdayOf(day));
  return { day, working, kind: listed?.kind ?? null, name: listed?.name ?? "" };
}

/** The days of a month, from its first. */
export function monthDays(first: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = dayPlus(day, 1)) days.push(day);
  return days;
}
export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`;
export function monthPlus(first: Day, months: number): Day {
  const at = new Date(`${first}T12:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 10);
}

/** Turns a day the other way than its day of the week, or back to it. */
export function turned(draft: CalendarDraft, day: Day, names: Readonly<Record<DayKind, string>>): DayDraft[] {
  if (draft.days.some((one) => dayOf(one.day) === day)) return draft.days.filter((one) => dayOf(one.day) !== day);
  const kind: DayKind = draft.weekdays.includes(weekdayOf(day)) ? "day_off" : "workday";
  return [...draft.days, dayDraft(day, kind, names[kind])].sort((a, b) => a.day.localeCompare(b.day));
}
