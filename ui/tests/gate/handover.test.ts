import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Gate, pause } from "./atGate";

let gate: Gate;

beforeEach(async () => {
  gate = new Gate();
  await gate.open();
});
afterEach(() => gate.close());

const slots = (): (string | null)[] => [...document.querySelectorAll("[data-testid=check-card]")].map((one) => one.getAttribute("data-slot"));

describe("a pause", () => {
  it("takes one of the usual reasons and moves the person aside; Enter goes on", async () => {
    await gate.pick("A2");
    await gate.press("P", "1", "Enter");
    expect(gate.asked("gate.pause")).toMatchObject({ checkId: "A2", reason: "取文件或证件" });
    expect(gate.middle).toContain("检查已暂停");
    await gate.press("Enter");
    expect(gate.asked("gate.take")).toEqual({ checkId: "A2", lane: "A" });
    expect(gate.middle).toContain("2 脚踩84");
  });

  it("takes own words of at least two characters", async () => {
    await gate.pick("A2");
    await gate.press("P", "4", "Enter");
    await gate.write("等");
    expect(gate.count("gate.pause")).toBe(0);
    await gate.write("等待代理机构答复");
    expect(gate.asked("gate.pause")).toMatchObject({ reason: "等待代理机构答复" });
  });

  it("keeps what was typed of the questionnaire without passing the step", async () => {
    await gate.pick("A3");
    await gate.press("1", "Enter", "Enter");
    await gate.type("990101196901010088");
    await gate.pressAlt("P");
    await gate.press("2", "Enter");
    expect(gate.steps.at(-1)).toMatchObject({ step: "form", role: "bidder", documentNumber: "990101196901010088", pledged: false });
    expect(gate.asked("gate.pause")).toMatchObject({ checkId: "A3" });
    await gate.press("Enter");
    expect(document.querySelector<HTMLInputElement>("[data-field=documentNumber] input")?.value).toBe("990101196901010088");
  });
});

describe("somebody else's person", () => {
  it("is shown with who has it, and is taken over after one question", async () => {
    await gate.pick("B2");
    expect(gate.middle).toContain("周检查 在办");
    await gate.press("Enter");
    expect(gate.steps).toHaveLength(0);
    expect(gate.middle).toContain("确定接手？");
    await gate.press("Escape", "T", "Enter");
    expect(gate.asked("gate.take")).toEqual({ checkId: "B2", lane: "A" });
    expect(gate.middle).toContain("3 手喷酒精");
    expect(gate.right).toContain("接手继续");
  });

  it("comes with the questionnaire as it was filled so far", async () => {
    await gate.pick("B3");
    await gate.press("T", "Enter");
    expect(document.querySelector<HTMLInputElement>("[data-field=name] input")?.value).toBe("示例丁四");
    expect(gate.note).toBe("还缺：联系电话、居住镇街");
    expect(gate.field).toBe("phone");
  });

  it("refuses a step with the holder's name and offers to take over", async () => {
    await gate.pick("A2");
    const view = gate.fixture.checks.get("A2");
    if (view) gate.fixture.checks.set("A2", { ...view, card: { ...view.card, mine: false, holder: "周检查" } });
    await gate.press("Enter");
    expect(document.querySelector("[data-testid=error]")?.getAttribute("data-code")).toBe("check_held_by_other");
    expect(gate.middle).toContain("周检查 在办");
    await gate.press("T", "Enter");
    expect(gate.asked("gate.take")).toEqual({ checkId: "A2", lane: "A" });
    expect(document.querySelector("[data-testid=error]")).toBeNull();
  });
});

describe("the list of people", () => {
  it("shows all, the own lane or who is paused, by L", async () => {
    expect(slots()).toEqual(["A1", "A2", "A3", "B1", "B2", "R1", "A5", "B3"]);
    await gate.pick("A2");
    await gate.press("L");
    expect(slots()).toEqual(["A1", "A2", "A3", "R1", "A5"]);
    await gate.press("L");
    expect(slots()).toEqual(["A5", "B3"]);
  });
});

describe("a correction", () => {
  it("opens a passed step by its number and a reason, and comes back to where the check stood", async () => {
    await gate.pick("A1");
    await gate.press("K", "2", "1", "Enter");
    expect(gate.asked("gate.correct")).toEqual({ checkId: "A1", step: "shoe", reason: "录入有误" });
    expect(gate.middle).toContain("正在更正第 2 步：录入有误");
    expect(document.querySelector(".six [aria-current=step]")?.textContent).toContain("更正中");
    await gate.press("Enter");
    expect(gate.steps.at(-1)).toEqual({ step: "shoe" });
    expect(gate.middle).toContain("逐项询问");
    expect(document.querySelectorAll(".six li")[1]?.textContent).toContain("已更正");
    expect(gate.right).toContain("重开第 2 步 脚踩84");
    expect(gate.right).toContain("原因：录入有误");
  });

  it("voids readings while step 4 is due and shows them struck through with the reason", async () => {
    await gate.pick("A1");
    await gate.press("K", "4", "2", "Enter");
    expect(gate.middle).toContain("请输体温");
    const voided = document.querySelector("[data-testid=gate-reading]");
    expect(voided?.querySelector("s")?.textContent).toContain("36.5");
    expect(voided?.textContent).toContain("已作废：测温设备异常（赵检查");
    expect(gate.right).toContain("作废读数 36.5 ℃（T-02）");
  });

  it("takes no step that was not passed", async () => {
    await gate.pick("A2");
    await gate.press("K", "3", "Enter");
    expect(gate.count("gate.correct")).toBe(0);
    expect(document.querySelectorAll(".mid [role=radio]")).toHaveLength(1);
  });
});

describe("a check that follows a refused one", () => {
  it("is begun from the case and says which case it follows", async () => {
    await gate.pick("A2");
    const before = gate.fixture.checks.get("A2");
    await gate.press("F8", "1", "Enter");
    expect(gate.middle).toContain("A2 不得进场");
    const refused = gate.fixture.checks.get("A2");
    if (refused?.refusal) gate.fixture.checks.set("A2", { ...refused, refusal: { ...refused.refusal, reason: "company_already_inside" } });
    const act = [...document.querySelectorAll<HTMLElement>(".mid button")].find((one) => one.textContent?.includes("更换授权委托人"));
    act?.click();
    await pause(60);
    await gate.press("Enter");
    expect(gate.asked("gate.open")).toEqual({ lane: "A", sessionId: before?.sessionId, after: { kind: "replacement", refusalId: "rA2" } });
    expect(gate.middle).toContain("更换受托人");
    expect(gate.middle).toContain("1 佩戴口罩");
    expect(gate.place).toBe("当前步");
  });
});
