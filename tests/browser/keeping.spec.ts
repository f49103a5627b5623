import { expect, goTo, signOn, test } from "./desk.ts";

test("a backup is made, compared and looked into before it is restored", async ({ page, host }) => {
  test.setTimeout(120_000);
  await host.demo("doors");
  await signOn(page, host, "lead");
  await goTo(page, "settings");
  await page.getByRole("option", { name: "备份与恢复" }).click();
  const last = page.getByTestId("last-backup");
  await expect(last).toContainText("还没有合格的备份");
  await expect(last).toHaveClass(/overdue/);
  await page.getByRole("button", { name: "立即备份" }).click();
  await expect(last).toContainText("未超过一天", { timeout: 30_000 });

  await page.getByRole("button", { name: "核对" }).first().click();
  await expect(page.getByRole("status").filter({ hasText: "核对一致" })).toBeVisible({ timeout: 30_000 });

  await page.getByRole("button", { name: "恢复", exact: true }).first().click();
  const dialog = page.getByTestId("confirm");
  await dialog.getByRole("button", { name: /查看恢复后的变化/ }).click();
  await expect(dialog).toContainText("恢复后将缺少其后的 1 条", { timeout: 30_000 });
  await expect(dialog.getByRole("row").filter({ hasText: "场次" })).toContainText("4");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("what is kept for how long is shown, and a day can be held", async ({ page, host }) => {
  await host.demo("doors");
  await signOn(page, host, "lead");
  await goTo(page, "settings");
  await page.getByRole("option", { name: "数据保存期限" }).click();
  await expect(page.getByText("没有到期的记录。").first()).toBeVisible();
  await page.getByRole("button", { name: "保留某日" }).click();
  const dialog = page.getByTestId("confirm");
  await dialog.getByLabel("日期").fill("2020-03-12");
  await dialog.getByLabel("事由").fill("示例疾控〔2020〕5号");
  await dialog.getByRole("button", { name: /保留某日/ }).click();
  await expect(page.getByRole("cell", { name: "2020-03-12 全天" })).toBeVisible();
});
