import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, goTo, signOn, test } from "./desk.ts";
import { DEMO, sample } from "./host.ts";

const PEOPLE = sample("单位人员名单.xlsx");

test("the people of a unit are reported by keys, one by one and the rest on duty", async ({ page, host }) => {
  await host.demo("doors");
  const content = readFileSync(PEOPLE).toString("base64");
  await host.ok("roll_call.import.commit", { fileName: basename(PEOPLE), content }, "lead");
  await signOn(page, host, "caller");
  await goTo(page, "calls");
  await page.getByTestId("tab-roll_call").click();
  await page.getByText("示例区住建局").first().click();
  await expect(page.getByText("示例张三").first()).toBeVisible();
  // Hands, not a scanner: a plain key acts once it is clear that no code follows.
  for (const key of ["r", "2", "d", "Control+s"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(250);
  }
  await expect(page.getByText("已登记 3 人")).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("roll-call.png") });

  const day = await host.ok("roll_call.day", { day: DEMO }, "lead");
  const count = (key: string): number | undefined => day.figures.find((one) => one.key === key)?.count;
  expect([count("people"), count("at_home"), count("on_duty"), count("not_reported")]).toEqual([5, 1, 2, 2]);
});
