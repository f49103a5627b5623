import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Gate, pause } from "./atGate";

let gate: Gate;

/** A scanner's keys, a few milliseconds apart; under an input method every key reads "Process" and leaves hanzi behind. */
async function scan(codes: readonly string[], method: boolean): Promise<void> {
  for (const code of [...codes, "Enter"]) {
    const target = document.activeElement ?? document.body;
    const plain = code === "Minus" ? "-" : code.replace(/^(Key|Digit)/, "").toLowerCase();
    const named = method ? { key: "Process", keyCode: 229 } : { key: code === "Enter" ? code : plain };
    const event = new KeyboardEvent("keydown", { ...named, code, bubbles: true, cancelable: true });
    const whole = target.dispatchEvent(event);
    if (whole && target instanceof HTMLInputElement && code !== "Enter") {
      target.value += method ? "啊" : plain;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  await pause(60);
}
const TAG = ["Digit7", "KeyK", "Digit4", "KeyQ", "Minus", "Digit2", "KeyM", "Digit9", "KeyT"];

beforeEach(async () => {
  gate = new Gate();
  gate.fixture.checks.clear();
  await gate.open();
});
afterEach(() => gate.close());

describe("the gate by keyboard alone", () => {
  it("takes one person through the six steps to a tag with fewer than thirty keys beside typed text", async () => {
    await gate.toForm();
    expect(gate.place).toBe("调查表");
    await gate.fillForm("示例建工二");
    expect(gate.middle).toContain("6 废罩密封");
    await gate.press("Enter");
    expect(gate.middle).toContain("准予进场");
    expect(gate.middle).toContain("5T3N-8V2K");
    expect(gate.steps.map((input) => input.step)).toEqual(["mask", "shoe", "hand", "temperature", "symptoms", "form", "mask_disposal"]);
    expect(gate.steps[5]).toMatchObject({ role: "bidder", documentNumber: "99010119880214301X", stays: [], familyWell: true, pledged: true, filledOnSite: false });
    expect(gate.strokes).toBeLessThan(30);
  });

  it("keeps digits of the question phase from the temperature, and a held Enter from the next step", async () => {
    await gate.press("F2", "Enter", "Enter", "Enter");
    expect(gate.place).toBe("体温读数");
    await gate.write("36.5");
    expect(gate.place).toBe("当前步");
    await gate.press("2", "2", "5");
    expect(document.querySelectorAll(".q.yes")).toHaveLength(1);
    const held = new KeyboardEvent("keydown", { key: "Enter", code: "Enter", repeat: true, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(held);
    await pause(45);
    expect(gate.steps).toHaveLength(4);
    await gate.press("Enter");
    expect(gate.steps.at(-1)).toMatchObject({ step: "symptoms", diarrhoea: true, cough: false });
    expect(gate.middle).toContain("不得进场");
    expect(gate.right).toContain("文件照收");
  });

  it("finds the person at the same step after the window was closed", async () => {
    await gate.press("F2", "Enter", "Enter");
    await gate.open();
    expect(gate.middle).toContain("3 手喷酒精");
  });

  it("shows the earlier tag of the company and how to resolve it, and never a name", async () => {
    await gate.toForm();
    await gate.fillForm("示例建工一");
    expect(gate.right).toContain("周检查");
    expect(document.body.textContent).not.toContain("甲一");
    expect(document.body.textContent).not.toContain("示例建工一");
  });

  it("keeps a person in progress when the clerk leaves with Esc", async () => {
    await gate.press("F2", "Escape");
    expect(gate.router.currentRoute.value.name).toBe("today");
    expect([...gate.fixture.checks.values()][0]?.card.state).toBe("open");
  });

  it("cancels the list of reasons with Esc and does not pass the step under it with Enter", async () => {
    await gate.press("F2", "F8", "Enter");
    expect(gate.steps).toHaveLength(0);
    await gate.press("Escape", "Enter");
    expect(gate.steps).toHaveLength(1);
  });

  it("records why somebody left before the end by one of the usual reasons", async () => {
    await gate.press("N", "F9", "1", "Enter");
    expect(gate.asked("gate.abandon")).toMatchObject({ reason: "回去取授权委托书" });
    expect(gate.middle).toContain("中途离开");
  });
});

describe("a scan at the gate", () => {
  it("answers wherever the focus is, marks no symptom, and gives the keyboard back after Esc", async () => {
    await gate.press("F2", "Enter", "Enter", "Enter");
    await gate.write("365");
    await scan(TAG, false);
    expect(gate.asked("tags.scan")).toEqual({ code: "7K4Q-2M9T", purpose: "look", lane: "A" });
    expect(gate.right).toContain("封存至 09:00");
    expect(gate.place).toBe("扫标识结果");
    expect(document.querySelectorAll(".q.yes")).toHaveLength(0);
    expect(gate.steps).toHaveLength(4);
    await gate.press("Escape");
    expect(gate.place).toBe("当前步");
    await gate.press("Enter");
    expect(gate.steps.at(-1)).toMatchObject({ step: "symptoms", fever: false });
  });

  it("leaves the field it fell into as it was, even with an input method on", async () => {
    await gate.toForm();
    await gate.press("1", "Enter", "Enter");
    const field = document.activeElement as HTMLInputElement;
    await gate.type("9901");
    await scan(TAG, true);
    expect(field.value).toBe("9901");
    expect(gate.asked("tags.scan")).toMatchObject({ code: "7K4Q-2M9T" });
    await gate.press("Escape");
    expect(document.activeElement).not.toBe(document.body);
    expect(gate.place).toBe("调查表");
  });

  it("takes the same code typed by hand", async () => {
    await gate.press("F4");
    expect(gate.place).toBe("扫描框");
    await gate.write("7k4q-2m9t");
    expect(gate.asked("tags.scan")).toMatchObject({ code: "7K4Q-2M9T" });
    await gate.press("Escape");
    expect(gate.place).toBe("当前步");
  });

  it("is not taken for a letter that acts", async () => {
    await gate.press("F2");
    await scan(["KeyK", "KeyP", "KeyN", "KeyT", "Digit2"], false);
    expect(gate.count("gate.open")).toBe(1);
    expect(gate.middle).not.toContain("更正：选哪一步");
  });
});
