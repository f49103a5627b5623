import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { Host } from "./host.ts";

export { expect };

/** The tests of a worker share a host; each begins a demo day of its own. */
export const test = base.extend<{ consoleIsQuiet: void }, { host: Host }>({
  host: [
    async ({}, use) => {
      const host = await Host.start();
      await use(host);
      await host.stop();
    },
    { scope: "worker" },
  ],
  // A page that throws, or that its content policy would stop, is a defect whatever it shows.
  consoleIsQuiet: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      await use();
      expect(faults, "errors thrown in the page").toEqual([]);
    },
    { auto: true },
  ],
});

export async function signOn(page: Page, host: Host, code: string): Promise<void> {
  await page.goto(host.url);
  await page.getByRole("option").filter({ has: page.getByText(code, { exact: true }) }).click();
  await expect(page.getByTestId("place-today")).toBeVisible();
}

export type PlaceName = "today" | "sessions" | "calls" | "gate" | "tags" | "rooms" | "rounds" | "papers" | "summary" | "rehearsal" | "settings";

const DIGITS: Partial<Record<PlaceName, string>> = { today: "1", sessions: "2", calls: "3", gate: "4", tags: "5", rooms: "6", rounds: "7", papers: "W", summary: "9", rehearsal: "0" };

export async function goTo(page: Page, place: PlaceName): Promise<void> {
  const digit = DIGITS[place];
  if (digit === undefined) await page.getByTestId(`place-${place}`).click();
  else await page.keyboard.press(`Alt+${digit}`);
  if (place === "gate") {
    // Supervision looks on; for a clerk the sessions of the day have to be known before anybody is taken in.
    const ready = page.locator('button[aria-disabled="false"]').filter({ hasText: "新进一人" }).first();
    await expect(ready.or(page.getByTestId("gate-overview")).first()).toBeVisible();
  }
  else await expect(page.getByTestId(`place-${place}`)).toHaveAttribute("aria-current", "page");
}

export const stepNow = (page: Page): Locator => page.getByTestId("gate-step");
export const atStep = (page: Page, step: string): Promise<void> => expect(stepNow(page)).toHaveAttribute("data-step", step);
export const decided = (page: Page, state: string): Promise<void> => expect(page.getByTestId("gate-decision")).toHaveAttribute("data-state", state);

/** A keyboard that counts. Typed text is not counted, nor faster than hands type. */
export class Keys {
  strokes = 0;

  constructor(private readonly page: Page) {}

  async press(key: string, times = 1): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      this.strokes += 1;
      await this.page.keyboard.press(key);
    }
  }

  /** Latin text and digits key by key, anything else as an input method enters it. */
  async type(text: string): Promise<void> {
    if (/^[\x20-\x7e]*$/.test(text)) await this.page.keyboard.type(text, { delay: 45 });
    else await this.page.keyboard.insertText(text);
  }
}

export interface Person {
  documentNumber: string;
  name: string;
  phone: string;
  company: string;
  creditCode: string;
}

export const NEWCOMER: Person = {
  documentNumber: "990101196901010088",
  name: "示例丁四",
  phone: "13900000004",
  company: "示例建工四有限公司",
  creditCode: "91990000MA0000004L",
};
/** Of the company that has sent 示例甲一, spelt another way. */
export const SECOND_OF_A_COMPANY: Person = {
  documentNumber: "990101197511300025",
  name: "示例乙二",
  phone: "13900000002",
  company: "示例建工一有限责任公司",
  creditCode: "91990000MA0000001B",
};

/** The first three steps and a reading, from the mask. */
export async function toTemperature(page: Page, keys: Keys): Promise<void> {
  await atStep(page, "mask");
  await keys.press("Enter");
  await atStep(page, "shoe");
  await keys.press("Enter");
  await atStep(page, "hand");
  await keys.press("Enter");
  await atStep(page, "temp_symptom");
  await expect(page.getByLabel("体温读数，摄氏度")).toBeFocused();
}

export async function measure(page: Page, keys: Keys, digits: string): Promise<void> {
  await expect(page.getByLabel("体温读数，摄氏度")).toBeFocused();
  await keys.type(digits);
  await keys.press("Enter");
}

/** Takes somebody in and walks to the questionnaire. */
export async function toForm(page: Page, keys: Keys, begin: "F2" | "n" = "F2"): Promise<void> {
  await keys.press(begin);
  await toTemperature(page, keys);
  await measure(page, keys, "365");
  await expect(page.getByRole("button", { name: "六项均无" })).toBeVisible();
  await keys.press("Enter");
  await atStep(page, "form");
}

export async function answerForm(page: Page, keys: Keys, person: Person): Promise<void> {
  const radio = (name: string): Locator => page.getByRole("radiogroup", { name, exact: true }).getByRole("radio");
  await expect(radio("身份").first()).toBeFocused();
  await keys.press("1");
  await expect(radio("身份").first()).toHaveAttribute("aria-checked", "true");
  await keys.press("Enter");
  await expect(page.getByLabel("证件种类")).toBeFocused();
  await keys.press("Enter");
  const texts = [
    ["证件号码", person.documentNumber],
    ["姓名", person.name],
    ["联系电话", person.phone],
    ["单位名称", person.company],
    ["信用代码", person.creditCode],
    ["居住镇街", "示例镇"],
  ] as const;
  for (const [label, value] of texts) {
    await expect(page.getByLabel(label, { exact: true })).toBeFocused();
    await keys.type(value);
    await keys.press("Enter");
  }
  for (const [label, answer] of [["旅居史", 0], ["家人身体状况良好", 0], ["本人已签承诺书", 0], ["现场补填", 1]] as const) {
    await expect(radio(label).first()).toBeFocused();
    await keys.press(String(answer + 1));
    await expect(radio(label).nth(answer)).toHaveAttribute("aria-checked", "true");
    await keys.press("Enter");
  }
}

/** What a hand scanner does: keys faster than any hand and Enter; under an input method every key reads Process. */
export async function scan(page: Page, code: string, inputMethod = false): Promise<void> {
  await page.evaluate(
    ({ code, inputMethod }) => {
      const place = (character: string): string =>
        character === "-" ? "Minus" : /\d/.test(character) ? `Digit${character}` : `Key${character}`;
      const target = document.activeElement ?? document.body;
      const strike = (key: string, where: string, shift: boolean): void => {
        const composed = inputMethod && key !== "Enter";
        const init = { key: composed ? "Process" : key, code: where, shiftKey: shift, keyCode: composed ? 229 : 0, isComposing: composed, bubbles: true, cancelable: true };
        target.dispatchEvent(new KeyboardEvent("keydown", init));
        if (target instanceof HTMLInputElement && key !== "Enter") {
          // The input method leaves its own spelling behind, a bare keyboard the character.
          target.value += inputMethod ? key.toLowerCase() : key;
          target.dispatchEvent(new InputEvent("input", { bubbles: true, data: key, isComposing: composed }));
        }
        target.dispatchEvent(new KeyboardEvent("keyup", init));
      };
      if (inputMethod) target.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
      for (const character of code) strike(character, place(character), /[A-Z]/.test(character));
      strike("Enter", "Enter", false);
      if (inputMethod) target.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "" }));
    },
    { code, inputMethod },
  );
}
