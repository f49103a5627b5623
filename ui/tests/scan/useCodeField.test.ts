import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp, defineComponent, h, mergeProps, ref, vModelText, withDirectives, type App, type Ref } from "vue";
import { useEnter } from "@/composables/useEnter";
import { spellCode } from "@/scan/decodeScan";
import { useCodeField } from "@/scan/useCodeField";

let app: App;
let model: Ref<string>;
let entered: string[];
const field = (): HTMLInputElement => document.querySelector("input")!;

beforeEach(() => {
  document.body.innerHTML = "<div id=app></div>";
  model = ref("");
  entered = [];
  app = createApp(
    defineComponent({
      setup() {
        const handlers = mergeProps(useEnter(() => entered.push(spellCode(model.value))), useCodeField());
        return () => withDirectives(h("input", { "onUpdate:modelValue": (next: string) => (model.value = next), ...handlers }), [[vModelText, model.value]]);
      },
    }),
  );
  app.mount("#app");
  field().focus();
});
afterEach(() => app.unmount());

function key(code: string, byMethod: boolean): void {
  const init = byMethod ? { key: "Process", keyCode: 229 } : { key: code === "Enter" ? code : code.replace(/^(Key|Digit)/, "").toLowerCase() };
  field().dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true, cancelable: true, ...init }));
}
function holds(value: string): void {
  field().value = value;
  field().setSelectionRange(value.length, value.length);
  field().dispatchEvent(new InputEvent("input", { bubbles: true }));
}
const composition = (type: string, data = ""): boolean => field().dispatchEvent(new CompositionEvent(type, { bubbles: true, data }));

describe("a code typed by hand under an input method", () => {
  it("is what the keys say, whatever word a digit chose", () => {
    key("Digit7", false);
    holds("7");
    key("KeyK", true);
    composition("compositionstart");
    holds("7k");
    key("Digit4", true);
    holds("7科");
    composition("compositionend", "科");
    expect(field().value).toBe("7k4");
    expect(model.value).toBe("7k4");
    expect(field().selectionStart).toBe(3);
  });

  it("keeps the letters that Enter hands over, and sends them at the next Enter only", async () => {
    key("KeyQ", true);
    composition("compositionstart");
    key("KeyM", true);
    holds("qm");
    key("Enter", true);
    composition("compositionend", "qm");
    expect(entered).toEqual([]);
    await new Promise((done) => setTimeout(done, 5));
    key("Enter", false);
    expect(entered).toEqual(["QM"]);
  });

  it("takes back a letter that was rubbed out while composing", () => {
    key("KeyQ", true);
    composition("compositionstart");
    key("KeyX", true);
    key("Backspace", true);
    key("KeyM", true);
    holds("去");
    composition("compositionend", "去");
    expect(model.value).toBe("qm");
  });

  it("leaves a code typed without an input method alone", () => {
    holds("7k4q-2m9t");
    key("Enter", false);
    expect(entered).toEqual(["7K4Q-2M9T"]);
  });
});
