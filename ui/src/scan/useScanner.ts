import { onBeforeUnmount, onMounted, provide, type InjectionKey } from "vue";
import { ScanDecoder, SCAN_GAP_MS, spellCode } from "./decodeScan";

type Field = HTMLInputElement | HTMLTextAreaElement;

export interface Scanner {
  /** Runs what a single character key asks for, unless the key proves to be the first of a scanned code. */
  whenByHand: (act: () => void) => void;
}

/** The scanner of the screen, for the controls on it that take number keys. */
export const SCANNER: InjectionKey<Scanner> = Symbol("scanner");

/** The window listens for a scan everywhere; a screen that takes scans itself goes before it. */
const listening: Scanner[] = [];

/** Runs what a single character key asks for, unless the key proves to be the first of a scanned code. */
export function whenByHand(act: () => void): void {
  const nearest = listening.at(-1);
  if (nearest === undefined) act();
  else nearest.whenByHand(act);
}

function fieldOf(target: EventTarget | null): Field | null {
  if (target instanceof HTMLTextAreaElement) return target;
  if (!(target instanceof HTMLInputElement)) return null;
  return ["checkbox", "radio", "button", "submit"].includes(target.type) ? null : target;
}

/**
 * Listens to the whole window before anyone else, wherever the focus is. A scan never stays in the field it fell into: the
 * field gets back what it held, and an input method that was composing is closed.
 */
export function useScanner(scanned: (code: string) => void): Scanner {
  const decoder = new ScanDecoder();
  let before: { field: Field; value: string } | null = null;
  let waiting: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    const acts = waiting;
    waiting = [];
    for (const act of acts) act();
  }

  function restore(): void {
    const kept = before;
    before = null;
    if (kept === null) return;
    const put = (): void => {
      if (kept.field.value === kept.value) return;
      kept.field.value = kept.value;
      kept.field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    kept.field.blur();
    put();
    kept.field.focus({ preventScroll: true });
    setTimeout(put, 0);
  }

  function keydown(event: KeyboardEvent): void {
    if (listening.at(-1) !== scanner) return;
    const heard = decoder.hear({
      code: event.code,
      shift: event.shiftKey,
      at: event.timeStamp,
      chord: event.ctrlKey || event.altKey || event.metaKey,
      repeat: event.repeat,
    });
    if (heard.kind === "silent") return;
    if (heard.kind === "other") {
      flush();
      return;
    }
    if (heard.kind === "character") {
      if (heard.first) {
        flush();
        const field = fieldOf(event.target);
        before = field === null ? null : { field, value: field.value };
      } else if (waiting.length > 0) {
        clearTimeout(timer);
        timer = setTimeout(flush, SCAN_GAP_MS);
      }
      return;
    }
    clearTimeout(timer);
    waiting = [];
    event.preventDefault();
    event.stopImmediatePropagation();
    restore();
    scanned(spellCode(heard.text));
  }

  onMounted(() => window.addEventListener("keydown", keydown, { capture: true }));
  onBeforeUnmount(() => {
    clearTimeout(timer);
    listening.splice(listening.indexOf(scanner), 1);
    window.removeEventListener("keydown", keydown, { capture: true });
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
