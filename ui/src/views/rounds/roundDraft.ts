import type { CleaningMethod, Day, Instant, RoomRelease, RoomRounds, RoundForm, RoundKind, RoundStanding } from "@/backend";
import type { Mark } from "@/components/marks";
import { instantAt } from "@/time/formats";

/** In the order of the keys Q to T. */
export const METHODS: readonly CleaningMethod[] = ["wipe", "mop", "spray", "ultraviolet", "air"];
const WITH_AGENT: ReadonlySet<CleaningMethod> = new Set(["wipe", "mop", "spray"]);
export const usesAgent = (method: CleaningMethod): boolean => WITH_AGENT.has(method);

/** How a round was done, for every room of an entry. */
export interface RoundDraft {
  method: CleaningMethod;
  agent: string;
  milligramsPerLitre: string;
  airMinutes: string;
  note: string;
}

/** A time as it is typed, `0710` or `7:10`, on the wall; null for what is none. */
export function typedTime(text: string): string | null {
  const parts = /^(\d{1,2})[:：]?(\d{2})$/.exec(text.trim());
  if (parts === null) return null;
  const [hour, minute] = [Number(parts[1]), Number(parts[2])];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** The rooms whose time is typed and is none. */
export const unreadable = (times: Readonly<Record<string, string>>): string[] =>
  Object.entries(times).flatMap(([room, time]) => (time.trim() !== "" && typedTime(time) === null ? [room] : []));

/** The entry to send: the rooms that have a time. */
export function roundForm(draft: RoundDraft, times: Readonly<Record<string, string>>, day: Day, zone: string): RoundForm {
  const rooms = Object.entries(times).flatMap(([room, typed]) => {
    const time = typedTime(typed);
    return time === null ? [] : [{ room, doneAt: instantAt(day, time, zone) }];
  });
  const agent = usesAgent(draft.method) ? draft.agent : null;
  const milligrams = draft.milligramsPerLitre.trim();
  return {
    rooms,
    method: draft.method,
    agent,
    milligramsPerLitre: agent === null || milligrams === "" ? null : Number(milligrams),
    airMinutes: draft.airMinutes.trim() === "" ? 0 : Number(draft.airMinutes),
    note: draft.note.trim(),
  };
}

export const ROUND_MARKS: Record<RoundStanding, Mark> = {
  waiting: "waiting",
  due: "running",
  overdue: "stopped",
  done: "done",
  late: "attention",
  missed: "spare",
};

export const RELEASE_MARKS: Record<RoomRelease["kind"], Mark> = {
  in_use: "running",
  released: "done",
  in_contact: "waiting",
  needs_round: "attention",
};

/** When the room is released, was, or when its people leave. */
export function releaseMoment(release: RoomRelease): Instant {
  switch (release.kind) {
    case "released":
      return release.since;
    case "needs_round":
      return release.readyAt;
    case "in_use":
    case "in_contact":
      return release.until;
  }
}

/** The round of a room that wants doing first: a late one before one that is due. */
export function pressing(room: RoomRounds): { kind: RoundKind; due: Instant; standing: RoundStanding; codes: string[] } | null {
  return room.tasks.find((one) => one.standing === "overdue") ?? room.tasks.find((one) => one.standing === "due") ?? null;
}
