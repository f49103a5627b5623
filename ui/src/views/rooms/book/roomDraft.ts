import type { RoomForm, RoomPurpose, RoomView, RoomWindow } from "@/backend";
import { minuteText } from "@/time/formats";

/** A room as it is typed: numbers stay text until they are read. */
export interface RoomDraft {
  code: string;
  name: string;
  purpose: RoomPurpose;
  zone: string;
  floor: string;
  x: string;
  y: string;
  width: string;
  depth: string;
  seats: string;
  /** Empty: reckoned from the seats, the size and the spacing in force. */
  seatsSpaced: string;
  shelf: string;
  video: boolean;
  recording: boolean;
  windows: { opens: string; closes: string }[];
}

export const PURPOSES: readonly RoomPurpose[] = ["opening", "overflow", "evaluation", "spare", "clarification", "bid_document", "supervision", "key_region", "isolation"];
export const NUMBERS = ["floor", "x", "y", "width", "depth", "seats", "shelf"] as const;
export type NumberField = (typeof NUMBERS)[number];
export const MOST_WINDOWS = 6;

export function emptyRoom(): RoomDraft {
  return {
    code: "", name: "", purpose: "evaluation", zone: "", floor: "1", x: "0", y: "0", width: "6", depth: "5", seats: "6", seatsSpaced: "", shelf: "0",
    video: true, recording: true, windows: [{ opens: "07:00", closes: "22:00" }],
  };
}

export function draftOf(room: RoomView): RoomDraft {
  const windows = room.windows.length > 0 ? room.windows : [{ opensMinute: room.opensMinute, closesMinute: room.closesMinute }];
  return {
    code: room.code, name: room.name, purpose: room.purpose, zone: room.zone, floor: String(room.floor), x: String(room.x), y: String(room.y),
    width: String(room.width), depth: String(room.depth), seats: String(room.seats), seatsSpaced: room.seatsGiven ? String(room.seatsSpaced) : "",
    shelf: String(room.shelf), video: room.video, recording: room.recording,
    windows: windows.map((one) => ({ opens: minuteText(one.opensMinute), closes: minuteText(one.closesMinute) })),
  };
}

/** Minutes after midnight; a room may stay open until 24:00. */
export function minutesOf(typed: string): number | null {
  const found = /^([01]?\d|2[0-4])[:：]([0-5]\d)$/u.exec(typed.trim());
  const minutes = Number(found?.[1]) * 60 + Number(found?.[2]);
  return found === null || minutes > 1440 ? null : minutes;
}

export type RoomProblem = { kind: "needCode" | "spaced" } | { kind: "needTime" | "timesOrder"; row: number } | { kind: "needNumber"; field: NumberField };

/** Windows in order and apart. */
function windowsOf(draft: RoomDraft): { windows: RoomWindow[] } | { problem: RoomProblem } {
  const windows: RoomWindow[] = [];
  for (const [n, typed] of draft.windows.entries()) {
    const [opensMinute, closesMinute] = [minutesOf(typed.opens), minutesOf(typed.closes)];
    if (opensMinute === null || closesMinute === null || closesMinute <= opensMinute) return { problem: { kind: "needTime", row: n + 1 } };
    if ((windows.at(-1)?.closesMinute ?? -1) >= opensMinute) return { problem: { kind: "timesOrder", row: n + 1 } };
    windows.push({ opensMinute, closesMinute });
  }
  return { windows };
}

/** The request, or what is still wrong with the draft. */
export function roomOf(draft: RoomDraft): { room: RoomForm } | { problem: RoomProblem } {
  if (!draft.code.trim() || !draft.name.trim()) return { problem: { kind: "needCode" } };
  const numbers = {} as Record<NumberField, number>;
  for (const field of NUMBERS) {
    const signed = field === "floor" ? /^-?\d{1,4}$/u : /^\d{1,4}$/u;
    if (!signed.test(draft[field].trim())) return { problem: { kind: "needNumber", field } };
    numbers[field] = Number(draft[field]);
  }
  const spaced = draft.seatsSpaced.trim();
  if (spaced !== "" && (!/^\d{1,4}$/u.test(spaced) || Number(spaced) > numbers.seats)) return { problem: { kind: "spaced" } };
  const read = windowsOf(draft);
  if ("problem" in read) return read;
  const [first, last] = [read.windows[0], read.windows.at(-1)];
  if (first === undefined || last === undefined) return { problem: { kind: "needTime", row: 1 } };
  const { purpose, video, recording } = draft;
  return {
    room: {
      ...numbers, code: draft.code.trim(), name: draft.name.trim(), zone: draft.zone.trim(), purpose, video, recording,
      seatsSpaced: spaced === "" ? null : Number(spaced), opensMinute: first.opensMinute, closesMinute: last.closesMinute, windows: read.windows,
    },
  };
}
