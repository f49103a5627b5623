import { expect, goTo, signOn, test, type PlaceName } from "./desk.ts";

const PLACES: readonly PlaceName[] = ["today", "sessions", "calls", "tags", "rooms", "papers", "summary", "rehearsal", "settings", "gate"];

test("one minute before the opening no place shows a bidder or how many there are", async ({ page, host }) => {
  test.setTimeout(90_000);
  await host.demo("doors");
  await host.playUntil("08:59:30");
  // Everyone but the clerk who holds the checks.
  for (const code of ["lead", "supervision", "office"]) {
    await signOn(page, host, code);
    for (const place of PLACES) {
      await goTo(page, place);
      await page.waitForLoadState("networkidle");
      // The running numbers of the script's events count events.
      await page.addStyleTag({ content: "[data-testid=event] > :first-child { visibility: hidden }" });
      const text = await page.locator("body").innerText();
      expect(text.length, `${code} sees something at ${place}`).toBeGreaterThan(40);
      expect(text, `${code} at ${place}`).not.toContain("示例建工");
      expect(text, `${code} at ${place}`).not.toMatch(/(?<![\d:.])67(?![\d:.])/);
      if (place === "gate") await page.keyboard.press("Escape");
    }
  }
});

test("after the opening the same places do show them", async ({ page, host }) => {
  // Otherwise the test above would pass on empty pages.
  await host.demo("doors");
  await host.playUntil("09:00:00");
  await signOn(page, host, "supervision");
  await goTo(page, "tags");
  await expect(page.locator("body")).toContainText("示例建工一");
  await goTo(page, "rooms");
  await expect(page.locator("body")).toContainText("报名 67 家");
});
