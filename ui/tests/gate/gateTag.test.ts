import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ScanView, TagAnswer } from "@/backend";
import { text, word } from "@/i18n";
import * as frame from "@/print/printFrame";
import { DOUBLE_PRESS_MS } from "@/print/doublePress";
import { card, check } from "../gateFixture";
import { printer, type Print } from "../tags/printer";
import { Gate, pause } from "./atGate";

let gate: Gate;
let prints: Print[];
let sent: number;
beforeEach(async () => {
  sent = 0;
  vi.spyOn(frame, "printPages").mockImplementation(async () => void (sent += 1));
  gate = new Gate();
  gate.fixture.checks.clear();
  prints = printer(gate.fixture);
  await gate.open();
});
afterEach(() => {
  gate.close();
  vi.restoreAllMocks();
});

const stage = (): string | undefined => document.querySelector<HTMLElement>("[data-testid=tag-print]")?.dataset["stage"];
const standing = (): string | undefined => document.querySelector<HTMLElement>("[data-testid=tag-prints]")?.dataset["state"];
const lately = (): Promise<void> => pause(DOUBLE_PRESS_MS);

async function admit(): Promise<void> {
  const last = check(card("A6", { step: "mask_disposal", passed: 5 }));
  gate.fixture.checks.set(last.card.id, last);
  gate.fixture.changed(["gate"]);
  await pause(60);
  await gate.press("Enter");
  expect(gate.middle).toContain("准予进场");
}
async function printIt(): Promise<void> {
  await gate.press("Enter");
  await pause(60);
  await gate.press("Enter");
  await lately();
  await gate.press("Enter");
  await pause(60);
}

describe("the tag of somebody admitted", () => {
  it("is printed at the gate on the paper of the settings, and the keyboard comes home to the scan box", async () => {
    await admit();
    expect(standing()).toBe("none");
    expect(gate.middle).toContain("未打印");
    await lately();
    await printIt();
    expect(gate.asked("tags.print")).toEqual({ code: "5T3N-8V2K", layout: "roll58" });
    expect(sent).toBe(1);
    expect(stage()).toBeUndefined();
    expect(standing()).toBe("printed");
    expect(gate.middle).toContain("58 毫米卷纸 · 已打出 · 赵检查");
    expect(gate.place).toBe("扫描框");
    expect(gate.said).toContain("已打出");
  });

  it("opens no print by the second press of the Enter that admitted, and asks for one print however often it is pressed", async () => {
    await admit();
    await gate.press("Enter");
    expect(stage()).toBeUndefined();
    await lately();
    await Promise.all([gate.press("Enter"), gate.press("Enter"), gate.press("P")]);
    await pause(60);
    expect(gate.count("tags.print")).toBe(1);
    expect(document.querySelectorAll("[data-testid=tag-print]")).toHaveLength(1);
  });

  it("goes on to the next person by Enter in the empty scan box, though not by the second press of the answer", async () => {
    await admit();
    await lately();
    await printIt();
    await gate.press("Enter");
    expect(gate.count("gate.open")).toBe(0);
    await lately();
    await gate.press("Enter");
    expect(gate.count("gate.open")).toBe(1);
    expect(gate.middle).toContain("口罩");
  });

  it("stays unconfirmed when the answer is put off, and is asked after by the same key", async () => {
    await admit();
    await lately();
    await gate.press("P");
    await pause(60);
    expect(gate.place).toBe("打印标识");
    await gate.press("Escape");
    await pause(60);
    expect(standing()).toBe("queued");
    expect(gate.place).toBe("扫描框");
    gate.fixture.now.at += 600_000;
    gate.fixture.changed(["centre", "gate"]);
    await lately();
    await gate.press("Enter");
    await pause(60);
    expect(prints).toHaveLength(1);
    expect(stage()).toBe("preview");
  });

  it("is printed again by P once it is out, under the same code, and every print says by whom", async () => {
    await admit();
    await lately();
    await printIt();
    await lately();
    await gate.pressAlt("P");
    await pause(60);
    await gate.press("Enter");
    await lately();
    await gate.press("F");
    await gate.write("卡纸");
    await lately();
    await gate.press("Escape");
    await pause(60);
    expect(standing()).toBe("failed");
    expect(gate.middle).toContain("打印失败 · 赵检查 · 补打 · 卡纸");
    expect(gate.middle).toContain("已打 1 次");
    expect(prints.map((one) => one.code)).toEqual(["5T3N-8V2K", "5T3N-8V2K"]);
  });

  it("lets a tag scanned meanwhile wait until the print is over, and books nobody", async () => {
    await admit();
    await lately();
    await gate.press("P");
    await pause(60);
    const target = document.activeElement ?? document.body;
    for (const [key, code] of [..."7k4q-2m9t"].map((one) => [one, one === "-" ? "Minus" : /\d/.test(one) ? `Digit${one}` : `Key${one.toUpperCase()}`]).concat([["Enter", "Enter"]])) {
      target.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
    }
    await pause(60);
    expect(document.querySelector("[data-testid=scan-answer]")).toBeNull();
    expect(stage()).toBe("preview");
    await gate.press("Escape");
    await pause(60);
    expect(gate.place).toBe("扫标识结果");
    expect(gate.count("tags.scan")).toBe(1);
  });
});

describe("a scan at the gate", () => {
  const ANSWERS: readonly TagAnswer[] = ["valid", "left_now", "returned_now", "already_outside", "already_inside", "of_another_day", "void", "lost", "other_centre", "unknown", "mistyped"];

  it.each(ANSWERS)("that is %s is answered beside the check, and Esc gives the keyboard back", async (answer) => {
    const tag = ["lost", "other_centre", "unknown", "mistyped"].includes(answer) ? null : (gate.fixture.tags[0] ?? null);
    gate.fixture.others["tags.scan"] = ({ code }): ScanView => ({ code, answer, tag });
    await gate.press("F2", "F4");
    await gate.write("7k4q-2m9t");
    await pause(30);
    expect(document.querySelector<HTMLElement>("[data-testid=scan-answer]")?.dataset["answer"]).toBe(answer);
    expect(gate.right).toContain(answer === "valid" ? text("tags.answer.inside") : word("tagAnswer", answer));
    expect(gate.place).toBe("扫标识结果");
    await gate.press("Escape");
    expect(document.querySelector("[data-testid=scan-answer]")).toBeNull();
    expect(gate.place).toBe("当前步");
  });
});

describe("a link to a check", () => {
  it("shows that person, whoever else is first in the line", async () => {
    await gate.press("F2", "Enter", "F2");
    const [first] = [...gate.fixture.checks.keys()];
    await gate.router.push({ path: "/gate", query: { check: first } });
    await pause(60);
    expect(gate.middle).toContain("2 ");
    expect(document.querySelector("[data-testid=gate-step]")?.getAttribute("data-step")).toBe("shoe");
  });

  it("that leads to nobody says so and keeps who was on the screen", async () => {
    await gate.press("F2", "Enter");
    await gate.router.push({ path: "/gate", query: { check: "nobody-of-today" } });
    await pause(60);
    expect(gate.middle).toContain("不在本库的检查记录中");
    expect(document.querySelector("[data-testid=error]")).toBeNull();
    expect(document.querySelector("[data-testid=gate-step]")?.getAttribute("data-step")).toBe("shoe");
    await gate.press("Enter");
    expect(gate.middle).not.toContain("不在本库的检查记录中");
    expect(gate.steps.map((input) => input.step)).toEqual(["mask", "shoe"]);
  });
});
