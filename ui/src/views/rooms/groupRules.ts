import type { GroupView, RoomView } from "@/backend";

export type GroupRule = "coverage" | "committee" | "seats" | "one_set_one_room" | "video" | "limit" | "spare";
export interface Checked {
  rule: GroupRule;
  standing: "held" | "broken" | "note";
  /** Fills the sentence of the rule. */
  values: Record<string, string | number>;
}

/** Only what the plan and the list of rooms show by themselves; nothing is ticked that was not looked at. */
export function checkRules(group: GroupView, rooms: readonly RoomView[], formatClock: (at: number) => string): Checked[] {
  if (!group.possible) return [];
  const panels = group.rooms.filter((room) => room.use === "panel");
  const known = new Map(rooms.map((room) => [room.id, room]));
  const experts = panels.flatMap((room) => room.seats).length;
  const held = (yes: boolean): Checked["standing"] => (yes ? "held" : "broken");
  const list: Checked[] = [];

  const batches = new Set(group.reviews.map((review) => review.batch));
  const full = panels.every((room) => new Set(group.reviews.filter((review) => review.roomId === room.roomId).map((review) => review.batch)).size === batches.size);
  if (batches.size > 0) list.push({ rule: "coverage", standing: held(full), values: {} });
  list.push({ rule: "committee", standing: held(experts >= 5 && experts % 2 === 1), values: { experts } });
  list.push({
    rule: "seats",
    standing: held(panels.every((room) => room.seats.length <= room.seatsSpaced)),
    values: { fine: panels.filter((room) => room.seats.length <= room.seatsSpaced).length, rooms: panels.length },
  });
  if (panels.some((room) => room.set !== null)) {
    list.push({ rule: "one_set_one_room", standing: held(clashes(group) === 0), values: { clashes: clashes(group) } });
  }
  if (panels.length > 1) {
    const linked = panels.filter((room) => known.get(room.roomId)?.video === true && known.get(room.roomId)?.recording === true).length;
    list.push({ rule: "video", standing: held(linked === panels.length), values: { linked, rooms: panels.length } });
  }
  if (group.end !== null && group.limit !== null) {
    list.push({ rule: "limit", standing: held(group.end <= group.limit), values: { end: formatClock(Date.parse(group.end)) } });
  }
  const spare = group.rooms.filter((room) => room.use === "spare").map((room) => room.code);
  list.push({ rule: "spare", standing: spare.length > 0 ? "held" : "note", values: { rooms: spare.join("、") } });
  return list;
}

/** Reviews of the same batch of the same paper set in two rooms at one time. */
function clashes(group: GroupView): number {
  const setOf = new Map(group.rooms.map((room) => [room.roomId, room.set]));
  let found = 0;
  group.reviews.forEach((a, i) => {
    for (const b of group.reviews.slice(i + 1)) {
      const sameSet = setOf.get(a.roomId) !== null && setOf.get(a.roomId) === setOf.get(b.roomId);
      if (sameSet && a.roomId !== b.roomId && a.batch === b.batch && a.begin < b.end && b.begin < a.end) found += 1;
    }
  });
  return found;
}
