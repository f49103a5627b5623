import { text } from "@/i18n";
import { minutesOf, type Block } from "./timetable";

/** What a stretch of the timetable is. */
export function blockWord(block: Block): string {
  if (block.kind === "break") return text(`rooms.table.break.${block.rest ?? "rest"}`);
  return text(`rooms.table.${block.kind}`);
}

/** A stretch in a few words, for those who cannot see it. */
export function namedBlock(block: Block, clock: (at: number) => string): string {
  const when = block.kind === "temperature" ? clock(block.begin) : `${clock(block.begin)}–${clock(block.end)}`;
  return [block.room, blockWord(block), block.batch, when, block.kind === "review" ? text(`rooms.table.standing.${block.standing}`) : ""].filter((part) => part !== "").join(" ");
}

/** A stretch in one sentence, for the line that tells what is pointed at. */
export function describeBlock(block: Block, seats: readonly string[], clock: (at: number) => string): string {
  const minutes = minutesOf(block);
  const times = { begin: clock(block.begin), end: clock(block.end), minutes };
  if (block.kind === "margin") return text("rooms.describe.margin", times);
  if (block.kind === "discussion") return text("rooms.describe.discussion", times);
  if (block.kind === "break") return text("rooms.describe.break", { ...times, kind: blockWord(block) });
  if (block.kind === "temperature") return text("rooms.describe.temperature", { time: times.begin });
  if (block.kind === "carry") return text("rooms.describe.carry", { ...times, batch: block.batch, from: block.room, to: block.to ?? "" });
  if (block.kind === "disinfect") return text("rooms.describe.disinfect", { ...times, batch: block.batch, room: block.room });
  if (block.kind === "kept") return text("rooms.describe.kept", { ...times, room: block.room });
  const told = [text("rooms.describe.review", { ...times, room: block.room, batch: block.batch, standing: text(`rooms.table.standing.${block.standing}`) })];
  if (seats.length > 0) told.push(text("rooms.describe.experts", { seats: seats.join(text("common.listComma")) }));
  if (block.parts.length > 1) told.push(text("rooms.describe.acrossBreak"));
  if (block.lateMinutes > 0) told.push(text("rooms.describe.late", { minutes: block.lateMinutes }));
  if (block.repeated) told.push(text("rooms.describe.repeated"));
  return told.join(" · ");
}
