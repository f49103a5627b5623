/**
 * Handlers for `v-bind` on an input or a form control: calls `act` on Enter, unless Enter belongs to an
 * input method. Some input methods end the composition before the Enter that confirmed it arrives, so
 * Enter stays theirs for one tick after `compositionend`.
 */
export function useEnter(act: () => void) {
  let composing = false;
  let justComposed = false;

  return {
    onCompositionstart(): void {
      composing = true;
    },
    onCompositionend(): void {
      composing = false;
      justComposed = true;
      setTimeout(() => (justComposed = false), 0);
    },
    onKeydown(event: KeyboardEvent | Event): void {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter") return;
      if (event.isComposing || event.keyCode === 229 || composing || justComposed) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) act();
    },
  };
}
