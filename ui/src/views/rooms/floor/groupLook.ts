import type { GroupView, PlanBody, RoomUse } from "@/backend";
import type { PlacedRoom } from "./floorPlan";

/** A plan that is shown, stored or only tried, with the label of its group. */
export type ShownPlan = PlanBody & { label: string };

export type Look = "g1" | "g2" | "g3" | "g4" | "g5";
const LOOKS: readonly Look[] = ["g1", "g2", "g3", "g4", "g5"];

/** Colour and hatching of a group, by the number in its label: G1 to G5 and round again. */
export function lookOf(label: string): Look {
  const number = Number(/\d+/u.exec(label)?.[0] ?? 1);
  return LOOKS[(Math.max(1, number) - 1) % LOOKS.length] ?? "g1";
}

/** The label of the group a room belongs to: the one on show, else another group of the day. */
export function labelOf(placed: PlacedRoom, shown: ShownPlan | null, others: readonly GroupView[]): string | null {
  if (placed.inGroup !== null) return shown?.label ?? null;
  return others.find((other) => other.rooms.some((room) => room.roomId === placed.room.id))?.label ?? null;
}

/** What another group does with a room that this one does not have. */
export function foreignUse(placed: PlacedRoom, others: readonly GroupView[]): RoomUse | null {
  if (placed.inGroup !== null) return null;
  return others.flatMap((other) => other.rooms).find((room) => room.roomId === placed.room.id)?.use ?? null;
}

export type Place = { kind: "taken"; name: string } | { kind: "free" } | { kind: "blocked" };

/** The places of a room in a row: experts' places with a blocked one between, then the free ones. */
export function placesOf(seats: readonly string[], spaced: number, all: number): Place[] {
  const places: Place[] = [];
  let blocked = Math.max(0, all - spaced);
  const put = (place: Place): void => {
    places.push(place);
    if (blocked > 0) {
      places.push({ kind: "blocked" });
      blocked -= 1;
    }
  };
  for (const name of seats) put({ kind: "taken", name });
  for (let i = seats.length; i < spaced; i += 1) put({ kind: "free" });
  return places;
}
