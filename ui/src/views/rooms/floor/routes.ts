import type { GroupCarry, PlanBody } from "@/backend";
import type { Corridor, PlacedRoom } from "./floorPlan";

/** A way of documents between two rooms. */
export interface Route {
  from: string;
  to: string;
  /** Goes back the same way too. */
  both: boolean;
  kind: "now" | "next" | "planned";
  label: string;
}

export interface Point {
  x: number;
  y: number;
}

/** The line of a route in pixels, with the place of its label. */
export interface DrawnRoute extends Route {
  points: Point[];
  tag: Point;
}

/** Every way of the plan once; there and back is one line with two heads. */
export function plannedRoutes(carries: readonly GroupCarry[]): Route[] {
  const ways = new Map<string, Route>();
  for (const { from, to } of carries) {
    if (from === to) continue;
    const back = ways.get(`${to}>${from}`);
    if (back !== undefined) back.both = true;
    else ways.set(`${from}>${to}`, { from, to, both: false, kind: "planned", label: "" });
  }
  return [...ways.values()];
}

/** The way of one batch, leg by leg, numbered as it goes. */
export function routesOfBatch(carries: readonly GroupCarry[], batch: string): Route[] {
  const legs = carries.filter((carry) => carry.batch === batch && carry.from !== carry.to).sort((a, b) => a.leaves.localeCompare(b.leaves));
  return legs.map((leg, n) => ({ from: leg.from, to: leg.to, both: false, kind: "now", label: legs.length > 1 ? `${batch} ${n + 1}` : batch }));
}

/** What is on its way now and what goes next, for the running day. */
export function routesAt(plan: PlanBody, now: number): Route[] {
  const legs = plan.carries.filter((carry) => carry.from !== carry.to).sort((a, b) => a.leaves.localeCompare(b.leaves));
  const going = legs.filter((carry) => Date.parse(carry.leaves) <= now && now < Date.parse(carry.ready));
  const next = legs.find((carry) => Date.parse(carry.leaves) > now);
  const drawn = (carry: GroupCarry, kind: Route["kind"]): Route => ({ from: carry.from, to: carry.to, both: false, kind, label: carry.batch });
  return [...going.map((carry) => drawn(carry, "now")), ...(next === undefined ? [] : [drawn(next, "next")])];
}

const LANE = 9;
const INSET = 7;

/**
 * The lines of routes over a floor of this size. They leave a room on the side of the corridor and run along it in lanes of
 * their own; where no corridor lies between, they run straight from middle to middle.
 */
export function drawRoutes(routes: readonly Route[], rooms: readonly PlacedRoom[], corridors: readonly Corridor[], width: number, height: number): DrawnRoute[] {
  const placed = new Map(rooms.map((one) => [one.room.code, one]));
  const used = new Map<string, number>();
  const door = (code: string, room: PlacedRoom): number => {
    const n = used.get(code) ?? 0;
    used.set(code, n + 1);
    // Doors spread from the middle to both sides, so that lines do not lie on each other.
    const side = (n % 2 === 0 ? 1 : -1) * Math.ceil(n / 2) * 14;
    const half = (room.width * width) / 2 - 10;
    return (room.left + room.width / 2) * width + Math.max(-half, Math.min(half, side));
  };
  const drawn: DrawnRoute[] = [];
  for (const route of routes) {
    const [from, to] = [placed.get(route.from), placed.get(route.to)];
    if (from === undefined || to === undefined) continue;
    const corridor = corridorBetween(from, to, corridors);
    const [x1, x2] = [door(route.from, from), door(route.to, to)];
    if (corridor === null) {
      const points = straight(from, to, x1, x2, height);
      drawn.push({ ...route, points, tag: middle(points) });
      continue;
    }
    const room = corridor.height * height;
    const lanes = Math.max(1, Math.floor((room - 8) / LANE));
    const lane = corridor.top * height + 6 + (((drawn.length % lanes) + 0.5) * (room - 12)) / lanes;
    const points = [
      { x: x1, y: wall(from, corridor, height) },
      { x: x1, y: lane },
      { x: x2, y: lane },
      { x: x2, y: wall(to, corridor, height) },
    ];
    drawn.push({ ...route, points, tag: { x: (x1 + x2) / 2, y: lane } });
  }
  return drawn;
}

function corridorBetween(from: PlacedRoom, to: PlacedRoom, corridors: readonly Corridor[]): Corridor | null {
  const beside = (room: PlacedRoom, corridor: Corridor): number =>
    Math.min(Math.abs(room.top + room.height - corridor.top), Math.abs(room.top - (corridor.top + corridor.height)));
  let best: { corridor: Corridor; far: number } | null = null;
  for (const corridor of corridors) {
    const far = beside(from, corridor) + beside(to, corridor);
    if (best === null || far < best.far) best = { corridor, far };
  }
  return best !== null && best.far < 0.1 ? best.corridor : null;
}

/** Just inside the wall of a room that faces the corridor. */
function wall(room: PlacedRoom, corridor: Corridor, height: number): number {
  const above = room.top + room.height / 2 < corridor.top + corridor.height / 2;
  return above ? (room.top + room.height) * height - INSET : room.top * height + INSET;
}

function straight(from: PlacedRoom, to: PlacedRoom, x1: number, x2: number, height: number): Point[] {
  const y = (room: PlacedRoom): number => (room.top + room.height - 0.02) * height - INSET;
  return [{ x: x1, y: y(from) }, { x: x2, y: y(to) }];
}

function middle(points: readonly Point[]): Point {
  const [a, b] = [points[0] ?? { x: 0, y: 0 }, points.at(-1) ?? { x: 0, y: 0 }];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** The line as an SVG path. */
export function pathOf(points: readonly Point[]): string {
  return points.map((point, n) => `${n === 0 ? "M" : "L"}${Math.round(point.x)} ${Math.round(point.y)}`).join("");
}
