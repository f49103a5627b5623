import type { RoomView } from "@/backend";
import { text, word } from "@/i18n";
import { minuteText } from "@/time/formats";
import type { PlacedRoom } from "./floor/floorPlan";

/** Every opening of a room: 07:00–12:00、13:00–22:00. */
export function windowsText(room: Pick<RoomView, "windows" | "opensMinute" | "closesMinute">): string {
  const windows = room.windows.length > 0 ? room.windows : [{ opensMinute: room.opensMinute, closesMinute: room.closesMinute }];
  return windows.map((one) => `${minuteText(one.opensMinute)}–${minuteText(one.closesMinute)}`).join(text("common.listComma"));
}

/** One line about a room, for the eye and for the screen reader. */
export function describeRoom(placed: PlacedRoom, owner: string | null, notice: string | null): string {
  const { room, inGroup } = placed;
  const part = inGroup !== null ? text(`rooms.part.${placed.part}`) : owner !== null ? text("rooms.part.panel") : word("roomPurpose", room.purpose);
  const parts = [`${room.code} ${room.name}`];
  if (owner !== null) parts.push(text("rooms.describe.group", { label: owner }));
  parts.push(part);
  if (notice !== null) parts.push(notice);
  if (inGroup !== null && inGroup.seats.length > 0) parts.push(text("rooms.describe.experts", { seats: inGroup.seats.join(text("common.listComma")) }));
  if (inGroup?.use === "panel") parts.push(text("rooms.seats", { places: inGroup.seatsSpaced, used: inGroup.seats.length }));
  else if (room.purpose === "evaluation" || room.purpose === "spare") parts.push(text("rooms.seatsFree", { places: room.seatsSpaced }));
  if (inGroup?.set != null) parts.push(text("rooms.set", { set: inGroup.set }));
  if (room.shelf > 0) parts.push(text("rooms.describe.shelf", { shelf: room.shelf }));
  parts.push(text(room.video ? (room.recording ? "rooms.describe.linked" : "rooms.describe.video") : room.recording ? "rooms.describe.recording" : "rooms.describe.unlinked"));
  parts.push(text("rooms.describe.hours", { hours: windowsText(room) }));
  return parts.join(" · ");
}

/** What stands open with a room, in a word: held or broken. */
export function stateNotice(room: RoomView): string | null {
  if (room.state.open.length > 0) return room.state.open.map((one) => word("roomState", one.kind)).join(text("common.listComma"));
  return room.state.usable || room.recording ? null : text("rooms.leftOut.not_recorded");
}
