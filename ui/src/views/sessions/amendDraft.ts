import type { RoomView, SessionView } from "@/backend";
import { dayOf as readDay } from "../settings/regionRows";
import { timeOf } from "../settings/calendarRows";

/** An amendment as it is being typed. */
export interface AmendDraft {
  day: string;
  time: string;
  opening: string[];
  evaluation: string[];
  document: string;
  reason: string;
}

export type AmendFault = "needDay" | "needOpening" | "needDocument";

const isLong = (typed: string): boolean => [...typed.trim()].length >= 2;

/** The first thing that is missing. */
export function amendFault(draft: AmendDraft): AmendFault | null {
  if (readDay(draft.day) === null || timeOf(draft.time) === null) return "needDay";
  if (draft.opening.length === 0) return "needOpening";
  return isLong(draft.document) && isLong(draft.reason) ? null : "needDocument";
}

/** Day and time as the desk takes them, from a draft without a fault. */
export const whenOf = (draft: AmendDraft): { day: string; time: string } => ({ day: readDay(draft.day) ?? "", time: timeOf(draft.time) ?? "" });

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one, n) => b[n] === one);

/** Rooms that differ from those of the session, in the order of the list; null when they are as they were. */
export function otherRooms(chosen: readonly string[], before: SessionView["openingRooms"], rooms: readonly RoomView[]): string[] | null {
  const listed = rooms.map((room) => room.code);
  const codes = [...chosen].sort((a, b) => listed.indexOf(a) - listed.indexOf(b));
  const old = before.map((room) => room.code);
  return same([...codes].sort(), [...old].sort()) ? null : codes;
}
