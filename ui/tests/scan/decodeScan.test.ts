import { describe, expect, it } from "vitest";
import { characterAt, ScanDecoder, SCAN_GAP_MS, spellCode, type Heard, type Press } from "@/scan/decodeScan";

function press(code: string, at: number, shift = false): Press {
  return { code, at, shift, chord: false, repeat: false };
}

/** Plays a code as a scanner would, `gap` milliseconds apart, with Enter at the end. */
function play(decoder: ScanDecoder, codes: readonly string[], gap: number, from = 0): Heard {
  let at = from;
  for (const code of codes) {
    decoder.hear(press(code, at));
    at += gap;
  }
  return decoder.hear(press("Enter", at));
}

const CODE = ["Digit7", "KeyK", "Digit4", "KeyQ", "Minus", "Digit2", "KeyM", "Digit9", "KeyT"];

describe("ScanDecoder", () => {
  it("takes a fast burst ended by Enter as one code", () => {
    expect(play(new ScanDecoder(), CODE, 6)).toEqual({ kind: "scan", text: "7k4q-2m9t" });
  });

  it("leaves the same keys typed by hand alone", () => {
    expect(play(new ScanDecoder(), CODE, SCAN_GAP_MS)).toEqual({ kind: "other" });
  });

  it("keeps only what followed the last human pause", () => {
    const decoder = new ScanDecoder();
    decoder.hear(press("Digit3", 0));
    decoder.hear(press("Digit6", 400));
    expect(play(decoder, CODE, 5, 800)).toEqual({ kind: "scan", text: "7k4q-2m9t" });
  });

  it("does not take a hand's slow Enter after a burst for a scan", () => {
    const decoder = new ScanDecoder();
    CODE.forEach((code, i) => decoder.hear(press(code, i * 5)));
    expect(decoder.hear(press("Enter", 400))).toEqual({ kind: "other" });
  });

  it("does not take two or three keys landing together for a scan", () => {
    expect(play(new ScanDecoder(), ["Digit3", "Digit6", "Digit5"], 4)).toEqual({ kind: "other" });
  });

  it("reads the shift a scanner sends around capitals", () => {
    const decoder = new ScanDecoder();
    ["KeyT", "KeyA", "KeyG", "KeyS"].forEach((code, i) => {
      expect(decoder.hear(press("ShiftLeft", i * 8, true))).toEqual({ kind: "silent" });
      expect(decoder.hear(press(code, i * 8 + 3, true))).toMatchObject({ first: i === 0 });
    });
    expect(decoder.hear(press("Enter", 32))).toEqual({ kind: "scan", text: "TAGS" });
  });

  it("forgets the burst at a chord, a held key or a key without a character", () => {
    for (const stray of [
      { ...press("KeyC", 20), chord: true },
      { ...press("Digit1", 20), repeat: true },
      press("ArrowUp", 20),
    ]) {
      const decoder = new ScanDecoder();
      ["Digit7", "KeyK", "Digit4", "KeyQ"].forEach((code, i) => decoder.hear(press(code, i * 5)));
      decoder.hear(stray);
      expect(decoder.hear(press("Enter", 25))).toEqual({ kind: "other" });
    }
  });

  it("starts afresh after each code", () => {
    const decoder = new ScanDecoder();
    play(decoder, CODE, 5);
    expect(play(decoder, ["KeyA", "KeyB", "KeyC", "KeyD"], 5, 50)).toEqual({ kind: "scan", text: "abcd" });
  });
});

describe("characterAt", () => {
  it("knows letters, digits, the number pad and the marks a code may hold", () => {
    expect(characterAt("KeyQ", false)).toBe("q");
    expect(characterAt("KeyQ", true)).toBe("Q");
    expect(characterAt("Digit2", false)).toBe("2");
    expect(characterAt("Digit2", true)).toBe("@");
    expect(characterAt("Numpad8", false)).toBe("8");
    expect(characterAt("Semicolon", true)).toBe(":");
    expect(characterAt("F2", false)).toBeNull();
  });
});

describe("spellCode", () => {
  it("gives one spelling to what a scanner, a hand and a full-width input method write", () => {
    for (const written of ["7k4q-2m9t", " 7K4Q-2M9T\r\n", "7K4Q-2M9T", "7k4q—2m9t", "7k4q ‐2m9t"]) {
      expect(spellCode(written)).toBe("7K4Q-2M9T");
    }
  });
});
