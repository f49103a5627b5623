import type { DayBlock, GroupDayView, GroupView, RoomView, VersionHead } from "@/backend";
import { ROOMS } from "./floors";
import { clock } from "./plans";

const head = (group: GroupView, inForce: boolean): VersionHead => ({
  id: group.id, version: group.version, madeAt: group.madeAt, operator: group.operator, cause: group.cause, reason: group.reason, possible: group.possible,
  estimate: group.estimate, rooms: group.rooms.filter((room) => room.use === "panel").map((room) => room.code), begin: group.begin, end: group.end, margin: group.margin, inForce,
});

export interface DayWish {
  /** Minutes after ten. */
  now: number;
  /** So many minutes the second panel is behind. */
  behind?: number;
  state?: GroupDayView["state"];
  signedIn?: number;
  rooms?: readonly RoomView[];
}

/** A day that has come as far as the clock says: what should have ended has, what should be read is. */
export function dayOf(group: GroupView, { now, behind = 0, state = "running", signedIn, rooms = ROOMS }: DayWish): GroupDayView {
  const at = clock(now);
  const begun = state !== "planned" && state !== "signing_in";
  const blocks = group.reviews.map((review): DayBlock => {
    const later = (time: string): string => new Date(Date.parse(time) + (review.panel === 2 ? behind : 0) * 60_000).toISOString();
    const [begin, end] = [later(review.begin), later(review.end)];
    const standing: DayBlock["state"] = !begun ? "waiting" : end <= at || state === "finished" || state === "discussion" ? "done" : begin <= at ? (behind > 0 && review.panel === 2 && at > review.end ? "late" : "running") : at >= review.begin ? "due" : "waiting";
    return {
      room: review.room, panel: review.panel, batch: review.batch, slip: `0312${group.label}${review.batch}P${review.panel}-C`, plannedBegin: review.begin, plannedEnd: review.end,
      begunAt: standing === "done" || standing === "running" || standing === "late" ? begin : null, finishedAt: standing === "done" ? end : null,
      predictedBegin: begin, predictedEnd: end, parts: review.parts.map((part) => ({ begin: later(part.begin), end: later(part.end) })), state: standing, repeated: false,
    };
  });
  const all = group.rooms.flatMap((room) => room.seats);
  const panels = group.rooms.filter((room) => room.use === "panel").map((room) => {
    const mine = blocks.filter((block) => block.panel === room.panel).sort((a, b) => a.predictedBegin.localeCompare(b.predictedBegin));
    const doing = mine.find((block) => block.begunAt !== null && block.finishedAt === null);
    return {
      panel: room.panel ?? 1, room: room.code, seats: room.seats.map((token) => ({ token, signedInAt: all.indexOf(token) < (signedIn ?? all.length) ? clock(-10) : null, replaced: 0 })),
      doing: doing === undefined ? null : { batch: doing.batch, since: doing.begunAt ?? at, until: doing.predictedEnd },
      done: mine.filter((block) => block.finishedAt !== null).length, total: mine.length, next: mine.find((block) => block.begunAt === null)?.batch ?? null,
    };
  });
  const batches = group.batches.map((batch) => {
    const mine = blocks.filter((block) => block.batch === batch.batch).sort((a, b) => a.predictedBegin.localeCompare(b.predictedBegin));
    const open = mine.find((block) => block.begunAt !== null && block.finishedAt === null);
    const next = mine.find((block) => block.begunAt === null);
    return { batch: batch.batch, bids: batch.bids, place: open ? ("room" as const) : next ? ("shelf" as const) : ("done" as const), room: open?.room ?? null, until: open?.predictedEnd ?? null, next: next?.room ?? null };
  });
  const uses = new Map(group.rooms.map((room) => [room.code, room]));
  return {
    group, state, now: at, startedAt: begun ? group.begin : null, finishedAt: state === "finished" ? at : null,
    predictedDiscussion: begun && group.discussionBegin !== null ? new Date(Date.parse(group.discussionBegin) + behind * 60_000).toISOString() : null,
    predictedEnd: begun && group.end !== null ? new Date(Date.parse(group.end) + behind * 60_000).toISOString() : null,
    margin: begun && group.margin !== null ? { ...group.margin, toLimitMinutes: group.margin.toLimitMinutes - behind } : null,
    rooms: rooms.map((room) => ({ room, use: uses.get(room.code)?.use ?? null, panel: uses.get(room.code)?.panel ?? null, heldBy: room.code === "203" ? "YL-0312-02" : null })),
    panels, batches, blocks,
    versions: [head(group, true)],
    events: begun ? [{ seq: 1, kind: "started", at: group.begin ?? at, operator: "辛八", reason: "", room: null, batch: null, seat: null, numbers: [], granted: null, version: null }] : [],
    overruns: [],
    bookings: group.rooms.map((room) => ({ room: room.code, code: group.sessionCode, part: room.use === "spare" ? ("spare" as const) : ("evaluation" as const), from: group.begin ?? at, until: clock(750) })),
  };
}

/** The same day after the camera of 202 has failed: its panel goes on in 204. */
export function afterCameraLost(group: GroupView, now: number): GroupDayView {
  const rooms = group.rooms.flatMap((room) => (room.code === "202" ? [{ ...room, roomId: "room-204", code: "204", name: "评标四室" }] : room.code === "204" ? [] : [room]));
  const ahead = (begin: string): boolean => begin > clock(now);
  const reviews = group.reviews.map((review) => (review.room === "202" && ahead(review.begin) ? { ...review, room: "204", roomId: "room-204" } : review));
  const next: GroupView = {
    ...group, id: "g3", version: group.version + 1, madeAt: clock(now), cause: "camera_lost", reason: "202 摄像无画面", rooms, reviews,
    changes: [{ change: "panel_moved", panel: 2, from: "202", to: "204", at: clock(now + 5) }, { change: "room_added", room: "204" }, { change: "room_removed", room: "202" }, { change: "end_moved", minutes: 7 }],
  };
  const broken = ROOMS.map((room) => (room.code === "202" ? { ...room, state: { usable: false, open: [{ kind: "camera_fault" as const, at: clock(now), operator: "辛八", note: "" }] } } : room));
  const day = dayOf(next, { now, rooms: broken });
  return {
    ...day, versions: [head(next, true), head(group, false)],
    events: [...day.events, { seq: 2, kind: "camera_lost", at: clock(now), operator: "辛八", reason: "202 摄像无画面", room: "202", batch: null, seat: null, numbers: [], granted: null, version: next.version }],
  };
}
