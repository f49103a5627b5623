import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, goTo, signOn, test } from "./desk.ts";
import { DEMO } from "./host.ts";

const paper = (page: Page, kind: string, about: string): Locator => page.locator(`[data-testid=paper][data-kind=${kind}][data-about="${about}"]`);
const preview = (page: Page): Locator => page.getByTestId("paper-preview");
const atStage = (page: Page, stage: string): Promise<void> => expect(preview(page)).toHaveAttribute("data-stage", stage, { timeout: 20_000 });
/** The second press of a double Enter is not heard; a person is slower than this. */
const slowly = (page: Page): Promise<void> => page.waitForTimeout(700);

async function axeIsQuiet(page: Page): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length, "axe has looked at something").toBeGreaterThan(5);
  const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  expect(grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`)).toEqual([]);
}

test.beforeEach(async ({ page, host }) => {
  // No dialog of the system in a browser that nobody looks at.
  await page.addInitScript(() => (window.print = () => undefined));
  await host.demo("doors");
  await host.playUntil("08:50:00");
  await signOn(page, host, "lead");
  await goTo(page, "papers");
  await expect(page.getByTestId("paper").first()).toBeFocused();
});

test("by keyboard alone a sign-in sheet is looked at, saved, printed in copies and printed again on record", async ({ page, host }) => {
  test.setTimeout(120_000);
  const sheet = paper(page, "agency_sign_in", "YL-0312-01");
  await expect(sheet).toContainText("09:00 开标后可打印已填表");
  for (let n = 0; n < 5; n += 1) await page.keyboard.press("ArrowRight");
  await expect(sheet).toBeFocused();
  await axeIsQuiet(page);

  await page.keyboard.press("Enter");
  await expect(preview(page).getByRole("img", { name: /^第 1 页，共 1 页：.*签到表/s })).toBeVisible({ timeout: 20_000 });
  await expect(preview(page)).toContainText("第 1 页，共 1 页");
  await axeIsQuiet(page);
  await page.keyboard.press("Control+s");
  await expect(preview(page).getByText(/^已存 .*\.pdf$/)).toBeVisible({ timeout: 20_000 });
  const saved = readdirSync(join(host.data, "documents")).filter((name) => name.includes("签到表"));
  expect(saved).toHaveLength(1);
  expect(readFileSync(join(host.data, "documents", saved[0] ?? "")).subarray(0, 5).toString()).toBe("%PDF-");

  await page.keyboard.press("3");
  await expect(preview(page).getByLabel("份数")).toHaveValue("3");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await atStage(page, "asking");
  await expect(preview(page)).toContainText("3 份都打出来了吗？");
  await expect(page.frameLocator("iframe").locator("img")).toHaveCount(3);
  await slowly(page);
  await page.keyboard.press("Enter");
  await atStage(page, "printed");
  await slowly(page);
  await page.keyboard.press("Enter");
  await expect(preview(page)).toHaveCount(0);
  await expect(sheet).toBeFocused();
  await expect(sheet).toContainText("已打 1 次，共 3 份、另存 1 次");

  await page.keyboard.press("Enter");
  await atStage(page, "preview");
  await expect(preview(page)).toContainText("此前已打 1 次，再打登记为补打");
  await expect(preview(page).getByRole("img")).toBeVisible({ timeout: 20_000 });
  await slowly(page);
  await page.keyboard.press("Enter");
  await atStage(page, "asking");
  await slowly(page);
  await page.keyboard.press("f");
  await page.getByLabel("失败情况").fill("卡纸");
  await page.keyboard.press("Enter");
  await atStage(page, "failed");
  await expect(page.getByTestId("paper-prints").locator("[data-reprint=true]")).toContainText("补打");
  await page.keyboard.press("Escape");
  await expect(sheet).toContainText("失败 1 次");

  const { papers } = await host.ok("papers.list", { day: DEMO }, "lead");
  const prints = papers.find((one) => one.choice.kind === "agency_sign_in" && one.about === "YL-0312-01")?.prints ?? [];
  // The clock of the rehearsal stands, so all have one time and any may be listed first.
  expect(prints.map((one) => `${one.way} ${one.state} ${String(one.copies)} ${one.reprint ? "reprint" : "first"}`).sort()).toEqual([
    "print failed 1 reprint",
    "print printed 3 first",
    "save printed 1 first",
  ]);
});

test("the notices of the day are written whole into a folder", async ({ page, host }) => {
  test.setTimeout(90_000);
  await page.keyboard.press("F6");
  const batch = page.getByTestId("notice-batch");
  await expect(batch).toHaveAttribute("data-over", "true", { timeout: 45_000 });
  await expect(batch).toContainText("3 份告知书已全部存好");
  const folder = join(host.data, "documents", `开标进场告知书-${DEMO}`);
  await expect(batch).toContainText(folder);
  const files = readdirSync(folder);
  expect(files).toHaveLength(3);
  for (const file of files) expect(readFileSync(join(folder, file)).subarray(0, 5).toString(), file).toBe("%PDF-");
  await expect(paper(page, "agency_notice", "示例甲招标代理有限公司")).toContainText("另存 1 次");
  await axeIsQuiet(page);
});

test("a day without sessions says so and offers no notices", async ({ page }) => {
  await page.keyboard.press("Alt+ArrowRight");
  await expect(page.getByText("当日没有场次，没有按场次出具的文书。")).toBeVisible();
  await expect(page.getByRole("button", { name: "批量另存告知书" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("当日没有可以另存的告知书").first()).toBeVisible();
});
