import type { GroupPins } from "@/backend";

/** What a person may say of a room before the planner looks. */
export type RoomPin = "must" | "out" | "free";

export const NO_PINS: GroupPins = { must: [], mustNot: [], start: null, experts: [] };
const MOST_EXPERTS = 9;

const without = (rooms: readonly string[], room: string): string[] => rooms.filter((one) => one !== room);
const withOne = (rooms: readonly string[], room: string): string[] => [...without(rooms, room), room].sort((a, b) => a.localeCompare(b));

/** A room that must or must not be used, or neither; one that must not be used seats nobody. */
export function withRoom(pins: GroupPins, room: string, pin: RoomPin): GroupPins {
  return {
    ...pins,
    must: pin === "must" ? withOne(pins.must, room) : without(pins.must, room),
    mustNot: pin === "out" ? withOne(pins.mustNot, room) : without(pins.mustNot, room),
    experts: pin === "must" ? pins.experts : pins.experts.filter((one) => one.room !== room),
  };
}

/** So many experts in a room, which must then be used; null leaves their number to the planner. */
export function withExperts(pins: GroupPins, room: string, experts: number | null): GroupPins {
  const others = pins.experts.filter((one) => one.room !== room);
  if (experts === null || experts < 1) return { ...pins, experts: others };
  const seats = [...others, { room, experts: Math.min(MOST_EXPERTS, experts) }].sort((a, b) => a.room.localeCompare(b.room));
  return { ...withRoom(pins, room, "must"), experts: seats };
}

export function withStart(pins: GroupPins, start: string | null): GroupPins {
  return { ...pins, start };
}

export function pinOf(pins: GroupPins, room: string): RoomPin {
  if (pins.must.includes(room)) return "must";
  return pins.mustNot.includes(room) ? "out" : "free";
}

export function expertsOf(pins: GroupPins, room: string): number | null {
  return pins.experts.find((one) => one.room === room)?.experts ?? null;
}

/** Rooms a person fixed, by code. */
export function pinnedRooms(pins: GroupPins): Map<string, "must" | "out"> {
  return new Map([...pins.must.map((room) => [room, "must"] as const), ...pins.mustNot.map((room) => [room, "out"] as const)]);
}

export function samePins(a: GroupPins, b: GroupPins): boolean {
  const told = (pins: GroupPins): string =>
    JSON.stringify([[...pins.must].sort(), [...pins.mustNot].sort(), pins.start === null ? null : Date.parse(pins.start), pins.experts.map((one) => `${one.room}:${one.experts}`).sort()]);
  return told(a) === told(b);
}
