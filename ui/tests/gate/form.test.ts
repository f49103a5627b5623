import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Gate, pause } from "./atGate";

let gate: Gate;

beforeEach(async () => {
  gate = new Gate();
  gate.fixture.checks.clear();
  await gate.open();
});
afterEach(() => gate.close());

/** From the role to the telephone, for somebody with a resident ID. */
async function toPhone(): Promise<void> {
  await gate.press("1", "Enter", "Enter");
  await gate.write("99010119880214301X", "甲一");
}

describe("an incomplete questionnaire", () => {
  it("is sent as it stands; what the desk finds missing is named in one line and the caret goes to the first", async () => {
    await gate.toForm();
    await toPhone();
    await gate.write("", "示例建工二", "", "");
    await gate.press("1", "Enter", "1", "Enter", "1", "Enter", "2", "Enter");
    expect(gate.steps.at(-1)).toMatchObject({ step: "form", phone: null, residence: null, name: "甲一" });
    expect(gate.note).toBe("还缺：联系电话、居住镇街");
    expect(gate.field).toBe("phone");
    expect(document.querySelectorAll("[data-field] .wrong")).toHaveLength(2);
    await gate.write("13000000000");
    expect(gate.note).toBe("还缺：居住镇街");
  });

  it("names a wrong number with the rule it breaks", async () => {
    await gate.toForm();
    await gate.press("1", "Enter", "Enter");
    await gate.write("9901011988", "甲一", "13000000000", "示例建工二", "", "示例镇");
    await gate.press("1", "Enter", "1", "Enter", "1", "Enter", "2", "Enter");
    expect(gate.note).toBe("有误：证件号码（位数不对）");
    expect(gate.field).toBe("documentNumber");
  });

  it("asks for the one answer the desk cannot be sent empty", async () => {
    await gate.toForm();
    await toPhone();
    await gate.write("13000000000", "示例建工二", "", "示例镇");
    await gate.press("1", "Enter", "1", "Enter", "1", "Enter", "Enter");
    expect(gate.note).toContain("现场补填");
    expect(gate.steps.at(-1)?.step).toBe("symptoms");
    await gate.press("1", "Enter");
    expect(gate.steps.at(-1)).toMatchObject({ step: "form", filledOnSite: true });
  });

  it("is there again after the window was closed", async () => {
    await gate.toForm();
    await toPhone();
    await gate.write("", "示例建工二", "", "");
    await gate.press("1", "Enter", "1", "Enter", "1", "Enter", "2", "Enter");
    await gate.open();
    const values = [...document.querySelectorAll<HTMLInputElement>(".form input")].map((field) => field.value);
    expect(values).toEqual(["99010119880214301X", "甲一", "", "示例建工二", "", ""]);
    expect(gate.field).toBe("phone");
  });
});

describe("the questions", () => {
  it("take the sex from a resident ID and ask for it with a passport only", async () => {
    await gate.toForm();
    await gate.press("1", "Enter", "Enter");
    await gate.type("990101197511300025");
    await gate.press("Enter");
    expect(document.querySelector("[data-testid=gate-sex]")?.textContent).toContain("女");
    expect(document.querySelector("[data-field=sex]")).toBeNull();
    const kind = document.querySelector<HTMLSelectElement>("[data-field=documentKind] select");
    if (kind) kind.value = "passport";
    kind?.dispatchEvent(new Event("change", { bubbles: true }));
    await gate.write("示例乙");
    expect(gate.field).toBe("sex");
    await gate.press("2", "Enter");
    expect(gate.field).toBe("phone");
  });

  it("take stays row by row, with days as they are spoken, and then when and how the person came", async () => {
    await gate.toForm();
    await toPhone();
    await gate.write("13000000000", "示例建工二", "", "示例镇");
    await gate.press("2", "Enter");
    await gate.write("湖北省武汉市", "2.20", "0226");
    await gate.press("2", "Enter");
    await gate.write("示例省示例市", "2月27日", "2020-03-01");
    await gate.press("1", "Enter", "Enter");
    expect(gate.field).toBe("arrivalDay");
    await gate.write("3.1");
    await gate.press("2", "Enter", "1", "Enter", "1", "Enter", "2", "Enter");
    expect(gate.steps.at(-1)).toMatchObject({
      stays: [
        { place: "湖北省武汉市", from: "2020-02-20", until: "2020-02-26", transit: true },
        { place: "示例省示例市", from: "2020-02-27", until: "2020-03-01", transit: false },
      ],
      arrivalDay: "2020-03-01",
      arrivalMeans: "train",
    });
  });

  it("say which day cannot be read instead of dropping the stay", async () => {
    await gate.toForm();
    await toPhone();
    await gate.write("13000000000", "示例建工二", "", "示例镇");
    await gate.press("2", "Enter");
    await gate.write("示例省示例市", "上周", "3.1");
    await gate.press("1", "Enter", "Enter");
    await gate.write("3.1");
    await gate.press("1", "Enter", "1", "Enter", "1", "Enter", "2", "Enter");
    expect(gate.note).toContain("旅居史");
    expect((document.activeElement as HTMLInputElement).value).toBe("上周");
    expect(gate.steps.at(-1)?.step).toBe("symptoms");
  });

  it("ask for the power of attorney only of a replacement", async () => {
    await gate.toForm();
    expect(document.querySelector("[data-field=powerOfAttorney]")).toBeNull();
    const [view] = [...gate.fixture.checks.values()];
    if (view) gate.fixture.checks.set(view.card.id, { ...view, followsUp: { kind: "replacement", refusalId: "r9" }, card: { ...view.card, after: "replacement" } });
    await gate.open();
    expect(document.querySelector("[data-field=powerOfAttorney]")).not.toBeNull();
    expect(gate.middle).toContain("更换受托人");
  });
});

describe("a company with nearly the same name", () => {
  const NEAR = "示例建工一有限责任公司";

  it("is asked about once; 2 says it is another and the check goes on", async () => {
    await gate.toForm();
    await gate.fillForm(NEAR, "");
    expect(gate.place).toBe("单位核对");
    expect(gate.middle).toContain("今日 B 道 08:12 已有一家名称十分接近的单位登记（由 周检查 办理），是否同一单位？");
    await gate.press("2");
    expect(gate.steps.at(-1)).toMatchObject({ step: "form", company: NEAR, companyAnswer: "different" });
    expect(gate.middle).toContain("6 废罩密封");
  });

  it("is not asked about again while the name stays", async () => {
    await gate.toForm();
    await gate.fillForm(NEAR, "");
    const [view] = [...gate.fixture.checks.values()];
    const answers = view?.questionnaire?.answers;
    if (view && answers) {
      const questionnaire = { answers: { ...answers, companyAnswer: "different" as const }, missing: [], faults: [{ field: "credit_code" as const, problem: "empty" }], companyAsk: null, keyRegion: null };
      gate.fixture.checks.set(view.card.id, { ...view, questionnaire });
    }
    await gate.open();
    expect(gate.field).toBe("creditCode");
    await gate.type("91990000MA0000001B");
    document.querySelector<HTMLElement>(".mid .action.main")?.click();
    await pause(45);
    expect(gate.steps.at(-1)).toMatchObject({ creditCode: "91990000MA0000001B", companyAnswer: "different" });
  });

  it("is the same one by 1, and one company sends one person", async () => {
    await gate.toForm();
    await gate.fillForm(NEAR, "");
    await gate.press("1");
    expect(gate.steps.at(-1)).toMatchObject({ companyAnswer: "same" });
    expect(gate.middle).toContain("不得进场");
  });

  it("is told apart by its credit code after 3", async () => {
    await gate.toForm();
    await gate.fillForm(NEAR, "");
    await gate.press("3");
    expect(gate.field).toBe("creditCode");
    await gate.type("91990000MA0000001B");
    document.querySelector<HTMLElement>(".mid .action.main")?.click();
    await pause(45);
    expect(gate.steps.at(-1)).toMatchObject({ creditCode: "91990000MA0000001B", companyAnswer: null });
  });
});
