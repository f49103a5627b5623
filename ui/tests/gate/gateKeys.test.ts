import { describe, expect, it } from "vitest";
import { hintsFor } from "@/views/gate/gateHints";
import { actOf } from "@/views/gate/gateKeys";
import type { GatePhase } from "@/views/gate/gateModel";

describe("actOf", () => {
  it("passes a step by Enter only where a step can pass by Enter", () => {
    for (const phase of ["mask", "shoe", "hand", "questions", "mask_disposal"] as const) {
      expect(actOf("step", phase, "Enter")).toEqual({ act: "pass" });
    }
    for (const phase of ["temperature", "rest_running", "rest_over", "form", "refused", "nobody"] as const) {
      expect(actOf("step", phase, "Enter")).toBeNull();
    }
  });

  it("gives digits a meaning in the question phase and in the lists of reasons and steps, nowhere else", () => {
    expect(actOf("step", "questions", "3")).toEqual({ act: "toggle_symptom", index: 2 });
    expect(actOf("step", "questions", "7")).toBeNull();
    expect(actOf("correct", "questions", "2")).toEqual({ act: "choose_step", index: 1 });
    expect(actOf("stop", "questions", "9")).toEqual({ act: "choose_reason", index: 8 });
    const phases: readonly GatePhase[] = ["nobody", "mask", "shoe", "hand", "temperature", "rest_running", "rest_over", "form", "mask_disposal", "admitted"];
    for (const phase of phases) expect(actOf("step", phase, "3")).toBeNull();
    expect(actOf("reading", "temperature", "3")).toBeNull();
    expect(actOf("scan", "questions", "3")).toBeNull();
    expect(actOf("form", "form", "3")).toBeNull();
  });

  it("prints the tag of somebody admitted before it goes on to the next, and after that by P alone", () => {
    expect(actOf("step", "tag_due", "Enter")).toEqual({ act: "print_tag" });
    expect(actOf("step", "tag_due", "P")).toEqual({ act: "print_tag" });
    expect(actOf("step", "tag_out", "Enter")).toEqual({ act: "next_person" });
    expect(actOf("step", "tag_out", "P")).toEqual({ act: "print_tag" });
    expect(actOf("step", "admitted", "P")).toBeNull();
    expect(actOf("step", "admitted", "Enter")).toEqual({ act: "next_person" });
  });

  it("replaces a mask in the first step only", () => {
    expect(actOf("step", "mask", "F3")).toEqual({ act: "pass_replaced" });
    expect(actOf("step", "shoe", "F3")).toBeNull();
  });

  it("stops and leaves only a person in progress", () => {
    expect(actOf("form", "form", "F8")).toEqual({ act: "stop" });
    expect(actOf("step", "rest_running", "F8")).toEqual({ act: "stop" });
    for (const phase of ["nobody", "admitted", "refused", "abandoned"] as const) {
      expect(actOf("step", phase, "F8")).toBeNull();
      expect(actOf("step", phase, "F9")).toBeNull();
    }
  });

  it("keeps the arrows of a text field to the field", () => {
    expect(actOf("step", "mask", "ArrowDown")).toEqual({ act: "move", by: 1 });
    expect(actOf("form", "form", "ArrowDown")).toBeNull();
    expect(actOf("reading", "temperature", "ArrowUp")).toBeNull();
  });
});

describe("letters", () => {
  it("act at a step and in the thermometer's field, and with Alt where text is typed", () => {
    expect(actOf("step", "mask", "K")).toEqual({ act: "correct" });
    expect(actOf("reading", "temperature", "P")).toEqual({ act: "pause" });
    expect(actOf("form", "form", "K")).toBeNull();
    expect(actOf("form", "form", "Alt+K")).toEqual({ act: "correct" });
    expect(actOf("scan", "form", "N")).toBeNull();
  });

  it("do nothing inside a question", () => {
    for (const place of ["stop", "leave", "pause", "correct", "take"] as const) expect(actOf(place, "mask", "Alt+P")).toBeNull();
  });

  it("take over only what is paused or with another clerk", () => {
    expect(actOf("step", "elsewhere", "T")).toEqual({ act: "take" });
    expect(actOf("step", "paused", "Enter")).toEqual({ act: "take" });
    expect(actOf("step", "mask", "T")).toBeNull();
    for (const key of ["K", "P", "F8", "F9"]) expect(actOf("step", "elsewhere", key)).toBeNull();
  });

  it("re-check only what was measured", () => {
    expect(actOf("step", "rest_running", "R")).toEqual({ act: "recheck" });
    expect(actOf("step", "shoe", "R")).toBeNull();
  });
});

describe("hintsFor", () => {
  /** These the place of the gate around the check answers to. */
  const FACES: readonly string[] = ["cases", "overview"];

  it("lists every key it offers under a meaning the key really has", () => {
    const named: Readonly<Record<string, string>> = { "↑": "ArrowUp", "↓": "ArrowDown", Esc: "Escape" };
    for (const phase of ["mask", "shoe", "hand", "questions", "mask_disposal", "tag_due", "tag_out", "admitted", "rest_running", "rest_over", "paused", "elsewhere"] as const) {
      for (const hint of hintsFor("step", phase, true).filter((one) => !FACES.includes(one.text))) {
        for (const key of hint.keys) expect(actOf("step", phase, named[key] ?? key), `${phase} ${key}`).not.toBeNull();
      }
    }
  });

  it("offers only the dialogue's own keys inside a dialogue", () => {
    expect(hintsFor("stop", "form", true).map((hint) => hint.text)).toEqual(["chooseReason", "confirm", "cancel"]);
    expect(hintsFor("queue", "form", true).map((hint) => hint.text)).toEqual(["queueSession", "queueCount", "queueTell", "queueClose"]);
  });

  it("names the ways to the cases and, for those who oversee, to the overview", () => {
    const ways = (place: "step" | "form", oversees: boolean): string[] => hintsFor(place, "form", oversees).filter((one) => FACES.includes(one.text)).flatMap((one) => one.keys);
    expect(ways("step", false)).toEqual(["C"]);
    expect(ways("step", true)).toEqual(["C", "O"]);
    expect(ways("form", true)).toEqual(["Alt+C", "Alt+O"]);
  });
});
