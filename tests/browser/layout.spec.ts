import AxeBuilder from "@axe-core/playwright";
import { expect, goTo, signOn, test, type PlaceName } from "./desk.ts";

const PLACES: readonly PlaceName[] = ["today", "sessions", "calls", "tags", "rooms", "papers", "summary", "rehearsal", "settings", "gate"];
/** A button that must be in sight without scrolling. */
const MAIN_BUTTON: Partial<Record<PlaceName, string>> = {
  sessions: "导入场次安排表",
  calls: "取下一家",
  rooms: "按安排表的评标室",
  papers: "预览并打印",
  rehearsal: "演下一项",
  gate: "新进一人",
};

for (const place of PLACES) {
  test(`axe finds nothing serious at ${place}`, async ({ page, host }) => {
    await host.demo("doors");
    await host.playUntil("08:30:00");
    await signOn(page, host, "lead");
    await goTo(page, place);
    await page.waitForLoadState("networkidle");
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(passes.length, "axe has looked at something").toBeGreaterThan(5);
    const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
    expect(grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`)).toEqual([]);
  });
}

test("axe finds nothing serious where one starts and signs on", async ({ page, host }) => {
  await host.demo("doors");
  await page.goto(host.url);
  await expect(page.getByRole("listbox", { name: "请登记上岗" })).toBeVisible();
  for (const button of ["更换数据库", null]) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
    expect(grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`)).toEqual([]);
    if (button !== null) await page.getByRole("button", { name: button }).click();
  }
});

for (const [width, height] of [[1366, 768], [1093, 614]] as const) {
  test(`at ${width} by ${height} no page scrolls sideways and the main buttons are in sight`, async ({ page, host }) => {
    await page.setViewportSize({ width, height });
    await host.demo("doors");
    await host.playUntil("08:30:00");
    await signOn(page, host, "lead");
    for (const place of PLACES) {
      await goTo(page, place);
      await page.waitForLoadState("networkidle");
      const wide = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
      expect(wide, `width of ${place}`).toBeLessThanOrEqual(width);
      if (place === "calls") await page.getByTestId("call-card").first().click();
      const name = MAIN_BUTTON[place];
      if (name !== undefined) await expect(page.getByRole("button", { name }).first(), `${name} at ${place}`).toBeInViewport({ ratio: 1 });
      const cut = await page.getByTestId(/^place-/).evaluateAll((links) => links.filter((link) => link.getBoundingClientRect().bottom > innerHeight).length);
      expect(cut, `places of the rail below the edge at ${place}`).toBe(0);
      if (place === "gate") await page.keyboard.press("Escape");
    }
  });
}
