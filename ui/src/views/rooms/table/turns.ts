import type { DayBlock, GroupCarry, GroupDayView, PlanBody, TimeSpan } from "@/backend";

/** How a stretch of the timetable stands at a moment. */
export type Standing = "done" | "running" | "late" | "due" | "ahead";

/** A panel reading a batch, by plan or by how the day goes. Instants in milliseconds. */
export interface Turn {
  room: string;
  panel: number;
  batch: string;
  begin: number;
  end: number;
  parts: { begin: number; end: number }[];
  standing: Standing;
  repeated: boolean;
  /** When it was planned to begin, where the day has moved it. */
  planned: number | null;
}

/** What the table draws, whether planned or under way. */
export interface TableSource {
  plan: PlanBody;
  turns: Turn[];
  carries: GroupCarry[];
  discussionBegin: string | null;
  end: string | null;
}

const spans = (parts: readonly TimeSpan[]): Turn["parts"] => parts.map((part) => ({ begin: Date.parse(part.begin), end: Date.parse(part.end) }));

/** What a stretch is by the clock alone. */
export function standingAt(begin: number, end: number, now: number): Standing {
  return end <= now ? "done" : begin <= now ? "running" : "ahead";
}

/** The timetable as it was planned. */
export function plannedSource(plan: PlanBody, now: number): TableSource {
  const turns = plan.reviews.map((review): Turn => {
    const [begin, end] = [Date.parse(review.begin), Date.parse(review.end)];
    const parts = review.parts.length > 0 ? spans(review.parts) : [{ begin, end }];
    return { room: review.room, panel: review.panel, batch: review.batch, begin, end, parts, standing: standingAt(begin, end, now), repeated: false, planned: null };
  });
  return { plan, turns, carries: plan.carries, discussionBegin: plan.discussionBegin, end: plan.end };
}

const DAY_STANDING: Record<DayBlock["state"], Standing> = { done: "done", running: "running", late: "late", due: "due", waiting: "ahead" };

/** The timetable as the day goes: what is done stands where it was done, the rest where it is expected. */
export function daySource(day: GroupDayView): TableSource {
  const plan = day.group;
  const turns = day.blocks.map((block): Turn => {
    const begin = Date.parse(block.begunAt ?? block.predictedBegin);
    const end = Math.max(begin, Date.parse(block.finishedAt ?? block.predictedEnd));
    const parts = block.finishedAt === null && block.parts.length > 0 ? spans(block.parts) : [{ begin, end }];
    return { room: block.room, panel: block.panel, batch: block.batch, begin, end, parts, standing: DAY_STANDING[block.state], repeated: block.repeated, planned: Date.parse(block.plannedBegin) };
  });
  const later = lateness(day.blocks);
  const carries = plan.carries.map((carry) => moved(carry, later.get(`${carry.from}/${carry.batch}`) ?? 0));
  const end = day.finishedAt ?? day.predictedEnd ?? plan.end;
  return { plan, turns, carries, discussionBegin: day.predictedDiscussion ?? plan.discussionBegin, end };
}

/** By room and batch, how much later than planned the reading ends: what is carried from there leaves that much later. */
function lateness(blocks: readonly DayBlock[]): Map<string, number> {
  return new Map(blocks.map((block) => [`${block.room}/${block.batch}`, Math.max(0, Date.parse(block.finishedAt ?? block.predictedEnd) - Date.parse(block.plannedEnd))]));
}

function moved(carry: GroupCarry, by: number): GroupCarry {
  if (by === 0) return carry;
  const later = (at: string): string => new Date(Date.parse(at) + by).toISOString();
  return { ...carry, leaves: later(carry.leaves), arrives: later(carry.arrives), ready: later(carry.ready) };
}
