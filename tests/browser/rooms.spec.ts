import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, goTo, signOn, test } from "./desk.ts";
import { GOOD_SHEET } from "./host.ts";

test.beforeEach(async ({ page, host }) => {
  await host.demo("import");
  const content = readFileSync(GOOD_SHEET).toString("base64");
  await host.ok("sessions.import.commit", { fileName: basename(GOOD_SHEET), content, allOrNothing: true }, "office");
  await signOn(page, host, "office");
  await goTo(page, "rooms");
});

test("the first session gets group G1, coloured on the floor picture, with a timetable", async ({ page }) => {
  await page.getByLabel("场次", { exact: true }).selectOption({ label: "09:00 YL-0312-01 青禾路市政道路工程(示例)" });
  await page.getByRole("button", { name: "按安排表的评标室" }).first().click();
  await expect(page.getByText("方案可行")).toBeVisible();
  const grouped = page.locator("[data-testid=floor-room][data-group=G1]");
  for (const code of ["201", "202"]) await expect(page.locator(`[data-testid=floor-room][data-code="${code}"]`)).toHaveAttribute("data-group", "G1");
  const colour = await grouped.first().evaluate((room) => getComputedStyle(room).backgroundColor + getComputedStyle(room).borderTopColor);
  const plain = await page.locator("[data-testid=floor-room][data-group='']").first().evaluate((room) => getComputedStyle(room).backgroundColor + getComputedStyle(room).borderTopColor);
  expect(colour, "a grouped room looks different from a free one").not.toBe(plain);
  await expect(page.getByText("K1").first()).toBeVisible();
});

test("the second session has no plan: five seats are needed and two are there", async ({ page }) => {
  await page.getByLabel("场次", { exact: true }).selectOption({ label: "09:30 YL-0312-02 柳湾小学操场改造(示例)" });
  await page.getByRole("button", { name: "按安排表的评标室" }).first().click();
  await expect(page.getByText("方案不成立").first()).toBeVisible();
  await expect(page.getByText("需 5 席，仅 2 席。")).toBeVisible();
  await expect(page.locator("[data-testid=floor-room]:not([data-group=''])")).toHaveCount(0);
});
