import type { RoomPurpose, RoomStateKind, RoomView, WalkView } from "@/backend";

/** The floors of an invented centre. */
export function room(code: string, over: Partial<RoomView> = {}): RoomView {
  const seats = over.seats ?? 6;
  const [opensMinute, closesMinute] = [over.opensMinute ?? 480, over.closesMinute ?? 1320];
  return {
    id: `room-${code}`, code, name: `评标${code}室`, purpose: "evaluation", zone: "评标区", floor: Number(code[0]), x: 0, y: 0, width: 8, depth: 5, seats,
    seatsSpaced: Math.ceil(seats / 2), seatsGiven: false, shelf: over.purpose === "bid_document" ? 84 : 0, video: true, recording: true, opensMinute, closesMinute,
    windows: [{ opensMinute, closesMinute }], version: 1, state: { usable: true, open: [] }, ...over,
  };
}

const at = (code: string, name: string, purpose: RoomPurpose, x: number, y: number, width: number, depth: number, seats: number): RoomView => room(code, { name, purpose, x, y, width, depth, seats });

export const ROOMS: readonly RoomView[] = [
  at("201", "评标一室", "evaluation", 0, 0, 10, 6, 6), at("202", "评标二室", "evaluation", 10, 0, 10, 6, 6),
  at("203", "评标三室", "evaluation", 20, 0, 6, 6, 4), at("204", "评标四室", "spare", 26, 0, 7, 6, 6),
  at("207", "监督室", "supervision", 0, 9, 7, 5, 2), at("206", "资料室", "bid_document", 7, 9, 11, 5, 2), at("205", "询标室", "clarification", 26, 9, 7, 5, 4),
  at("301", "评标五室", "evaluation", 0, 0, 8, 6, 6), at("302", "评标六室", "evaluation", 8, 0, 8, 6, 6), at("303", "评标七室", "evaluation", 16, 0, 8, 6, 6),
  at("304", "评标八室", "evaluation", 24, 0, 8, 6, 6), at("305", "评标九室", "evaluation", 0, 9, 8, 6, 6), at("306", "评标十室", "evaluation", 8, 9, 8, 6, 6),
];

/** The same room, held or broken since ten past one. */
export function broken(one: RoomView, kind: RoomStateKind, note = ""): RoomView {
  return { ...one, state: { usable: false, open: [{ kind, at: "2020-03-12T05:10:00Z", operator: "庚七", note }] } };
}

export const WALKS: readonly WalkView[] = [{ from: "201", to: "206", minutes: 2, at: "2020-03-11T08:00:00Z", operator: "辛八", note: "推车实测" }];
