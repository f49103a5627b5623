import { characterAt } from "./decodeScan";

/**
 * Handlers for `v-bind` on a field that takes a code by hand. A Chinese input method would make words of the letters, and a
 * digit would choose one of them; here what the keys say at their places stays, whatever the method made of them.
 */
export function useCodeField() {
  let pressed: string | null = null;
  let from = 0;
  let rest = "";

  return {
    onCompositionstart(event: CompositionEvent | Event): void {
      if (!(event.target instanceof HTMLInputElement)) return;
      const { selectionStart, selectionEnd, value } = event.target;
      from = selectionStart ?? value.length;
      rest = value.slice(selectionEnd ?? value.length);
      // The key that opened the composition came before it.
      pressed ??= "";
    },
    onKeydown(event: KeyboardEvent | Event): void {
      if (!(event instanceof KeyboardEvent)) return;
      const byMethod = event.isComposing || event.keyCode === 229 || event.key === "Process";
      if (!byMethod) {
        pressed = null;
        return;
      }
      const character = characterAt(event.code, event.shiftKey);
      if (character !== null) pressed = (pressed ?? "") + character;
      else if (event.code === "Backspace") pressed = (pressed ?? "").slice(0, -1);
      else if (event.code === "Escape") pressed = "";
    },
    onCompositionend(event: CompositionEvent | Event): void {
      const { target } = event;
      const letters = pressed;
      pressed = null;
      if (!(target instanceof HTMLInputElement) || letters === null) return;
      const caret = from + letters.length;
      target.value = target.value.slice(0, from) + letters + rest;
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.setSelectionRange(caret, caret);
    },
  };
}
