import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { answerForm, atStep, decided, expect, goTo, Keys, measure, NEWCOMER, scan, SECOND_OF_A_COMPANY, signOn, stepNow, test, toForm, toTemperature } from "./desk.ts";
import { DEMO, type Host } from "./host.ts";

async function atGate(page: Page, host: Host, code: string): Promise<Keys> {
  await signOn(page, host, code);
  await goTo(page, "gate");
  return new Keys(page);
}

const tagOf = async (host: Host): Promise<string> => {
  const { tags } = await host.ok("tags.list", { day: DEMO }, "supervision");
  const code = tags[0]?.code;
  if (code === undefined) throw new Error("no tag was issued");
  return code;
};

test("a whole check takes fewer than thirty keys beside the text of the form", async ({ page, host }) => {
  await host.demo("doors");
  const keys = await atGate(page, host, "gate1");
  await toForm(page, keys);
  await answerForm(page, keys, NEWCOMER);
  await atStep(page, "mask_disposal");
  await keys.press("Enter");
  await atStep(page, "admitted");
  await decided(page, "admitted");
  await expect(page.getByTestId("tag-code").first()).toHaveText(await tagOf(host));
  expect(keys.strokes).toBeLessThan(30);
});

test("by keyboard alone N leads to admitted in fewer than thirty strokes, and axe finds nothing serious on the way", async ({ page, host }) => {
  await host.demo("doors");
  const keys = await atGate(page, host, "gate1");
  const looksSound = async (where: string): Promise<void> => {
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(passes.length, "axe has looked at something").toBeGreaterThan(5);
    const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
    expect(grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`), where).toEqual([]);
  };
  await toForm(page, keys, "n");
  await looksSound("the questionnaire");
  await answerForm(page, keys, NEWCOMER);
  await atStep(page, "mask_disposal");
  await keys.press("Enter");
  await decided(page, "admitted");
  expect(keys.strokes).toBeLessThan(30);
  await looksSound("the admission");
});

test("the tag of somebody admitted is printed without leaving the gate, and the keyboard comes home to the scan box", async ({ page, host }) => {
  // No dialog of the system in a browser that nobody looks at.
  await page.addInitScript(() => (window.print = () => undefined));
  await host.demo("doors");
  const keys = await atGate(page, host, "gate1");
  await toForm(page, keys);
  await answerForm(page, keys, NEWCOMER);
  await atStep(page, "mask_disposal");
  await keys.press("Enter");
  await atStep(page, "admitted");
  const prints = page.getByTestId("tag-prints");
  await expect(prints).toContainText("未打印");
  const dialog = page.getByTestId("tag-print");
  await expect(async () => {
    await keys.press("Enter");
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(dialog).toHaveAttribute("data-stage", "preview");
  await expect(dialog.getByRole("img")).toBeVisible();
  await expect(dialog).toContainText("80 毫米卷纸");
  await keys.press("Enter", 2);
  await expect(dialog).toHaveAttribute("data-stage", "asking");
  await page.waitForTimeout(700);
  await keys.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(prints).toHaveAttribute("data-state", "printed");
  await expect(prints).toContainText("已打 1 次");
  await expect(page.locator("[data-place=scan] input")).toBeFocused();
  const { tags } = await host.ok("tags.list", { day: DEMO }, "supervision");
  expect(tags[0]?.prints.map((one) => one.state)).toEqual(["printed"]);
});

test("a step cannot be taken before its turn", async ({ page, host }) => {
  await host.demo("doors");
  const keys = await atGate(page, host, "gate1");
  await keys.press("F2");
  await atStep(page, "mask");
  // Keys of later steps mean nothing here, and no button of a later step is there to press.
  for (const key of ["6", "5", "F6", "ArrowRight"]) await keys.press(key);
  await expect(page.getByRole("button", { name: /废罩已密封|六项均无|核实无误/ })).toHaveCount(0);
  await atStep(page, "mask");
  const { checks } = await host.ok("gate.list", {}, "gate1");
  const answer = await host.ask("gate.step", { checkId: checks[0]?.id, input: { step: "mask_disposal" } }, "gate1");
  expect(answer).toMatchObject({ error: { code: "step_out_of_order", detail: { expected: "mask" } } });
  await atStep(page, "mask");
});

test("37.3 means a rest, 37.4 after it a refusal, and the documents are taken all the same", async ({ page, host }) => {
  await host.demo("doors");
  const keys = await atGate(page, host, "gate1");
  await keys.press("F2");
  await toTemperature(page, keys);
  await measure(page, keys, "373");
  await decided(page, "resting");
  await expect(page.getByRole("heading", { name: "静坐 10 分钟后复测" })).toBeVisible();
  await keys.press("F6");
  await decided(page, "resting");

  await host.ok("rehearsal.clock", { running: true, speed: 600 });
  await expect(page.getByLabel("体温读数，摄氏度")).toBeVisible();
  await host.ok("rehearsal.clock", { running: false, speed: 1 });
  await measure(page, keys, "374");
  await atStep(page, "refused");
  await expect(stepNow(page)).toContainText("不得进场");
  await expect(stepNow(page)).toContainText("体温 37.4 ℃，达到 37.3 ℃ 界限");
  await expect(page.getByText("文件照收。").first()).toBeVisible();

  const [refused] = (await host.ok("gate.list", {}, "gate1")).refused;
  expect(refused?.passed, "later steps stay untouched").toBe(3);
});

test("the hand-over of a refused person's documents is recorded by keyboard", async ({ page, host }) => {
  await host.demo("doors");
  await host.playUntil("08:36:00");
  const keys = await atGate(page, host, "gate1");
  await page.locator("[data-testid=check-card][data-state=refused][data-slot^=A]").click();
  await atStep(page, "refused");
  await keys.press("1");
  const form = page.getByTestId("follow-up-form");
  await expect(form).toHaveAttribute("data-kind", "document_hand_over");
  await keys.type("示例赵");
  await keys.press("Enter");
  await keys.press("1");
  await expect(form.getByRole("radio", { name: /密封完好/ })).toHaveAttribute("aria-checked", "true");
  await keys.press("Enter");
  await keys.type("投标文件一正四副");
  await keys.press("Enter");
  await expect(form).toHaveCount(0);
  await expect(stepNow(page)).toContainText("密封完好");
  await expect(stepNow(page)).toContainText("08:36 已办");
});

test("a second person of the same company is refused, with lane, time and operator of the first", async ({ page, host }) => {
  await host.demo("doors");
  await host.playUntil("08:13:20");
  const keys = await atGate(page, host, "gate2");
  await toForm(page, keys);
  await answerForm(page, keys, SECOND_OF_A_COMPANY);
  await atStep(page, "refused");
  await expect(page.getByText("本单位今日已有一人在场，一公司一人").first()).toBeVisible();
  const earlier = page.getByRole("region", { name: "已在场的那一位" });
  await expect(earlier).toContainText("A 道");
  await expect(earlier).toContainText("08:13");
  await expect(earlier).toContainText("示例甲班");
  // Whom it was stays sealed.
  await expect(page.locator("body")).not.toContainText("示例甲一");
});

test("a scanned tag tells who and when only after the opening", async ({ page, host }) => {
  await host.demo("doors");
  await host.playUntil("08:13:20");
  const code = await tagOf(host);
  await atGate(page, host, "gate2");
  await scan(page, code);
  await expect(page.getByText("当日有效").first()).toBeVisible();
  await expect(page.getByText("封存至 09:00").first()).toBeVisible();
  await expect(page.locator("body")).not.toContainText("示例甲一");
  await expect(page.locator("body")).not.toContainText("示例建工一");

  await host.playUntil("09:00:00");
  await scan(page, code);
  await expect(page.getByText("示例甲一").first()).toBeVisible();
  await expect(page.getByText("示例建工一有限公司").first()).toBeVisible();
  await expect(page.getByText("08:13").first()).toBeVisible();
});

test("a code with one wrong character is told as mistyped", async ({ page, host }) => {
  await host.demo("doors");
  await host.playUntil("08:13:20");
  const code = await tagOf(host);
  await atGate(page, host, "gate2");
  const last = code.at(-1) === "2" ? "3" : "2";
  await scan(page, code.slice(0, -1) + last);
  await expect(page.getByText("编码有误").first()).toBeVisible();
});

test("a scan under a Chinese input method is read whole and leaves nothing in the field it fell into", async ({ page, host }) => {
  await host.demo("doors");
  await host.playUntil("08:13:20");
  const code = await tagOf(host);
  const keys = await atGate(page, host, "gate2");
  await toForm(page, keys);
  await keys.press("1");
  await keys.press("Enter");
  await page.getByLabel("姓名", { exact: true }).focus();
  await keys.type("示例丁四");
  await scan(page, code, true);
  await expect(page.getByText("当日有效").first()).toBeVisible();
  await expect(page.getByLabel("姓名", { exact: true })).toHaveValue("示例丁四");
  await atStep(page, "form");
});
