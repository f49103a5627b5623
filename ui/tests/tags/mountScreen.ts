import { createApp, h, type App, type Component } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { BACKEND } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { i18n } from "@/i18n";
import { signOn } from "@/session";
import type { TagsFixture } from "./tagsFixture";

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A screen over the fixture's desk, with a person of these roles signed on. */
export async function mountScreen(fixture: TagsFixture, screen: Component, props: Record<string, unknown> = {}, roles: Parameters<typeof signOn>[0]["roles"] = ["gate"]): Promise<App> {
  document.body.innerHTML = "<div id=app></div>";
  signOn({ id: "op", code: "gate1", name: "赵检查", roles }, "入口 A 道");
  const nothing = { render: () => h("p") };
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", name: "tags", component: nothing }, { path: "/gate", name: "gate", component: nothing }] });
  const clock = centreClock(fixture.backend, () => 0);
  const app = createApp({ render: () => h(screen, props) });
  app.use(i18n);
  app.use(router);
  app.provide(BACKEND, fixture.backend);
  app.provide(CENTRE_CLOCK, clock);
  await clock.sync();
  app.mount("#app");
  await pause(40);
  return app;
}

export const page = (): string => document.body.textContent ?? "";

const CODES: Readonly<Record<string, string>> = { "+": "Equal", "-": "Minus" };

/** A hand's key: slower than any scanner. */
export async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const code = /^\d$/.test(key) ? `Digit${key}` : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : (CODES[key] ?? key);
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }));
  await pause(45);
}

export async function write(text: string): Promise<void> {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) throw new Error(`no field has the focus, but ${field?.tagName ?? "nothing"}`);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await pause(5);
}

/** A scanner's keys, a few milliseconds apart. */
export async function scan(code: string): Promise<void> {
  for (const character of code) {
    const place = character === "-" ? "Minus" : /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`;
    const target = document.activeElement ?? document.body;
    const going = target.dispatchEvent(new KeyboardEvent("keydown", { key: character, code: place, bubbles: true, cancelable: true }));
    if (going && target instanceof HTMLInputElement) {
      target.value += character;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true, cancelable: true }));
  await pause(60);
}
