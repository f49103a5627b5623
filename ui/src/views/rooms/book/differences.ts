import type { RoomForm } from "@/backend";
import { text, word } from "@/i18n";
import { windowsText } from "../describeRoom";

export type RoomField = "name" | "purpose" | "zone" | "floor" | "x" | "y" | "width" | "depth" | "seats" | "seatsSpaced" | "shelf" | "video" | "recording" | "windows";
const FIELDS: readonly RoomField[] = ["name", "purpose", "zone", "floor", "x", "y", "width", "depth", "seats", "seatsSpaced", "shelf", "video", "recording", "windows"];

function told(room: RoomForm, field: RoomField): string {
  if (field === "purpose") return word("roomPurpose", room.purpose);
  if (field === "windows") return windowsText({ windows: room.windows ?? [], opensMinute: room.opensMinute, closesMinute: room.closesMinute });
  if (field === "video" || field === "recording") return text(room[field] ? "settings.yes" : "settings.no");
  if (field === "seatsSpaced") return room.seatsSpaced == null ? text("rooms.book.reckoned") : String(room.seatsSpaced);
  return String(room[field]) || text("common.none");
}

/** What one version of a room has that another had differently. */
export function differences(before: RoomForm, after: RoomForm): { field: RoomField; from: string; to: string }[] {
  return FIELDS.map((field) => ({ field, from: told(before, field), to: told(after, field) })).filter((one) => one.from !== one.to);
}
