import type { GatePhase } from "./gateModel";

/** Which part of the screen the keyboard talks to. The screen names it. */
export type KeyPlace =
  | "step"
  | "reading"
  | "device"
  | "form"
  | "company"
  | "scan"
  | "stop"
  | "leave"
  | "pause"
  | "correct"
  | "take"
  | "follow_up"
  | "answer"
  | "print"
  | "queue"
  | "queue_told"
  | "session";

/** Places that ask one question of their own; Esc takes it back. */
export const QUESTIONS: ReadonlySet<KeyPlace> = new Set(["stop", "leave", "pause", "correct", "take", "follow_up", "answer", "print", "queue", "queue_told", "session"]);

export type GateAct =
  | { act: "pass" }
  | { act: "pass_replaced" }
  | { act: "toggle_symptom"; index: number }
  | { act: "choose_reason"; index: number }
  | { act: "next_person" }
  | { act: "print_tag" }
  | { act: "new_person" }
  | { act: "move"; by: 1 | -1 }
  | { act: "to_scan" }
  | { act: "retest" }
  | { act: "recheck" }
  | { act: "to_device" }
  | { act: "correct" }
  | { act: "choose_step"; index: number }
  | { act: "pause" }
  | { act: "take" }
  | { act: "filter" }
  | { act: "stop" }
  | { act: "leave" }
  | { act: "sound" }
  | { act: "session" }
  | { act: "confirm" }
  | { act: "home" }
  | { act: "back" };

const PASSED_BY_ENTER: ReadonlySet<GatePhase> = new Set(["mask", "shoe", "hand", "questions", "mask_disposal"]);
const CLOSED: ReadonlySet<GatePhase> = new Set(["tag_out", "admitted", "abandoned"]);
export const IN_PROGRESS: ReadonlySet<GatePhase> = new Set([
  "mask",
  "shoe",
  "hand",
  "temperature",
  "questions",
  "rest_running",
  "rest_over",
  "form",
  "mask_disposal",
]);

/**
 * What a key means. A digit means something only where the screen asks for it: in the question phase, in the list of
 * reasons, on a refusal. Digits for the thermometer are typed into its own field and never come here, and the question
 * phase has no such field, so neither can reach the other.
 */
export function actOf(place: KeyPlace, phase: GatePhase, key: string): GateAct | null {
  const anywhere = functionKey(phase, key);
  if (anywhere !== null) return anywhere;
  if (key === "Escape") return { act: "back" };
  if (place === "stop" && /^[1-9]$/.test(key)) return { act: "choose_reason", index: Number(key) - 1 };
  if (place === "stop" && key === "Enter") return { act: "confirm" };
  if (place === "session" && key === "Enter") return { act: "home" };
  if (place === "take" && key === "Enter") return { act: "confirm" };
  if (place === "correct" && /^[1-5]$/.test(key)) return { act: "choose_step", index: Number(key) - 1 };
  if (QUESTIONS.has(place)) return null;
  const letter = letterKey(phase, key.replace(/^Alt\+/u, ""));
  // A bare letter is text wherever text can stand; the thermometer's field takes digits only.
  if (letter !== null && (place === "step" || place === "reading" || key.startsWith("Alt+"))) return letter;
  if (place !== "step") return null;
  if (key === "ArrowDown") return { act: "move", by: 1 };
  if (key === "ArrowUp") return { act: "move", by: -1 };
  if (key === "Enter") {
    if (PASSED_BY_ENTER.has(phase)) return { act: "pass" };
    if (phase === "paused" || phase === "elsewhere") return { act: "take" };
    if (phase === "tag_due") return { act: "print_tag" };
    return CLOSED.has(phase) ? { act: "next_person" } : null;
  }
  if (phase === "questions" && /^[1-6]$/.test(key)) return { act: "toggle_symptom", index: Number(key) - 1 };
  return null;
}

function letterKey(phase: GatePhase, letter: string): GateAct | null {
  switch (letter) {
    case "N":
      return { act: "new_person" };
    case "L":
      return { act: "filter" };
    case "K":
      return IN_PROGRESS.has(phase) ? { act: "correct" } : null;
    case "P":
      if (phase === "tag_due" || phase === "tag_out") return { act: "print_tag" };
      return IN_PROGRESS.has(phase) ? { act: "pause" } : null;
    case "T":
      return phase === "paused" || phase === "elsewhere" ? { act: "take" } : null;
    case "R":
      return phase === "rest_running" || phase === "questions" ? { act: "recheck" } : null;
    case "D":
      return { act: "to_device" };
    default:
      return null;
  }
}

function functionKey(phase: GatePhase, key: string): GateAct | null {
  switch (key) {
    case "F2":
      return { act: "new_person" };
    case "F3":
      return phase === "mask" ? { act: "pass_replaced" } : null;
    case "F4":
      return { act: "to_scan" };
    case "F6":
      return { act: "retest" };
    case "F7":
      return { act: "session" };
    case "F8":
      return IN_PROGRESS.has(phase) ? { act: "stop" } : null;
    case "F9":
      return IN_PROGRESS.has(phase) ? { act: "leave" } : null;
    case "F10":
      return { act: "sound" };
    default:
      return null;
  }
}
