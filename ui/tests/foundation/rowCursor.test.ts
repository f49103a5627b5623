import { describe, expect, it, vi } from "vitest";
import { nextTick, ref } from "vue";
import { useRowCursor } from "@/composables/useRowCursor";
import { mounted } from "./mounted";

const rowsOf = (...names: string[]) => names.map((name) => ({ name }));

function cursorOver(names: string[]) {
  const rows = ref(rowsOf(...names));
  const open = vi.fn();
  const { got } = mounted(() => useRowCursor(rows, { key: (row) => row.name, open }));
  const press = (key: string, more: KeyboardEventInit = {}): void => {
    const target = document.createElement("li");
    target.dataset["row"] = String(got.at.value);
    const event = new KeyboardEvent("keydown", { key, ...more });
    Object.defineProperty(event, "target", { value: target });
    got.onKeydown(event);
  };
  return { rows, open, press, cursor: got };
}

describe("useRowCursor", () => {
  it("moves by arrows and stops at both ends", () => {
    const { cursor, press } = cursorOver(["a", "b", "c"]);
    press("ArrowUp");
    expect(cursor.current.value?.name).toBe("a");
    press("ArrowDown");
    press("ArrowDown");
    press("ArrowDown");
    expect(cursor.current.value?.name).toBe("c");
    press("Home");
    expect(cursor.at.value).toBe(0);
    press("End");
    expect(cursor.at.value).toBe(2);
  });

  it("opens the row on Enter, but not on the Enter of an input method", () => {
    const { open, press } = cursorOver(["a", "b"]);
    press("ArrowDown");
    press("Enter", { isComposing: true });
    expect(open).not.toHaveBeenCalled();
    press("Enter");
    expect(open).toHaveBeenCalledExactlyOnceWith({ name: "b" });
  });

  it("keeps to the same row when the rows are loaded again in another order", async () => {
    const { rows, cursor, press } = cursorOver(["a", "b", "c"]);
    press("ArrowDown");
    rows.value = rowsOf("x", "y", "b");
    await nextTick();
    expect(cursor.current.value?.name).toBe("b");
  });

  it("stays within the list when its row is gone", async () => {
    const { rows, cursor, press } = cursorOver(["a", "b", "c"]);
    press("End");
    rows.value = rowsOf("a");
    await nextTick();
    expect(cursor.current.value?.name).toBe("a");
  });

  it("has exactly one row in the tab order", () => {
    const { cursor, press } = cursorOver(["a", "b", "c"]);
    press("ArrowDown");
    expect([0, 1, 2].map((n) => cursor.rowAttrs(n).tabindex)).toEqual([-1, 0, -1]);
  });
});
