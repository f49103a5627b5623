import type { GroupDayView } from "@/backend";
import { text } from "@/i18n";
import { bidNumbers, membersOf, namesBids, type EventDraft } from "./eventDraft";

/** A line of what an event means, as a key of the catalogue with what fills it. */
export interface PreviewLine {
  key:
    | "readingGoesAlong" | "cameraOut" | "roomHeld" | "notInGroup" | "spareGone"
    | "memberSignsIn" | "memberReadsAgain" | "memberHasNone" | "bidsNamed" | "bidsOnly" | "granted" | "notGranted";
  params: Record<string, string | number>;
}

const line = (key: PreviewLine["key"], params: PreviewLine["params"] = {}): PreviewLine => ({ key, params });

/** What is recorded and who is concerned. How rooms and times change is for the planner to say. */
export function eventPreview(draft: EventDraft, day: GroupDayView): PreviewLine[] {
  switch (draft.kind) {
    case "camera_lost":
    case "room_lost":
      return roomLines(draft, day);
    case "member_replaced":
      return memberLines(draft.seat, day);
    case "bids_dropped": {
      const bids = bidNumbers(draft.bids) ?? [];
      return [namesBids(day) ? line("bidsNamed", { bids: bids.join(text("common.listComma")) || "…" }) : line("bidsOnly", { remaining: draft.remaining || "…" })];
    }
    case "more_time": {
      const [members, votes] = [membersOf(day), Number(draft.votesFor)];
      // More than a third of the members is enough (招标投标法实施条例 art. 46).
      if (votes * 3 > members) return [line("granted", { votes, members, minutes: draft.minutes })];
      return [line("notGranted", { votes: draft.votesFor === "" ? "…" : votes, members })];
    }
  }
}

function roomLines(draft: EventDraft, day: GroupDayView): PreviewLine[] {
  const room = draft.room;
  const standing = line(draft.kind === "camera_lost" ? "cameraOut" : "roomHeld", { room });
  const panel = day.panels.find((one) => one.room === room);
  if (panel === undefined) {
    const use = day.rooms.find((one) => one.room.code === room)?.use ?? null;
    return [standing, line(use === "spare" ? "spareGone" : "notInGroup", { room })];
  }
  return panel.doing === null ? [standing] : [standing, line("readingGoesAlong", { batch: panel.doing.batch })];
}

function memberLines(seat: string, day: GroupDayView): PreviewLine[] {
  const panel = day.panels.find((one) => one.seats.some((each) => each.token === seat));
  const read = day.blocks.filter((block) => block.panel === panel?.panel && block.begunAt !== null);
  const batches = [...new Set(read.map((block) => block.batch))];
  return [
    line("memberSignsIn", { seat }),
    batches.length === 0 ? line("memberHasNone", { seat }) : line("memberReadsAgain", { seat, batches: batches.join(text("common.listComma")) }),
  ];
}
