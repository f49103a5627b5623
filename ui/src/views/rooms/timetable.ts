import type { GroupReview, GroupView, Instant } from "@/backend";

const HOUR = 3_600_000;

export interface Block {
  id: string;
  kind: "review" | "discussion" | "margin";
  batch: string;
  begin: number;
  end: number;
  /** Per cent of the axis. */
  left: number;
  width: number;
  standing: "done" | "running" | "ahead";
}
export interface Row {
  roomId: string;
  code: string;
  use: "panel" | "spare";
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
  hours: Mark[];
  rows: Row[];
  discussion: Block | null;
  margin: Block | null;
  limit: Mark | null;
  now: Mark | null;
  begin: number;
}

/** The timetable of a plan on an axis of whole hours; null where there is no plan to draw. */
export function timetableOf(group: GroupView, now: number): Timetable | null {
  if (!group.possible || group.begin === null || group.end === null) return null;
  const begin = Date.parse(group.begin);
  const end = Date.parse(group.end);
  const limit = group.limit === null ? null : Date.parse(group.limit);
  const from = Math.floor(begin / HOUR) * HOUR;
  const to = Math.max(from + HOUR, Math.ceil(Math.max(end, limit ?? end) / HOUR) * HOUR);
  const left = (at: number): number => ((at - from) / (to - from)) * 100;
  const block = (id: string, kind: Block["kind"], batch: string, b: number, e: number): Block => ({
    id, kind, batch, begin: b, end: e, left: left(b), width: left(e) - left(b),
    standing: e <= now ? "done" : b <= now ? "running" : "ahead",
  });
  const rows = group.rooms
    .filter((room) => room.use === "panel" || room.use === "spare")
    .map((room): Row => ({
      roomId: room.roomId,
      code: room.code,
      use: room.use === "spare" ? "spare" : "panel",
      seats: room.seats,
      blocks: ofRoom(group.reviews, room.roomId).map((review) =>
        block(`${room.roomId}/${review.batch}`, "review", review.batch, Date.parse(review.begin), Date.parse(review.end)),
      ),
    }))
    .sort((a, b) => Number(a.use === "spare") - Number(b.use === "spare") || a.code.localeCompare(b.code));
  const discussing = group.discussionBegin === null ? null : Date.parse(group.discussionBegin);
  const marks: Mark[] = [];
  const step = to - from > 16 * HOUR ? 2 * HOUR : HOUR;
  for (let at = from; at <= to; at += step) marks.push({ at, left: left(at) });
  return {
    from, to, begin, hours: marks, rows,
    discussion: discussing === null ? null : block("discussion", "discussion", "", discussing, end),
    margin: limit === null || limit <= end ? null : block("margin", "margin", "", end, limit),
    limit: limit === null ? null : { at: limit, left: left(limit) },
    now: now < from || now > to ? null : { at: now, left: left(now) },
  };
}

function ofRoom(reviews: readonly GroupReview[], roomId: string): GroupReview[] {
  return reviews.filter((review) => review.roomId === roomId).sort((a, b) => a.begin.localeCompare(b.begin));
}

export function minutesBetween(a: Instant, b: Instant): number {
  return Math.round((Date.parse(b) - Date.parse(a)) / 60_000);
}

/** How a plan spends the minutes up to its limit. */
export interface Spending {
  review: number;
  discussion: number;
  margin: number;
  total: number;
}

export function spendingOf(group: GroupView): Spending | null {
  if (group.begin === null || group.end === null || group.limit === null) return null;
  const total = minutesBetween(group.begin, group.limit);
  const review = minutesBetween(group.begin, group.discussionBegin ?? group.end);
  const discussion = group.discussionBegin === null ? 0 : minutesBetween(group.discussionBegin, group.end);
  return { review, discussion, margin: total - review - discussion, total };
}

/**
 * Before the opening a margin in minutes would give the number of bids away, unless it was reckoned from the upper end
 * of the band, which everyone may know.
 */
export function figuresAreSealed(group: GroupView, opensAt: Instant, now: number): boolean {
  return group.basis === "registered" && now < Date.parse(opensAt);
}
