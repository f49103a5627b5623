import { IN_PROGRESS, QUESTIONS, type GateAct, type KeyPlace } from "./gateKeys";
import type { GatePhase } from "./gateModel";

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
    | "printTag"
    | "reprintTag"
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
    | "company"
    | "queueSession"
    | "queueCount"
    | "queueTell"
    | "queueClose"
    | "cases"
    | "overview";
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
    case "tag_due":
      return [{ keys: ["Enter"], text: "printTag" }];
    case "tag_out":
      return [{ keys: ["Enter"], text: "nextPerson" }, { keys: ["P"], text: "reprintTag" }];
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
    case "print":
    case "queue_told":
    case "session":
      return [{ keys: ["Enter"], text: "confirm" }];
    case "queue":
      return [{ keys: ["↑", "↓"], text: "queueSession" }, { keys: ["0", "9"], text: "queueCount" }, { keys: ["F2"], text: "queueTell" }];
    case "step":
      return [...phaseHints(phase), { keys: ["↑", "↓"], text: "move" }];
  }
}

/**
 * The keys of the foot. Those whose cap stands beside their own box or button, as F4 and R, are not told twice. `oversees`
 * is whoever may turn to the overview.
 */
export function hintsFor(place: KeyPlace, phase: GatePhase, oversees: boolean): KeyHint[] {
  const hints = placeHints(place, phase);
  if (place === "queue") return [...hints, { keys: ["Esc"], text: "queueClose" }];
  if (QUESTIONS.has(place)) return [...hints, { keys: ["Esc"], text: "cancel" }];
  const typing = place !== "step" && place !== "reading";
  hints.push({ keys: ["F2"], text: "newPerson" });
  if (typing && (phase === "tag_due" || phase === "tag_out")) hints.push({ keys: ["Alt+P"], text: phase === "tag_due" ? "printTag" : "reprintTag" });
  if (phase === "rest_running" || phase === "rest_over") hints.push({ keys: ["F6"], text: "retest" });
  if (IN_PROGRESS.has(phase)) {
    hints.push({ keys: [typing ? "Alt+K" : "K"], text: "correct" }, { keys: [typing ? "Alt+P" : "P"], text: "pause" });
    hints.push({ keys: ["F8"], text: "stop" }, { keys: ["F9"], text: "leave" });
  }
  hints.push({ keys: [typing ? "Alt+C" : "C"], text: "cases" });
  if (oversees) hints.push({ keys: [typing ? "Alt+O" : "O"], text: "overview" });
  hints.push({ keys: ["Esc"], text: place === "scan" || place === "device" || place === "company" ? "cancel" : "back" });
  return hints;
}

/** What a key does just now, where it is not what its line in the list of keys says. */
export function meaningOf(act: GateAct, phase: GatePhase): KeyHint["text"] | null {
  if (act.act === "print_tag") return phase === "tag_due" ? "printTag" : "reprintTag";
  if (act.act === "next_person") return "nextPerson";
  return act.act === "take" || act.act === "confirm" ? act.act : null;
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
