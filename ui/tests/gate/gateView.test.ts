import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp, defineComponent, h, type App } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { BACKEND } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { i18n } from "@/i18n";
import { signOn } from "@/session";
import GateView from "@/views/gate/GateView.vue";
import { gateFixture, type GateFixture } from "../gateFixture";

let app: App;
let fixture: GateFixture;
let router: ReturnType<typeof createRouter>;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const shown = (): string => document.querySelector(".mid")?.textContent ?? "";
const where = (): string => document.querySelector(".where b")?.textContent ?? "";
const steps = (): unknown[] => fixture.calls.filter((call) => call.command === "gate.step").map((call) => (call.request as { input: unknown }).input);

/** A hand's key: slower than any scanner. */
async function press(key: string): Promise<void> {
  const target = document.activeElement ?? document.body;
  const code = /^\d$/.test(key) ? `Digit${key}` : key;
  target.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
  await pause(45);
}

async function write(text: string): Promise<void> {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) throw new Error(`no field has the focus, but ${field?.tagName ?? "nothing"}`);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await press("Enter");
}

/** A scanner's keys, a few milliseconds apart; under an input method every key reads "Process" and leaves hanzi behind. */
async function scan(codes: readonly string[], method: boolean): Promise<void> {
  for (const code of [...codes, "Enter"]) {
    const target = document.activeElement ?? document.body;
    const plain = code === "Minus" ? "-" : code.replace(/^(Key|Digit)/, "").toLowerCase();
    const named = method ? { key: "Process", keyCode: 229 } : { key: code === "Enter" ? code : plain };
    const event = new KeyboardEvent("keydown", { ...named, code, bubbles: true, cancelable: true });
    const whole = target.dispatchEvent(event);
    if (whole && target instanceof HTMLInputElement && code !== "Enter") {
      target.value += method ? "啊" : plain;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  await pause(60);
}
const TAG = ["Digit7", "KeyK", "Digit4", "KeyQ", "Minus", "Digit2", "KeyM", "Digit9", "KeyT"];

async function start(): Promise<void> {
  document.body.innerHTML = "<div id=app></div>";
  const Nothing = defineComponent({ render: () => h("p") });
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/", name: "today", component: Nothing },
      { path: "/tags", name: "tags", component: Nothing },
      { path: "/gate", name: "gate", component: GateView },
    ],
  });
  const clock = centreClock(fixture.backend, () => 0);
  app = createApp(GateView);
  app.use(i18n);
  app.use(router);
  app.provide(BACKEND, fixture.backend);
  app.provide(CENTRE_CLOCK, clock);
  await router.push("/gate");
  await clock.sync();
  app.mount("#app");
  await pause(60);
}

beforeEach(async () => {
  localStorage.clear();
  fixture = gateFixture();
  fixture.checks.clear();
  signOn({ id: "op", code: "gate1", name: "赵检查", roles: ["gate"] }, "入口 A 道");
  await start();
});
afterEach(() => app.unmount());

async function toForm(): Promise<void> {
  for (const key of ["F2", "Enter", "Enter", "Enter"]) await press(key);
  await write("365");
  await press("Enter");
}
async function fillForm(company: string): Promise<void> {
  await press("1");
  await press("Enter");
  await press("Enter");
  for (const text of ["99010119880214301X", "甲一", "13000000000", company, "91990000MA0000001B", "示例镇"]) await write(text);
  for (const key of ["2", "Enter", "1", "Enter", "2", "Enter"]) await press(key);
}

describe("the gate by keyboard alone", () => {
  it("takes one person through the six steps to a tag", async () => {
    await toForm();
    expect(where()).toBe("调查表");
    await fillForm("示例建工二");
    expect(shown()).toContain("6 废罩密封");
    await press("Enter");
    expect(shown()).toContain("准予进场");
    expect(shown()).toContain("5T3N-8V2K");
    expect(steps().map((input) => (input as { step: string }).step)).toEqual(["mask", "shoe", "hand", "temperature", "symptoms", "form", "mask_disposal"]);
    expect(steps()[5]).toMatchObject({ role: "bidder", documentNumber: "99010119880214301X", keyRegionStay: false, pledged: true, filledOnSite: false });
  });

  it("keeps digits of the question phase from the temperature, and a held Enter from the next step", async () => {
    for (const key of ["F2", "Enter", "Enter", "Enter"]) await press(key);
    expect(where()).toBe("体温读数");
    await write("36.5");
    expect(where()).toBe("当前步");
    await press("2");
    await press("2");
    await press("5");
    expect(document.querySelectorAll(".q.yes")).toHaveLength(1);
    const held = new KeyboardEvent("keydown", { key: "Enter", code: "Enter", repeat: true, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(held);
    await pause(45);
    expect(steps()).toHaveLength(4);
    await press("Enter");
    expect(steps().at(-1)).toMatchObject({ step: "symptoms", diarrhoea: true, cough: false });
    expect(shown()).toContain("不得进场");
    expect(document.querySelector(".right")?.textContent).toContain("文件照收");
  });

  it("says what a reading must look like and sends none that does not", async () => {
    for (const key of ["F2", "Enter", "Enter", "Enter"]) await press(key);
    await write("36");
    expect(shown()).toContain("一位小数");
    expect(steps()).toHaveLength(3);
  });

  it("finds the person at the same step after the window was closed", async () => {
    for (const key of ["F2", "Enter", "Enter"]) await press(key);
    app.unmount();
    await start();
    expect(shown()).toContain("3 手喷酒精");
  });

  it("opens the retest only after the rest, and refuses on the second reading", async () => {
    for (const key of ["F2", "Enter", "Enter", "Enter"]) await press(key);
    await write("373");
    expect(shown()).toContain("静坐 10 分钟后复测");
    await press("F6");
    expect(document.querySelector("[aria-live=assertive]")?.textContent).toContain("还剩");
    expect(shown()).not.toContain("4 录入复测");
    fixture.now.at += 600_000;
    app.unmount();
    await start();
    await press("F6");
    expect(where()).toBe("体温读数");
    await write("374");
    expect(shown()).toContain("体温 37.4 ℃，达到 37.3 ℃ 界限（规则第 3 版，含等于）");
    expect(shown().indexOf("投标文件门口交接")).toBeLessThan(shown().indexOf("登记身份要素"));
  });

  it("records the hand-over of documents with the seal", async () => {
    for (const key of ["F2", "F8", "1", "Enter"]) await press(key);
    expect(shown()).toContain("不配合检查");
    await press("1");
    await write("钱代理");
    await press("1");
    await press("Enter");
    await write("一件，外包装完好");
    expect(fixture.calls.find((call) => call.command === "gate.follow_up")?.request).toMatchObject({ kind: "document_hand_over", recipient: "钱代理", sealState: "intact" });
    expect(shown()).toContain("已办");
  });

  it("shows the earlier tag of the company and how to resolve it, and never a name", async () => {
    await toForm();
    await fillForm("示例建工一");
    const right = document.querySelector(".right")?.textContent ?? "";
    expect(right).toContain("周检查");
    expect(right).toContain("去作废标识");
    expect(document.body.textContent).not.toContain("甲一");
    expect(document.body.textContent).not.toContain("示例建工一");
  });

  it("keeps a person in progress when the clerk leaves with Esc", async () => {
    await press("F2");
    await press("Escape");
    expect(router.currentRoute.value.name).toBe("today");
    expect([...fixture.checks.values()][0]?.card.state).toBe("open");
  });

  it("cancels the list of reasons with Esc and does not pass the step under it with Enter", async () => {
    await press("F2");
    await press("F8");
    await press("Enter");
    expect(steps()).toHaveLength(0);
    await press("Escape");
    await press("Enter");
    expect(steps()).toHaveLength(1);
  });
});

describe("a scan at the gate", () => {
  it("answers wherever the focus is and marks no symptom", async () => {
    for (const key of ["F2", "Enter", "Enter", "Enter"]) await press(key);
    await write("365");
    await scan(TAG, false);
    expect(fixture.calls.findLast((call) => call.command === "tags.scan")?.request).toEqual({ code: "7K4Q-2M9T" });
    expect(document.querySelector(".right")?.textContent).toContain("封存至 09:00");
    expect(document.querySelectorAll(".q.yes")).toHaveLength(0);
    expect(steps()).toHaveLength(4);
  });

  it("leaves the field it fell into as it was, even with an input method on", async () => {
    await toForm();
    await press("1");
    await press("Enter");
    await press("Enter");
    const field = document.activeElement as HTMLInputElement;
    field.value = "9901";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await scan(TAG, true);
    expect(field.value).toBe("9901");
    expect(document.activeElement).toBe(field);
    expect(fixture.calls.findLast((call) => call.command === "tags.scan")?.request).toEqual({ code: "7K4Q-2M9T" });
  });

  it("takes the same code typed by hand", async () => {
    await press("F4");
    expect(where()).toBe("扫描框");
    await write("7k4q-2m9t");
    expect(fixture.calls.findLast((call) => call.command === "tags.scan")?.request).toEqual({ code: "7K4Q-2M9T" });
    expect(where()).toBe("当前步");
  });
});
