import type { RoomView } from "@/backend";

/** A room as it lies on its floor, whole metres. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  depth: number;
}

export const LARGEST = 200;
const FARTHEST = 2000;
/** Metres kept free around the drawn rooms, so that there is where to put the next. */
const ROUND = 3;

const WAYS: Readonly<Record<string, { x: number; y: number }>> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, Math.round(value)));

/** A place and size that may be registered. */
export function kept(rect: Rect): Rect {
  return { x: within(rect.x, 0, FARTHEST), y: within(rect.y, 0, FARTHEST), width: within(rect.width, 1, LARGEST), depth: within(rect.depth, 1, LARGEST) };
}

/** What an arrow key does: moves by a metre, by five with Ctrl, and resizes with Shift; null for any other key. */
export function keyed(rect: Rect, key: string, resize: boolean, far: boolean): Rect | null {
  const step = far ? 5 : 1;
  const way = WAYS[key];
  if (way === undefined) return null;
  const [dx, dy] = [way.x * step, way.y * step];
  return kept(resize ? { ...rect, width: rect.width + dx, depth: rect.depth + dy } : { ...rect, x: rect.x + dx, y: rect.y + dy });
}

/** Codes of the rooms it would stand in. */
export function overlapping(rect: Rect, rooms: readonly RoomView[], own: string | null): string[] {
  return rooms
    .filter((room) => room.id !== own && room.x < rect.x + rect.width && rect.x < room.x + room.width && room.y < rect.y + rect.depth && rect.y < room.y + room.depth)
    .map((room) => room.code);
}

/** Right of the last room of the floor, in line with it. */
export function nextPlace(rooms: readonly RoomView[]): Pick<Rect, "x" | "y"> {
  let last: RoomView | null = null;
  for (const room of rooms) if (last === null || room.x + room.width > last.x + last.width) last = room;
  return last === null ? { x: 0, y: 0 } : { x: last.x + last.width, y: last.y };
}

/** How metres become pixels: the whole floor with what is being placed fits the sheet. */
export interface Sheet {
  x0: number;
  y0: number;
  scale: number;
}

export function sheetOf(rects: readonly Rect[], width: number, height: number): Sheet {
  if (rects.length === 0) return { x0: 0, y0: 0, scale: Math.min(width, height) / 30 };
  const x0 = Math.max(0, Math.min(...rects.map((one) => one.x)) - ROUND);
  const y0 = Math.max(0, Math.min(...rects.map((one) => one.y)) - ROUND);
  const x1 = Math.max(...rects.map((one) => one.x + one.width)) + ROUND;
  const y1 = Math.max(...rects.map((one) => one.y + one.depth)) + ROUND;
  return { x0, y0, scale: Math.max(1, Math.min(width / (x1 - x0), height / (y1 - y0))) };
}

/** A rectangle from one corner to another, wherever the hand began. */
export function between(sheet: Sheet, from: { x: number; y: number }, to: { x: number; y: number }): Rect {
  const metres = (point: { x: number; y: number }): { x: number; y: number } => ({ x: point.x / sheet.scale + sheet.x0, y: point.y / sheet.scale + sheet.y0 });
  const [a, b] = [metres(from), metres(to)];
  return kept({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), depth: Math.abs(a.y - b.y) });
}
