import { describe, expect, it } from "vitest";
import { createApp, nextTick } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { BACKEND, type Backend, type Command, type Request } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { signOn } from "@/session";
import SessionsView from "@/views/sessions/SessionsView.vue";
import TodayView from "@/views/today/TodayView.vue";
import { fixtureBackend } from "../fixtures/backend";
import { OPERATORS } from "../fixtures/places";
import { SESSIONS } from "../fixtures/sessions";

const COUNT = 4711;

describe("before the opening", () => {
  it.each([
    ["today", TodayView],
    ["sessions", SessionsView],
  ] as const)("%s shows a band and never a number, even if one came in", async (name, view) => {
    const lead = OPERATORS.find((one) => one.code === "lead1");
    if (lead) signOn(lead, "调度一号台");
    const fixture = fixtureBackend();
    const backend: Backend = {
      ...fixture,
      async call<C extends Command>(command: C, request: Request<C>) {
        const reply = await fixture.call(command, request);
        return command === "sessions.list" ? { ...reply, sessions: SESSIONS.map((one) => ({ ...one, registered: COUNT })) } : reply;
      },
    };
    const clock = centreClock(backend);
    await clock.sync();
    const place = document.createElement("div");
    const blank = { template: "<i />" };
    const names = ["today", "sessions", "calls", "gate", "rooms", "summary"];
    const router = createRouter({ history: createMemoryHistory(), routes: names.map((one) => ({ name: one, path: `/${one}`, component: blank })) });
    await router.push(`/${name}`);
    const app = createApp(view).use(router).provide(BACKEND, backend).provide(CENTRE_CLOCK, clock);
    app.mount(place);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await nextTick();
    expect(place.innerHTML).toContain("61–90家");
    expect(place.innerHTML).not.toContain(String(COUNT));
    app.unmount();
  });
});
