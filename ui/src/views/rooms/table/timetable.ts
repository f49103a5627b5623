import type { BreakKind, GroupRoom, Instant, RoomUse } from "@/backend";
import { standingAt, type Standing, type TableSource } from "./turns";

const HOUR = 3_600_000;

export type BlockKind = "review" | "disinfect" | "carry" | "break" | "temperature" | "discussion" | "margin" | "kept";

export interface Block {
  id: string;
  kind: BlockKind;
  /** Code of the room, or the one it leaves. */
  room: string;
  /** The room a batch is carried to. */
  to: string | null;
  batch: string;
  panel: number | null;
  rest: BreakKind | null;
  begin: number;
  end: number;
  /** Per cent of the axis. */
  left: number;
  width: number;
  /** The stretches of reading within, in per cent of the block. */
  parts: { left: number; width: number }[];
  standing: Standing;
  repeated: boolean;
  /** Minutes after the plan; 0 when it goes as planned. */
  lateMinutes: number;
}

export type RowKind = "panel" | "carry" | "kept" | "temperature";

export interface Row {
  key: string;
  kind: RowKind;
  roomId: string | null;
  code: string;
  use: RoomUse | null;
  seats: readonly string[];
  blocks: Block[];
}

export interface Mark {
  at: number;
  left: number;
}

export interface Timetable {
  from: number;
  to: number;
  begin: number;
  hours: Mark[];
  rows: Row[];
  /** What holds for all panels at once: breaks, the joint discussion, the margin. */
  joint: Block[];
  limit: Mark | null;
  now: Mark | null;
}

/** What every block of a plan without times would need; there is none without a begin and an end. */
interface Axis {
  from: number;
  to: number;
  left: (at: number) => number;
}

/** The timetable of a plan on an axis of whole hours; null where there is no plan to draw. */
export function timetableOf(source: TableSource, now: number): Timetable | null {
  const { plan, turns } = source;
  if (!plan.possible || plan.begin === null || source.end === null) return null;
  const begin = Date.parse(plan.begin);
  const end = Date.parse(source.end);
  const limit = plan.limit === null ? null : Date.parse(plan.limit);
  const from = Math.floor(Math.min(begin, ...turns.map((turn) => turn.begin)) / HOUR) * HOUR;
  const to = Math.max(from + HOUR, Math.ceil(Math.max(end, limit ?? end) / HOUR) * HOUR);
  const axis: Axis = { from, to, left: (at) => ((at - from) / (to - from)) * 100 };
  const hours: Mark[] = [];
  const step = to - from > 16 * HOUR ? 2 * HOUR : HOUR;
  for (let at = from; at <= to; at += step) hours.push({ at, left: axis.left(at) });
  return {
    from, to, begin, hours,
    rows: rowsOf(source, axis, now),
    joint: jointOf(source, axis, now, limit, end),
    limit: limit === null ? null : { at: limit, left: axis.left(limit) },
    now: now < from || now > to ? null : { at: now, left: axis.left(now) },
  };
}

type Told = Pick<Block, "kind" | "begin" | "end"> & Partial<Block>;

function blockOf(axis: Axis, now: number, told: Told): Block {
  const { begin, end } = told;
  const left = axis.left(begin);
  const width = axis.left(end) - left;
  return {
    id: `${told.kind}/${told.room ?? ""}/${told.batch ?? ""}/${begin}`, room: "", to: null, batch: "", panel: null, rest: null, left, width,
    parts: [{ left: 0, width: 100 }], standing: standingAt(begin, end, now), repeated: false, lateMinutes: 0, ...told,
  };
}

function rowsOf(source: TableSource, axis: Axis, now: number): Row[] {
  const { plan, turns, carries } = source;
  const rooms = new Map(plan.rooms.map((room) => [room.code, room]));
  const row = (kind: RowKind, room: GroupRoom | null, code: string, blocks: Block[]): Row => ({
    key: `${kind}/${code}`, kind, roomId: room?.roomId ?? null, code, use: room?.use ?? null, seats: room?.seats ?? [], blocks,
  });
  const kept = (room: GroupRoom): Row => row("kept", room, room.code, [
    blockOf(axis, now, { kind: "kept", room: room.code, begin: Date.parse(plan.begin ?? ""), end: Date.parse(source.end ?? ""), standing: "ahead" }),
  ]);
  const reading = new Set([...plan.rooms.filter((room) => room.use === "panel").map((room) => room.code), ...turns.map((turn) => turn.room)]);
  const panels = [...reading].sort((a, b) => a.localeCompare(b)).map((code) => row("panel", rooms.get(code) ?? null, code, [
    ...turns.filter((turn) => turn.room === code).map((turn) => blockOf(axis, now, {
      kind: "review", room: code, batch: turn.batch, panel: turn.panel, begin: turn.begin, end: turn.end, standing: turn.standing, repeated: turn.repeated,
      parts: partsOf(turn), lateMinutes: turn.planned === null ? 0 : Math.max(0, Math.round((turn.begin - turn.planned) / 60_000)),
    })),
    ...carries.filter((carry) => carry.to === code && carry.arrives < carry.ready).map((carry) => blockOf(axis, now, { kind: "disinfect", room: code, batch: carry.batch, begin: Date.parse(carry.arrives), end: Date.parse(carry.ready) })),
  ].sort((a, b) => a.begin - b.begin)));
  const documents = plan.rooms.find((room) => room.use === "documents") ?? null;
  const ways = carries.filter((carry) => carry.from !== carry.to).map((carry) =>
    blockOf(axis, now, { kind: "carry", room: carry.from, to: carry.to, batch: carry.batch, begin: Date.parse(carry.leaves), end: Date.parse(carry.arrives) }),
  );
  const standby = plan.rooms.filter((room) => room.use === "clarification" || room.use === "spare").sort((a, b) => a.code.localeCompare(b.code));
  const rounds = plan.temperatureRounds.map((at) => blockOf(axis, now, { kind: "temperature", begin: Date.parse(at), end: Date.parse(at) }));
  return [
    ...panels,
    ...(ways.length > 0 ? [row("carry", documents, documents?.code ?? "", ways.sort((a, b) => a.begin - b.begin))] : []),
    ...standby.map(kept),
    ...(rounds.length > 0 ? [row("temperature", null, "", rounds)] : []),
  ];
}

function partsOf(turn: { begin: number; end: number; parts: { begin: number; end: number }[] }): Block["parts"] {
  const whole = Math.max(1, turn.end - turn.begin);
  return turn.parts.map((part) => ({ left: ((part.begin - turn.begin) / whole) * 100, width: ((part.end - part.begin) / whole) * 100 }));
}

function jointOf(source: TableSource, axis: Axis, now: number, limit: number | null, end: number): Block[] {
  const breaks = source.plan.breaks.map((rest) => blockOf(axis, now, { kind: "break", rest: rest.kind, begin: Date.parse(rest.begin), end: Date.parse(rest.end) }));
  const talk = source.discussionBegin === null ? [] : [blockOf(axis, now, { kind: "discussion", begin: Date.parse(source.discussionBegin), end })];
  const left = limit === null || limit <= end ? [] : [blockOf(axis, now, { kind: "margin", begin: end, end: limit, standing: "ahead" })];
  return [...breaks, ...talk, ...left];
}

/** Pixels of a row, so that a group of any size fits on the screen before it scrolls. */
export function rowHeight(rows: number, room: number): number {
  return Math.max(22, Math.min(40, Math.floor(room / Math.max(1, rows))));
}

export const minutesOf = (block: { begin: number; end: number }): number => Math.round((block.end - block.begin) / 60_000);

/**
 * Before the opening a margin in minutes would give the number of bids away, unless it was reckoned from the upper end
 * of the band, which everyone may know.
 */
export function figuresAreSealed(plan: { estimate: boolean }, opensAt: Instant, now: number): boolean {
  return !plan.estimate && now < Date.parse(opensAt);
}
