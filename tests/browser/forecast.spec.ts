import AxeBuilder from "@axe-core/playwright";
import { expect, goTo, signOn, test } from "./desk.ts";

test.beforeEach(async ({ page, host }) => {
  await host.demo("doors");
  await signOn(page, host, "lead");
  await goTo(page, "rehearsal");
});

test("a day at the gate is forecast by key: figures, sessions, the line and the steps", async ({ page, host }) => {
  await page.keyboard.press("Control+2");
  await expect(page.getByText("选定日期和通道数后开始推演")).toBeVisible();
  await page.keyboard.press("F7");
  const needed = page.getByTestId("forecast-figure-needed");
  await expect(needed).toBeVisible();
  const rows = page.getByTestId("forecast-session");
  const { sessions } = await host.ok("gate.forecast", { day: "2020-03-12", lanes: 2, mostlyAhead: 30, safeAhead: 30, days: 1000, seed: 1 }, "lead");
  await expect(rows).toHaveCount(sessions.length);
  for (const [n, one] of sessions.entries()) await expect(rows.nth(n)).toContainText(one.code);
  const line = page.getByTestId("forecast-line");
  await expect(line).toHaveAccessibleName(/\d{2}:\d{2}/u);
  for (const time of ["09:00", "09:30", "14:00", "15:00"]) await expect(line.getByText(`截止 ${time}`)).toBeVisible();
  await expect(page.getByRole("region", { name: "六步用时" }).getByRole("listitem")).toHaveCount(6);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});

test("one lane keeps people longer than six, and Enter in a field plays the day again", async ({ page }) => {
  await page.keyboard.press("Control+2");
  const lanes = page.getByTestId("forecast-lanes");
  const busy = page.getByTestId("forecast-figure-busy");
  const share = async (): Promise<number> => Number.parseFloat((await busy.locator("dd").first().textContent()) ?? "");
  await lanes.focus();
  const played: number[] = [];
  for (const count of ["1", "6"]) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(count, { delay: 45 });
    await page.keyboard.press("Enter");
    await expect(busy).toContainText(`按 ${count} 条通道`);
    played.push(await share());
  }
  expect(played[0]).toBeGreaterThan(played[1] ?? 100);
});

test("a number out of its range is named, and nothing is played", async ({ page }) => {
  await page.keyboard.press("Control+2");
  await page.getByTestId("forecast-lanes").fill("21");
  await page.keyboard.press("F7");
  await expect(page.getByRole("alert")).toHaveText("“通道数”应为 1 至 20 的整数，请更正后再推演。");
  await expect(page.getByTestId("forecast-lanes")).toBeFocused();
  await expect(page.getByTestId("forecast-session")).toHaveCount(0);
});
