import type { QueueAlarm, QueueView } from "@/backend";
import type { Mark } from "@/components/marks";

export type QueueSession = QueueView["sessions"][number];

export const ALARM_MARKS: Record<QueueAlarm, Mark> = { none: "done", soon: "attention", late: "stopped" };
const URGENCY: Record<QueueAlarm, number> = { late: 0, soon: 1, none: 2 };

/** Those still to open, the earliest deadline first. */
export function standing(queue: QueueView | null, now: number): QueueSession[] {
  return [...(queue?.sessions ?? [])].filter((one) => Date.parse(one.deadline) > now).sort((a, b) => a.deadline.localeCompare(b.deadline));
}

/** The one the bar speaks of: the worst alarm, of equals the one that opens first. */
export function pressing(sessions: readonly QueueSession[]): QueueSession | null {
  return [...sessions].sort((a, b) => URGENCY[a.alarm] - URGENCY[b.alarm] || a.deadline.localeCompare(b.deadline))[0] ?? null;
}

/** A number of people as typed; null for anything that is none. */
export function countOf(typed: string): number | null {
  const plain = typed.normalize("NFKC").trim();
  return /^\d{1,3}$/u.test(plain) ? Number(plain) : null;
}

export const stepped = (count: number, by: 1 | -1): number => Math.min(999, Math.max(0, count + by));

/** What was told aloud already, so that an alarm sounds once however often the screen is opened. */
const told = new Set<string>();

/** Alarms that nobody at this desk has heard yet, the worst first. They count as heard from now on. */
export function unheard(sessions: readonly QueueSession[]): QueueSession[] {
  const fresh = sessions.filter((one) => one.alarm !== "none" && !told.has(`${one.sessionId} ${one.deadline} ${one.alarm}`));
  for (const one of fresh) told.add(`${one.sessionId} ${one.deadline} ${one.alarm}`);
  return fresh.sort((a, b) => URGENCY[a.alarm] - URGENCY[b.alarm]);
}
