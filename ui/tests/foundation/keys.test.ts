import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "vue";
import { isTaken, keyName, useKeys } from "@/composables/useKeys";
import { mounted } from "./mounted";

const apps: App[] = [];
function scope(acts: Record<string, () => void>, label: string, modal = false): App {
  const named = Object.fromEntries(Object.entries(acts).map(([key, run]) => [key, { label: key, run }]));
  const { app } = mounted(() => useKeys(named, { label, modal }));
  apps.push(app);
  return app;
}
function press(key: string, more: KeyboardEventInit = {}, on: Element = document.body): void {
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

describe("useKeys", () => {
  afterEach(() => {
    for (const app of apps.splice(0).reverse()) app.unmount();
    document.body.replaceChildren();
  });

  it("names keys with their modifiers", () => {
    expect(keyName(new KeyboardEvent("keydown", { key: "s", ctrlKey: true }))).toBe("Ctrl+S");
    expect(keyName(new KeyboardEvent("keydown", { key: "ArrowLeft", altKey: true }))).toBe("Alt+ArrowLeft");
    expect(keyName(new KeyboardEvent("keydown", { key: "5" }))).toBe("5");
  });

  it("gives a key to the nearest scope and back when that scope is gone", () => {
    const far = vi.fn();
    const near = vi.fn();
    scope({ 1: far }, "far");
    const app = scope({ 1: near }, "near");
    expect(isTaken("1", "far")).toBe(true);
    press("1");
    expect([far.mock.calls.length, near.mock.calls.length]).toEqual([0, 1]);
    apps.pop();
    app.unmount();
    expect(isTaken("1", "far")).toBe(false);
    press("1");
    expect(far).toHaveBeenCalledOnce();
  });

  it("lets nothing below a dialog act", () => {
    const below = vi.fn();
    scope({ F2: below }, "below");
    scope({}, "dialog", true);
    press("F2");
    expect(below).not.toHaveBeenCalled();
  });

  it("never takes characters from somebody who types, but takes function keys and combinations", () => {
    const digit = vi.fn();
    const save = vi.fn();
    const help = vi.fn();
    scope({ "1": digit, "Ctrl+S": save, "F1": help }, "screen");
    const input = document.createElement("input");
    document.body.append(input);
    press("1", {}, input);
    press("s", { ctrlKey: true }, input);
    press("F1", {}, input);
    expect([digit.mock.calls.length, save.mock.calls.length, help.mock.calls.length]).toEqual([0, 1, 1]);
  });

  it("ignores keys of an input method", () => {
    const run = vi.fn();
    scope({ Enter: run, Process: run }, "screen");
    press("Enter", { isComposing: true });
    press("Process");
    expect(run).not.toHaveBeenCalled();
  });
});
