import { afterEach, describe, expect, it } from "vitest";
import type { Role } from "@/backend";
import { at } from "../gateFixture";
import { caseFixture, exception } from "./caseFixture";
import { pause, Place } from "./atPlace";

let place: Place;
afterEach(() => place.close());

async function seen(roles: Role[], path = "/gate"): Promise<string> {
  const fixture = caseFixture();
  fixture.supervises = roles.includes("supervision");
  fixture.exceptions.push(exception());
  fixture.flags.push({ kind: "person_for_two_companies", at: at(4000), sessionCode: "YL-0312-01", slot: "B9", note: "另见 A4" });
  place = new Place(fixture);
  await place.open(path, roles);
  return document.body.textContent ?? "";
}

describe("the overview of the gate", () => {
  it("stands in the gate's place for supervision", async () => {
    const shown = await seen(["supervision"]);
    expect(document.querySelector("[data-testid=gate-overview]")).not.toBeNull();
    expect(shown).toContain("劝返案件");
    expect(document.querySelector("[data-testid=inside]")?.textContent).toBe("38");
    expect(document.querySelectorAll("[data-testid=overview-person]").length).toBeGreaterThan(4);
  });

  it("says that the centre flags and does not decide", async () => {
    const shown = await seen(["supervision"]);
    expect(shown).toContain("中心只提示、不认定");
    expect(shown).toContain("同一人代表两家单位");
  });

  it("shows no flag to anybody but supervision", async () => {
    const shown = await seen(["duty_lead"], "/gate/overview");
    expect(shown).toContain("仅监督人员在开标后可见");
    expect(shown).not.toContain("同一人代表两家单位");
  });

  it("names nobody and tells no number of people in the line", async () => {
    const shown = await seen(["supervision"]);
    expect(shown).not.toMatch(/甲一|示例建工|等候 \d+ 人/);
  });

  it("leads from a case to where it is worked on", async () => {
    await seen(["supervision"]);
    await place.press("1", "Enter");
    await pause(80);
    expect(place.router.currentRoute.value).toMatchObject({ name: "gate-cases", query: { check: "R5" } });
  });

  it("leads from a request to the decision", async () => {
    await seen(["supervision"]);
    await place.press("2", "Enter");
    await pause(120);
    expect(place.router.currentRoute.value).toMatchObject({ name: "gate-cases", query: { exception: "x1" } });
    expect(place.panel).toContain("是否同意例外进场");
  });

  it("lies over the check of a duty lead and leaves it as it was", async () => {
    await seen(["gate", "duty_lead"]);
    await place.press("O");
    await pause(80);
    expect(document.querySelector("[data-testid=gate-overview]")).not.toBeNull();
    expect(document.querySelector<HTMLElement>(".gate")?.inert).toBe(true);
    await place.press("Escape");
    await pause(80);
    expect(document.querySelector("[data-testid=gate-overview]")).toBeNull();
    expect(place.router.currentRoute.value.name).toBe("gate");
  });

  it("is not for a clerk alone", async () => {
    await seen(["gate"]);
    await place.press("O");
    expect(document.querySelector("[data-testid=gate-overview]")).toBeNull();
  });
});

describe("a line nobody has counted", () => {
  it("is not told as being in time", async () => {
    await seen(["supervision"]);
    const rows = [...document.querySelectorAll("[data-testid=overview-queue]")].map((row) => row.textContent ?? "");
    expect(rows[1]).toContain("未清点");
    expect(rows[1]).not.toContain("来得及");
  });
});

describe("the list of keys", () => {
  it("opens with F1 over the overview of a duty lead", async () => {
    await seen(["gate", "duty_lead"]);
    await place.press("O");
    await pause(80);
    await place.press("F1");
    expect(document.body.textContent).toContain("到检查台");
    expect(document.querySelector(".el-dialog")).not.toBeNull();
  });
});
