import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createApp, h, ref, vModelText, withDirectives, type App, type Component, type Ref } from "vue";
import { useKeys } from "@/composables/useKeys";
import { useScanner, whenByHand } from "@/scan/useScanner";

const CODE = ["Digit7", "KeyK", "Digit4", "KeyQ", "Minus", "Digit2", "KeyM", "Digit9", "KeyT"];
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const plainOf = (code: string): string => (code === "Minus" ? "-" : code.replace(/^(Key|Digit)/, "").toLowerCase());

let app: App;
let scanned: string[];
let model: Ref<string>;
let digits: string[];
const field = (): HTMLInputElement => document.querySelector<HTMLInputElement>("#field")!;
const list = (): HTMLSelectElement => document.querySelector<HTMLSelectElement>("#list")!;

beforeEach(() => {
  document.body.innerHTML = "<div id=app></div>";
  scanned = [];
  digits = [];
  model = ref("");
  const screen: Component = {
    setup() {
      useScanner((code) => scanned.push(code));
      const acts = Object.fromEntries([..."0123456789"].map((digit) => [digit, { label: "", run: () => digits.push(digit) }]));
      useKeys(acts, { label: "screen" });
      return () => [
        withDirectives(h("input", { "id": "field", "onUpdate:modelValue": (next: string) => (model.value = next) }), [[vModelText, model.value]]),
        h("input", { id: "secret", type: "password" }),
        h("select", { id: "list" }, [h("option", { value: "a" }, "A"), h("option", { value: "k" }, "K")]),
      ];
    },
  };
  app = createApp(screen);
  app.mount("#app");
});
afterEach(() => {
  app.unmount();
  vi.restoreAllMocks();
});

function write(into: HTMLInputElement, value: string): void {
  into.value = value;
  into.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
function strike(on: Element, init: KeyboardEventInit & { keyCode?: number }): boolean {
  const going = on.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
  on.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true, ...init }));
  return going;
}

/** Keys as the scanner sends them without any input method. */
function scanPlain(on: Element, codes: readonly string[] = CODE, end = "Enter"): void {
  for (const code of codes) {
    const going = strike(on, { key: plainOf(code), code });
    if (going && on instanceof HTMLInputElement) write(on, on.value + plainOf(code));
  }
  strike(on, { key: end, code: end });
}

/**
 * What a Chinese input method makes of the same keys: every keydown is "Process", the letters stand in a composition that is
 * rewritten as it grows, a digit chooses a word, and Enter hands over what is left, at once or a little later.
 */
async function scanUnderMethod(on: HTMLInputElement, late: number): Promise<void> {
  const kept = on.value;
  let done = "";
  let composing = "";
  for (const code of CODE) {
    const plain = plainOf(code);
    strike(on, { key: "Process", code, keyCode: 229, isComposing: composing !== "" });
    if (/[a-z]/.test(plain)) {
      if (composing === "") on.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
      composing += plain;
      on.dispatchEvent(new CompositionEvent("compositionupdate", { bubbles: true, data: composing }));
      write(on, kept + done + composing);
    } else if (composing !== "") {
      done += "科";
      composing = "";
      write(on, kept + done);
      on.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "科" }));
    } else {
      done += "２";
      write(on, kept + done);
    }
  }
  strike(on, { key: "Process", code: "Enter", keyCode: 229, isComposing: composing !== "" });
  await pause(late);
  write(on, kept + done + composing);
  on.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: composing }));
  await pause(5);
}

describe("useScanner", () => {
  it("takes a scan out of the field it fell into and leaves the caret where it was", () => {
    field().focus();
    write(field(), "示例镇青禾路");
    field().setSelectionRange(3, 3);
    scanPlain(field());
    expect(scanned).toEqual(["7K4Q-2M9T"]);
    expect(field().value).toBe("示例镇青禾路");
    expect(model.value).toBe("示例镇青禾路");
    expect(field().selectionStart).toBe(3);
    expect(document.activeElement).toBe(field());
  });

  it.each([0, 20, 120])("reads the places of the keys under an input method that is %i ms late, and keeps none of its words", async (late) => {
    field().focus();
    write(field(), "甲一");
    await scanUnderMethod(field(), late);
    expect(scanned).toEqual(["7K4Q-2M9T"]);
    expect(field().value).toBe("甲一");
    expect(model.value).toBe("甲一");
    expect(document.activeElement).toBe(field());
  });

  it("takes a code with a late key whole out of the field, and leaves what a hand typed just before", async () => {
    field().focus();
    for (const key of ["a", "b"]) {
      strike(field(), { key, code: `Key${key.toUpperCase()}` });
      write(field(), field().value + key);
      await pause(120);
    }
    for (const [n, code] of CODE.entries()) {
      strike(field(), { key: plainOf(code), code });
      write(field(), field().value + plainOf(code));
      if (n === 2) await pause(45);
    }
    strike(field(), { key: "Enter", code: "Enter" });
    expect(scanned).toEqual(["7K4Q-2M9T"]);
    expect(field().value).toBe("ab");
  });

  it("tells nobody of a change that was only a code passing through", () => {
    const changed = vi.fn();
    field().addEventListener("change", changed);
    field().addEventListener("blur", changed);
    field().focus();
    scanPlain(field());
    expect(changed).not.toHaveBeenCalled();
  });

  it.each([["password", null], ["text", "new-password"]])("leaves a password typed at a machine's speed where it was typed: type %s, autocomplete %s", (type, fill) => {
    const secret = document.querySelector<HTMLInputElement>("#secret")!;
    secret.type = type;
    if (fill !== null) secret.setAttribute("autocomplete", fill);
    const entered = vi.fn();
    secret.addEventListener("keydown", (event) => event.key === "Enter" && entered());
    secret.focus();
    scanPlain(secret);
    expect(scanned).toEqual([]);
    expect(secret.value).toBe("7k4q-2m9t");
    expect(entered).toHaveBeenCalledOnce();
    field().focus();
    scanPlain(field());
    expect(scanned).toEqual(["7K4Q-2M9T"]);
    expect(secret.value).toBe("7k4q-2m9t");
  });

  it("does not put together a code of keys on both sides of a password", () => {
    const secret = document.querySelector<HTMLInputElement>("#secret")!;
    for (const code of CODE.slice(0, 5)) strike(field(), { key: plainOf(code), code });
    strike(secret, { key: "x", code: "KeyX" });
    for (const code of CODE.slice(5, 8)) strike(field(), { key: plainOf(code), code });
    strike(field(), { key: "Enter", code: "Enter" });
    expect(scanned).toEqual([]);
  });

  it("takes what a person types right after a scan", async () => {
    field().focus();
    scanPlain(field());
    await pause(40);
    strike(field(), { key: "a", code: "KeyA" });
    write(field(), "a");
    await pause(40);
    expect(model.value).toBe("a");
  });

  it("puts a list of choices back that the letters moved", () => {
    list().focus();
    list().value = "a";
    for (const code of CODE) {
      strike(list(), { key: plainOf(code), code });
      if (code === "KeyK") list().value = "k";
    }
    strike(list(), { key: "Enter", code: "Enter" });
    expect(scanned).toEqual(["7K4Q-2M9T"]);
    expect(list().value).toBe("a");
  });

  it("runs no key of the screen for the digits of a code, and each for those of a hand", async () => {
    scanPlain(document.body);
    await pause(60);
    expect(digits).toEqual([]);
    strike(document.body, { key: "2", code: "Digit2" });
    await pause(60);
    expect(digits).toEqual(["2"]);
  });

  it("does not let Tab at the end of a code move the focus, nor Enter press a button", () => {
    const seen = vi.fn();
    document.body.addEventListener("keydown", seen);
    scanPlain(document.body, CODE, "Tab");
    expect(scanned).toEqual(["7K4Q-2M9T"]);
    expect(seen.mock.calls.map(([event]) => (event as KeyboardEvent).code)).toEqual(CODE);
    document.body.removeEventListener("keydown", seen);
  });

  it("gives the scan to the nearest screen that takes scans", () => {
    const near: string[] = [];
    const nearer: Component = { setup: () => (useScanner((code) => near.push(code)), () => h("i")) };
    const second = createApp(nearer);
    const place = document.createElement("div");
    document.body.append(place);
    second.mount(place);
    scanPlain(document.body);
    expect([scanned, near]).toEqual([[], ["7K4Q-2M9T"]]);
    second.unmount();
    scanPlain(document.body);
    expect(scanned).toEqual(["7K4Q-2M9T"]);
  });

  it("lets an act wait until it is plain that a hand pressed the key", async () => {
    const act = vi.fn();
    whenByHand(act);
    expect(act).not.toHaveBeenCalled();
    await pause(50);
    expect(act).toHaveBeenCalledOnce();
  });
});
