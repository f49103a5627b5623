import { createApp, defineComponent, h, type App } from "vue";
import { createMemoryHistory, createRouter, RouterView, type Router } from "vue-router";
import { BACKEND, type Command, type Role } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { i18n } from "@/i18n";
import { signOn } from "@/session";
import GatePlace from "@/views/gate/cases/GatePlace.vue";
import { caseFixture, type CaseFixture } from "./caseFixture";

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The place of the gate over a desk in memory, worked by keys alone. */
export class Place {
  readonly router: Router;
  private app: App | null = null;

  constructor(readonly fixture: CaseFixture = caseFixture()) {
    const Nothing = defineComponent({ render: () => h("p") });
    const gate = (name: string, path: string) => ({ name, path, component: GatePlace });
    this.router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: "/", name: "today", component: Nothing }, { path: "/tags", name: "tags", component: Nothing }, gate("gate", "/gate"), gate("gate-cases", "/gate/cases"), gate("gate-overview", "/gate/overview")],
    });
  }

  async open(path: string, roles: Role[] = ["gate"]): Promise<void> {
    document.body.innerHTML = "<div id=app></div>";
    localStorage.clear();
    signOn({ id: "op", code: "one", name: "赵检查", roles }, "入口 A 道");
    const clock = centreClock(this.fixture.backend, () => 0);
    const app = createApp(RouterView);
    this.app = app;
    app.use(i18n);
    app.use(this.router);
    app.provide(BACKEND, this.fixture.backend);
    app.provide(CENTRE_CLOCK, clock);
    await this.router.push(path);
    await clock.sync();
    app.mount("#app");
    await pause(80);
  }
  close(): void {
    this.app?.unmount();
  }

  /** A hand's key: slower than any scanner. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      const target = document.activeElement ?? document.body;
      const code = /^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/.test(key) ? `Key${key}` : key;
      target.dispatchEvent(new KeyboardEvent("keydown", { key: key.length === 1 ? key.toLowerCase() : key, code, bubbles: true, cancelable: true }));
      await pause(60);
    }
  }
  /** Types into the field that has the focus and goes on by Enter. */
  async write(...texts: string[]): Promise<void> {
    for (const text of texts) {
      const field = document.activeElement;
      if (!(field instanceof HTMLInputElement)) throw new Error(`no field has the focus, but ${field?.tagName ?? "nothing"}`);
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await this.press("Enter");
    }
  }
  async choose(slot: string): Promise<void> {
    document.querySelector<HTMLElement>(`[data-testid$=-row][data-slot=${slot}]`)?.click();
    await pause(80);
  }

  get panel(): string {
    return document.querySelector("[data-testid=case-detail]")?.textContent ?? "";
  }
  get focused(): HTMLElement | null {
    return document.activeElement instanceof HTMLElement ? document.activeElement : null;
  }
  line(act: string): string {
    return document.querySelector(`[data-act=${act}]`)?.textContent ?? "";
  }
  rows(kind: "case" | "exception"): string[] {
    return [...document.querySelectorAll<HTMLElement>(`[data-testid=${kind}-row]`)].map((row) => row.dataset["slot"] ?? "");
  }
  asked(command: Command): unknown {
    return this.fixture.calls.findLast((call) => call.command === command)?.request;
  }
}
