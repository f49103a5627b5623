import type { DaySeat, GroupDayView, GroupEvent } from "@/backend";

export type EventKind = GroupEvent["kind"];
export const EVENT_KINDS: readonly EventKind[] = ["camera_lost", "room_lost", "member_replaced", "bids_dropped", "more_time"];

/** An event as it is typed: numbers stay text until they are read. */
export interface EventDraft {
  kind: EventKind;
  room: string;
  seat: string;
  remaining: string;
  bids: string;
  minutes: string;
  votesFor: string;
  votesAgainst: string;
  reason: string;
}

export function emptyEvent(day: GroupDayView): EventDraft {
  const panel = day.panels[0];
  return { kind: "camera_lost", room: panel?.room ?? "", seat: panel?.seats[0]?.token ?? "", remaining: "", bids: "", minutes: "60", votesFor: "", votesAgainst: "0", reason: "" };
}

const whole = (typed: string): number | null => (/^\d{1,4}$/u.test(typed.trim()) ? Number(typed.trim()) : null);

/** 3、7 12-14 as numbers; null where it cannot be read. */
export function bidNumbers(typed: string): number[] | null {
  const parts = typed.split(/[\s,，、;；]+/u).filter((part) => part !== "");
  const found = new Set<number>();
  for (const part of parts) {
    const range = /^(\d{1,4})(?:[-–~至](\d{1,4}))?$/u.exec(part);
    if (range === null) return null;
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    if (from < 1 || to < from || to - from > 500) return null;
    for (let n = from; n <= to; n += 1) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}

export type EventProblem = "reason" | "room" | "seat" | "remaining" | "bids" | "minutes" | "votes";

/** Whether single bids are named: only once the reading has begun. */
export function namesBids(day: GroupDayView): boolean {
  return day.state === "running" || day.state === "discussion";
}

/** The request, or what is still wrong with the draft. */
export function eventOf(draft: EventDraft, day: GroupDayView): { event: GroupEvent; reason: string } | { problem: EventProblem } {
  const reason = draft.reason.trim();
  if ([...reason].length < 2) return { problem: "reason" };
  const read = happeningOf(draft, day);
  return "problem" in read ? read : { ...read, reason };
}

/** What happened, before anybody has said why. */
export function happeningOf(draft: EventDraft, day: GroupDayView): { event: GroupEvent } | { problem: EventProblem } {
  switch (draft.kind) {
    case "room_lost":
    case "camera_lost":
      return draft.room === "" ? { problem: "room" } : { event: { kind: draft.kind, room: draft.room } };
    case "member_replaced":
      return draft.seat === "" ? { problem: "seat" } : { event: { kind: "member_replaced", seat: draft.seat } };
    case "bids_dropped": {
      const [remaining, bids] = [whole(draft.remaining), bidNumbers(draft.bids)];
      if (remaining === null) return { problem: "remaining" };
      if (bids === null || (namesBids(day) && bids.length === 0)) return { problem: "bids" };
      return { event: { kind: "bids_dropped", remaining, bids: namesBids(day) ? bids : [] } };
    }
    case "more_time": {
      const [minutes, votesFor, votesAgainst] = [whole(draft.minutes), whole(draft.votesFor), whole(draft.votesAgainst)];
      if (minutes === null || minutes === 0) return { problem: "minutes" };
      if (votesFor === null || votesAgainst === null || votesFor + votesAgainst > membersOf(day)) return { problem: "votes" };
      return { event: { kind: "more_time", minutes, votesFor, votesAgainst } };
    }
  }
}

/** Every seat of the group, by token. */
export function seatsOf(day: GroupDayView): DaySeat[] {
  return day.panels.flatMap((panel) => panel.seats);
}

export function membersOf(day: GroupDayView): number {
  const { technical, economic, tendererReps } = day.group.committee;
  return technical + economic + tendererReps;
}
