import { expect, goTo, test } from "./desk.ts";
import { FOUNDING, Host } from "./host.ts";

let untouched: Host | null = null;
test.afterEach(async () => {
  await untouched?.stop();
  untouched = null;
});

test("somebody with only a keyboard opens the demo day and signs on", async ({ page }) => {
  untouched = await Host.start();
  await page.goto(untouched.url);
  await expect(page.getByRole("button", { name: "进入演练日" })).toBeFocused();
  await page.keyboard.press("1");
  const people = page.getByRole("listbox", { name: "请登记上岗" }).getByRole("option");
  await expect(people).toHaveCount(8);
  await expect(people.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(people.nth(2)).toContainText("gate1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "主导航" })).toContainText("示例甲班");
  await expect(page.getByTestId("database-state")).toHaveAttribute("data-state", "done");
});

test("the clock shows the centre's time and not the computer's", async ({ page, host }) => {
  await host.demo("doors");
  await page.goto(host.url);
  await page.getByRole("option").filter({ hasText: "lead" }).click();
  // 07:30 in Shanghai is 23:30 of the day before in the zone of this browser.
  await expect(page.getByTestId("clock")).toHaveText("07:30:00");
  await expect(page.getByTestId("countdown")).toContainText("YL-0312-01");
});

test("every place is reached by Alt and its number", async ({ page, host }) => {
  await host.demo("doors");
  await page.goto(host.url);
  await page.getByRole("option").filter({ hasText: "lead" }).click();
  for (const place of ["sessions", "calls", "tags", "rooms", "summary", "rehearsal", "today", "gate"] as const) await goTo(page, place);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("place-today")).toHaveAttribute("aria-current", "page");
});

test("a desk that lost the key asks for the passphrase before it shows anybody", async ({ page }) => {
  untouched = await Host.start();
  const address = await untouched.ok("database.open", { url: "" });
  await untouched.ok("centre.found", FOUNDING, "");
  // Opened anew, the records are locked: this host has no key store.
  await untouched.ok("database.open", { url: `sqlite:${address.location}` });
  await page.goto(untouched.url);
  await expect(page.getByRole("heading", { name: "开启密钥" })).toBeVisible();
  await page.getByLabel("中心口令").fill("示例 云岭 开标 小厅");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("error")).toContainText("中心口令或恢复码不对");
  await page.getByLabel("中心口令").fill("示例 云岭 开标 大厅");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "登录上岗" })).toBeVisible();
});
