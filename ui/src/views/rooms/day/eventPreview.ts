import type { GroupDayView } from "@/backend";
import { text } from "@/i18n";
import { bidNumbers, membersOf, namesBids, type EventDraft } from "./eventDraft";

/** A line of what an event will do, as a key of the catalogue with what fills it. */
export interface PreviewLine {
  key:
    | "panelMoves" | "noSpare" | "readingGoesAlong" | "othersStay" | "cameraOut" | "roomHeld" | "notInGroup" | "spareGone"
    | "memberSignsIn" | "memberReadsAgain" | "memberHasNone" | "bidsNamed" | "bidsOnly" | "granted" | "notGranted" | "replanned" | "unchanged";
  params: Record<string, string | number>;
}

const line = (key: PreviewLine["key"], params: PreviewLine["params"] = {}): PreviewLine => ({ key, params });
const next = (day: GroupDayView): PreviewLine => line("replanned", { version: day.group.version + 1 });

/** What will happen, as far as the desk knows before it plans again. */
export function eventPreview(draft: EventDraft, day: GroupDayView): PreviewLine[] {
  switch (draft.kind) {
    case "camera_lost":
    case "room_lost":
      return roomLines(draft, day);
    case "member_replaced":
      return memberLines(draft.seat, day);
    case "bids_dropped": {
      const bids = bidNumbers(draft.bids) ?? [];
      return [namesBids(day) ? line("bidsNamed", { bids: bids.join(text("common.listComma")) || "…" }) : line("bidsOnly", { remaining: draft.remaining || "…" }), next(day)];
    }
    case "more_time": {
      const [members, votes] = [membersOf(day), Number(draft.votesFor)];
      // More than a third of the members is enough (招标投标法实施条例 art. 46).
      if (votes * 3 > members) return [line("granted", { votes, members, minutes: draft.minutes }), next(day)];
      return [line("notGranted", { votes: draft.votesFor === "" ? "…" : votes, members }), line("unchanged")];
    }
  }
}

function roomLines(draft: EventDraft, day: GroupDayView): PreviewLine[] {
  const room = draft.room;
  const standing = line(draft.kind === "camera_lost" ? "cameraOut" : "roomHeld", { room });
  const panel = day.panels.find((one) => one.room === room);
  if (panel === undefined) {
    const use = day.rooms.find((one) => one.room.code === room)?.use ?? null;
    return [standing, line(use === "spare" ? "spareGone" : "notInGroup", { room }), line("unchanged")];
  }
  const spare = day.rooms.find((one) => one.use === "spare" && one.room.state.usable && one.heldBy === null && one.room.code !== room);
  const seats = panel.seats.map((seat) => seat.token).join(text("common.listComma"));
  return [
    standing,
    spare === undefined ? line("noSpare", { panel: panel.panel, seats }) : line("panelMoves", { panel: panel.panel, seats, from: room, to: spare.room.code }),
    ...(panel.doing === null ? [] : [line("readingGoesAlong", { batch: panel.doing.batch })]),
    ...(day.panels.length > 1 ? [line("othersStay")] : []),
    next(day),
  ];
}

function memberLines(seat: string, day: GroupDayView): PreviewLine[] {
  const panel = day.panels.find((one) => one.seats.some((each) => each.token === seat));
  const read = day.blocks.filter((block) => block.panel === panel?.panel && block.begunAt !== null);
  const batches = [...new Set(read.map((block) => block.batch))];
  return [
    line("memberSignsIn", { seat }),
    batches.length === 0 ? line("memberHasNone", { seat }) : line("memberReadsAgain", { seat, batches: batches.join(text("common.listComma")) }),
    line("othersStay"),
    next(day),
  ];
}
