import type { Day, GroupReason, GroupView, RoomView, SessionView } from "@/backend";
import type { CentreClock } from "@/composables/useCentreClock";
import { text, textIfAny, word } from "@/i18n";
import { shortCode } from "@/words/shortCode";

export type BarKind = "opening" | "group" | "spare" | "impossible" | "unplanned";

/** One stretch of a room's day, in minutes of the centre's wall clock. */
export interface Bar {
  id: string;
  roomId: string;
  kind: BarKind;
  begin: number;
  end: number;
  /** The deadline, where the bar has one. */
  deadline: number | null;
  label: string;
  lead: string;
  title: string;
  conflict: boolean;
  to: { name: "sessions" | "rooms"; query: Record<string, string> };
}

export interface Overlap {
  roomId: string;
  roomName: string;
  minutes: number;
  a: Bar;
  b: Bar;
}

const BEFORE_DEADLINE = 30;
const AFTER_DEADLINE = 60;

export function reasonText(reasons: readonly GroupReason[]): string {
  const reason = reasons[0];
  if (!reason) return text("today.legend.impossible");
  const params = { needed: reason.needed ?? "?", available: reason.available ?? "?" };
  return textIfAny(`today.reason.${reason.code}`, params) ?? text("today.legend.impossible");
}

type WallClock = Pick<CentreClock, "minutesInto" | "formatClock">;

function openingBars(session: SessionView, day: Day, clock: WallClock): Bar[] {
  const deadline = clock.minutesInto(day, session.deadline);
  const code = shortCode(session.code);
  return session.openingRooms.map((room) => {
    const overflow = room.purpose === "overflow";
    return {
      id: `opening-${session.id}-${room.roomId}`,
      roomId: room.roomId,
      kind: "opening",
      begin: deadline - BEFORE_DEADLINE,
      end: deadline + AFTER_DEADLINE,
      deadline,
      lead: code,
      label: overflow ? text("today.bar.overflow", { code: "" }).trim() : session.band === null ? text("common.bandUnknown") : word("band", session.band),
      title: `${session.code} ${session.projectName}`,
      conflict: false,
      to: { name: "sessions", query: { session: session.id } },
    };
  });
}

function groupLabel(group: GroupView, room: GroupView["rooms"][number], clock: WallClock): string {
  if (room.use !== "panel") return text(`today.bar.${room.use}`);
  const params = { code: shortCode(group.sessionCode), seats: room.seats.length };
  return group.limit === null
    ? text("today.bar.panelPlain", params)
    : text("today.bar.panel", { ...params, limit: clock.formatClock(group.limit) });
}

function groupBars(group: GroupView, day: Day, clock: WallClock): Bar[] {
  if (group.begin === null || group.end === null) return [];
  const begin = clock.minutesInto(day, group.begin);
  const end = clock.minutesInto(day, group.end);
  const note = group.basis === "band_upper_end" ? ` · ${text("today.bar.estimate")}` : "";
  return group.rooms.map((room) => ({
    id: `group-${group.id}-${room.roomId}`,
    roomId: room.roomId,
    kind: room.use === "spare" ? "spare" : "group",
    begin,
    end,
    deadline: null,
    lead: group.label,
    label: groupLabel(group, room, clock),
    title: `${group.sessionCode} ${group.projectName}${note}`,
    conflict: false,
    to: { name: "rooms", query: { session: group.sessionId } },
  }));
}

/** Evaluation rooms a session is booked into, as long as no possible plan says better. */
function bookedBars(session: SessionView, group: GroupView | undefined, day: Day, clock: WallClock): Bar[] {
  const begin = clock.minutesInto(day, session.deadline) + AFTER_DEADLINE;
  const code = shortCode(session.code);
  return session.evaluationRooms.map((room) => ({
    id: `booked-${session.id}-${room.roomId}`,
    roomId: room.roomId,
    kind: group ? "impossible" : "unplanned",
    begin,
    end: begin + (session.evaluationMinutes ?? 120),
    deadline: null,
    lead: "",
    label: group
      ? text("today.bar.impossible", { code, reason: reasonText(group.reasons) })
      : text("today.bar.unplanned", { code }),
    title: `${session.code} ${session.projectName}`,
    conflict: false,
    to: { name: "rooms", query: { session: session.id } },
  }));
}

/** Every stretch of every room on a day. */
export function barsOf(sessions: readonly SessionView[], groups: readonly GroupView[], day: Day, clock: WallClock): Bar[] {
  const held = sessions.filter((session) => session.state !== "cancelled" && session.state !== "failed");
  return held.flatMap((session) => {
    const group = groups.find((one) => one.sessionId === session.id);
    const evaluation = group?.possible ? groupBars(group, day, clock) : bookedBars(session, group, day, clock);
    return [...openingBars(session, day, clock), ...evaluation];
  });
}

/** Marks bars that share a room at the same time and tells the pairs. Spare rooms are kept free on purpose. */
export function overlapsOf(bars: Bar[], rooms: readonly RoomView[]): Overlap[] {
  const found: Overlap[] = [];
  for (const room of rooms) {
    const own = bars.filter((bar) => bar.roomId === room.id && bar.kind !== "spare").sort((a, b) => a.begin - b.begin);
    own.forEach((a, n) => {
      for (const b of own.slice(n + 1)) {
        if (b.begin >= a.end) continue;
        a.conflict = b.conflict = true;
        found.push({ roomId: room.id, roomName: room.name, minutes: Math.round(Math.min(a.end, b.end) - b.begin), a, b });
      }
    });
  }
  return found;
}

/** The hours the picture spans: the rooms' opening hours, and whatever lies beyond them. */
export function hoursOf(rooms: readonly RoomView[], bars: readonly Bar[]): { from: number; to: number } {
  const from = Math.min(7, ...rooms.map((room) => Math.floor(room.opensMinute / 60)), ...bars.map((bar) => Math.floor(bar.begin / 60)));
  const to = Math.max(18, ...rooms.map((room) => Math.ceil(room.closesMinute / 60)), ...bars.map((bar) => Math.ceil(bar.end / 60)));
  return { from: Math.max(0, from), to: Math.min(30, to) };
}
