type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field and what it held before a code fell into it. */
export interface KeptField {
  field: Field;
  /** Gives the field its content and its caret back; `methodOn` closes the input method that was composing there. */
  putBack: (methodOn: boolean) => void;
  /** What the field holds now is what it shall hold. */
  look: () => void;
  /** Writes the content alone, without telling anybody. */
  write: () => void;
}

function fieldOf(target: EventTarget | null): Field | null {
  // Letters move a list of choices as well.
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return target;
  if (!(target instanceof HTMLInputElement)) return null;
  return ["checkbox", "radio", "button", "submit"].includes(target.type) ? null : target;
}

export function keptField(target: EventTarget | null): KeptField | null {
  const field = fieldOf(target);
  if (field === null) return null;
  let value = field.value;
  const caret = field instanceof HTMLSelectElement ? null : ([field.selectionStart, field.selectionEnd] as const);

  function write(): void {
    if (field !== null && field.value !== value) field.value = value;
  }
  return {
    field,
    write,
    look: () => (value = field.value),
    putBack(methodOn) {
      const altered = field.value !== value;
      const focused = document.activeElement === field;
      // Written before the blur, so that no `change` tells of the code; and after it, for what the input method leaves.
      write();
      if (focused && methodOn) field.blur();
      write();
      if (altered || methodOn) {
        field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
      }
      if (focused && methodOn) field.focus({ preventScroll: true });
      if (caret === null || field instanceof HTMLSelectElement || caret[0] === null) return;
      try {
        field.setSelectionRange(caret[0], caret[1]);
      } catch {
        // Fields for numbers and days have no caret to put back.
      }
    },
  };
}
