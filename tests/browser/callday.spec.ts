import { readFileSync } from "node:fs";
import { basename } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, goTo, signOn, test } from "./desk.ts";
import { sample, type Host } from "./host.ts";

/** Four sessions of three agencies on the day after the demo day. */
const TOMORROW_SHEET = sample("场次安排表-2020-03-13.xlsx");
const TOMORROW = "2020-03-13";

/** The afternoon before, the schedule of tomorrow just entered. */
test.beforeEach(async ({ host }) => {
  await host.demo("doors");
  await host.playUntil("14:01:00");
  const content = readFileSync(TOMORROW_SHEET).toString("base64");
  await host.ok("sessions.import.commit", { fileName: basename(TOMORROW_SHEET), content, allOrNothing: true }, "office");
  await host.ok("operators.register", { code: "caller2", name: "示例辛八", roles: ["caller"] }, "lead");
});

const card = (page: Page, agency: string): Locator => page.getByTestId("call-card").filter({ hasText: agency });
const desk = (page: Page): Locator => page.getByTestId("call-desk");
const number = (page: Page, phone: string): Locator => page.getByTestId("number").filter({ hasText: phone });

interface Agency {
  name: string;
  phone: string;
  code: string;
  time: string;
}
const AGENCIES: readonly Agency[] = [
  { name: "示例丁招标代理有限公司", phone: "13900000011", code: "YL-0313-01", time: "09:00" },
  { name: "示例戊项目管理有限公司", phone: "13900000012", code: "YL-0313-02", time: "09:30" },
  { name: "示例己工程咨询有限公司", phone: "13900000013", code: "YL-0313-04", time: "15:00" },
];

/** Hands, not a scanner: a plain key acts once it is clear that no code follows. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForTimeout(200);
}

/** Takes the next call, which is one of these. */
async function takeNext(page: Page, among: readonly Agency[]): Promise<Agency> {
  await press(page, "F4");
  await expect(page.getByRole("region", { name: new RegExp(among.map((one) => one.name).join("|")) })).toBeVisible();
  const shown = (await desk(page).getAttribute("aria-label")) ?? "";
  const found = among.find((one) => one.name === shown);
  if (found === undefined) throw new Error(`served ${shown}`);
  return found;
}

async function grave(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`);
}

async function amend(host: Host, code: string, deadline: string): Promise<void> {
  const { sessions } = await host.ok("sessions.list", { day: null }, "office");
  const sessionId = sessions.find((one) => one.code === code)?.id ?? "";
  const form = { openingRooms: null, evaluationRooms: null, document: "示例更正〔2020〕1号", reason: "招标文件澄清", acceptInterval: false };
  await host.ok("sessions.amend", { sessionId, deadline, ...form }, "office");
}

test("a caller's evening by keyboard: next, wrong number, other number, reached, relayed, moved, given up", async ({ page, host, context }) => {
  test.setTimeout(150_000);
  await signOn(page, host, "caller");
  await goTo(page, "calls");
  await expect(page.getByTestId("call-card").first()).toBeVisible();

  // The next one is served and held: of three that are as urgent, that of the earliest opening.
  const first = await takeNext(page, AGENCIES.slice(0, 1));
  await expect(page.getByTestId("claim")).toContainText("由我办理");

  // A number somebody gave is added, and the one of the schedule turns out wrong.
  await press(page, "a");
  await page.getByLabel("姓名").fill("示例冯");
  await page.getByLabel("电话", { exact: true }).fill("13900000099");
  await page.keyboard.press("Enter");
  await expect(number(page, "13900000099")).toBeVisible();
  await number(page, first.phone).getByRole("radio").check();
  await desk(page).getByText(first.name).first().click();
  await press(page, "4");
  await press(page, "Enter");
  await expect(number(page, first.phone).locator("s")).toHaveText(first.phone);
  await expect(number(page, first.phone)).toContainText("起错号");
  await expect(number(page, "13900000099").getByRole("radio")).toBeChecked();
  await expect(card(page, first.name)).toHaveAttribute("data-state", "waiting_retry");

  // Reached under the other number; the relay comes later.
  await press(page, "1");
  await expect(page.getByLabel("接听人")).toBeFocused();
  await page.getByLabel("接听人").fill("示例冯");
  await page.keyboard.press("Enter");
  await expect(card(page, first.name)).toHaveAttribute("data-state", "reached_relay_pending");
  expect(await grave(page)).toEqual([]);
  await press(page, "y");
  await expect(page.getByRole("checkbox", { name: "对方已回复“已转述”" })).toBeFocused();
  await page.keyboard.press("Space");
  await page.getByLabel("补发告知书和调查表").selectOption("email");
  await page.keyboard.press("Enter");
  await expect(card(page, first.name)).toHaveAttribute("data-state", "confirmed");

  // What was read out can be read again.
  await press(page, "h");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText(first.code);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  // A second caller gets another agency, and sees who rings the first.
  const next = await takeNext(page, AGENCIES.filter((one) => one !== first));
  const second = await context.newPage();
  await signOn(second, host, "caller2");
  await goTo(second, "calls");
  await expect(card(second, next.name)).toContainText("示例己六在拨");
  const last = await takeNext(second, AGENCIES.filter((one) => one !== first && one !== next));
  await card(second, next.name).click();
  await expect(second.getByTestId("claim")).toContainText("示例己六 在拨，至 14:15");
  await second.close();

  // A session that moves makes its call due again, from what to what.
  await amend(host, first.code, "2020-03-13T03:00:00Z");
  await expect(card(page, first.name)).toHaveAttribute("data-state", "void");
  await card(page, first.name).click();
  await expect(page.getByTestId("call-changes")).toContainText(`改期 ${first.code}：明日 ${first.time} 改为 明日 11:00`);

  // The duty lead gives one up with a reason, and the day shows who decided.
  const lead = await context.newPage();
  await signOn(lead, host, "lead");
  await goTo(lead, "calls");
  await card(lead, last.name).click();
  await expect(desk(lead)).toContainText(last.name);
  await press(lead, "g");
  await expect(lead.getByLabel("事由")).toBeFocused();
  await lead.getByLabel("事由").fill("多次拨打无人接听，已书面函告");
  await lead.keyboard.press("Enter");
  await expect(card(lead, last.name)).toHaveAttribute("data-state", "given_up");
  await press(lead, "o");
  const row = lead.getByTestId("proof-row").filter({ hasText: last.name });
  await expect(row).toContainText("示例庚七 决定放弃：多次拨打无人接听，已书面函告");
  await lead.locator("[data-testid=call-figure][data-key=given_up]").click();
  await expect(lead.getByTestId("proof-row")).toHaveCount(1);
  expect(await grave(lead)).toEqual([]);

  const { figures } = await host.ok("calls.overview", { day: TOMORROW }, "caller");
  const count = (key: string): number => figures.find((one) => one.key === key)?.count ?? -1;
  expect([count("total"), count("void"), count("given_up")]).toEqual([3, 1, 1]);
});

test("the directory, the roll-call and the calendar are in order for axe", async ({ page, host }) => {
  test.setTimeout(120_000);
  await signOn(page, host, "lead");
  await goTo(page, "calls");
  await page.getByTestId("tab-agencies").click();
  await page.getByTestId("agency").filter({ hasText: "示例戊" }).click();
  await expect(page.getByTestId("contact")).toHaveCount(1);
  expect(await grave(page)).toEqual([]);
  await page.keyboard.press("F7");
  await page.getByTestId("tab-roll_call").click();
  await expect(page.getByText("没有单位。请导入单位人员。")).toBeVisible();
  expect(await grave(page)).toEqual([]);
  await goTo(page, "settings");
  await page.getByRole("region", { name: "工作日历" }).getByRole("button", { name: "修改" }).click();
  await expect(page.getByTestId("month-day").first()).toBeVisible();
  expect(await grave(page)).toEqual([]);
});

test("a session is amended beside another one only when the short interval is accepted", async ({ page, host }) => {
  await signOn(page, host, "office");
  await goTo(page, "sessions");
  await page.keyboard.press("Alt+ArrowRight");
  await page.getByRole("row").filter({ hasText: "YL-0313-04" }).click();
  await page.keyboard.press("F9");
  await page.getByLabel("开标时间（时:分）").fill("9:30");
  await page.getByLabel("变更文件号").fill("示例更正〔2020〕2号");
  await page.getByLabel(/^事由/).fill("招标文件澄清");
  await page.keyboard.press("Control+s");
  await expect(page.getByTestId("error")).toContainText("开标一室 与 YL-0313-01 相隔 30 分");
  await page.keyboard.press("F8");
  await expect(page.getByTestId("amendments")).toContainText("示例更正〔2020〕2号");
  await expect(page.getByRole("row").filter({ hasText: "YL-0313-04" })).toContainText("09:30");
});
