import type { TagAnswer } from "@/backend";
import type { Mark } from "@/components/marks";

export const ANSWER_MARKS: Record<TagAnswer, Mark> = {
  valid: "done",
  of_another_day: "stopped",
  void: "stopped",
  lost: "stopped",
  unknown: "attention",
  mistyped: "attention",
};
