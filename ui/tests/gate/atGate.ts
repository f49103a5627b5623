import { createApp, defineComponent, h, type App } from "vue";
import { createMemoryHistory, createRouter, type Router } from "vue-router";
import { BACKEND, type StepEntry } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { i18n } from "@/i18n";
import { signOn } from "@/session";
import { useGateDesk } from "@/views/gate/useGateDesk";
import GateView from "@/views/gate/GateView.vue";
import { gateFixture, type GateFixture } from "../gateFixture";

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The gate over a desk in memory, worked by keys alone. */
export class Gate {
  readonly fixture: GateFixture = gateFixture();
  /** Keys pressed beside typed text. */
  strokes = 0;
  router: Router = this.newRouter();
  private app: App | null = null;

  private newRouter(): Router {
    const Nothing = defineComponent({ render: () => h("p") });
    return createRouter({
      history: createMemoryHistory(),
      routes: [
        { path: "/", name: "today", component: Nothing },
        { path: "/tags", name: "tags", component: Nothing },
        { path: "/gate", name: "gate", component: GateView },
      ],
    });
  }

  constructor() {
    localStorage.clear();
    Object.assign(useGateDesk(), { lane: "A", device: "T-01", devices: ["T-01"], muted: true });
  }

  /** Opens the window; a second call is a restart. */
  async open(): Promise<void> {
    this.close();
    document.body.innerHTML = "<div id=app></div>";
    signOn({ id: "op", code: "gate1", name: "赵检查", roles: ["gate"] }, "入口 A 道");
    this.router = this.newRouter();
    const clock = centreClock(this.fixture.backend, () => 0);
    this.app = createApp(GateView);
    this.app.use(i18n);
    this.app.use(this.router);
    this.app.provide(BACKEND, this.fixture.backend);
    this.app.provide(CENTRE_CLOCK, clock);
    await this.router.push("/gate");
    await clock.sync();
    this.app.mount("#app");
    await pause(60);
  }
  close(): void {
    this.app?.unmount();
    this.app = null;
  }

  /** A hand's key: slower than any scanner. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.strokes += 1;
      const target = document.activeElement ?? document.body;
      const named = /^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/.test(key) ? `Key${key}` : key;
      target.dispatchEvent(new KeyboardEvent("keydown", { key: key.length === 1 ? key.toLowerCase() : key, code: named, bubbles: true, cancelable: true }));
      await pause(45);
    }
  }
  async pressAlt(letter: string): Promise<void> {
    this.strokes += 1;
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key: letter.toLowerCase(), code: `Key${letter}`, altKey: true, bubbles: true, cancelable: true }));
    await pause(45);
  }
  /** Types into the field that has the focus and confirms by Enter. */
  async write(...texts: string[]): Promise<void> {
    for (const text of texts) {
      await this.type(text);
      await this.press("Enter");
    }
  }
  async type(text: string): Promise<void> {
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement)) throw new Error(`no field has the focus, but ${field?.tagName ?? "nothing"}`);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await pause(0);
  }
  async pick(slot: string): Promise<void> {
    document.querySelector<HTMLElement>(`[data-testid=check-card][data-slot=${slot}]`)?.click();
    await pause(60);
  }

  async toForm(): Promise<void> {
    await this.press("N", "Enter", "Enter", "Enter");
    await this.write("365");
    await this.press("Enter");
  }
  /** The whole questionnaire of somebody who has not left the district. */
  async fillForm(company: string, code = "91990000MA0000001B"): Promise<void> {
    await this.press("1", "Enter", "Enter");
    await this.write("99010119880214301X", "甲一", "13000000000", company, code, "示例镇");
    await this.press("1", "Enter", "1", "Enter", "1", "Enter", "2", "Enter");
  }

  get middle(): string {
    return document.querySelector(".mid")?.textContent ?? "";
  }
  get right(): string {
    return document.querySelector(".right")?.textContent ?? "";
  }
  /** What the keys go to, as the screen says. */
  get place(): string {
    return document.querySelector(".where b")?.textContent ?? "";
  }
  get field(): string {
    const at = document.activeElement;
    return at?.closest("[data-field]")?.getAttribute("data-field") ?? "";
  }
  /** What a screen reader is told. */
  get said(): string {
    return document.querySelector(".gate > .sr[aria-live=assertive]")?.textContent ?? "";
  }
  get note(): string {
    return document.querySelector("[data-testid=gate-form-note]")?.textContent ?? "";
  }
  get steps(): StepEntry[] {
    return this.fixture.calls.filter((call) => call.command === "gate.step").map((call) => (call.request as { input: StepEntry }).input);
  }
  asked(command: string): unknown {
    return this.fixture.calls.findLast((call) => call.command === command)?.request;
  }
  count(command: string): number {
    return this.fixture.calls.filter((call) => call.command === command).length;
  }
}
