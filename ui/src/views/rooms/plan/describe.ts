import type { GroupView } from "@/backend";
import { text, word } from "@/i18n";
import { minuteText } from "@/time/formats";
import type { PlacedRoom } from "./floorPlan";
import type { Block, Row } from "./timetable";

/** One line about a room, for the eye and for the screen reader. */
export function describeRoom(placed: PlacedRoom, owner: GroupView | null): string {
  const { room, inGroup } = placed;
  const part = inGroup !== null ? text(`rooms.part.${placed.part}`) : owner !== null ? text("rooms.part.panel") : word("roomPurpose", room.purpose);
  const parts = [`${room.code} ${room.name}`];
  if (owner !== null) parts.push(text("rooms.describe.group", { label: owner.label }));
  parts.push(part);
  if (inGroup !== null && inGroup.seats.length > 0) parts.push(text("rooms.describe.experts", { seats: inGroup.seats.join(text("common.listComma")) }));
  if (inGroup?.use === "panel") parts.push(text("rooms.seats", { places: inGroup.seatsSpaced, used: inGroup.seats.length }));
  else if (room.purpose === "evaluation" || room.purpose === "spare") parts.push(text("rooms.seatsFree", { places: room.seatsSpaced }));
  if (inGroup?.set != null) parts.push(text("rooms.set", { set: inGroup.set }));
  if (room.shelf > 0) parts.push(text("rooms.describe.shelf", { shelf: room.shelf }));
  parts.push(text(room.video ? (room.recording ? "rooms.describe.linked" : "rooms.describe.video") : room.recording ? "rooms.describe.recording" : "rooms.describe.unlinked"));
  parts.push(text("rooms.describe.hours", { opens: minuteText(room.opensMinute), closes: minuteText(room.closesMinute) }));
  return parts.join(" · ");
}

/** One line about a stretch of the timetable. */
export function describeBlock(block: Block, row: Row | null, group: GroupView, clock: (at: number) => string): string {
  const minutes = Math.round((block.end - block.begin) / 60_000);
  const times = { begin: clock(block.begin), end: clock(block.end), standing: text(`rooms.table.${block.standing}`) };
  if (block.kind === "margin") return text("rooms.describe.margin", { minutes, basis: word("basis", group.basis) });
  if (block.kind === "discussion") return text("rooms.describe.discussion", times);
  return text("rooms.describe.review", { room: row?.code ?? "", batch: block.batch, minutes, ...times });
}
