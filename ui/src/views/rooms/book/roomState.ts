import type { RoomStateKind, RoomView } from "@/backend";
import type { Mark } from "@/components/marks";

export type StandingKind = "held" | "camera_fault" | "recording_fault" | "network_fault" | "power_fault";

/** What may stand open with a room, each with its key and what puts it right. */
export const STANDINGS: readonly { kind: StandingKind; key: string; right: RoomStateKind }[] = [
  { kind: "held", key: "H", right: "released" },
  { kind: "camera_fault", key: "C", right: "camera_mended" },
  { kind: "recording_fault", key: "R", right: "recording_mended" },
  { kind: "network_fault", key: "N", right: "network_mended" },
  { kind: "power_fault", key: "P", right: "power_mended" },
];

/** What the key of a standing tells now: that it begins, or that it is put right. */
export function nextKind(room: RoomView, kind: StandingKind): RoomStateKind {
  const open = room.state.open.some((one) => one.kind === kind);
  const standing = STANDINGS.find((one) => one.kind === kind);
  return open && standing !== undefined ? standing.right : kind;
}

export function roomMark(room: RoomView): Mark {
  const open = room.state.open;
  if (open.length === 0) return room.state.usable ? "done" : "attention";
  return open.some((one) => one.kind !== "held") ? "stopped" : "attention";
}
