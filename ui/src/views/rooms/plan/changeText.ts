import type { GroupChange, GroupComparison } from "@/backend";
import { text } from "@/i18n";
import { signed, tenths } from "./explain";

type Clock = (instant: string) => string;

/** One difference between two versions, in words. */
export function changeText(change: GroupChange, clock: Clock): string {
  switch (change.change) {
    case "panel_moved":
      return text("rooms.change.panel_moved", { panel: change.panel, from: change.from, to: change.to, at: clock(change.at) });
    case "room_added":
    case "room_removed":
      return text(`rooms.change.${change.change}`, { room: change.room });
    case "review_repeated":
    case "review_reordered":
      return text(`rooms.change.${change.change}`, { room: change.room, batch: change.batch });
    case "review_moved":
      return text("rooms.change.review_moved", { room: change.room, batch: change.batch, from: clock(change.from), to: clock(change.to) });
    case "bid_dropped":
      return text("rooms.change.bid_dropped", { bid: change.bid });
    case "end_moved":
      return endText(change.minutes);
  }
}

export function endText(minutes: number): string {
  if (minutes === 0) return text("rooms.change.end_same");
  return text(minutes > 0 ? "rooms.change.end_later" : "rooms.change.end_earlier", { minutes: Math.abs(minutes) });
}

/** When a version was made and by whom; nothing for what is only tried. */
export function madeText(one: { madeAt: string | null; operator: string | null }, moment: (instant: string) => string): string {
  return one.madeAt === null ? "" : text("rooms.versions.by", { time: moment(one.madeAt), operator: one.operator ?? "" });
}

/** The differences a person looks for first: where panels go, which rooms, how long. Single readings come after. */
export function headlineChanges(changes: readonly GroupChange[], clock: Clock): { first: string[]; more: string[] } {
  const weighty: readonly GroupChange["change"][] = ["panel_moved", "room_added", "room_removed", "end_moved", "bid_dropped"];
  const told = (wanted: boolean): string[] => changes.filter((one) => weighty.includes(one.change) === wanted).map((one) => changeText(one, clock));
  return { first: told(true), more: told(false) };
}

/** A trial against what is in force, in one line. */
export function comparedLine(compared: GroupComparison): string {
  const list = (codes: readonly string[]): string => codes.join(text("common.listComma"));
  const parts: string[] = [];
  if (compared.roomsAdded.length > 0) parts.push(text("rooms.compare.added", { list: list(compared.roomsAdded) }));
  if (compared.roomsRemoved.length > 0) parts.push(text("rooms.compare.removed", { list: list(compared.roomsRemoved) }));
  if (compared.roomsAdded.length === 0 && compared.roomsRemoved.length === 0) parts.push(text("rooms.compare.sameRooms"));
  if (compared.endMinutes !== null) parts.push(endText(compared.endMinutes));
  if (compared.marginTenths !== null && compared.marginTenths !== 0) parts.push(text("rooms.compare.margin", { minutes: signed(compared.marginTenths).replace(/\d+/u, (n) => tenths(Number(n))) }));
  return parts.join(text("rooms.compare.comma"));
}
