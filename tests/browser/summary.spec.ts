import { expect, goTo, signOn, test } from "./desk.ts";
import { DEMO } from "./host.ts";

test("every figure of the day opens as many rows as it counts", async ({ page, host }) => {
  test.setTimeout(90_000);
  await host.demo("doors");
  await host.playUntil("14:00:30");
  await signOn(page, host, "lead");
  await goTo(page, "summary");
  const { figures } = await host.ok("summary.day", { day: DEMO }, "lead");
  const lines = page.getByTestId("figure");
  await expect(lines).toHaveCount(figures.length);
  expect(figures.filter((one) => one.count > 0).length, "the day has figures").toBeGreaterThan(8);
  for (const figure of figures) {
    const line = page.locator(`[data-testid=figure][data-key="${figure.key}"]`);
    await expect(line.locator("b")).toHaveText(String(figure.count));
    await line.click();
    await expect(page.getByTestId("figure-row")).toHaveCount(figure.count);
    if (figure.count === 0) await expect(page.getByText("没有构成此数的事项。")).toBeVisible();
  }
});

test("no figure is named by its key", async ({ page, host }) => {
  await host.demo("doors");
  await host.playUntil("14:00:30");
  await signOn(page, host, "lead");
  await goTo(page, "summary");
  const { figures } = await host.ok("summary.day", { day: DEMO }, "lead");
  await expect(page.getByTestId("figure")).toHaveCount(figures.length);
  const text = await page.locator("main").innerText();
  for (const { key } of figures) expect(text).not.toContain(key);
});
