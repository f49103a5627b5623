/**
 * Tells a hand scanner from a person at the keyboard.
 *
 * A scanner types its code with gaps of a few milliseconds and ends it with Enter. Only `code` (the place of the key) and
 * shift are read. `key` is not: under a Chinese input method every key reads "Process" (keyCode 229), while its place
 * stays true.
 */

/** Gaps of this many milliseconds and more are a person's. */
export const SCAN_GAP_MS = 30;
/** Shorter bursts are two fingers landing together. */
const SHORTEST_SCAN = 4;

export interface Press {
  code: string;
  shift: boolean;
  /** Milliseconds, of any steady clock. */
  at: number;
  /** Ctrl, Alt or Meta is down. */
  chord: boolean;
  repeat: boolean;
}

export type Heard =
  | { kind: "character"; character: string; first: boolean }
  | { kind: "scan"; text: string }
  /** A key that types nothing by itself and may stand inside a code. */
  | { kind: "silent" }
  | { kind: "other" };

const PLAIN: Readonly<Record<string, readonly [string, string]>> = {
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  Period: [".", ">"],
  Comma: [",", "<"],
  Slash: ["/", "?"],
  Semicolon: [";", ":"],
  Space: [" ", " "],
  NumpadSubtract: ["-", "-"],
  NumpadAdd: ["+", "+"],
  NumpadDecimal: [".", "."],
  NumpadDivide: ["/", "/"],
  NumpadMultiply: ["*", "*"],
};
const SHIFTED_DIGITS = ")!@#$%^&*(";

/** The ASCII character at a place of the keyboard; null where there is none. */
export function characterAt(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  const pad = /^Numpad([0-9])$/.exec(code)?.[1];
  if (pad !== undefined) return pad;
  const pair = PLAIN[code];
  return pair === undefined ? null : pair[shift ? 1 : 0];
}

const SILENT = new Set(["ShiftLeft", "ShiftRight", "CapsLock"]);

export class ScanDecoder {
  #text = "";
  #last = Number.NEGATIVE_INFINITY;

  hear(press: Press): Heard {
    if (SILENT.has(press.code)) {
      if (this.#follows(press.at)) this.#last = press.at;
      return { kind: "silent" };
    }
    if (press.chord || press.repeat) return this.#forget();
    if (press.code === "Enter" || press.code === "NumpadEnter") {
      const text = this.#follows(press.at) ? this.#text : "";
      this.#forget();
      return text.length >= SHORTEST_SCAN ? { kind: "scan", text } : { kind: "other" };
    }
    const character = characterAt(press.code, press.shift);
    if (character === null) return this.#forget();
    const first = !this.#follows(press.at);
    this.#text = first ? character : this.#text + character;
    this.#last = press.at;
    return { kind: "character", character, first };
  }

  #follows(at: number): boolean {
    return this.#text !== "" && at - this.#last < SCAN_GAP_MS;
  }

  #forget(): Heard {
    this.#text = "";
    this.#last = Number.NEGATIVE_INFINITY;
    return { kind: "other" };
  }
}

/** One spelling for a code, scanned or typed by hand: half-width, upper case, no blanks, plain hyphens. */
export function spellCode(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u2010-\u2015\u2212\u30FC]/gu, "-")
    .replace(/[\s\p{Cc}]/gu, "")
    .toUpperCase();
}
