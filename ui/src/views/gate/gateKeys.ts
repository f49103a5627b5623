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
  | "session";

/** Places that ask one question of their own; Esc takes it back. */
const QUESTIONS: ReadonlySet<KeyPlace> = new Set(["stop", "leave", "pause", "correct", "take", "follow_up", "answer", "session"]);

export type GateAct =
  | { act: "pass" }
  | { act: "pass_replaced" }
  | { act: "toggle_symptom"; index: number }
  | { act: "choose_reason"; index: number }
  | { act: "next_person" }
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
const IN_PROGRESS: ReadonlySet<GatePhase> = new Set([
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
    return phase === "admitted" || phase === "abandoned" ? { act: "next_person" } : null;
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

/** One entry of the list at the foot of the screen. */
export interface KeyHint {
  keys: readonly string[];
  text:
    | "pass"
    | "replaced"
    | "digits"
    | "confirmReading"
    | "symptoms"
    | "confirmAnswers"
    | "nextField"
    | "chooseReason"
    | "confirm"
    | "followUp"
    | "nextPerson"
    | "lookUp"
    | "move"
    | "newPerson"
    | "scan"
    | "retest"
    | "session"
    | "sound"
    | "stop"
    | "leave"
    | "back"
    | "cancel"
    | "correct"
    | "pause"
    | "take"
    | "recheck"
    | "filter"
    | "device"
    | "chooseStep"
    | "company";
}

function phaseHints(phase: GatePhase): KeyHint[] {
  switch (phase) {
    case "mask":
      return [{ keys: ["Enter"], text: "pass" }, { keys: ["F3"], text: "replaced" }];
    case "shoe":
    case "hand":
    case "mask_disposal":
      return [{ keys: ["Enter"], text: "pass" }];
    case "questions":
      return [{ keys: ["1", "6"], text: "symptoms" }, { keys: ["Enter"], text: "confirmAnswers" }];
    case "paused":
    case "elsewhere":
      return [{ keys: ["T"], text: "take" }];
    case "refused":
      // The case itself answers to its numbers.
      return [{ keys: ["1", "9"], text: "followUp" }];
    case "admitted":
    case "abandoned":
      return [{ keys: ["Enter"], text: "nextPerson" }];
    default:
      return [];
  }
}

function placeHints(place: KeyPlace, phase: GatePhase): KeyHint[] {
  switch (place) {
    case "reading":
      return [{ keys: ["0", "9"], text: "digits" }, { keys: ["Enter"], text: "confirmReading" }, { keys: ["D"], text: "device" }];
    case "device":
      return [{ keys: ["1", "9"], text: "device" }, { keys: ["Enter"], text: "confirm" }];
    case "company":
      return [{ keys: ["1", "3"], text: "company" }];
    case "form":
      return [{ keys: ["Enter"], text: "nextField" }];
    case "scan":
      return [{ keys: ["Enter"], text: "lookUp" }];
    case "stop":
      return [{ keys: ["1", "9"], text: "chooseReason" }, { keys: ["Enter"], text: "confirm" }];
    case "correct":
      return [{ keys: ["1", "5"], text: "chooseStep" }, { keys: ["Enter"], text: "confirm" }];
    case "leave":
    case "pause":
      return [{ keys: ["1", "4"], text: "chooseReason" }, { keys: ["Enter"], text: "confirm" }];
    case "take":
    case "follow_up":
    case "answer":
    case "session":
      return [{ keys: ["Enter"], text: "confirm" }];
    case "step":
      return [...phaseHints(phase), { keys: ["↑", "↓"], text: "move" }];
  }
}

/** The keys of the foot. Those whose cap stands beside their own box or button, as F4 and R, are not told twice. */
export function hintsFor(place: KeyPlace, phase: GatePhase): KeyHint[] {
  const hints = placeHints(place, phase);
  if (QUESTIONS.has(place)) return [...hints, { keys: ["Esc"], text: "cancel" }];
  const typing = place !== "step" && place !== "reading";
  hints.push({ keys: ["F2"], text: "newPerson" });
  if (phase === "rest_running" || phase === "rest_over") hints.push({ keys: ["F6"], text: "retest" });
  if (IN_PROGRESS.has(phase)) {
    hints.push({ keys: [typing ? "Alt+K" : "K"], text: "correct" }, { keys: [typing ? "Alt+P" : "P"], text: "pause" });
    hints.push({ keys: ["F8"], text: "stop" }, { keys: ["F9"], text: "leave" });
  }
  hints.push({ keys: ["Esc"], text: place === "scan" || place === "device" || place === "company" ? "cancel" : "back" });
  return hints;
}

/** Every key this screen keeps for itself, with its line in the list of keys; a null is told by its neighbour's line. */
export const KEYS_HELD: Readonly<Record<string, KeyHint["text"] | null>> = {
  Enter: "pass",
  F2: "newPerson",
  N: "newPerson",
  F3: "replaced",
  F4: "scan",
  F6: "retest",
  F7: "session",
  F8: "stop",
  F9: "leave",
  F10: "sound",
  ArrowDown: "move",
  ArrowUp: null,
  Escape: "back",
  K: "correct",
  "Alt+K": null,
  P: "pause",
  "Alt+P": null,
  T: "take",
  "Alt+T": null,
  R: "recheck",
  D: "device",
  "Alt+D": null,
  L: "filter",
  "Alt+L": null,
  "Alt+N": null,
  "1": "symptoms",
  "2": null,
  "3": null,
  "4": null,
  "5": null,
  "6": null,
  "7": null,
  "8": null,
  "9": null,
  "0": null,
};
