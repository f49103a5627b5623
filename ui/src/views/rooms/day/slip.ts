import type { DayBlock, GroupDayView } from "@/backend";

/** A slip as it is compared: scanned or typed in any case, with or without dashes. */
export function slipCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/gu, "");
}

/** Whether something scanned can be a trolley slip at all: month, day, group, batch, panel, check. */
export function looksLikeSlip(code: string): boolean {
  return /^\d{4}G\d+K\d+P\d+[A-Z0-9]$/u.test(slipCode(code));
}

export function blockOfSlip(day: GroupDayView, typed: string): DayBlock | null {
  const code = slipCode(typed);
  return day.blocks.find((block) => slipCode(block.slip) === code) ?? null;
}

/** What a slip tells when it is scanned now: the reading begins, or it has ended; null when both are known. */
export function toldBy(block: DayBlock): "begun" | "finished" | null {
  if (block.begunAt === null) return "begun";
  return block.finishedAt === null ? "finished" : null;
}

/** The next thing a panel can tell by key. */
export function nextOf(day: GroupDayView, panel: number): { what: "begun" | "finished"; block: DayBlock } | null {
  const mine = day.blocks.filter((block) => block.panel === panel);
  const open = mine.find((block) => block.begunAt !== null && block.finishedAt === null);
  if (open !== undefined) return { what: "finished", block: open };
  const named = day.panels.find((one) => one.panel === panel)?.next ?? null;
  const ahead = mine.filter((block) => block.begunAt === null).sort((a, b) => a.predictedBegin.localeCompare(b.predictedBegin));
  const block = ahead.find((one) => one.batch === named) ?? ahead[0];
  return block === undefined ? null : { what: "begun", block };
}

/** Readings that are past their planned end, or should have begun by the plan and have not. */
export function lateBlocks(day: GroupDayView | null): number {
  return (day?.blocks ?? []).filter((block) => block.state === "late" || (block.begunAt === null && Date.parse(block.plannedBegin) < Date.parse(day?.now ?? ""))).length;
}
