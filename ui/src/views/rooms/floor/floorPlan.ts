import type { GroupRoom, LeftOutRoom, PlanBody, RoomPurpose, RoomView } from "@/backend";

/** What a room is in the picture. A room of the group takes the group's use, any other its own purpose. */
export type Part = "panel" | "spare" | "clarification" | "documents" | "supervision" | "free" | "elsewhere";

export interface PlacedRoom {
  room: RoomView;
  part: Part;
  inGroup: GroupRoom | null;
  /** Why the planner did not have the room, if so. */
  leftOut: LeftOutRoom | null;
  /** Fractions of the picture's width and height, 0 to 1. */
  left: number;
  top: number;
  width: number;
  height: number;
}
export interface Corridor {
  top: number;
  height: number;
  left: number;
  width: number;
}
export interface FloorPicture {
  floor: number;
  /** Metres. */
  width: number;
  depth: number;
  zones: string[];
  rooms: PlacedRoom[];
  corridors: Corridor[];
}

const OF_PURPOSE: Partial<Record<RoomPurpose, Part>> = {
  evaluation: "free",
  spare: "free",
  clarification: "free",
  bid_document: "free",
  supervision: "free",
};

function partOf(room: RoomView, inGroup: GroupRoom | null): Part {
  return inGroup?.use ?? OF_PURPOSE[room.purpose] ?? "elsewhere";
}

/** What the floors are drawn for: a plan, the rooms other groups have, and whether every floor one could evaluate on is wanted. */
export interface FloorWish {
  plan: PlanBody | null;
  /** Ids of rooms of other groups. */
  taken?: ReadonlySet<string>;
  every?: boolean;
}

/** Floors that matter to an evaluation: those with a room of the group, else those with rooms one could evaluate in. */
export function floorsOf(rooms: readonly RoomView[], wish: FloorWish): FloorPicture[] {
  const chosen = new Map((wish.plan?.rooms ?? []).map((room) => [room.roomId, room]));
  const leftOut = new Map((wish.plan?.leftOut ?? []).map((room) => [room.code, room]));
  const floorsWith = (fits: (room: RoomView) => boolean): Set<number> => new Set(rooms.filter(fits).map((room) => room.floor));
  const grouped = floorsWith((room) => chosen.has(room.id));
  const useful = floorsWith((room) => room.purpose === "evaluation" || chosen.has(room.id) || wish.taken?.has(room.id) === true);
  const floors = [...(grouped.size > 0 && wish.every !== true ? grouped : useful)].sort((a, b) => a - b);
  return floors.map((floor) => {
    const here = rooms.filter((room) => room.floor === floor && room.width > 0 && room.depth > 0);
    return pictureOf(floor, here, (room) => {
      const inGroup = chosen.get(room.id) ?? null;
      return { part: partOf(room, inGroup), inGroup, leftOut: inGroup === null ? (leftOut.get(room.code) ?? null) : null };
    });
  });
}

/** Every floor with rooms on it, as it is built. */
export function builtFloors(rooms: readonly RoomView[]): number[] {
  return [...new Set(rooms.map((room) => room.floor))].sort((a, b) => a - b);
}

/** One floor as it is built, whatever the rooms are used for. */
export function builtFloor(rooms: readonly RoomView[], floor: number): FloorPicture {
  const here = rooms.filter((room) => room.floor === floor);
  return pictureOf(floor, here, (room) => ({ part: partOf(room, null), inGroup: null, leftOut: null }));
}

function pictureOf(floor: number, rooms: readonly RoomView[], standing: (room: RoomView) => Pick<PlacedRoom, "part" | "inGroup" | "leftOut">): FloorPicture {
  const x0 = Math.min(...rooms.map((room) => room.x));
  const y0 = Math.min(...rooms.map((room) => room.y));
  const width = Math.max(...rooms.map((room) => room.x + room.width)) - x0;
  const depth = Math.max(...rooms.map((room) => room.y + room.depth)) - y0;
  const placed = rooms.map((room): PlacedRoom => ({
    room,
    ...standing(room),
    left: (room.x - x0) / width,
    top: (room.y - y0) / depth,
    width: room.width / width,
    height: room.depth / depth,
  }));
  placed.sort((a, b) => a.top - b.top || a.left - b.left);
  return { floor, width, depth, zones: [...new Set(rooms.map((room) => room.zone))], rooms: placed, corridors: corridorsOf(placed) };
}

/** The strips between rows that no room reaches into. */
function corridorsOf(rooms: readonly PlacedRoom[]): Corridor[] {
  const corridors: Corridor[] = [];
  let reached = 0;
  for (const room of [...rooms].sort((a, b) => a.top - b.top)) {
    if (room.top - reached > 0.04) corridors.push({ top: reached, height: room.top - reached, left: 0, width: 1 });
    reached = Math.max(reached, room.top + room.height);
  }
  return corridors;
}

export type Direction = "left" | "right" | "up" | "down";

export interface Spot {
  id: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * The nearest neighbour in a direction. What lies in the same row or column comes first; what is further aside than ahead does
 * not count. Null at the edge.
 */
export function neighbour(spots: readonly Spot[], from: string, direction: Direction): string | null {
  const start = spots.find((spot) => spot.id === from);
  if (start === undefined) return spots[0]?.id ?? null;
  const sideways = direction === "left" || direction === "right";
  const sign = direction === "right" || direction === "down" ? 1 : -1;
  /** Middle along the way, and the stretch across it. */
  const lie = (spot: Spot): { ahead: number; low: number; high: number } =>
    sideways
      ? { ahead: spot.left + spot.width / 2, low: spot.top, high: spot.top + spot.height }
      : { ahead: spot.top + spot.height / 2, low: spot.left, high: spot.left + spot.width };
  const own = lie(start);
  let best: { id: string; cost: number } | null = null;
  for (const spot of spots) {
    const other = lie(spot);
    const forward = (other.ahead - own.ahead) * sign;
    const gap = Math.max(0, other.low - own.high, own.low - other.high);
    if (spot.id === from || forward < 1e-6 || gap > forward) continue;
    const cost = forward + 2 * gap + 0.1 * Math.abs(other.low + other.high - own.low - own.high);
    if (best === null || cost < best.cost) best = { id: spot.id, cost };
  }
  return best?.id ?? null;
}

/** How many of a room's places to draw one by one, given its drawn size in pixels. */
export function seatsThatFit(width: number, height: number, wanted: number): number {
  const across = Math.max(1, Math.floor((width - 12) / 38));
  const down = Math.max(0, Math.floor((height - 34) / 30));
  return Math.min(wanted, across * down);
}
