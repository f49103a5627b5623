import { afterEach, describe, expect, it } from "vitest";
import { caseFixture, exception } from "./caseFixture";
import { pause, Place } from "./atPlace";

let place: Place;
afterEach(() => place.close());

describe("the list of cases", () => {
  it("opens over the check with C and gives the keyboard back with Esc", async () => {
    place = new Place();
    await place.open("/gate");
    await place.press("C");
    await pause(120);
    expect(place.router.currentRoute.value.name).toBe("gate-cases");
    expect(place.rows("case")).toEqual(["R5", "R2", "A7", "B4", "C1"]);
    expect(document.querySelector<HTMLElement>(".gate")?.inert).toBe(true);
    const before = place.fixture.calls.filter((call) => call.command === "gate.open").length;
    await place.press("F2");
    expect(place.fixture.calls.filter((call) => call.command === "gate.open")).toHaveLength(before);
    await place.press("Escape");
    await pause(80);
    expect(place.router.currentRoute.value.name).toBe("gate");
    expect(document.querySelector<HTMLElement>(".gate")?.inert).toBe(false);
    expect(place.focused?.closest(".gate")).not.toBeNull();
  });

  it("walks with the arrows and opens with Enter", async () => {
    place = new Place();
    await place.open("/gate/cases");
    await place.press("ArrowDown", "Enter");
    await pause(80);
    expect(place.panel).toContain("R2 不得进场");
    expect(place.focused?.dataset["step"]).toBe("refused");
    await place.press("Escape");
    expect(place.focused?.dataset["slot"]).toBe("R2");
  });

  it("shows the case a link leads to", async () => {
    place = new Place();
    await place.open("/gate/cases?check=B4");
    await pause(60);
    expect(place.panel).toContain("B4 不得进场");
  });

  it("says so where there is nothing", async () => {
    place = new Place(caseFixture([]));
    await place.open("/gate/cases");
    expect(document.body.textContent).toContain("今日没有劝返案件。");
    expect(document.body.textContent).toContain("今日没有例外申请。");
  });

  it("lets supervision look and not write", async () => {
    place = new Place();
    await place.open("/gate/cases?check=R2", ["supervision"]);
    await pause(60);
    expect(place.panel).toContain("本岗位只查看");
    await place.press("1");
    expect(document.querySelector("[data-testid=follow-up-form]")).toBeNull();
  });
});

describe("a request for an exception", () => {
  async function waiting(mine: boolean): Promise<void> {
    const fixture = caseFixture();
    fixture.exceptions.push(exception({ mine }));
    place = new Place(fixture);
    await place.open("/gate/cases?exception=x1", ["duty_lead"]);
    await place.choose("x1");
    document.querySelector<HTMLElement>("[data-testid=exception-row]")?.click();
    await pause(80);
  }

  it("is approved by a second person with one number, Enter and a remark", async () => {
    await waiting(false);
    await place.press("1", "Enter");
    await place.write("同意，限本场次");
    expect(place.asked("gate.exception.decide")).toEqual({ exceptionId: "x1", approve: true, note: "同意，限本场次" });
    await pause(80);
    expect(document.querySelector("[data-testid=exception-row]")?.textContent).toContain("已批准");
  });

  it("is declined just as plainly", async () => {
    await waiting(false);
    await place.press("2", "Enter", "Enter");
    expect(place.asked("gate.exception.decide")).toMatchObject({ approve: false, note: "" });
  });

  it("is not decided by Enter alone", async () => {
    await waiting(false);
    await place.press("Enter", "Enter");
    expect(place.asked("gate.exception.decide")).toBeUndefined();
    expect(place.panel).toContain("请先选批准或不批准。");
  });

  it("cannot be decided by the one who asked", async () => {
    await waiting(true);
    expect(place.panel).toContain("须由另一人批准");
    expect(document.querySelector("[data-testid=case-detail] [role=radio]")).toBeNull();
  });

  it("names the role, the reason and the ground, and nobody", async () => {
    await waiting(false);
    expect(place.panel).toContain("投标人代表");
    expect(place.panel).toContain("项目经理须到场答疑");
    expect(place.panel).not.toContain("示例建工");
  });
});
