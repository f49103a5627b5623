import { nextTick, onBeforeUnmount, onMounted, provide, type InjectionKey } from "vue";
import { ScanDecoder, SCAN_GAP_MS, spellCode, type Heard } from "./decodeScan";
import { keptField, type KeptField } from "./keptField";

export interface Scanner {
  /** Runs what a single character key asks for, unless the key proves to be the first of a scanned code. */
  whenByHand: (act: () => void) => void;
}

/** The scanner of the screen, for the controls on it that take number keys. */
export const SCANNER: InjectionKey<Scanner> = Symbol("scanner");

/** How long after a code an input method may still hand over what it made of it. */
const LATE_MS = 300;
/** More pieces than this no code is made of. */
const MOST_PIECES = 4;

/** The window listens for a scan everywhere; a screen that takes scans itself goes before it. */
const listening: Scanner[] = [];

/** Runs what a single character key asks for, unless the key proves to be the first of a scanned code. */
export function whenByHand(act: () => void): void {
  const nearest = listening.at(-1);
  if (nearest === undefined) act();
  else nearest.whenByHand(act);
}

/** Secrets are pasted, or typed by a keeper of passwords faster than any hand: whatever falls in here is no code. */
function isSecret(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && (target.type === "password" || target.getAttribute("autocomplete")?.endsWith("password") === true);
}

/**
 * Listens to the whole window before anyone else, wherever the focus is. A scan never stays in the field it fell into: the
 * field gets back what it held, an input method that was composing is closed, and what it still hands over is not taken.
 */
export function useScanner(scanned: (code: string) => void): Scanner {
  const decoder = new ScanDecoder();
  /** The fields that what may be a code under way fell into, as they stood at each character told as first. */
  let under: (KeptField | null)[] = [];
  let methodOn = false;
  /** The field the last code fell into, until no input method can be late any more. */
  let cleared: { kept: KeptField; until: number } | null = null;
  let waiting: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    const acts = waiting;
    waiting = [];
    for (const act of acts) act();
  }

  function begin(target: EventTarget | null): void {
    flush();
    // What was being taken back is a person's again as soon as they type.
    cleared = null;
    under = [...under.slice(-MOST_PIECES), keptField(target)];
  }

  function finish(text: string, firsts: number, at: number): void {
    clearTimeout(timer);
    waiting = [];
    const kept = under.at(-firsts) ?? null;
    under = [];
    kept?.putBack(methodOn);
    methodOn = false;
    scanned(spellCode(text));
    if (kept === null) return;
    cleared = { kept, until: at + LATE_MS };
    // The screen may write into the field what the code means; from then on that is what it holds.
    void nextTick(() => kept.look());
  }

  function take(heard: Heard, event: KeyboardEvent): void {
    if (heard.kind === "silent") return;
    const byMethod = event.isComposing || event.keyCode === 229 || event.key === "Process";
    if (heard.kind === "other") {
      if (!byMethod) cleared = null;
      under = [];
      methodOn = false;
      return flush();
    }
    if (heard.kind === "character") {
      if (heard.first) begin(event.target);
      else if (waiting.length > 0) {
        clearTimeout(timer);
        timer = setTimeout(flush, SCAN_GAP_MS);
      }
      methodOn ||= byMethod;
      return;
    }
    methodOn ||= byMethod;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (heard.kind === "scan") finish(heard.text, heard.firsts, event.timeStamp);
  }

  function keydown(event: KeyboardEvent): void {
    if (listening.at(-1) !== scanner) return;
    if (isSecret(event.target)) return take(decoder.passOver(), event);
    const { code, key, shiftKey: shift, altKey: alt, repeat, timeStamp: at } = event;
    take(decoder.hear({ code, key, shift, alt, repeat, at, ctrl: event.ctrlKey || event.metaKey }), event);
  }
  function keyup(event: KeyboardEvent): void {
    if (listening.at(-1) !== scanner || isSecret(event.target) || (event.code !== "AltLeft" && event.code !== "AltRight")) return;
    take(decoder.liftAlt(event.timeStamp), event);
  }
  function late(event: Event): void {
    if (cleared === null || event.target !== cleared.kept.field) return;
    if (event.timeStamp > cleared.until) cleared = null;
    else cleared.kept.write();
  }

  onMounted(() => {
    window.addEventListener("keydown", keydown, { capture: true });
    window.addEventListener("keyup", keyup, { capture: true });
    window.addEventListener("input", late, { capture: true });
    window.addEventListener("compositionend", late, { capture: true });
  });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    listening.splice(listening.indexOf(scanner), 1);
    window.removeEventListener("keydown", keydown, { capture: true });
    window.removeEventListener("keyup", keyup, { capture: true });
    window.removeEventListener("input", late, { capture: true });
    window.removeEventListener("compositionend", late, { capture: true });
  });

  const scanner: Scanner = {
    whenByHand(act) {
      waiting.push(act);
      clearTimeout(timer);
      timer = setTimeout(flush, SCAN_GAP_MS);
    },
  };
  listening.push(scanner);
  provide(SCANNER, scanner);
  return scanner;
}
