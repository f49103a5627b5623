import AxeBuilder from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Page } from "@playwright/test";
import { expect, goTo, signOn, test } from "./desk.ts";
import { GOOD_SHEET, type Host } from "./host.ts";

const FIRST = "09:00 YL-0312-01 青禾路市政道路工程(示例)";
const SECOND = "09:30 YL-0312-02 柳湾小学操场改造(示例)";
const room = (page: Page, code: string) => page.locator(`[data-testid=floor-room][data-code="${code}"]`);
const choose = (page: Page, label: string) => page.getByLabel("场次", { exact: true }).selectOption({ label });
const planScheduled = (page: Page) => page.getByRole("button", { name: "按安排表的评标室" }).first().click();

async function graveFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter((one) => one.impact === "serious" || one.impact === "critical").map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`);
}

/** The evening before: the schedule is in, nothing is planned. */
async function evening(page: Page, host: Host): Promise<void> {
  await host.demo("import");
  const content = readFileSync(GOOD_SHEET).toString("base64");
  await host.ok("sessions.import.commit", { fileName: basename(GOOD_SHEET), content, allOrNothing: true }, "office");
  await signOn(page, host, "office");
  await goTo(page, "rooms");
}

/** The first session of the demo day, planned by its registered number, signed in and started by ten. */
async function started(host: Host): Promise<string> {
  await host.demo("doors");
  await host.playUntil("10:00:00");
  const { sessions } = await host.ok("sessions.list", { day: "2020-03-12" }, "office");
  const sessionId = sessions.find((one) => one.code === "YL-0312-01")?.id ?? "";
  let day = await host.ok("groups.day", { sessionId }, "office");
  if (day.state === "planned" || day.state === "signing_in") {
    for (const seat of day.panels.flatMap((panel) => panel.seats).filter((one) => one.signedInAt === null)) await host.ok("groups.sign_in", { sessionId, seat: seat.token }, "office");
    day = await host.ok("groups.day", { sessionId }, "office");
    const members = day.group.committee.technical + day.group.committee.economic + day.group.committee.tendererReps;
    if (day.group.longRun.needed && day.group.longRun.recorded === null) await host.ok("groups.long_run", { sessionId, reason: "份数多，当日评完", consents: members, breaksTold: true }, "office");
    await host.ok("groups.start", { sessionId }, "office");
  }
  return sessionId;
}

test("the first session gets its group with spare and special rooms, as an estimate before the opening", async ({ page, host }) => {
  await evening(page, host);
  await choose(page, FIRST);
  await planScheduled(page);
  await expect(page.getByText("方案可行")).toBeVisible();
  for (const code of ["201", "202", "204", "205", "206", "207"]) await expect(room(page, code)).toHaveAttribute("data-group", "G1");
  await expect(room(page, "201")).toContainText("专1");
  await expect(room(page, "204")).toContainText("备用");
  await expect(room(page, "203")).toHaveAttribute("data-group", "");
  await expect(page.getByText("按区间上限估算").first()).toBeVisible();
  await expect(page.getByTestId("per-bid")).toBeVisible();
  expect(await page.locator("[data-kind=review]").count(), "panels read batches").toBeGreaterThan(3);
  expect(await page.locator("[data-kind=break]").count(), "meals are drawn").toBeGreaterThan(0);
  expect(await page.locator("[data-route]").count(), "documents have ways").toBeGreaterThan(0);
  expect(await graveFaults(page)).toEqual([]);

  await page.getByTestId("tab-rules").click();
  await expect(page.locator("[data-testid=rule][data-held=true]").first()).toBeVisible();
  await expect(page.locator("[data-testid=rule][data-held=false]")).toHaveCount(0);
});

test("the second session in room 203 is refused: five members, two places, and what would help", async ({ page, host }) => {
  await evening(page, host);
  await choose(page, SECOND);
  await planScheduled(page);
  await expect(page.getByText("方案不成立").first()).toBeVisible();
  await expect(page.getByTestId("reason").first()).toContainText("5 人，2 席");
  await expect(page.getByTestId("relief")).toContainText("即可");
  await expect(page.locator("[data-testid=floor-room]:not([data-group=''])")).toHaveCount(0);
  expect(await graveFaults(page)).toEqual([]);
});

test("a room is tried by key and by hand, and taken over", async ({ page, host }) => {
  await evening(page, host);
  await choose(page, FIRST);
  await planScheduled(page);
  await expect(page.getByText("方案可行")).toBeVisible();
  await room(page, "202").click();
  await page.keyboard.press("n");
  await expect(page.getByTestId("drop-out")).toContainText("202");
  await expect(page.getByTestId("trial")).toContainText("这样排不成");
  await expect(page.getByTestId("reason").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("trial")).toHaveCount(0);

  await page.locator("[data-room]").filter({ has: room(page, "201") }).dragTo(page.getByTestId("drop-must"));
  await expect(page.getByTestId("drop-must")).toContainText("201");
  await expect(page.getByTestId("trial")).toContainText("与现行第 1 版相比");
  await page.keyboard.press("F8");
  await expect(page.getByTestId("trial")).toHaveCount(0);
  await page.getByTestId("tab-versions").click();
  await expect(page.getByTestId("version")).toHaveCount(2);
  await page.keyboard.press("F9");
  await expect(page.getByTestId("side-b")).toContainText("现行");
  expect(await graveFaults(page)).toEqual([]);
});

test("the camera of 202 fails and its panel goes on in 204, with the least change", async ({ page, host }) => {
  const sessionId = await started(host);
  await host.playUntil("13:09:00");
  await signOn(page, host, "office");
  await goTo(page, "rooms");
  await page.getByTestId("tab-day").click();
  await choose(page, FIRST);
  const before = await host.ok("groups.day", { sessionId }, "office");
  const panel = before.panels.find((one) => one.room === "202");
  if (panel === undefined) throw new Error("nobody sits in 202");
  await expect(page.getByTestId("day-state")).toHaveAttribute("data-state", "running");
  await page.keyboard.press("F7");
  await page.getByLabel("房间", { exact: true }).selectOption("202");
  await expect(page.getByTestId("preview")).toContainText("202 室记为摄像故障");
  await expect(page.getByTestId("outlook")).toContainText("201、204");
  await expect(page.getByTestId("outlook")).toContainText("由 202 移到 204");
  const told = Number(await page.getByTestId("outlook").getAttribute("data-minutes"));
  expect((await host.ok("groups.day", { sessionId }, "office")).group.version, "nothing is recorded yet").toBe(before.group.version);
  expect(await graveFaults(page)).toEqual([]);
  await page.getByLabel("事由").fill("202 摄像无画面");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("said")).toContainText("由 202 移到 204");

  const after = await host.ok("groups.day", { sessionId }, "office");
  expect(after.group.version).toBe(before.group.version + 1);
  expect(Math.round((Date.parse(after.predictedEnd ?? "") - Date.parse(before.predictedEnd ?? "")) / 60_000), "as it was told").toBe(told);
  expect(after.panels.find((one) => one.panel === panel.panel)?.room).toBe("204");
  const others = (day: typeof after) => day.panels.filter((one) => one.panel !== panel.panel).map((one) => one.room);
  expect(others(after), "nobody else moves").toEqual(others(before));
  await expect(room(page, "204")).toContainText(`席组 ${panel.panel}`);
  await expect(room(page, "202")).toContainText("摄像故障");
  await page.getByTestId("tab-events").click();
  await expect(page.locator("[data-testid=event-row][data-kind=camera_lost]")).toContainText("202 摄像无画面");
  expect(await graveFaults(page)).toEqual([]);
});

test("breaks and days of the overnight site are typed into rows, and a new version is in force", async ({ page, host }) => {
  await host.demo("import");
  await signOn(page, host, "lead");
  await goTo(page, "settings");
  await page.getByRole("button", { name: "修改" }).nth(2).click();
  const form = page.getByTestId("grouping-form");
  await form.getByRole("button", { name: "加一段" }).click();
  await form.getByLabel("自", { exact: true }).fill("2020-03-13");
  await form.getByLabel("依据").first().fill("示例通知〔2020〕3号");
  await form.getByRole("button", { name: "加一次" }).click();
  await form.getByLabel("开始").last().fill("15:30");
  await form.getByLabel("分钟").last().fill("10");
  await page.keyboard.press("Control+s");
  await expect(form.getByRole("alert")).toContainText("餐休第 3 行");
  await form.getByLabel("开始").last().fill("19:30");
  expect(await graveFaults(page)).toEqual([]);
  await form.getByLabel("修改事由").fill("隔夜评标区恢复启用");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("2020-03-13 至 另行通知 关闭（示例通知〔2020〕3号）")).toBeVisible();
  await expect(page.getByText("19:30 休息 10 分钟").or(page.getByText("19:30 用餐 10 分钟"))).toBeVisible();
});

test("progress is told by a slip and by a key", async ({ page, host }) => {
  const sessionId = await started(host);
  await signOn(page, host, "office");
  await goTo(page, "rooms");
  await page.getByTestId("tab-day").click();
  await choose(page, FIRST);
  let day = await host.ok("groups.day", { sessionId }, "office");
  const busy = day.panels[0]?.doing;
  if (busy) day = await host.ok("groups.progress", { sessionId, what: "finished", room: day.panels[0]?.room ?? "", batch: busy.batch }, "office");
  const next = day.panels[0];
  const block = day.blocks.find((one) => one.panel === next?.panel && one.batch === next.next);
  if (next === undefined || block === undefined) throw new Error("nothing is left to read");
  await page.getByLabel("流转单编码").fill(block.slip.toLowerCase());
  await page.getByLabel("流转单编码").press("Enter");
  await expect(page.getByTestId("said")).toContainText(`${block.room} 室开始审阅 ${block.batch}`);
  await expect(room(page, block.room)).toContainText(`审阅 ${block.batch}`);
  await page.locator(`[data-testid=panel][data-panel="${next.panel}"]`).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(`[data-testid=panel][data-panel="${next.panel}"]`)).toContainText(`${next.done + 1}/`);
});

test("a room is registered, placed by arrow keys, and breaks and is mended by key", async ({ page, host }) => {
  await host.demo("doors");
  await signOn(page, host, "office");
  await goTo(page, "rooms");
  await page.getByTestId("tab-book").click();
  await page.keyboard.press("F2");
  await page.getByLabel("房号").fill("208");
  await page.getByLabel("名称").fill("评标八室");
  await page.keyboard.press("F4");
  const draft = page.getByTestId("draft");
  await expect(draft).toBeFocused();
  const x = Number(await page.getByLabel("左缘（米）").inputValue());
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByLabel("左缘（米）")).toHaveValue(String(x + 1));
  await expect(page.getByLabel("深（米）")).toHaveValue("6");
  expect(await graveFaults(page)).toEqual([]);
  await page.keyboard.press("Control+s");
  const row = page.locator("[data-testid=room-row][data-code='208']");
  await expect(row).toContainText("可用");
  await row.click();
  await page.keyboard.press("c");
  await page.getByLabel("说明（可不填）").fill("无画面");
  await page.keyboard.press("Enter");
  await expect(row).toContainText("摄像故障");
  await page.keyboard.press("c");
  await page.keyboard.press("Enter");
  await expect(row).toContainText("可用");

  await page.keyboard.press("F3");
  await page.getByLabel("座位", { exact: true }).fill("8");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("请填写修改的事由")).toBeVisible();
  await page.getByLabel("事由").fill("加座两个");
  await page.keyboard.press("Control+s");
  await expect(row).toContainText("8");
  await row.click();
  await page.getByTestId("tab-history").click();
  await expect(page.getByTestId("room-version")).toHaveCount(2);
  expect(await graveFaults(page)).toEqual([]);
});

for (const [width, height] of [[1366, 768], [1093, 614]] as const) {
  test(`at ${width} by ${height} no face of the rooms scrolls sideways`, async ({ page, host }) => {
    await page.setViewportSize({ width, height });
    await started(host);
    await signOn(page, host, "lead");
    await goTo(page, "rooms");
    for (const face of ["book", "plan", "day"]) {
      await page.getByTestId(`tab-${face}`).click();
      await page.waitForLoadState("networkidle");
      expect(await page.evaluate(() => document.documentElement.scrollWidth), face).toBeLessThanOrEqual(width);
      expect(await graveFaults(page), face).toEqual([]);
    }
  });
}
