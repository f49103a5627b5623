import type { GroupRoom, GroupView, RoomPurpose, RoomView } from "@/backend";
import { BLANK_PLAN, asRegistered, inOnePart } from "./fixtures/blankPlan";

/** The floors and the plans of an invented day. */
function room(code: string, name: string, purpose: RoomPurpose, x: number, y: number, width: number, depth: number, seats: number, over: Partial<RoomView> = {}): RoomView {
  return {
    id: code, code, name, purpose, zone: "评标区", floor: Number(code[0]), x, y, width, depth, seats, seatsSpaced: Math.ceil(seats / 2),
    shelf: purpose === "bid_document" ? 84 : 0, video: purpose !== "bid_document", recording: true, opensMinute: 480, closesMinute: 1320, ...asRegistered(480, 1320), ...over,
  };
}

export const ROOMS: RoomView[] = [
  room("201", "评标一室", "evaluation", 0, 0, 10, 6, 6), room("202", "评标二室", "evaluation", 10, 0, 10, 6, 6),
  room("203", "评标三室", "evaluation", 20, 0, 6, 6, 4), room("204", "评标四室", "spare", 26, 0, 7, 6, 6),
  room("207", "监督室", "supervision", 0, 9, 7, 5, 2), room("206", "资料室", "bid_document", 7, 9, 11, 5, 2),
  room("205", "询标室", "clarification", 26, 9, 7, 5, 4),
  room("301", "评标五室", "evaluation", 0, 0, 8, 6, 6), room("302", "评标六室", "evaluation", 8, 0, 8, 6, 6), room("303", "评标七室", "evaluation", 16, 0, 8, 6, 6),
  room("304", "评标八室", "evaluation", 24, 0, 8, 6, 6), room("305", "评标九室", "evaluation", 0, 9, 8, 6, 6), room("306", "评标十室", "evaluation", 8, 9, 8, 6, 6),
];

const part = (code: string, use: GroupRoom["use"], seats: string[] = [], set: number | null = null): GroupRoom => {
  const found = ROOMS.find((one) => one.code === code);
  return { roomId: code, code, name: found?.name ?? code, use, panel: null, seats, seatsSpaced: found?.seatsSpaced ?? 3, set };
};
const clock = (minutes: number): string => new Date(Date.parse("2020-03-12T02:00:00Z") + minutes * 60_000).toISOString();
const experts = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `专${from + i}`);

function turns(rooms: readonly string[], batches: number, from: number, to: number): GroupView["reviews"] {
  const span = (to - from) / batches;
  return rooms.flatMap((roomId, r) =>
    Array.from({ length: batches }, (_, i) => inOnePart({
      roomId, batch: `K${((i + r * Math.ceil(batches / rooms.length)) % batches) + 1}`, begin: clock(from + i * span), end: clock(from + (i + 1) * span - 8),
    })),
  );
}

export function group(over: Partial<GroupView> = {}): GroupView {
  return {
    ...BLANK_PLAN, id: "g1", sessionId: "s1", sessionCode: "YL-0312-01", projectName: "青禾路市政道路工程(示例)", label: "G1", version: 2, madeAt: "2020-03-12T01:12:00Z",
    operator: "庚七", possible: true, basis: "registered", band: "from61_to90", overThreshold: true, overnightSiteOpen: false,
    rooms: [part("201", "panel", experts(1, 3), 1), part("202", "panel", experts(4, 5), 1), part("205", "clarification"), part("206", "documents"), part("207", "supervision"), part("204", "spare")],
    begin: clock(0), discussionBegin: clock(602), end: clock(662), limit: clock(720), reviews: turns(["201", "202"], 6, 20, 596), reasons: [], settingsVersion: 2, ...over,
  };
}

export const PLANS: Record<string, GroupView[]> = {
  two: [group(), group({ id: "g0", version: 1, basis: "band_upper_end", madeAt: "2020-03-11T09:00:00Z" })],
  before: [group({ version: 1, basis: "band_upper_end", madeAt: "2020-03-11T09:00:00Z", end: clock(700), discussionBegin: clock(640) })],
  one: [group({ rooms: [part("201", "panel", experts(1, 3))], reviews: turns(["201"], 3, 0, 560), overThreshold: false, band: "up_to30", basis: "band_upper_end" })],
  eight: [
    group({
      rooms: [
        ...["201", "202", "203", "301", "302", "303", "304", "305"].map((code, i) => part(code, "panel", i === 7 ? experts(15, 15) : experts(i * 2 + 1, i * 2 + 2), (i % 4) + 1)),
        part("206", "documents"), part("306", "spare"),
      ],
      reviews: turns(["201", "202", "203", "301", "302", "303", "304", "305"], 8, 20, 596),
    }),
    group({ id: "h1", sessionId: "s2", sessionCode: "YL-0312-02", label: "G2", version: 1, rooms: [part("204", "panel", experts(1, 3))] }),
  ],
  impossible: [
    group({
      id: "h2", sessionId: "s1", possible: false, begin: null, end: null, discussionBegin: null, limit: null, rooms: [], reviews: [], basis: "band_upper_end",
      reasons: [{ code: "seats", needed: 5, available: 2 }, { code: "time_limit", needed: 812, available: 720 }],
    }),
  ],
  none: [],
};
