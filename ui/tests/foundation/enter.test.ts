import { beforeEach, describe, expect, it, vi } from "vitest";
import { useEnter } from "@/composables/useEnter";

const enter = (more: KeyboardEventInit & { keyCode?: number } = {}) => {
  const event = new KeyboardEvent("keydown", { key: "Enter", cancelable: true, ...more });
  if (more.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: more.keyCode });
  return event;
};

describe("useEnter", () => {
  const act = vi.fn();
  let handlers: ReturnType<typeof useEnter>;

  beforeEach(() => {
    vi.useFakeTimers();
    act.mockReset();
    handlers = useEnter(act);
  });

  it("acts on a plain Enter and keeps it from others", () => {
    const event = enter();
    handlers.onKeydown(event);
    expect(act).toHaveBeenCalledOnce();
    expect(event.defaultPrevented).toBe(true);
  });

  it.each([
    ["the event says it is composing", { isComposing: true }],
    ["the key code is that of an input method", { keyCode: 229 }],
  ])("leaves Enter to the input method when %s", (_, more) => {
    handlers.onKeydown(enter(more));
    expect(act).not.toHaveBeenCalled();
  });

  it("leaves the Enter that follows the end of a composition to the input method, for one tick", () => {
    handlers.onCompositionstart();
    handlers.onCompositionend();
    handlers.onKeydown(enter());
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    handlers.onKeydown(enter());
    expect(act).toHaveBeenCalledOnce();
  });

  it("does not act again while the key is held", () => {
    handlers.onKeydown(enter({ repeat: true }));
    expect(act).not.toHaveBeenCalled();
  });
});
