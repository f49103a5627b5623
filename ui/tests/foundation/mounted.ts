import { createApp, defineComponent, h, type App } from "vue";
import { BACKEND, type Backend } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { fixtureBackend } from "../fixtures/backend";

/** Runs `setup` inside a mounted component and gives what it returns. */
export function mounted<T>(setup: () => T, backend: Backend = fixtureBackend()): { got: T; app: App } {
  const result: { got?: T } = {};
  const app = createApp(
    defineComponent({
      setup() {
        result.got = setup();
        return () => h("div");
      },
    }),
  );
  app.provide(BACKEND, backend);
  app.provide(CENTRE_CLOCK, centreClock(backend));
  app.mount(document.createElement("div"));
  return { got: result.got as T, app };
}
