import { afterEach, describe, expect, it } from "vitest";
import { at } from "../gateFixture";
import { caseFixture, exception, refused } from "./caseFixture";
import { pause, Place } from "./atPlace";

let place: Place;
afterEach(() => place.close());

async function opened(slot: string, given?: Parameters<typeof caseFixture>[0]): Promise<void> {
  place = new Place(caseFixture(given));
  await place.open("/gate/cases");
  await place.choose(slot);
}

describe("a refused person's case by keyboard alone", () => {
  it("records who it was in four fields", async () => {
    await opened("R2");
    expect(place.panel).toContain("体温 37.4 ℃，达到 37.3 ℃ 界限（规则第 3 版，含等于）");
    await place.press("2");
    await place.write("示例丙三", "13900000003", "示例建工三有限公司", "示例镇");
    expect(place.asked("gate.short_identity")).toEqual({ refusalId: "r-R2", name: "示例丙三", phone: "13900000003", unit: "示例建工三有限公司", town: "示例镇" });
    expect(place.line("short_identity")).toContain("已登记");
    expect(place.panel).not.toContain("示例丙三");
  });

  it("says which field is missing and sends nothing", async () => {
    await opened("R2");
    await place.press("2", "Enter", "Enter", "Enter", "Enter");
    expect(place.panel).toContain("请填写“姓名”。");
    expect(place.focused?.dataset["field"]).toBe("name");
    expect(place.asked("gate.short_identity")).toBeUndefined();
  });

  it("records a notification, then its receipt under the same key", async () => {
    await opened("R2");
    await place.press("4");
    await place.write("办公室王主任", "电话通报，对方复述无误");
    expect(place.asked("gate.follow_up")).toMatchObject({ kind: "notified_unit", recipient: "办公室王主任", sealState: null });
    expect(place.line("notified_unit")).toContain("待回执");
    expect(place.line("notified_town")).not.toContain("待办");
    await place.press("4");
    await place.write("王主任", "SL-0312-01");
    expect(place.asked("gate.receipt")).toEqual({ followUpId: "f1", receivedBy: "王主任", note: "SL-0312-01" });
    expect(place.line("notified_unit")).not.toContain("待回执");
  });

  it("writes a further notification instead of a receipt with F3", async () => {
    await opened("R5");
    await place.press("4", "F3");
    await place.write("镇街转来的值班员", "");
    expect(place.asked("gate.follow_up")).toMatchObject({ kind: "notified_unit", recipient: "镇街转来的值班员" });
  });

  it("hands the documents over with the state of the seal", async () => {
    await opened("A7");
    await place.press("1");
    await place.write("钱代理");
    expect(place.focused?.getAttribute("role")).toBe("radio");
    await place.press("1", "Enter");
    await place.write("一件，外包装完好");
    expect(place.asked("gate.follow_up")).toEqual({ refusalId: "r-A7", kind: "document_hand_over", recipient: "钱代理", note: "一件，外包装完好", sealState: "intact" });
    expect(place.line("document_hand_over")).toContain("密封完好");
  });

  it("keeps what was told before the opening from sight and says so", async () => {
    await opened("R5");
    expect(place.panel).toContain("09:00 开标前，受理人和备注封存");
    expect(place.line("notified_unit")).toContain("受理人封存");
    expect(place.line("document_hand_over")).toContain("已收回执");
  });

  it("takes an entry back with Esc and comes home to the case", async () => {
    await opened("R2");
    await place.press("3", "Escape");
    expect(document.querySelector("[data-testid=follow-up-form]")).toBeNull();
    expect(place.focused?.dataset["step"]).toBe("refused");
    expect(place.router.currentRoute.value.name).toBe("gate-cases");
  });

  it("shows a late report in shape, words and colour", async () => {
    await opened("R5");
    const timer = document.querySelector("[data-testid=case-detail] [data-testid=case-timer]");
    expect(timer?.getAttribute("data-standing")).toBe("overdue");
    expect(timer?.textContent).toContain("超时 10 分");
    expect(timer?.querySelector("svg")).not.toBeNull();
  });

  it("goes from the explanation to the police where somebody does not cooperate", async () => {
    await opened("A7");
    await place.press("4");
    await place.write("本人", "已解释六步检查规定");
    expect(place.asked("gate.follow_up")).toMatchObject({ kind: "explained", recipient: "本人" });
    await place.press("6");
    await place.write("示例派出所 000123", "扰乱入口秩序");
    expect(place.asked("gate.follow_up")).toMatchObject({ kind: "police_called", recipient: "示例派出所 000123" });
  });
});

describe("the way back in", () => {
  it("begins the check of another delegate under the refused one", async () => {
    await opened("R2");
    await place.press("6", "Enter");
    await pause(80);
    expect(place.asked("gate.open")).toEqual({ lane: "A", sessionId: "s1", after: { kind: "replacement", refusalId: "r-R2" } });
    expect(place.router.currentRoute.value.name).toBe("gate");
  });

  it("notes when a delegate will come without beginning anything", async () => {
    await opened("R2");
    await place.press("6", "F3");
    await place.write("单位经办人", "约 08:50 到");
    expect(place.asked("gate.follow_up")).toMatchObject({ kind: "replacement_delegate", recipient: "单位经办人" });
    expect(place.asked("gate.open")).toBeUndefined();
  });

  it("asks for an exception with a ground of some length, and then waits", async () => {
    await opened("B4");
    await place.press("3");
    await place.write("答疑");
    expect(place.panel).toContain("至少 4 字");
    await place.write("项目经理须到场答疑");
    expect(place.asked("gate.exception.request")).toEqual({ refusalId: "r-B4", ground: "项目经理须到场答疑" });
    expect(place.line("exception")).toContain("待批");
    await place.press("3");
    expect(place.panel).toContain("这是您提出的申请，须由另一人批准");
    expect(document.querySelector("[data-testid=case-detail] [role=radio]")).toBeNull();
  });

  it("begins the check of the same person once the exception is approved", async () => {
    const approved = exception({ decision: { approved: true, by: "庚七", at: at(-30), note: "" } });
    await opened("B4", [refused("B4", "company_already_inside", { exception: approved })]);
    expect(place.line("exception")).toContain("已批准");
    await place.press("3", "Enter");
    await pause(80);
    expect(place.asked("gate.open")).toEqual({ lane: "A", sessionId: "s1", after: { kind: "exception", refusalId: "r-B4" } });
  });
});
