import type { PrintView } from "@/backend";
import { text, word } from "@/i18n";

/** One print of a tag in one line: when, on which paper, what came of it and who said so. */
export function printLine(print: PrintView, time: (moment: string) => string): string {
  const line = text("tags.history.print", {
    time: time(print.endedAt ?? print.requestedAt),
    layout: word("tagLayout", print.layout),
    state: word("printState", print.state),
    operator: print.endedBy ?? print.operator,
  });
  return [line, print.reprint ? text("tags.history.reprint") : "", print.note].filter((part) => part !== "").join(" · ");
}
