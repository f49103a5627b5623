import type { GroupView } from "@/backend";
import type { PlacedRoom } from "./floorPlan";

/** Colour and hatching of a group, by the number in its label: G1, G2, G3 and round again. */
export function lookOf(label: string): "g1" | "g2" | "g3" {
  const number = Number(/\d+/u.exec(label)?.[0] ?? 1);
  const looks = ["g1", "g2", "g3"] as const;
  return looks[(Math.max(1, number) - 1) % 3] ?? "g1";
}

/** The group a room belongs to: the one on show, else another group of the day. */
export function groupOf(placed: PlacedRoom, group: GroupView | null, others: readonly GroupView[]): GroupView | null {
  if (placed.inGroup !== null) return group;
  return others.find((other) => other.rooms.some((room) => room.roomId === placed.room.id)) ?? null;
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
