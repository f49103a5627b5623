import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, goTo, test } from "./desk.ts";
import { ADMINISTRATORS, FOUNDING, Host } from "./host.ts";

const OWN = "Regen-7y-Wolke";
const FIRST = "Morgen-4x-Licht";

let place: Host;
test.beforeEach(async () => {
  place = await Host.start();
});
test.afterEach(async () => {
  await place.stop();
});

const title = (page: Page) => page.getByRole("navigation", { name: "主导航" });

async function clean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

/** A real centre whose duty lead has chosen a password. */
async function withLead(): Promise<void> {
  await place.ok("database.open", { url: "" });
  await place.ok("centre.found", FOUNDING);
  const enter = (code: string, password: string) => place.ok("accounts.sign_in", { code, password, desk: "后台" });
  const { token } = await enter("security", ADMINISTRATORS.security.password);
  await place.ok("accounts.create", { code: "lead", name: "示例庚七", roles: ["duty_lead"], password: FIRST, reason: "示例文件" }, undefined, token);
  const lead = await enter("lead", FIRST);
  await place.ok("accounts.change_password", { old: FIRST, new: OWN }, undefined, lead.token);
}

async function signIn(page: Page, code: string, password: string): Promise<void> {
  await page.goto(place.url);
  await expect(page.getByRole("textbox", { name: "人员代号" })).toBeFocused();
  await page.keyboard.insertText(code);
  await page.keyboard.press("Tab");
  await page.keyboard.insertText(password);
  await page.keyboard.press("Enter");
}

test("a centre is founded with three administrators, by keyboard alone", async ({ page }) => {
  await page.goto(place.url);
  await expect(page.getByRole("button", { name: "使用本机正式库" })).toBeVisible();
  await page.keyboard.press("3");
  await expect(page.getByRole("textbox", { name: "中心名称" })).toBeFocused();
  await page.keyboard.insertText("示例区公共资源交易中心");
  for (const one of [ADMINISTRATORS.system, ADMINISTRATORS.security, ADMINISTRATORS.audit]) {
    await page.keyboard.press("Tab");
    await page.keyboard.insertText(one.name);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.insertText(one.password);
    await page.keyboard.press("Tab");
    await page.keyboard.insertText(one === ADMINISTRATORS.audit ? "Regen" : one.password);
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("审计管理员两次输入的口令不一致");
  await clean(page);
  await page.keyboard.insertText(ADMINISTRATORS.audit.password.slice("Regen".length));
  await page.getByLabel("设定中心口令").fill(FOUNDING.passphrase);
  await page.getByLabel("再输一遍").fill("示例 云岭 开标 小厅");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("两次输入的口令不一致");
  await page.getByLabel("再输一遍").fill(FOUNDING.passphrase);
  await page.keyboard.press("Enter");
  const goOn = page.getByRole("button", { name: "已妥善保管，继续" });
  await expect(goOn).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "另存为 PDF" }).click();
  await expect(page.getByRole("status").filter({ hasText: "恢复单已存为" })).toBeVisible();
  await goOn.click();
  await expect(page.getByRole("heading", { name: "登录上岗" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "人员代号" })).toBeFocused();
  await page.keyboard.insertText("auditor");
  await page.keyboard.press("Tab");
  await page.keyboard.insertText(ADMINISTRATORS.audit.password);
  await page.keyboard.press("Enter");
  await expect(title(page)).toContainText("示例审计");
  expect((await place.ok("centre.view", {})).rehearsal).toBe(false);
});

test("a wrong password is counted, a given one is changed first, and the last sign-in is told", async ({ page }) => {
  await withLead();
  await signIn(page, "lead", "Falsch-1-Wort");
  await expect(page.getByText("再错 4 次")).toBeVisible();
  await clean(page);
  await page.getByLabel("口令").fill(OWN);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("welcome")).toContainText("口令输错 1 次");
  await expect(page.getByTestId("welcome")).toContainText("后台");
  await page.getByRole("button", { name: "知道了" }).click();
  await expect(page.getByTestId("welcome")).toBeHidden();
  await page.getByRole("button", { name: "交班" }).click();
  await expect(page.getByRole("textbox", { name: "人员代号" })).toBeFocused();
});

test("under the lock work stays as it is, and the same person goes on with it", async ({ page }) => {
  await withLead();
  await page.clock.install();
  await signIn(page, "lead", OWN);
  await expect(title(page)).toContainText("示例庚七");
  await goTo(page, "settings");
  const panel = page.getByRole("region", { name: "进场检查" });
  await panel.getByRole("button", { name: "修改" }).click();
  const field = page.getByLabel("修改事由（含文号）");
  await field.fill("示例文件第9号");
  await page.clock.runFor(10 * 60_000 + 1_000);
  const lock = page.getByTestId("lock");
  await expect(lock).toBeVisible();
  await expect(page.getByLabel("口令")).toBeFocused();
  await clean(page);
  await page.keyboard.press("Alt+1");
  await page.keyboard.insertText("Falsch-1-Wort");
  await page.keyboard.press("Enter");
  await expect(lock).toContainText("再错 4 次");
  await page.keyboard.insertText(OWN);
  await page.keyboard.press("Enter");
  await expect(lock).toBeHidden();
  await expect(field).toHaveValue("示例文件第9号");
  await expect(field).toBeFocused();
  await page.keyboard.press("Alt+l");
  await expect(lock).toBeVisible();
  await page.getByRole("button", { name: "换人登录" }).click();
  await expect(page.getByRole("textbox", { name: "人员代号" })).toBeVisible();
});

test("the security administrator keeps accounts, and a forgotten password takes two", async ({ page }) => {
  await withLead();
  await signIn(page, "security", ADMINISTRATORS.security.password);
  await goTo(page, "settings");
  await page.getByRole("option", { name: "人员与权限" }).click();
  const rows = page.getByRole("region", { name: "人员与权限" }).getByRole("row");
  await expect(rows).toHaveCount(5);
  await page.keyboard.press("F2");
  await page.getByLabel("姓名").fill("示例甲班");
  await page.getByRole("checkbox", { name: "进场检查员" }).check();
  await expect(page.getByLabel("人员代号")).toHaveValue("gate1");
  await page.getByLabel("初始口令").fill(FIRST);
  await page.getByLabel("事由（含文号）").fill("示例文件第1号");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(6);
  await rows.filter({ hasText: "lead" }).click();
  await clean(page);
  await page.getByLabel("事由（含文号）").fill("本人忘记口令");
  await page.getByRole("button", { name: "申请重置口令" }).click();
  await expect(rows.filter({ hasText: "lead" })).toContainText("待批准重置口令");
  await expect(page.getByRole("button", { name: "批准并发一次性口令" })).toBeHidden();

  await page.getByRole("button", { name: "交班" }).click();
  await signIn(page, "sys", ADMINISTRATORS.system.password);
  await goTo(page, "settings");
  await page.getByRole("option", { name: "人员与权限" }).click();
  await rows.filter({ hasText: "lead" }).click();
  await page.getByRole("button", { name: "批准并发一次性口令" }).click();
  const once = (await page.getByTestId("one-time-password").textContent())?.trim() ?? "";
  await page.getByRole("button", { name: "交班" }).click();
  await signIn(page, "lead", once);
  await expect(page.getByText("须先更改，然后上岗")).toBeVisible();
  await page.getByLabel("新口令").fill(OWN);
  await page.getByLabel("再输一次").fill(OWN);
  await page.keyboard.press("Enter");
  await expect(page.getByText("与最近 5 次用过的口令相同")).toBeVisible();
  await page.getByLabel("新口令").fill("Sonne-5w-Hafen");
  await page.getByLabel("再输一次").fill("Sonne-5w-Hafen");
  await page.keyboard.press("Enter");
  await expect(title(page)).toContainText("示例庚七");
});

test("the audit log is filtered, verified and exported", async ({ page }) => {
  await withLead();
  await place.ask("gate.list", {});
  await signIn(page, "auditor", ADMINISTRATORS.audit.password);
  await goTo(page, "settings");
  await page.getByRole("option", { name: "审计记录" }).click();
  const rows = page.getByRole("region", { name: "审计记录" }).locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  await page.getByLabel("结果").selectOption("refused");
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("尚未登");
  await page.getByLabel("结果").selectOption("");
  await page.getByLabel("人员代号").fill("lead");
  await page.keyboard.press("Tab");
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: "核对全链" }).click();
  await expect(page.getByText("链条完整")).toBeVisible();
  await page.getByRole("button", { name: "导出", exact: true }).click();
  await expect(page.getByText(/已导出 \d+ 条/u)).toBeVisible();
  await clean(page);
});
