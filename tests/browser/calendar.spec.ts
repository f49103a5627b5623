import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, goTo, signOn, test } from "./desk.ts";
import { DEMO, type Host } from "./host.ts";

test.beforeEach(async ({ page, host }) => {
  await host.demo("doors");
  await host.playUntil("08:00:00");
  await signOn(page, host, "office");
  await goTo(page, "sessions");
});

const bar = (page: Page, code: string, room: string): Locator => page.locator(`[data-slot][data-code="${code}"][data-part=opening]`).and(page.getByRole("button", { name: room }));
const form = (page: Page): Locator => page.getByRole("form", { name: "登记变更" });
const hand = (page: Page): Locator => page.getByTestId("hand");

async function stands(host: Host, code: string): Promise<{ at: string; rooms: string[]; amendments: number }> {
  const { sessions } = await host.ok("sessions.list", { day: null }, "office");
  const found = sessions.find((one) => one.code === code);
  if (found === undefined) throw new Error(`no ${code}`);
  return { at: found.deadline, rooms: found.openingRooms.map((room) => room.code), amendments: found.amendments.length };
}

/** From wherever the focus is, by Tab alone. */
async function tabToBoard(page: Page): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    if (await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.dataset["slot"] !== undefined)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the board is not reached by Tab");
}

async function axeIsClean(page: Page): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length, "axe has looked at something").toBeGreaterThan(5);
  const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  expect(grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`)).toEqual([]);
}

test("by keyboard alone a session is picked up, carried, asked about and amended with its document", async ({ page, host }) => {
  const before = await stands(host, "YL-0312-04");
  await page.keyboard.press("Control+2");
  await expect(page.getByTestId("day-board")).toBeVisible();
  await expect(page.getByTestId("tail").first()).toBeVisible();
  await axeIsClean(page);
  await tabToBoard(page);
  for (let n = 0; n < 12 && !(await bar(page, "YL-0312-04", "开标一室").evaluate((one) => one === document.activeElement)); n += 1) await page.keyboard.press("ArrowRight");
  await expect(bar(page, "YL-0312-04", "开标一室")).toBeFocused();

  await page.keyboard.press("m");
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  await expect(hand(page)).toContainText("15:30 开标二室");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("ghost")).toHaveCount(0);
  await expect(form(page)).toHaveCount(0);

  await page.keyboard.press("m");
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  await expect(page.getByTestId("ghost")).toHaveText("16:00");
  await page.keyboard.press("Enter");
  await expect(form(page)).toBeVisible();
  const preview = page.getByTestId("amend-preview");
  await expect(preview).toContainText("3月12日 15:00 改为 3月12日 16:00");
  await expect(preview).toContainText("须凭变更文件号");
  await expect(preview).toContainText("示例孙的电话作废，须重新通知");
  await expect(preview).toContainText("没有冲突");
  await axeIsClean(page);
  expect(await stands(host, "YL-0312-04"), "nothing is changed by carrying or asking").toEqual(before);

  await expect(page.getByLabel("变更文件号")).toBeFocused();
  await page.keyboard.press("Control+s");
  await expect(page.getByText("请填写变更文件号和事由")).toBeVisible();
  await page.keyboard.insertText("示例交易〔2020〕9号");
  await page.keyboard.press("Tab");
  await page.keyboard.insertText("招标人申请延期");
  await page.keyboard.press("Control+s");
  await expect(form(page)).toHaveCount(0);
  const after = await stands(host, "YL-0312-04");
  expect(after).toEqual({ at: "2020-03-12T08:00:00Z", rooms: before.rooms, amendments: before.amendments + 1 });
  const calls = await host.ok("calls.list", { day: DEMO, campaign: "reminder" }, "lead");
  expect(calls.calls.find((one) => one.agencyName.startsWith("示例丙"))?.state).toBe("void");
  const conflict = page.getByTestId("conflict").and(page.locator("[data-kind=amended_after_call]"));
  await expect(conflict).toContainText("YL-0312-04");
});

test("dragging opens the form with what would change and changes nothing by itself", async ({ page, host }) => {
  const before = await stands(host, "YL-0312-02");
  await page.keyboard.press("Control+2");
  const from = await bar(page, "YL-0312-02", "开标二室").boundingBox();
  const row = await page.locator("[data-room]").filter({ hasText: "开标一室" }).boundingBox();
  if (from === null || row === null) throw new Error("not drawn");
  const grip = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
  await page.mouse.move(grip.x, grip.y);
  await page.mouse.down();
  await page.mouse.move(grip.x + 1, row.y + row.height / 2, { steps: 6 });
  await expect(page.getByTestId("ghost")).toBeVisible();
  await expect(hand(page)).toContainText("尚未改动");
  await page.mouse.up();
  await expect(form(page)).toBeVisible();
  const against = page.getByTestId("proposed-conflict").first();
  await expect(against).toContainText("重叠");
  await expect(against).toContainText("YL-0312-01");
  expect(await stands(host, "YL-0312-02")).toEqual(before);

  // A free time is taken into the form, and the conflict is gone.
  await page.getByTestId("free-times").getByRole("button").first().click();
  await expect(page.getByTestId("amend-preview")).toContainText("没有冲突");
  await page.keyboard.press("Escape");
  await expect(form(page)).toHaveCount(0);
  expect(await stands(host, "YL-0312-02")).toEqual(before);

  await bar(page, "YL-0312-02", "开标二室").click();
  await expect(page.getByRole("region", { name: "场次详情" })).toContainText("柳湾小学操场改造(示例)");
  await expect(form(page)).toHaveCount(0);
});

test("a room that is held is named with who holds it", async ({ page, host }) => {
  const { rooms } = await host.ok("rooms.list", {}, "office");
  const room = rooms.find((one) => one.code === "开标二室");
  if (room === undefined) throw new Error("no room");
  await host.ok("rooms.state", { roomId: room.id, kind: "held", note: "等待消毒" }, "office");
  await page.keyboard.press("Control+2");
  const conflict = page.getByTestId("conflict").and(page.locator("[data-kind=not_released]")).first();
  await expect(conflict).toContainText("未放行");
  await expect(conflict).toContainText("示例场务");
  await expect(conflict).toContainText("等待消毒");
  await expect(bar(page, "YL-0312-02", "开标二室")).toContainText("未放行");
  await conflict.click();
  await expect(page.getByRole("region", { name: "场次详情" })).toContainText("YL-0312-02");
  await axeIsClean(page);
});

test("in the week a session is carried to another day and keeps its time", async ({ page, host }) => {
  await page.keyboard.press("Control+3");
  await expect(page.getByTestId("week-board")).toBeVisible();
  await axeIsClean(page);
  await bar(page, "YL-0312-03", "开标二室").focus();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await expect(hand(page)).toContainText("3月13日 14:00 开标二室");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("开标日期")).toHaveValue("2020-03-13");
  await expect(page.getByLabel("开标时间（时:分）")).toHaveValue("14:00");
  expect((await stands(host, "YL-0312-03")).at).toBe("2020-03-12T06:00:00Z");
});

test("before the opening the calendar tells no number of bidders", async ({ page, host }) => {
  for (const face of ["Control+2", "Control+3"]) {
    await page.keyboard.press(face);
    await expect(page.locator("[data-slot]").first()).toBeVisible();
    const told = await page.locator("main, #app").first().innerText();
    expect(told).not.toMatch(/67|63\s*(家|份)/);
  }
  const view = await host.ok("sessions.calendar", { from: DEMO, days: 1 }, "office");
  expect(JSON.stringify(view)).not.toContain("registered");
});

test("a failed session keeps its evaluation rooms until the agency has confirmed", async ({ page, host }) => {
  // At 14:00:30 the office records that too few bids came.
  await host.playUntil("14:01:00");
  await page.getByRole("row").filter({ hasText: "YL-0312-03" }).click();
  await expect(page.getByText("待代理机构确认，评标室暂留")).toBeVisible();
  await page.getByRole("button", { name: "代理已确认流标" }).click();
  await page.keyboard.insertText("示例钱");
  await page.keyboard.press("Enter");
  await expect(page.getByText("示例钱确认")).toBeVisible();
});
