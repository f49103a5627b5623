import type { PrintState, TagAnswer } from "@/backend";
import type { Mark } from "@/components/marks";
import type { Tone } from "@/views/gate/tones";

export const ANSWER_MARKS: Record<TagAnswer, Mark> = {
  valid: "done",
  left_now: "done",
  returned_now: "done",
  already_outside: "attention",
  already_inside: "attention",
  of_another_day: "stopped",
  void: "stopped",
  lost: "stopped",
  other_centre: "stopped",
  unknown: "attention",
  mistyped: "attention",
};

const MARK_TONES: Partial<Record<Mark, Tone>> = { done: "admitted", stopped: "refused", attention: "attention" };

/** The same answer for the ear. */
export function toneOf(answer: TagAnswer): Tone {
  return MARK_TONES[ANSWER_MARKS[answer]] ?? "attention";
}

export const PRINT_MARKS: Record<PrintState, Mark> = { queued: "attention", printed: "done", failed: "stopped" };
