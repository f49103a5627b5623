import { expect, goTo, signOn, test } from "./desk.ts";
import { GOOD_SHEET, MESSY_SHEET } from "./host.ts";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Page } from "@playwright/test";

test.beforeEach(async ({ page, host }) => {
  await host.demo("import");
  await signOn(page, host, "office");
  await goTo(page, "sessions");
  await page.keyboard.press("F2");
});

const choose = (page: Page, file: string): Promise<void> => page.getByLabel("场次安排表文件").setInputFiles(file);
const rows = (page: Page, standing: string) => page.locator(`[data-testid=import-row][data-standing=${standing}]`);

test("the centre's own file is shown row by row and then entered", async ({ page, host }) => {
  await choose(page, GOOD_SHEET);
  await expect(page.getByText("共 4 行：新增 4，一致 0，不同 0，有错 0")).toBeVisible();
  await expect(rows(page, "new")).toHaveCount(4);
  await expect(rows(page, "new").first()).toContainText("YL-0312-01");
  expect((await host.ok("sessions.list", { day: null }, "office")).sessions, "a preview enters nothing").toHaveLength(0);

  await page.keyboard.press("F8");
  await expect(page.getByText("新增 4 场，与库中一致 0 场，未导入 0 行。")).toBeVisible();
  const { sessions } = await host.ok("sessions.list", { day: null }, "office");
  expect(sessions.map((one) => one.code)).toEqual(["YL-0312-01", "YL-0312-02", "YL-0312-03", "YL-0312-04"]);

  await page.keyboard.press("Escape");
  await expect(page.getByRole("row").filter({ hasText: "YL-0312-01" })).toContainText("09:00");
});

test("the same file a second time changes nothing and says so", async ({ page, host }) => {
  await choose(page, GOOD_SHEET);
  await page.getByRole("button", { name: "导入有效行" }).click();
  await expect(page.getByText("新增 4 场")).toBeVisible();
  const before = await host.ok("sessions.list", { day: null }, "office");

  await choose(page, GOOD_SHEET);
  await expect(page.getByText("共 4 行：新增 0，一致 4，不同 0，有错 0")).toBeVisible();
  await expect(page.getByText("没有可导入的新行。")).toBeVisible();
  await expect(page.getByRole("button", { name: "导入有效行" })).toHaveCount(0);
  expect(await host.ok("sessions.list", { day: null }, "office")).toEqual(before);
});

test("every fault of a messy file is shown where it is, with what was read and what was expected", async ({ page, host }) => {
  const content = readFileSync(MESSY_SHEET).toString("base64");
  const preview = await host.ok("sessions.import.preview", { fileName: basename(MESSY_SHEET), content }, "office");
  const faulty = preview.rows.filter((row) => row.faults.length > 0);
  expect(faulty.length, "the messy file has faults").toBeGreaterThan(5);

  await choose(page, MESSY_SHEET);
  await expect(page.getByTestId("import-row")).toHaveCount(preview.rows.length);
  let counted = 0;
  for (const row of faulty) {
    await page.locator(`[data-testid=import-row][data-sheet="${row.sheet}"][data-sheet-row="${row.row}"]`).click();
    const shown = page.getByTestId("fault");
    await expect(shown).toHaveCount(row.faults.length);
    for (const [n, fault] of row.faults.entries()) {
      const one = shown.nth(n);
      await expect(one).toHaveAttribute("data-severity", fault.severity);
      await expect(one).toContainText(`${fault.sheet} 第 ${fault.row} 行 ${fault.column} 列“${fault.columnTitle}”`);
      const read = fault.field === "registered" ? "封存，不显示" : fault.read === "" ? "该格为空" : "读到“";
      await expect(one).toContainText(read);
      // The last part says what was expected; the fallback would say nothing in particular.
      await expect(one.locator("span").last()).not.toBeEmpty();
      await expect(one).not.toContainText("不符合要求，请核对");
      counted += 1;
    }
  }
  expect(counted).toBe(preview.rows.flatMap((row) => row.faults).length);
});

test("what stands in the column of bidder counts is never shown", async ({ page, host }) => {
  const content = readFileSync(MESSY_SHEET).toString("base64");
  const preview = await host.ok("sessions.import.preview", { fileName: basename(MESSY_SHEET), content }, "office");
  const sealed = preview.rows.flatMap((row) => row.faults).filter((fault) => fault.field === "registered");
  expect(sealed.length, "the messy file has faults in that column").toBeGreaterThan(0);
  expect(sealed.map((fault) => fault.read).filter((read) => read !== "")).toEqual([]);
  await choose(page, MESSY_SHEET);
  const first = sealed[0];
  if (first === undefined) throw new Error("no sealed fault");
  await page.locator(`[data-testid=import-row][data-sheet="${first.sheet}"][data-sheet-row="${first.row}"]`).click();
  await expect(page.getByTestId("fault").filter({ hasText: first.columnTitle }).first()).toContainText("封存，不显示");
});

test("with all or nothing, one bad row keeps every row out", async ({ page, host }) => {
  await choose(page, MESSY_SHEET);
  await expect(rows(page, "new").first()).toBeVisible();
  await page.getByRole("button", { name: "有错则全部不导入" }).click();
  await expect(page.getByText("一行也没有导入。")).toBeVisible();
  expect((await host.ok("sessions.list", { day: null }, "office")).sessions).toHaveLength(0);
});

test("a file that is no schedule is refused with one sentence", async ({ page, host }) => {
  await page.getByLabel("场次安排表文件").setInputFiles({ name: "照片.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from("not a workbook") });
  await expect(page.getByTestId("error")).toHaveText(/“照片\.xlsx”不是可读的表格文件，一行也没有导入/);
  expect((await host.ok("sessions.list", { day: null }, "office")).sessions).toHaveLength(0);
});
