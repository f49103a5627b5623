import { computed, nextTick, ref, watch, type Ref } from "vue";

export interface RowCursorOptions<T> {
  /** What stays the same when the rows are loaded again. */
  key: (row: T) => string;
  open: (row: T) => void;
  /** Rows that are open already leave Enter to the screen, whose main button it presses. */
  isOpen?: (row: T) => boolean;
  /** Left and right move as well, where the rows stand beside each other. */
  sideways?: boolean;
}

const PAGE = 10;

/** Arrow keys over a list: one row is in the tab order, Enter opens it, a reload keeps the place. */
export function useRowCursor<T>(rows: Ref<readonly T[]>, options: RowCursorOptions<T>) {
  const container = ref<HTMLElement | null>(null);
  const at = ref(0);
  const current = computed<T | null>(() => rows.value[at.value] ?? null);
  let kept: string | null = null;

  watch(
    rows,
    (next) => {
      const found = kept === null ? -1 : next.findIndex((row) => options.key(row) === kept);
      at.value = found >= 0 ? found : Math.max(0, Math.min(at.value, next.length - 1));
    },
    { immediate: true },
  );

  /** Makes a row the one at hand without taking the focus. */
  function place(index: number): void {
    const row = rows.value[index];
    if (row === undefined) return;
    at.value = index;
    kept = options.key(row);
  }

  /** Puts the focus onto a row, scrolling it into sight. */
  async function focus(index = at.value): Promise<void> {
    place(index);
    await nextTick();
    container.value?.querySelector<HTMLElement>(`[data-row="${at.value}"]`)?.focus();
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!(event.target instanceof HTMLElement) || event.target.dataset["row"] === undefined) return;
    const last = rows.value.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: at.value + 1,
      ArrowUp: at.value - 1,
      PageDown: at.value + PAGE,
      PageUp: at.value - PAGE,
      Home: 0,
      End: last,
      ...(options.sideways ? { ArrowRight: at.value + 1, ArrowLeft: at.value - 1 } : {}),
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      void focus(Math.max(0, Math.min(last, move)));
    } else if (event.key === "Enter" && current.value !== null && options.isOpen?.(current.value) !== true) {
      event.preventDefault();
      options.open(current.value);
    }
  }

  function rowAttrs(index: number) {
    const row = rows.value[index];
    return {
      "data-row": index,
      "tabindex": index === at.value ? 0 : -1,
      "aria-selected": index === at.value,
      "onFocus": () => place(index),
      "onClick": () => {
        place(index);
        if (row !== undefined) options.open(row);
      },
    };
  }

  return { container, at, current, focus, onKeydown, place, rowAttrs };
}
