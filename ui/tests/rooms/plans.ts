import type { GroupBreak, GroupMargin, GroupRoom, GroupView, RoomUse, RuleCheck } from "@/backend";
import { ROOMS } from "./floors";

const MINUTE = 60_000;
const TEN = Date.parse("2020-03-12T02:00:00Z");
/** Minutes after ten in the morning, as an instant. */
export const clock = (minutes: number): string => new Date(TEN + minutes * MINUTE).toISOString();
export const experts = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `专${from + i}`);

export function part(code: string, use: RoomUse, panel: number | null = null, seats: string[] = [], set: number | null = null): GroupRoom {
  const found = ROOMS.find((one) => one.code === code);
  return { roomId: `room-${code}`, code, name: found?.name ?? code, use, panel, seats, seatsSpaced: found?.seatsSpaced ?? 3, set };
}

const BREAKS: readonly { kind: GroupBreak["kind"]; at: number; minutes: number }[] = [{ kind: "meal", at: 120, minutes: 40 }, { kind: "rest", at: 330, minutes: 10 }, { kind: "meal", at: 480, minutes: 40 }];
/** Clock minutes of working minutes: breaks are cut in. */
function clocked(worked: number, atEnd = false): number {
  let at = worked;
  for (const rest of BREAKS) if (atEnd ? at > rest.at : at >= rest.at) at += rest.minutes;
  return at;
}

export interface Rotation {
  /** Codes of the panels' rooms. */
  rooms: readonly string[];
  batches: number;
  /** Working minutes of a turn, changing included. */
  turn: number;
  paper?: boolean;
}

/** Every panel reads every batch, each a batch further than the one before. */
export function rotation({ rooms, batches, turn, paper = true }: Rotation): Pick<GroupView, "reviews" | "carries" | "batches"> {
  const changing = paper ? 8 : 0;
  const step = Math.max(1, Math.floor(batches / rooms.length));
  const reviews = rooms.flatMap((code, r) =>
    Array.from({ length: batches }, (_, i) => {
      const [from, to] = [clocked(i * turn), clocked((i + 1) * turn - changing, true)];
      const between = BREAKS.filter((rest) => rest.at > from && rest.at < to);
      const edges = [from, ...between.flatMap((rest) => [rest.at, rest.at + rest.minutes]), to];
      const parts = Array.from({ length: edges.length / 2 }, (_, n) => ({ begin: clock(edges[n * 2] ?? 0), end: clock(edges[n * 2 + 1] ?? 0) }));
      return { roomId: `room-${code}`, room: code, panel: r + 1, batch: `K${((i + r * step) % batches) + 1}`, begin: clock(from), end: clock(to), minutes: turn - changing, parts };
    }),
  );
  const names = Array.from({ length: batches }, (_, i) => `K${i + 1}`);
  const carries = !paper ? [] : names.flatMap((batch) => {
    const legs = reviews.filter((one) => one.batch === batch).sort((a, b) => a.begin.localeCompare(b.begin));
    return legs.map((leg, n) => {
      const begin = Date.parse(leg.begin);
      return { batch, from: legs[n - 1]?.room ?? "206", to: leg.room, leaves: new Date(begin - 8 * MINUTE).toISOString(), arrives: new Date(begin - 5 * MINUTE).toISOString(), ready: leg.begin };
    });
  });
  const held = names.map((batch, n) => ({
    batch, bids: 11, bidNumbers: Array.from({ length: 11 }, (_, i) => n * 11 + i + 1), route: reviews.filter((one) => one.batch === batch).sort((a, b) => a.begin.localeCompare(b.begin)).map((one) => one.room),
  }));
  return { reviews, carries, batches: held };
}

export function margin(over: Partial<GroupMargin> = {}): GroupMargin {
  return {
    perBidTenths: 75, plannedTenths: 71, toLimitMinutes: 30, red: false, redTenths: 50, estimate: false,
    parts: [{ part: "review", minutes: 492 }, { part: "carry", minutes: 48 }, { part: "break", minutes: 90 }, { part: "discussion", minutes: 60 }, { part: "left", minutes: 30 }], ...over,
  };
}

const rule = (name: RuleCheck["rule"], numbers: Record<string, number>, held = true, rooms: string[] = []): RuleCheck => ({ rule: name, held, rooms, numbers: Object.entries(numbers).map(([key, value]) => ({ name: key, value })) });
export const RULES: RuleCheck[] = [
  rule("every_member_reads_every_bid", { bids: 66, members: 5, readings: 330, planned: 330 }), rule("committee", { members: 5, least: 5, experts: 4, neededExperts: 4 }),
  rule("experts_per_room", { most: 3, allowed: 3 }), rule("video_and_recording", { rooms: 2, linked: 2, recorded: 2 }), rule("shelf", { shelf: 84, needed: 66 }),
  rule("one_room_at_a_time", { conflicts: 0 }), rule("within_limit", { end: 1290, limit: 1320 }), rule("one_zone", { zones: 1 }),
];
const numbers = (of: Record<string, number>) => Object.entries(of).map(([name, value]) => ({ name, value }));

export function group(over: Partial<GroupView> = {}): GroupView {
  const turns = rotation({ rooms: ["201", "202"], batches: 6, turn: 90 });
  return {
    id: "g2", sessionId: "s1", sessionCode: "YL-0312-01", projectName: "青禾路市政道路工程(示例)", label: "G1", version: 2, madeAt: "2020-03-12T01:12:00Z",
    operator: "庚七", cause: "planned", reason: "", stale: false, possible: true, basis: "registered", estimate: false, band: "from61_to90", overThreshold: true, overnightSiteOpen: false,
    ruleSet: "tender", committee: { technical: 3, economic: 1, tendererReps: 1 }, pins: { must: [], mustNot: [], start: null, experts: [] },
    rooms: [part("201", "panel", 1, experts(1, 3), 1), part("202", "panel", 2, experts(4, 5), 1), part("205", "clarification"), part("206", "documents"), part("207", "supervision"), part("204", "spare")],
    begin: clock(0), discussionBegin: clock(630), end: clock(690), limit: clock(720), ...turns,
    breaks: BREAKS.map((rest) => ({ kind: rest.kind, begin: clock(rest.at), end: clock(rest.at + rest.minutes) })), temperatureRounds: [clock(5), clock(180), clock(360), clock(540)],
    leftOut: [{ code: "203", name: "评标三室", why: "booked", holder: "YL-0312-02", from: clock(0), until: clock(240), note: "" }, { code: "204", name: "评标四室", why: "kept_spare", holder: null, from: null, until: null, note: "" }],
    margin: margin(), rules: RULES, reasons: [], changes: [], breaches: [], longRun: { minutes: 690, longest: 480, needed: true, recorded: null }, settingsVersion: 2,
    explanation: {
      status: [
        { level: "unplaced", value: 0, bound: 0, proven: true }, { level: "rooms", value: 2, bound: 2, proven: true },
        { level: "spread", value: 1, bound: 1, proven: true }, { level: "finish", value: 1290, bound: 1284, proven: false },
      ],
      sentences: [
        { code: "fewest_rooms", numbers: numbers({ members: 5, perRoom: 3, rooms: 2 }), rooms: ["201", "202"] }, { code: "nearest", numbers: numbers({ minutes: 1 }), rooms: ["201", "202"] },
        { code: "rejected_seats", numbers: numbers({ seats: 2, needed: 5 }), rooms: ["203"] }, { code: "kept_spare", numbers: [], rooms: ["204"] },
        { code: "more_rooms_no_faster", numbers: numbers({ bids: 66 }), rooms: [] },
      ],
      relaxations: null,
    },
    ...over,
  };
}

const NONE = { begin: null, end: null, discussionBegin: null, limit: null, rooms: [], reviews: [], carries: [], batches: [], breaks: [], temperatureRounds: [], rules: [], margin: null } satisfies Partial<GroupView>;
const ESTIMATE = { basis: "band_upper_end", estimate: true, margin: margin({ estimate: true, perBidTenths: 55, plannedTenths: 53 }) } satisfies Partial<GroupView>;
const EIGHT = ["201", "202", "203", "301", "302", "303", "304", "305"];
const other = (n: number, rooms: readonly string[]): GroupView =>
  group({ id: `o${n}`, sessionId: `o${n}`, sessionCode: `YL-0312-1${n}`, label: `G${n}`, version: 1, rooms: rooms.map((code, i) => part(code, "panel", i + 1, experts(i * 3 + 1, i * 3 + 3))) });

export const PLANS: Readonly<Record<string, readonly GroupView[]>> = {
  two: [group(), group({ id: "g1", version: 1, madeAt: "2020-03-11T09:00:00Z", ...ESTIMATE, end: clock(710), discussionBegin: clock(650) })],
  before: [group({ version: 1, madeAt: "2020-03-11T09:00:00Z", ...ESTIMATE })],
  one: [
    group({
      ...ESTIMATE, rooms: [part("201", "panel", 1, experts(1, 3))], ...rotation({ rooms: ["201"], batches: 3, turn: 120, paper: false }), overThreshold: false, band: "up_to30", end: clock(470), discussionBegin: clock(410),
    }),
  ],
  red: [group({ margin: margin({ red: true, perBidTenths: 46, toLimitMinutes: -12 }), rules: RULES.map((one) => (one.rule === "within_limit" ? { ...one, held: false } : one)), breaches: ["V9"] })],
  eight: [
    group({
      rooms: [...EIGHT.map((code, i) => part(code, "panel", i + 1, i === 7 ? experts(15, 15) : experts(i * 2 + 1, i * 2 + 2), (i % 4) + 1)), part("206", "documents"), part("306", "spare")],
      ...rotation({ rooms: EIGHT, batches: 8, turn: 66 }), leftOut: [],
    }),
  ],
  five: [group(), other(2, ["301", "302"]), other(3, ["303"]), other(4, ["304"]), other(5, ["305", "306"])],
  impossible: [
    group({
      ...NONE, id: "h2", ...ESTIMATE, possible: false, margin: null, reasons: [{ code: "seats", needed: 5, available: 2 }],
      leftOut: [{ code: "201", name: "评标一室", why: "not_scheduled", holder: null, from: null, until: null, note: "" }],
      explanation: { status: [], sentences: [], relaxations: { limitPlusMinutes: null, hoursPlusMinutes: null, laterStartMinutes: null, extraRooms: 1, extraVideo: null, moveBids: null, electronic: false, limitAndHours: null } },
    }),
  ],
  none: [],
};
