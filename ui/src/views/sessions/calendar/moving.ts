import type { Day } from "@/backend";
import { dayPlus } from "@/time/formats";
import type { Slot } from "./slots";

/** Openings begin on a quarter of an hour. */
export const STEP = 15;

export interface Spot {
  roomId: string;
  day: Day;
  /** Minutes of the centre's wall clock from midnight. */
  minute: number;
}

/** A session in the hand: nothing is changed as long as it is there. */
export interface Held {
  slot: Slot;
  from: Spot;
  at: Spot;
}

/** Where it may be carried. */
export interface Board {
  /** What left and right do: a quarter of an hour, or a day. */
  sideways: "time" | "day";
  /** Rooms in which bids are opened, in the order of the picture. */
  rooms: readonly string[];
  axis: { from: number; to: number };
  days: readonly Day[];
}

export function pickUp(slot: Slot): Held | null {
  if (!slot.entry.movable) return null;
  const from = { roomId: slot.roomId, day: slot.day, minute: slot.begin };
  return { slot, from, at: from };
}

export const hasMoved = ({ from, at }: Held): boolean => from.roomId !== at.roomId || from.day !== at.day || from.minute !== at.minute;

/** A minute on the grid and on the axis, with room for the opening itself. */
function onGrid(minute: number, held: Held, axis: Board["axis"]): number {
  const latest = Math.floor((axis.to - (held.slot.end - held.slot.begin)) / STEP) * STEP;
  return Math.max(axis.from, Math.min(latest, Math.round(minute / STEP) * STEP));
}

const onBoard = (day: Day, days: readonly Day[]): Day => {
  const first = days[0] ?? day;
  const last = days.at(-1) ?? day;
  if (day < first) return first;
  return day > last ? last : day;
};

/** A room further up or down; the first and the last are the ends. */
function roomBy(by: number, held: Held, rooms: readonly string[]): string {
  const at = rooms.indexOf(held.at.roomId);
  return rooms[Math.max(0, Math.min(rooms.length - 1, at + by))] ?? held.at.roomId;
}

/** What a key does with the session in the hand: it goes on, it is asked about, it is dropped. Null for other keys. */
export function carried(held: Held, key: string, board: Board): { held: Held } | "ask" | "drop" | null {
  const to = (spot: Partial<Spot>): { held: Held } => ({ held: { ...held, at: { ...held.at, ...spot } } });
  // Off the grid the first step goes to the next line of it, not past one.
  const later = (steps: number): number => (steps > 0 ? Math.floor(held.at.minute / STEP) + steps : Math.ceil(held.at.minute / STEP) + steps) * STEP;
  switch (key) {
    case "ArrowUp":
      return to({ roomId: roomBy(-1, held, board.rooms) });
    case "ArrowDown":
      return to({ roomId: roomBy(1, held, board.rooms) });
    case "ArrowLeft":
      return board.sideways === "day" ? to({ day: onBoard(dayPlus(held.at.day, -1), board.days) }) : to({ minute: onGrid(later(-1), held, board.axis) });
    case "ArrowRight":
      return board.sideways === "day" ? to({ day: onBoard(dayPlus(held.at.day, 1), board.days) }) : to({ minute: onGrid(later(1), held, board.axis) });
    case "PageUp":
      return to({ minute: onGrid(later(-4), held, board.axis) });
    case "PageDown":
      return to({ minute: onGrid(later(4), held, board.axis) });
    case "Enter":
      return hasMoved(held) ? "ask" : "drop";
    case "Escape":
      return "drop";
    default:
      return null;
  }
}

/** Where the mouse has carried it: minutes since it was picked up, and the room and day under it. */
export function dragged(held: Held, by: number, over: { roomId: string | null; day: Day | null }, board: Board): Held {
  const roomId = over.roomId !== null && board.rooms.includes(over.roomId) ? over.roomId : held.at.roomId;
  // What was only shaken keeps its odd minute.
  const minute = Math.abs(by) < STEP / 2 ? held.from.minute : onGrid(held.from.minute + by, held, board.axis);
  return { ...held, at: { roomId, day: over.day ?? held.at.day, minute: board.sideways === "day" ? held.from.minute : minute } };
}

/** Codes of the opening rooms when one of them is taken for another; none twice. */
export function roomsAfter(codes: readonly string[], from: string, to: string): string[] {
  return [...new Set(codes.map((code) => (code === from ? to : code)))];
}

/** The slot an arrow leads to: along its room by time, to the nearest in time in the next room that has any. */
export function neighbour(slots: readonly Slot[], at: Slot, key: string, rooms: readonly string[]): Slot | null {
  const place = (slot: Slot): number => Date.parse(`${slot.day}T00:00:00Z`) / 60_000 + slot.begin;
  const inRoom = (roomId: string): Slot[] => slots.filter((slot) => slot.roomId === roomId).sort((a, b) => place(a) - place(b) || a.lane - b.lane);
  const sideways = ({ ArrowLeft: -1, ArrowRight: 1 } as Record<string, number>)[key];
  if (sideways !== undefined) {
    const own = inRoom(at.roomId);
    return own[own.findIndex((slot) => slot.id === at.id && slot.day === at.day) + sideways] ?? null;
  }
  const step = ({ ArrowUp: -1, ArrowDown: 1 } as Record<string, number>)[key];
  if (step === undefined) return null;
  for (let row = rooms.indexOf(at.roomId) + step; row >= 0 && row < rooms.length; row += step) {
    const near = inRoom(rooms[row] ?? "").sort((a, b) => Math.abs(place(a) - place(at)) - Math.abs(place(b) - place(at)));
    if (near[0]) return near[0];
  }
  return null;
}
