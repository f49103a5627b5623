import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { display, Driver, sample, until } from "./driver.mjs";

let screen;
let driver;
let open = null;
let folder = "";

before(async () => {
  screen = await display();
  driver = await Driver.start(screen.name);
});
after(async () => {
  await driver?.stop();
  screen?.stop();
});
afterEach(async (context) => {
  if (open !== null) {
    if (!context.passed) await open.screenshot(`failed-${context.name.slice(0, 24).replace(/\W+/g, "-")}`).catch(() => undefined);
    await open.close();
  }
  open = null;
  rmSync(folder, { recursive: true, force: true });
});

const fresh = () => (folder = mkdtempSync(join(tmpdir(), "bidhall-window-")));

async function start(...more) {
  open = await driver.open("--data", folder, "--save-to", join(folder, "saved"), ...more);
  return open;
}

async function signOn(window, code) {
  await window.shows("请登记上岗");
  const xpath = `//li[@role='option'][.//*[normalize-space()='${code}']]`;
  await until(`sign on as ${code}`, async () => {
    await window.script("document.evaluate(arguments[0], document, null, 9, null).singleNodeValue.click()", xpath);
    return true;
  });
  await window.has("[data-testid=place-today]");
}

const step = (window, name) => window.has(`[data-testid=gate-step][data-step=${name}]`);

async function changeHands(window, code) {
  await window.button("交班");
  await signOn(window, code);
}

/** Ready when the sessions of the day are known. */
async function toGate(window) {
  await window.press("Alt+4");
  await window.has("[data-testid=back]");
  await until("somebody can be taken in", () => window.script("[...document.querySelectorAll('button')].some((one) => one.textContent.includes('新进一人') && one.ariaDisabled !== 'true')"));
}

async function toReading(window) {
  await window.press("F2");
  for (const name of ["mask", "shoe", "hand"]) {
    await step(window, name);
    await window.press("Enter");
  }
  await step(window, "temp_symptom");
  await until("the reading has the keyboard", () => window.script("document.activeElement?.inputMode === 'decimal'"));
}

test("the day is walked in the real window, from the import to the figures", { timeout: 150_000 }, async () => {
  fresh();
  const window = await start();
  await window.shows("选择今天在哪里工作");
  await window.screenshot("01-start");
  await window.press("2");
  await window.shows("请登记上岗");
  await window.screenshot("02-sign-on");
  await signOn(window, "office");
  await window.screenshot("03-today");

  await window.press("Alt+2");
  await window.has("[data-testid=place-sessions][aria-current=page]");
  await window.press("F2");
  const input = await window.element("input[type=file]");
  await window.ask("POST", `/element/${input}/value`, { text: sample("场次安排表-2020-03-12.xlsx") });
  await window.shows("共 4 行：新增 4");
  await window.screenshot("04-import");
  await window.press("F8");
  await window.shows("新增 4 场");
  await window.press("Escape");
  await window.shows("YL-0312-04");
  await window.screenshot("05-sessions");

  await window.press("Alt+3");
  await window.has("[data-testid=call-card]");
  assert.equal(await window.script("document.querySelectorAll('[data-testid=call-card]').length"), 3, "one call an agency");
  await window.click("[data-testid=call-card]");
  await window.has("[data-testid=call-desk]");
  await window.press("2");
  await window.button("保存：无人接");
  await window.has("[data-testid=call-card][data-state=escalated]");
  await window.press("1");
  await window.shows("接听人");
  await window.inField("接听人");
  await window.enter("示例赵");
  await window.script("[...document.querySelectorAll('.reached input[type=checkbox]')].forEach((box) => box.click())");
  await window.shows("保存：已转述");
  await window.screenshot("06-call");
  await window.button("保存：已转述");
  await window.has("[data-testid=call-card][data-state=confirmed]");
  await window.has("img[alt^='告知书第 1 页']", 30_000);
  await window.press("Control+s");
  await window.shows(`已存 ${join(folder, "saved")}`);
  await window.screenshot("07-notice");
  const saved = readdirSync(join(folder, "saved"));
  assert.equal(saved.length, 1);
  assert.equal(readFileSync(join(folder, "saved", saved[0])).subarray(0, 5).toString(), "%PDF-");

  await window.press("Alt+6");
  await window.has("[data-testid=floor-room]");
  await window.press("F5");
  await window.has("[data-testid=floor-room][data-group=G1]");
  await window.screenshot("08-rooms");

  await changeHands(window, "gate1");
  await toGate(window);
  await window.press("F2");
  await step(window, "mask");
  await window.screenshot("09-gate-mask");
  for (const name of ["mask", "shoe", "hand"]) {
    await step(window, name);
    await window.press("Enter");
  }
  await step(window, "temp_symptom");
  await until("the reading has the keyboard", () => window.script("document.activeElement?.inputMode === 'decimal'"));
  await window.type("365");
  await window.screenshot("10-gate-temperature");
  await window.press("Enter");
  await window.shows("六项均无");
  await window.screenshot("11-gate-questions");
  await window.press("Enter");
  await step(window, "form");
  await until("the form has the keyboard", () => window.script("document.activeElement?.getAttribute('role') === 'radio'"));
  await window.press("1");
  await until("a bidder", () => window.script("document.activeElement?.getAttribute('aria-checked') === 'true'"));
  await window.press("Enter");
  await window.inField("证件种类");
  await window.press("Enter");
  for (const [label, text] of [
    ["证件号码", "990101196901010088"],
    ["姓名", "示例丁四"],
    ["联系电话", "13900000004"],
    ["单位名称", "示例建工四有限公司"],
    ["信用代码", "91990000MA0000004L"],
    ["居住镇街", "示例镇"],
  ]) {
    await window.inField(label);
    if (/^[\x20-\x7e]+$/.test(text)) await window.type(text);
    else await window.enter(text);
    await window.press("Enter");
  }
  for (const answer of ["1", "1", "1", "2"]) {
    await until("a question has the keyboard", () => window.script("document.activeElement?.getAttribute('role') === 'radio' && document.activeElement.getAttribute('aria-checked') !== 'true'"));
    await window.press(answer);
    await until("an answer", () => window.script("document.activeElement?.getAttribute('aria-checked') === 'true'"));
    await window.screenshot("12-gate-form");
    await window.press("Enter");
  }
  await step(window, "mask_disposal");
  await window.press("Enter");
  await step(window, "admitted");
  await window.screenshot("13-gate-tag");
  const code = await window.script("document.querySelector('[data-testid=tag-code]').textContent.trim()");
  assert.match(code, /^[0-9A-Z-]{6,}$/);

  await window.press("F4");
  await until("the scan box has the keyboard", () => window.script("document.activeElement?.closest('[data-place=scan]') !== null"));
  await window.type(code);
  await window.press("Enter");
  await window.shows("当日有效");
  await window.shows("封存至 09:00");
  await window.screenshot("14-gate-scan");
  await window.press("Escape", "Escape");
  await window.press("Alt+9");
  await window.has("[data-testid=figure][data-key='gate.admitted']");
  const figure = (key) => window.script("document.querySelector(`[data-testid=figure][data-key='${arguments[0]}'] b`).textContent", key);
  assert.equal(await figure("gate.admitted"), "1");
  assert.equal(await figure("calls.confirmed"), "1");
  assert.equal(await figure("groups.possible"), "1");
  await window.click("[data-testid=figure][data-key='calls.attempts']");
  await until("both attempts", async () => (await window.script("document.querySelectorAll('[data-testid=figure-row]').length")) === 2);
  await window.screenshot("15-summary");
});

test("a window that is killed in the fourth step comes back in the fourth step", { timeout: 90_000 }, async () => {
  fresh();
  let window = await start();
  await window.shows("选择今天在哪里工作");
  await window.press("1");
  await signOn(window, "gate1");
  await toGate(window);
  await toReading(window);
  await window.type("36");
  await window.kill();

  window = await start();
  await signOn(window, "gate1");
  await toGate(window);
  await step(window, "temp_symptom");
  assert.equal(await window.script("document.querySelectorAll('[data-testid=check-card]').length"), 1);
  await window.screenshot("16-after-the-kill");
});

test("a file that is no database is told in one sentence, and another can be chosen", { timeout: 60_000 }, async () => {
  fresh();
  const text = join(folder, "记事.txt");
  writeFileSync(text, "这不是数据库。\n".repeat(100));
  const before = readFileSync(text);
  const window = await start("--db", `sqlite:${text}`);
  await window.shows("不是数据库文件，未作任何改动。请另选一个文件。");
  assert.equal(await window.script("document.querySelectorAll('[data-testid=error]').length"), 1);
  assert.doesNotMatch(await window.text(), /database_|sqlx|error|\(code/i);
  await window.screenshot("17-no-database");
  assert.deepEqual(readFileSync(text), before, "the file is as it was");
  await window.press("1");
  await window.shows("请登记上岗");
});
