import { computed, nextTick, onScopeDispose, ref, watch, type Ref } from "vue";
import type { Day } from "@/backend";
import { carried, dragged, hasMoved, neighbour, pickUp, type Board, type Held } from "./moving";
import type { Slot } from "./slots";

const SHAKE_PX = 6;

export interface BoardSource {
  slots: Ref<readonly Slot[]>;
  board: Ref<Board>;
  /** Every row of the picture, for the arrow keys. */
  rows: Ref<readonly string[]>;
  choose: (slot: Slot) => void;
  /** A session was carried elsewhere: nothing is changed before the form is confirmed. */
  ask: (held: Held) => void;
}

const keyOf = (slot: Slot): string => `${slot.id} ${slot.day}`;

/** The focus, the hand and the mouse over a picture of slots. One slot is in the tab order. */
export function useBoard({ slots, board, rows, choose, ask }: BoardSource) {
  const container = ref<HTMLElement | null>(null);
  const focused = ref<string | null>(null);
  const held = ref<Held | null>(null);
  /** Carried by the mouse, whose pointer says when it ends. */
  const dragging = ref(false);
  const current = computed(() => slots.value.find((slot) => keyOf(slot) === focused.value) ?? slots.value[0] ?? null);

  // What was changed or ended elsewhere falls out of the hand.
  watch(slots, (now) => {
    if (held.value && !now.some((slot) => slot.id === held.value?.slot.id && slot.entry.movable)) held.value = null;
  });

  async function focus(slot: Slot): Promise<void> {
    focused.value = keyOf(slot);
    await nextTick();
    container.value?.querySelector<HTMLElement>("[data-slot][tabindex='0']")?.focus();
  }

  function take(slot: Slot | null = current.value): void {
    if (slot) held.value = pickUp(slot);
  }

  function release(): void {
    held.value = null;
  }

  function put(): void {
    const hand = held.value;
    held.value = null;
    if (hand && hasMoved(hand)) ask(hand);
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!(event.target instanceof HTMLElement) || event.target.dataset["slot"] === undefined) return;
    if (held.value) {
      const next = carried(held.value, event.key, board.value);
      if (next === null) return;
      event.preventDefault();
      if (next === "ask") put();
      else if (next === "drop") release();
      else held.value = next.held;
      return;
    }
    const at = current.value;
    if (!at) return;
    if (event.key === "Enter") {
      event.preventDefault();
      choose(at);
      return;
    }
    const next = neighbour(slots.value, at, event.key, rows.value);
    if (next === null && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    if (next) void focus(next);
  }

  /** Minutes for a way of the pointer along the picture; the picture says how wide a minute is. */
  function startDrag(event: PointerEvent, slot: Slot, minutesPerPixel: () => number): void {
    if (event.button !== 0) return;
    const start = { x: event.clientX, y: event.clientY };
    const hand = pickUp(slot);
    const stop = new AbortController();
    stopDrag = () => stop.abort();
    const on = { signal: stop.signal };
    const move = (now: PointerEvent): void => {
      if (!hand) return;
      const by = { x: now.clientX - start.x, y: now.clientY - start.y };
      if (!dragging.value && Math.hypot(by.x, by.y) < SHAKE_PX) return;
      dragging.value = true;
      const under = document.elementsFromPoint(now.clientX, now.clientY).find((one) => one instanceof HTMLElement && one.dataset["room"] !== undefined);
      const cell = under instanceof HTMLElement ? under.dataset : {};
      held.value = dragged(hand, by.x * minutesPerPixel(), { roomId: cell["room"] ?? null, day: (cell["day"] as Day | undefined) ?? null }, board.value);
    };
    const end = (): void => {
      stop.abort();
      if (!dragging.value) choose(slot);
      else put();
      dragging.value = false;
    };
    const drop = (): void => {
      stop.abort();
      dragging.value = false;
      release();
    };
    window.addEventListener("pointermove", move, on);
    window.addEventListener("pointerup", end, on);
    window.addEventListener("pointercancel", drop, on);
    window.addEventListener("keydown", (pressed) => pressed.key === "Escape" && drop(), { ...on, capture: true });
  }
  let stopDrag = (): void => undefined;
  onScopeDispose(() => stopDrag());

  function slotAttrs(slot: Slot) {
    return {
      "data-slot": slot.id,
      "tabindex": current.value && keyOf(current.value) === keyOf(slot) ? 0 : -1,
      "onFocus": () => (focused.value = keyOf(slot)),
    };
  }

  return { container, current, held, dragging, focus, take, put, release, onKeydown, startDrag, slotAttrs };
}
