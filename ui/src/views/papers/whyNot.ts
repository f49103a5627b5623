import type { PaperView } from "@/backend";
import { text, word } from "@/i18n";

/** Why a paper cannot be printed, and from when it can if that is a matter of time; undefined when it can. */
export function whyNot({ obstacle, blankUntil }: PaperView, formatMoment: (at: string) => string): string | undefined {
  if (obstacle === null) return undefined;
  const reason = word("paperObstacle", obstacle);
  return blankUntil === null ? reason : text("papers.now.from", { reason, time: formatMoment(blankUntil) });
}
