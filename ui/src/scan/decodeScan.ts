/**
 * Tells a hand scanner from a person at the keyboard.
 *
 * A scanner types its code with gaps of a few milliseconds and ends it with Enter or Tab. Only `code` (the place of the key)
 * and shift are read. `key` is not: under a Chinese input method every key reads "Process" (keyCode 229), while its place
 * stays true. Only where a driver tells no place at all, the key itself has to do.
 */

/** Gaps of this many milliseconds and more are a person's. */
export const SCAN_GAP_MS = 30;
/** A busy cable or computer may hold back a key or two of a whole code, but no longer than this. */
export const SCAN_HITCH_MS = 100;
/** How many keys of a code that long may come late; fewer characters must all be fast. */
const LATE_KEYS: readonly { length: number; late: number }[] = [
  { length: 8, late: 2 },
  { length: 6, late: 1 },
];
/** What follows the end of a code this closely belongs to it: the line feed after the return, a second Enter. */
export const SCAN_TAIL_MS = 60;
/** Shorter bursts are two fingers landing together. */
const SHORTEST_SCAN = 4;

export interface Press {
  code: string;
  /** Read only where the place of the key is unknown. */
  key?: string;
  shift: boolean;
  /** Milliseconds, of any steady clock. */
  at: number;
  /** Ctrl or Meta is down. */
  ctrl: boolean;
  alt: boolean;
  repeat: boolean;
}

export type Heard =
  /** `first`: came too late after the last one to be certainly of one code with it. */
  | { kind: "character"; character: string; first: boolean }
  /** `firsts`: how many of its characters were told as `first`. */
  | { kind: "scan"; text: string; firsts: number }
  /** A key that types nothing by itself and may stand inside a code. */
  | { kind: "silent" }
  /** Belongs to a code and to nobody else: a control character inside it, or what trails behind it. */
  | { kind: "swallowed" }
  | { kind: "other" };

const PLAIN: Readonly<Record<string, readonly [string, string]>> = {
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  Period: [".", ">"],
  Comma: [",", "<"],
  Slash: ["/", "?"],
  Semicolon: [";", ":"],
  Quote: ["'", '"'],
  Backquote: ["`", "~"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Backslash: ["\\", "|"],
  IntlBackslash: ["\\", "|"],
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

/** Some drivers leave the place empty; the key may then be full-width, but is one character. */
function characterOfKey(key: string | undefined): string | null {
  const plain = key?.normalize("NFKC") ?? "";
  return /^[\x20-\x7e]$/.test(plain) ? plain : null;
}

const SILENT = new Set(["ShiftLeft", "ShiftRight", "CapsLock", "NumLock", "ControlLeft", "ControlRight", "AltLeft", "AltRight"]);
const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);
/** Line feed, tabulator and return, as codes of characters. */
const ENDING_CHARACTERS = new Set([9, 10, 13]);

export class ScanDecoder {
  /** The pieces of what may be one code: within a piece every key came fast. */
  #pieces: string[] = [];
  #last = Number.NEGATIVE_INFINITY;
  #ended = Number.NEGATIVE_INFINITY;
  #dialled = "";

  hear(press: Press): Heard {
    const { at } = press;
    if (SILENT.has(press.code)) {
      if (this.#follows(at)) this.#last = at;
      return { kind: "silent" };
    }
    if (press.repeat) return this.#forget();
    const dialled = press.alt ? /^Numpad([0-9])$/.exec(press.code)?.[1] : undefined;
    if (dialled !== undefined) {
      this.#dialled += dialled;
      if (this.#follows(at)) this.#last = at;
      return { kind: "swallowed" };
    }
    const end = ENDS.has(press.code) || (press.code === "" && ENDS.has(press.key ?? ""));
    if ((end || press.ctrl) && this.#trails(at)) return this.#swallow(at);
    if (press.ctrl || press.alt) {
      if (!this.#follows(at)) return this.#forget();
      this.#last = at;
      return { kind: "swallowed" };
    }
    if (end) return this.#end(at);
    const character = press.code === "" ? characterOfKey(press.key) : characterAt(press.code, press.shift);
    return character === null ? this.#forget() : this.#add(character, at);
  }

  /** Alt is let go: what was dialled on the number pad meanwhile is one character. Scanners may type so, past any layout. */
  liftAlt(at: number): Heard {
    const value = Number(this.#dialled);
    const nothing = this.#dialled === "";
    this.#dialled = "";
    if (nothing) return { kind: "silent" };
    if (ENDING_CHARACTERS.has(value)) return this.#trails(at) ? this.#swallow(at) : this.#end(at);
    if (value >= 32 && value < 127) return this.#add(String.fromCharCode(value), at);
    if (this.#follows(at)) this.#last = at;
    return { kind: "swallowed" };
  }

  /** A key that went where no code is looked for: what came before it is no code's beginning. */
  passOver(): Heard {
    this.#dialled = "";
    return this.#forget();
  }

  #add(character: string, at: number): Heard {
    const first = at - this.#last >= SCAN_GAP_MS;
    if (!this.#follows(at)) this.#pieces = [character];
    else if (first) this.#pieces.push(character);
    else this.#pieces.push((this.#pieces.pop() ?? "") + character);
    this.#last = at;
    this.#ended = Number.NEGATIVE_INFINITY;
    return { kind: "character", character, first };
  }

  #end(at: number): Heard {
    const pieces = this.#follows(at) ? this.#pieces : [];
    const lateEnd = at - this.#last >= SCAN_GAP_MS;
    this.#forget();
    const whole = pieces.join("");
    const late = pieces.length - 1 + (lateEnd ? 1 : 0);
    const allowed = LATE_KEYS.find((one) => whole.length >= one.length)?.late ?? 0;
    if (whole.length >= SHORTEST_SCAN && late <= allowed) return this.#scan(whole, pieces.length, at);
    // A hand may have typed until just before.
    const tail = pieces.at(-1) ?? "";
    return tail.length >= SHORTEST_SCAN && !lateEnd ? this.#scan(tail, 1, at) : { kind: "other" };
  }

  #scan(text: string, firsts: number, at: number): Heard {
    this.#ended = at;
    return { kind: "scan", text, firsts };
  }

  #trails(at: number): boolean {
    return at - this.#ended < SCAN_TAIL_MS;
  }

  #swallow(at: number): Heard {
    this.#ended = at;
    return { kind: "swallowed" };
  }

  #follows(at: number): boolean {
    return this.#pieces.length > 0 && at - this.#last < SCAN_HITCH_MS;
  }

  #forget(): Heard {
    this.#pieces = [];
    this.#last = Number.NEGATIVE_INFINITY;
    return { kind: "other" };
  }
}

/** `]Q3` names the kind of symbol, `\000026` its alphabet (ECI). Neither is part of the code. */
const SYMBOL_PREFIX = /^(?:\][A-Z][0-9A-Z]|\\[0-9]{6})+/u;

/** One spelling for a code, scanned or typed by hand: half-width, upper case, no blanks, a hyphen in the middle of eight. */
export function spellCode(text: string): string {
  const plain = text
    .normalize("NFKC")
    .replace(/[\p{Pd}\u2212\u30FC_]/gu, "-")
    .replace(/[\s\p{Cc}\p{Cf}]/gu, "")
    .toUpperCase()
    .replace(SYMBOL_PREFIX, "");
  const bare = plain.replaceAll("-", "");
  return /^[0-9A-Z]{8}$/u.test(bare) ? `${bare.slice(0, 4)}-${bare.slice(4)}` : plain;
}
