import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Gate } from "./atGate";

let gate: Gate;

beforeEach(async () => {
  gate = new Gate();
  gate.fixture.checks.clear();
  await gate.open();
  await gate.press("N", "Enter", "Enter", "Enter");
});
afterEach(() => gate.close());

const readings = (): string[] => [...document.querySelectorAll("[data-testid=gate-reading]")].map((one) => one.textContent?.replace(/\s+/gu, " ").trim() ?? "");

/** Names another thermometer for the reading that follows. */
async function another(name: string): Promise<void> {
  await gate.press("D", "2", "Enter");
  await gate.write(name);
}

describe("a reading", () => {
  it("must have one decimal and is not sent without", async () => {
    await gate.write("36");
    expect(gate.middle).toContain("一位小数");
    expect(gate.steps).toHaveLength(3);
  });

  it("opens the retest only after the rest, and refuses on the second one over the limit", async () => {
    await gate.write("373");
    expect(gate.middle).toContain("静坐 10 分钟后复测");
    await gate.press("F6");
    expect(gate.said).toContain("还剩");
    expect(gate.middle).not.toContain("4 录入复测");
    gate.fixture.now.at += 600_000;
    await gate.open();
    await gate.press("F6");
    expect(gate.place).toBe("体温读数");
    await gate.write("374");
    expect(gate.middle).toContain("体温 37.4 ℃，达到 37.3 ℃ 界限（规则第 3 版，含等于）");
  });
});

describe("thermometers", () => {
  it("are chosen by number, and another one is typed once and remembered", async () => {
    expect(gate.place).toBe("体温读数");
    await another("额温枪 03");
    expect(gate.place).toBe("体温读数");
    await gate.write("365");
    expect(gate.steps.at(-1)).toMatchObject({ reading: "36.5", device: "额温枪 03" });
    await gate.press("Enter");
    await gate.press("F2", "Enter", "Enter", "Enter", "D");
    expect([...document.querySelectorAll("[data-place=device] [role=radio]")].map((one) => one.textContent)).toEqual(["1T-01", "2额温枪 03", "3另一台"]);
    await gate.press("1", "Enter");
    await gate.write("366");
    expect(gate.steps.at(-1)).toMatchObject({ reading: "36.6", device: "T-01" });
  });

  it("that disagree bring a request for a third reading, and all are listed", async () => {
    await gate.write("366");
    await gate.press("R");
    expect(gate.middle).toContain("换设备复核");
    await gate.write("T-09");
    await gate.write("372");
    expect(gate.middle).toContain("两台设备相差超过 0.5 ℃，请测第三次");
    expect(readings()).toHaveLength(2);
    await gate.write("368");
    expect(gate.middle).toContain("逐项询问");
    expect(readings().map((line) => line.slice(0, 6))).toEqual(["36.6 ℃", "37.2 ℃", "36.8 ℃"]);
  });

  it("may re-check during the rest only if they have not measured in this round", async () => {
    await gate.write("374");
    await gate.press("R");
    const first = document.querySelector("[data-place=device] [role=radio]");
    expect(first?.textContent).toContain("本轮已用");
    expect(first?.getAttribute("aria-disabled")).toBe("true");
    await gate.write("T-09");
    await gate.write("373");
    expect(gate.steps.at(-1)).toMatchObject({ reading: "37.3", device: "T-09" });
    expect(gate.middle).toContain("静坐 10 分钟后复测");
    expect(readings()).toHaveLength(2);
  });

  it("give a re-check back to the rest with Esc", async () => {
    await gate.write("374");
    await gate.press("R", "Escape");
    expect(gate.middle).toContain("暂停，静坐复测");
    expect(gate.steps).toHaveLength(4);
  });
});
