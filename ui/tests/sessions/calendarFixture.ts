import type { CalendarConflict, CalendarEntry, CalendarRoom, CalendarView } from "@/backend";
import { instantAt } from "@/time/formats";
import type { Slot } from "@/views/sessions/calendar/slots";

export const DAY = "2020-03-12";
export const ZONE = "Asia/Shanghai";
export const at = (time: string, day = DAY): string => instantAt(day, time, ZONE);

export function entry(over: Partial<CalendarEntry> = {}): CalendarEntry {
  return {
    id: "opening-1",
    roomId: "K1",
    part: "opening",
    sessionIds: ["s1"],
    code: "YL-0312-01",
    lots: [],
    projectName: "青禾路市政道路工程(示例)",
    begins: at("09:00"),
    ends: at("10:00"),
    cleanUntil: at("10:30"),
    band: "up_to30",
    state: "scheduled",
    movable: true,
    ...over,
  };
}

/** A slot of an hour with half an hour of disinfection. */
export function slot(over: { id?: string; begin?: number; roomId?: string; movable?: boolean }): Slot {
  const begin = over.begin ?? 540;
  const roomId = over.roomId ?? "K1";
  return {
    id: over.id ?? "opening-1",
    entry: entry({ id: over.id ?? "opening-1", roomId, movable: over.movable ?? true }),
    roomId,
    day: DAY,
    begin,
    end: begin + 60,
    tail: begin + 90,
    lane: 0,
    lanes: 1,
    conflicts: [],
    accepted: false,
  };
}

export const room = (id: string, over: Partial<CalendarRoom> = {}): CalendarRoom => ({
  id,
  code: id,
  name: id,
  purpose: "opening",
  windows: [{ opensMinute: 480, closesMinute: 1080 }],
  state: { usable: true, open: [] },
  ...over,
});

export function conflict(over: Partial<CalendarConflict> = {}): CalendarConflict {
  return {
    kind: "overlap",
    entry: "b",
    other: "a",
    room: "开标一室",
    code: "YL-0312-02",
    begins: at("09:30"),
    minutes: 30,
    accepted: false,
    holder: { kind: "session", sessionId: "s1", code: "YL-0312-01", lots: ["1标段", "2标段"], projectName: "青禾路市政道路工程(示例)", part: "opening", begins: at("09:00"), ends: at("10:00"), cleanUntil: at("10:30") },
    ...over,
  };
}

export const view = (over: Partial<CalendarView>): CalendarView => ({
  days: { version: 1, days: [{ day: DAY, working: true, kind: null, name: null }] },
  rooms: [room("K1"), room("201", { purpose: "evaluation" })],
  entries: [],
  conflicts: [],
  openingMinutes: 60,
  changeoverMinutes: 30,
  ...over,
});
