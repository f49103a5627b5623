import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "browser",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 45_000,
  expect: { timeout: 8_000 },
  reporter: "list",
  use: {
    viewport: { width: 1366, height: 768 },
    locale: "zh-CN",
    // Not the centre's zone: what the pages show must not come from the computer.
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["BIDHALL_CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
