import { defineConfig } from "@playwright/test";
import suite from "../../playwright.config.ts";

/** The same browser as the suite's, for measurements alone: `npx playwright test --config browser/bench/playwright.config.ts`. */
export default defineConfig(suite, { testDir: ".", testMatch: "keyFrame.ts", timeout: 180_000 });
