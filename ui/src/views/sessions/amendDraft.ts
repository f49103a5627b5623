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

/** Where a session was carried to in the calendar. */
export interface AmendStart {
  day: string;
  time: string;
  opening: string[];
}

export type AmendFault = "needDay" | "needOpening" | "needDocument" | "needReason";

const isLong = (typed: string): boolean => [...typed.trim()].length >= 2;

/** The first thing that is wrong with time and place. */
export function placeFault(draft: Pick<AmendDraft, "day" | "time" | "opening">): AmendFault | null {
  if (readDay(draft.day) === null || timeOf(draft.time) === null) return "needDay";
  return draft.opening.length === 0 ? "needOpening" : null;
}

/** The first thing that is missing. Time and place of an opening change only by a document, the rooms of an evaluation without one. */
export function amendFault(draft: AmendDraft, needsDocument = true): AmendFault | null {
  const place = placeFault(draft);
  if (place !== null) return place;
  if (needsDocument) return isLong(draft.document) && isLong(draft.reason) ? null : "needDocument";
  return isLong(draft.reason) ? null : "needReason";
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
