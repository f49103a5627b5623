import type { Page } from "@playwright/test";
import { expect, goTo, signOn, test } from "./desk.ts";

/** Keys one by one, no faster than hands: what comes faster is taken for a scan. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
  }
}

test("a floor is entered row by row with the keys alone, and a wrong time is named", async ({ page, host }) => {
  await host.demo("doors");
  await signOn(page, host, "rounds");
  await goTo(page, "rounds");
  const rooms = page.getByTestId("round-room");
  await expect(rooms.first()).toBeVisible();
  const codes = await rooms.evaluateAll((all) => all.map((one) => one.getAttribute("data-code")));

  await press(page, "r");
  await expect(rooms.first()).toBeFocused();
  await press(page, "q", "2", "5", "6", "1", "Control+s");
  await expect(page.getByRole("status").filter({ hasText: "的时刻无法识别" })).toBeVisible();

  // The present time by the space bar, a row each, as one walks along the corridor.
  await rooms.first().locator("input").fill("");
  await press(page, "Escape", "Space", "Space", "Control+s");
  await expect(page.getByRole("status").filter({ hasText: "已登记 2 间" })).toBeVisible();

  const day = await host.ok("rounds.day", { day: "2020-03-12" }, "lead");
  const entered = day.rooms.filter((one) => codes.slice(0, 2).includes(one.code));
  for (const room of entered) expect(room.rounds.length, room.code).toBeGreaterThan(0);
});

test("what was done in a room is shown, and a wrong record is made void with its reason", async ({ page, host }) => {
  await host.demo("doors");
  await signOn(page, host, "rounds");
  await goTo(page, "rounds");
  const room = page.getByTestId("round-room").first();
  await room.click();
  await press(page, "Space", "Control+s");
  await expect(page.getByRole("status").filter({ hasText: "已登记 1 间" })).toBeVisible();
  await page.getByRole("button", { name: "作废" }).last().click();
  await page.getByLabel("为何作废这条记录").fill("示例：填错了房间");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("round-record").filter({ hasText: "已作废：示例：填错了房间" })).toBeVisible();
});
