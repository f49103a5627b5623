import type { CalendarConflict, CalendarEntry, CalendarRoom, CalendarView, ConflictKind, Day } from "@/backend";
import type { Mark } from "@/components/marks";
import type { CentreClock } from "@/composables/useCentreClock";

/** A use of a room on one day, in minutes of the centre's wall clock from its midnight. */
export interface Slot {
  id: string;
  entry: CalendarEntry;
  roomId: string;
  day: Day;
  begin: number;
  end: number;
  /** Until when the room is disinfected. */
  tail: number;
  /** Which line of its room, of how many: two that are there at once stand one above the other. */
  lane: number;
  lanes: number;
  /** What stands against it, the gravest first; what a person accepted is not among it. */
  conflicts: ConflictKind[];
  accepted: boolean;
}

export type WallClock = Pick<CentreClock, "minutesInto">;

/** The kinds of conflict from the one nobody can agree to down to what only wants a call. */
export const GRAVITY: readonly ConflictKind[] = ["overlap", "outside_hours", "not_released", "buffer", "amended_after_call"];

export const CONFLICT_MARKS: Record<ConflictKind, Mark> = {
  overlap: "stopped",
  outside_hours: "stopped",
  not_released: "attention",
  buffer: "attention",
  amended_after_call: "attention",
};

const touches = (conflict: CalendarConflict, id: string): boolean => conflict.entry === id || conflict.other === id;

/** What is in conflict with an entry, whichever of the two it is told under. */
export const conflictsOf = (conflicts: readonly CalendarConflict[], id: string): CalendarConflict[] => conflicts.filter((one) => touches(one, id));

/** Puts what is in a room at once onto lines of its own. */
function layOut(slots: Slot[]): void {
  let cluster: Slot[] = [];
  let until = -Infinity;
  const close = (): void => {
    const lanes = Math.max(0, ...cluster.map((slot) => slot.lane)) + 1;
    for (const slot of cluster) slot.lanes = lanes;
    cluster = [];
  };
  for (const slot of [...slots].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (slot.begin >= until) close();
    const taken = cluster.filter((other) => other.end > slot.begin).map((other) => other.lane);
    slot.lane = 0;
    while (taken.includes(slot.lane)) slot.lane += 1;
    cluster.push(slot);
    until = Math.max(until, slot.end);
  }
  close();
}

/** Everything in the rooms on a day, by room and time. */
export function slotsOf(view: CalendarView, day: Day, clock: WallClock): Slot[] {
  const slots = view.entries.map((entry): Slot => {
    const own = conflictsOf(view.conflicts, entry.id);
    return {
      id: entry.id,
      entry,
      roomId: entry.roomId,
      day,
      begin: clock.minutesInto(day, entry.begins),
      end: clock.minutesInto(day, entry.ends),
      tail: clock.minutesInto(day, entry.cleanUntil),
      lane: 0,
      lanes: 1,
      conflicts: GRAVITY.filter((kind) => own.some((one) => one.kind === kind && !one.accepted)),
      accepted: own.some((one) => one.accepted),
    };
  });
  const shown = slots.filter((slot) => slot.begin < 1440 && slot.tail > 0).sort((a, b) => a.begin - b.begin || a.id.localeCompare(b.id));
  for (const room of view.rooms) layOut(shown.filter((slot) => slot.roomId === room.id));
  return shown;
}

/** The gravest conflict among these slots. */
export const worstOf = (slots: readonly Slot[]): ConflictKind | null => GRAVITY.find((kind) => slots.some((slot) => slot.conflicts.includes(kind))) ?? null;

/** Rooms that hold openings come first; those of the evaluation follow. */
export const opensBids = (room: CalendarRoom): boolean => room.purpose === "opening" || room.purpose === "overflow";

export const inOrder = (rooms: readonly CalendarRoom[]): CalendarRoom[] => [...rooms.filter(opensBids), ...rooms.filter((room) => !opensBids(room))];

/** The hours a day's picture spans: at least 8 to 18, and every window and use. */
export function axisOf(rooms: readonly CalendarRoom[], slots: readonly Slot[]): { from: number; to: number } {
  const windows = rooms.flatMap((room) => room.windows);
  const from = Math.min(8 * 60, ...windows.map((one) => one.opensMinute), ...slots.map((slot) => slot.begin));
  const to = Math.max(18 * 60, ...windows.map((one) => one.closesMinute), ...slots.map((slot) => slot.tail));
  return { from: Math.max(0, Math.floor(from / 60) * 60), to: Math.min(1440, Math.ceil(to / 60) * 60) };
}

/** When a room is closed within an axis. */
export function closedOf(room: CalendarRoom, axis: { from: number; to: number }, working: boolean): { begin: number; end: number }[] {
  if (!working) return [{ begin: axis.from, end: axis.to }];
  const gaps: { begin: number; end: number }[] = [];
  let open = axis.from;
  for (const one of [...room.windows].sort((a, b) => a.opensMinute - b.opensMinute)) {
    if (one.opensMinute > open) gaps.push({ begin: open, end: Math.min(one.opensMinute, axis.to) });
    open = Math.max(open, one.closesMinute);
  }
  if (open < axis.to) gaps.push({ begin: open, end: axis.to });
  return gaps.filter((gap) => gap.begin < gap.end);
}

/** The Monday of the week a day lies in. */
export function mondayOf(day: Day): Day {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() - ((noon.getUTCDay() + 6) % 7));
  return noon.toISOString().slice(0, 10);
}
