import { createApp, type App as VueApp } from "vue";
import App from "@/App.vue";
import { BACKEND, type Backend } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { i18n, locale } from "@/i18n";
import { placesRouter } from "@/router";
import "@/theme";

/** Puts the window together over a backend. */
export function startApp(backend: Backend, mountOn: string): VueApp {
  document.documentElement.lang = locale.value;
  const app = createApp(App);
  app.use(i18n);
  app.use(placesRouter());
  app.provide(BACKEND, backend);
  app.provide(CENTRE_CLOCK, centreClock(backend));
  app.mount(mountOn);
  return app;
}
