import { describe, expect, it } from "vitest";
import { characterAt, ScanDecoder, SCAN_GAP_MS, SCAN_HITCH_MS, spellCode, type Heard, type Press } from "@/scan/decodeScan";

function press(code: string, at: number, more: Partial<Press> = {}): Press {
  return { code, at, shift: false, ctrl: false, alt: false, repeat: false, ...more };
}

/** Plays a code as a scanner would, `gap` milliseconds apart, with Enter at the end. */
function play(decoder: ScanDecoder, codes: readonly string[], gap: number, from = 0, end = "Enter"): Heard {
  let at = from;
  for (const code of codes) {
    decoder.hear(press(code, at));
    at += gap;
  }
  return decoder.hear(press(end, at));
}

const CODE = ["Digit7", "KeyK", "Digit4", "KeyQ", "Minus", "Digit2", "KeyM", "Digit9", "KeyT"];

describe("ScanDecoder", () => {
  it("takes a fast burst ended by Enter as one code", () => {
    expect(play(new ScanDecoder(), CODE, 6)).toEqual({ kind: "scan", text: "7k4q-2m9t", firsts: 1 });
  });

  it("takes Tab and the Enter of the number pad for an end as well", () => {
    for (const end of ["Tab", "NumpadEnter"]) expect(play(new ScanDecoder(), CODE, 6, 0, end)).toEqual({ kind: "scan", text: "7k4q-2m9t", firsts: 1 });
  });

  it("leaves the same keys typed by hand alone", () => {
    expect(play(new ScanDecoder(), CODE, SCAN_GAP_MS)).toEqual({ kind: "other" });
  });

  it("keeps only what followed the last human pause", () => {
    const decoder = new ScanDecoder();
    decoder.hear(press("Digit3", 0));
    decoder.hear(press("Digit6", 400));
    expect(play(decoder, CODE, 5, 800)).toEqual({ kind: "scan", text: "7k4q-2m9t", firsts: 1 });
  });

  it.each([1, 2, 5, 8])("waits for a key that a busy computer holds back after %i characters", (after) => {
    const decoder = new ScanDecoder();
    CODE.slice(0, after).forEach((code, i) => decoder.hear(press(code, i * 5)));
    expect(play(decoder, CODE.slice(after), 5, (after - 1) * 5 + SCAN_HITCH_MS - 1)).toEqual({ kind: "scan", text: "7k4q-2m9t", firsts: 2 });
  });

  it("takes no code that came late too often, nor one held back too long", () => {
    expect(play(new ScanDecoder(), ["KeyA", "KeyB", "KeyC", "KeyD", "KeyE"], SCAN_GAP_MS)).toEqual({ kind: "other" });
    const decoder = new ScanDecoder();
    decoder.hear(press("Digit7", 0));
    expect(play(decoder, CODE.slice(1), 5, SCAN_HITCH_MS)).toEqual({ kind: "scan", text: "k4q-2m9t", firsts: 1 });
  });

  it("takes the code alone when a hand typed fast until just before", () => {
    const decoder = new ScanDecoder();
    [0, 60, 120, 180].forEach((at) => decoder.hear(press("KeyX", at)));
    expect(play(decoder, CODE, 5, 240)).toEqual({ kind: "scan", text: "7k4q-2m9t", firsts: 1 });
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
      expect(decoder.hear(press("ShiftLeft", i * 8, { shift: true }))).toEqual({ kind: "silent" });
      expect(decoder.hear(press(code, i * 8 + 3, { shift: true }))).toMatchObject({ first: i === 0 });
    });
    expect(decoder.hear(press("Enter", 32))).toEqual({ kind: "scan", text: "TAGS", firsts: 1 });
  });

  it("forgets the burst at a held key or a key without a character", () => {
    for (const stray of [press("Digit1", 20, { repeat: true }), press("ArrowUp", 20)]) {
      const decoder = new ScanDecoder();
      ["Digit7", "KeyK", "Digit4", "KeyQ"].forEach((code, i) => decoder.hear(press(code, i * 5)));
      decoder.hear(stray);
      expect(decoder.hear(press("Enter", 25))).toEqual({ kind: "other" });
    }
  });

  it("leaves a person's combinations alone and swallows a control character inside a code", () => {
    const decoder = new ScanDecoder();
    // STX before the code looks like a hand's Ctrl+B; GS inside it can only be a scanner's Ctrl+].
    expect(decoder.hear(press("ControlLeft", 0, { ctrl: true }))).toEqual({ kind: "silent" });
    expect(decoder.hear(press("KeyB", 2, { ctrl: true }))).toEqual({ kind: "other" });
    CODE.slice(0, 4).forEach((code, i) => decoder.hear(press(code, 5 + i * 5)));
    expect(decoder.hear(press("ControlLeft", 24, { ctrl: true }))).toEqual({ kind: "silent" });
    expect(decoder.hear(press("BracketRight", 26, { ctrl: true }))).toEqual({ kind: "swallowed" });
    expect(play(decoder, CODE.slice(4), 5, 30)).toEqual({ kind: "scan", text: "7k4q-2m9t", firsts: 1 });
  });

  it("swallows what trails behind a code and nothing that comes later", () => {
    const decoder = new ScanDecoder();
    play(decoder, CODE, 5);
    expect(decoder.hear(press("ControlLeft", 48, { ctrl: true }))).toEqual({ kind: "silent" });
    expect(decoder.hear(press("KeyJ", 50, { ctrl: true }))).toEqual({ kind: "swallowed" });
    expect(decoder.hear(press("Enter", 55))).toEqual({ kind: "swallowed" });
    expect(decoder.hear(press("Enter", 400))).toEqual({ kind: "other" });
  });

  it("starts afresh after each code", () => {
    const decoder = new ScanDecoder();
    play(decoder, CODE, 5);
    expect(play(decoder, ["KeyA", "KeyB", "KeyC", "KeyD"], 5, 50)).toEqual({ kind: "scan", text: "abcd", firsts: 1 });
  });

  it("reads a code dialled character by character on the number pad with Alt held", () => {
    const decoder = new ScanDecoder();
    let at = 0;
    let last: Heard = { kind: "other" };
    const dial = (value: number): void => {
      decoder.hear(press("AltLeft", (at += 1), { alt: true }));
      for (const digit of String(value).padStart(4, "0")) {
        expect(decoder.hear(press(`Numpad${digit}`, (at += 2), { alt: true }))).toEqual({ kind: "swallowed" });
      }
      last = decoder.liftAlt((at += 1));
    };
    for (const character of "7K4Q-2M9T") dial(character.charCodeAt(0));
    expect(last).toEqual({ kind: "character", character: "T", first: false });
    dial(13);
    expect(last).toEqual({ kind: "scan", text: "7K4Q-2M9T", firsts: 1 });
    dial(10);
    expect(last).toEqual({ kind: "swallowed" });
  });

  it("falls back on the key where the place is not told, full-width as it may be", () => {
    const decoder = new ScanDecoder();
    ["7", "Ｋ", "４", "q"].forEach((key, i) => decoder.hear(press("", i * 5, { key })));
    expect(decoder.hear(press("", 20, { key: "Enter" }))).toEqual({ kind: "scan", text: "7K4q", firsts: 1 });
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
    expect(characterAt("BracketRight", false)).toBe("]");
    expect(characterAt("F2", false)).toBeNull();
  });
});

describe("spellCode", () => {
  it("gives one spelling to what a scanner, a hand and a full-width input method write", () => {
    for (const written of ["7k4q-2m9t", " 7K4Q-2M9T\r\n", "７Ｋ４Ｑ－２Ｍ９Ｔ", "7k4q—2m9t", "7k4q——2m9t", "7k4q ‐2m9t", "7k4q_2m9t", "7k4q2m9t", "７ｋ４ｑ　２ｍ９ｔ"]) {
      expect(spellCode(written)).toBe("7K4Q-2M9T");
    }
  });

  it("strips control characters, the kind of symbol and the alphabet before a code", () => {
    for (const written of ["\u00027K4Q-2M9T\u0003", "]C17K4Q-2M9T", "]Q3\\0000267K4Q-2M9T", "\\0000267k4q-2m9t", "\uFEFF7K4Q\u001D-2M9T\u0004", "]d2\u001D7K4Q2M9T"]) {
      expect(spellCode(written)).toBe("7K4Q-2M9T");
    }
  });

  it("leaves anything that is no code of eight as it is, for the desk to judge", () => {
    expect(spellCode("7K4Q-2M9")).toBe("7K4Q-2M9");
    expect(spellCode("99010119880214301x")).toBe("99010119880214301X");
    expect(spellCode("  ")).toBe("");
  });
});
