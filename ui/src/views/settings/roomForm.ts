import type { Request, RoomPurpose } from "@/backend";

export type RoomRequest = Request<"rooms.register">;

/** A room as it is typed: numbers stay text until they are read. */
export type RoomDraft = Omit<{ [K in keyof RoomRequest]: RoomRequest[K] extends number ? string : RoomRequest[K] }, "opensMinute" | "closesMinute" | "seatsSpaced" | "windows"> & {
  seatsSpaced: string;
  opens: string;
  closes: string;
};

export const PURPOSES: readonly RoomPurpose[] = [
  "opening",
  "overflow",
  "evaluation",
  "spare",
  "clarification",
  "bid_document",
  "supervision",
  "key_region",
  "isolation",
];
export const NUMBERS = ["floor", "x", "y", "width", "depth", "seats", "seatsSpaced", "shelf"] as const;
export type NumberField = (typeof NUMBERS)[number];

export function emptyRoom(): RoomDraft {
  return {
    code: "",
    name: "",
    purpose: "evaluation",
    zone: "",
    floor: "1",
    x: "0",
    y: "0",
    width: "6",
    depth: "5",
    seats: "6",
    seatsSpaced: "3",
    shelf: "0",
    video: true,
    recording: true,
    opens: "07:00",
    closes: "22:00",
  };
}

/** Minutes after midnight; a room may stay open until 24:00. */
function minutesOf(typed: string): number | null {
  const found = /^([01]?\d|2[0-4])[:：]([0-5]\d)$/u.exec(typed.trim());
  const minutes = Number(found?.[1]) * 60 + Number(found?.[2]);
  return found === null || minutes > 1440 ? null : minutes;
}

export type RoomProblem = { kind: "needCode" | "needTime" } | { kind: "needNumber"; field: NumberField };

/** The request, or what is still wrong with the draft. */
export function roomOf(draft: RoomDraft): { room: RoomRequest } | { problem: RoomProblem } {
  if (!draft.code.trim() || !draft.name.trim()) return { problem: { kind: "needCode" } };
  const numbers = {} as Record<NumberField, number>;
  for (const field of NUMBERS) {
    if (!/^\d+$/.test(draft[field].trim())) return { problem: { kind: "needNumber", field } };
    numbers[field] = Number(draft[field]);
  }
  const opensMinute = minutesOf(draft.opens);
  const closesMinute = minutesOf(draft.closes);
  if (opensMinute === null || closesMinute === null || closesMinute <= opensMinute) return { problem: { kind: "needTime" } };
  const { purpose, video, recording } = draft;
  return { room: { ...numbers, code: draft.code.trim(), name: draft.name.trim(), zone: draft.zone.trim(), purpose, video, recording, opensMinute, closesMinute } };
}
