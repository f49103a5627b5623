import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "./",
  plugins: [vue()],
  resolve: {
    alias: { "@": here("./src"), "@texts": here("../src-tauri/crates/desk/texts") },
  },
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  // WebView2 is Chromium; WebKitGTK of Debian 12 follows Safari 16.4 and later.
  build: { target: ["chrome110", "safari16.4"], modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { port: 1420, strictPort: true, fs: { allow: [here(".."), here(".")] } },
  // Keys come as slowly as a hand presses them, so a whole check takes its seconds.
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"], testTimeout: 20_000 },
});
