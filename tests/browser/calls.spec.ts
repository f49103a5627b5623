import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, goTo, signOn, test } from "./desk.ts";
import { DEMO, GOOD_SHEET } from "./host.ts";

test.beforeEach(async ({ page, host }) => {
  await host.demo("import");
  const content = readFileSync(GOOD_SHEET).toString("base64");
  await host.ok("sessions.import.commit", { fileName: basename(GOOD_SHEET), content, allOrNothing: true }, "office");
  await signOn(page, host, "caller");
  await goTo(page, "calls");
});

const card = (page: Page, agency: string): Locator => page.getByTestId("call-card").filter({ hasText: agency });

/** Opens an agency's call; the keys of the desk answer once it stands. */
async function openCall(page: Page, agency: string): Promise<void> {
  await card(page, agency).click();
  await expect(page.getByTestId("call-desk")).toContainText(agency);
}

test("an agency with two sessions is called once for both", async ({ page }) => {
  await expect(page.getByTestId("call-card")).toHaveCount(3);
  await openCall(page, "示例乙");
  const desk = page.getByRole("region", { name: /示例乙/ });
  await expect(desk).toContainText("YL-0312-02");
  await expect(desk).toContainText("YL-0312-03");
  await expect(desk).not.toContainText("YL-0312-01");
});

test("nobody answers, then somebody does and has passed the message on", async ({ page, host }) => {
  await openCall(page, "示例甲");
  await page.keyboard.press("2");
  await expect(page.getByRole("radio", { name: /无人接/ })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Enter");
  // It was to be confirmed by the evening before, so the duty lead hears of it at once.
  await expect(card(page, "示例甲")).toHaveAttribute("data-state", "escalated");

  await page.keyboard.press("1");
  await expect(page.getByLabel("接听人")).toBeFocused();
  await page.getByLabel("接听人").fill("示例赵");
  await page.getByLabel("告知书发送方式").selectOption("email");
  await page.getByLabel("已发给对方").check();
  await page.getByLabel("对方已回复“已转述”").check();
  await page.getByLabel("接听人").press("Enter");
  await expect(card(page, "示例甲")).toHaveAttribute("data-state", "confirmed");

  const { calls, confirmed } = await host.ok("calls.list", { day: DEMO }, "caller");
  const call = calls.find((one) => one.agencyName.startsWith("示例甲"));
  expect(confirmed).toBe(1);
  const { attempts } = await host.ok("calls.view", { callId: call?.id ?? "" }, "caller");
  // The clock of the rehearsal stands, so both attempts have one time and either may be listed first.
  const told = attempts.map((one) => `${one.outcome} ${String(one.relayConfirmed)}`).sort();
  expect(told).toEqual(["no_answer false", "reached true"]);
});

test("a text that tells the number of bidders is refused with a sentence and not kept", async ({ page, host }) => {
  await openCall(page, "示例甲");
  await page.keyboard.press("1");
  await page.getByLabel("接听人").fill("示例赵");
  await page.getByLabel("对方提问").fill("说明天来41家");
  await page.getByLabel("对方提问").press("Enter");
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "text_names_bidders");
  await expect(page.getByTestId("error")).toContainText("可能写了投标人名称或家数，按规定不予保存");
  await expect(card(page, "示例甲")).toHaveAttribute("data-state", "due");
  const { calls } = await host.ok("calls.list", { day: DEMO }, "caller");
  expect(calls.map((one) => one.attempts)).toEqual([0, 0, 0]);
});

test("the notice to the agency is shown and saved as PDF", async ({ page, host }) => {
  await openCall(page, "示例甲");
  await expect(page.getByRole("img", { name: /告知书第 1 页/ })).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press("Control+s");
  await expect(page.getByText(/^已存 .*\.pdf/)).toBeVisible({ timeout: 20_000 });
  const folder = join(host.data, "documents");
  const saved = readdirSync(folder);
  expect(saved).toHaveLength(1);
  expect(readFileSync(join(folder, saved[0] ?? "")).subarray(0, 5).toString()).toBe("%PDF-");
});
