import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "vue";
import * as frame from "@/print/printFrame";
import TagsView from "@/views/tags/TagsView.vue";
import { mountScreen, page, pause, press, scan, write } from "./mountScreen";
import { tagsFixture, type TagsFixture } from "./tagsFixture";

let app: App;
let fixture: TagsFixture;
const asked = (command: string): unknown[] => fixture.calls.filter((call) => call.command === command).map((call) => call.request);
const box = (): HTMLInputElement => document.querySelector<HTMLInputElement>(".scan input")!;
const cells = (row: number): string => document.querySelectorAll("[data-testid=tag-row]")[row]?.textContent ?? "";

beforeEach(async () => {
  vi.spyOn(frame, "printPages").mockResolvedValue();
  fixture = tagsFixture();
  app = await mountScreen(fixture, TagsView);
});
afterEach(() => {
  app.unmount();
  vi.restoreAllMocks();
});

describe("the place of the tags", () => {
  it("counts who is inside and who is outside and tells what each tag went through", () => {
    expect(page()).toContain("在场 2 人");
    expect(page()).toContain("离场 1 人");
    expect(cells(0)).toContain("已打 1 次");
    expect(cells(1)).toContain("08:25 离场");
    expect(cells(2)).toContain("曾用编号 2B7N-8Q4F");
    expect(cells(2)).toContain("待确认");
    expect(cells(3)).toContain("未打印");
  });

  it("books a scanned tag out and brings the keyboard back to the scan box", async () => {
    await scan("7k4q-2m9t");
    expect(box().value).toBe("7K4Q-2M9T");
    await press("Enter");
    expect(asked("tags.scan")).toEqual([
      { code: "7K4Q-2M9T", purpose: "look", lane: "A" },
      { code: "7K4Q-2M9T", purpose: "leave", lane: "A" },
    ]);
    await press("Enter");
    await pause(30);
    expect(document.activeElement).toBe(box());
    expect(page()).toContain("在场 1 人");
  });

  it("takes the same code typed by hand, full-width and without its dash", async () => {
    await write("７ｋ４ｑ２ｍ９ｔ");
    await press("Enter");
    expect(asked("tags.scan")).toEqual([{ code: "7K4Q-2M9T", purpose: "look", lane: "A" }]);
  });

  it("gives a lost tag a new code, and offers to print it at once", async () => {
    await press("ArrowDown");
    await press("Enter");
    await press("F9");
    await write("挂");
    await press("Enter");
    expect(asked("tags.lost")).toEqual([]);
    await write("挂绳断开，大厅遗失");
    await press("Enter");
    expect(asked("tags.lost")).toEqual([{ code: "7K4Q-2M9T", reason: "挂绳断开，大厅遗失" }]);
    await pause(60);
    expect(document.querySelector("[data-testid=tag-print]")).not.toBeNull();
    expect(asked("tags.print")).toEqual([{ code: "8T5J-7W3H", layout: "roll58" }]);
    await press("Escape");
    await pause(30);
    expect(cells(0)).toContain("曾用编号 7K4Q-2M9T");
  });

  it("voids a tag only with a reason", async () => {
    await press("ArrowDown");
    await press("Enter");
    await press("F8");
    await press("Enter");
    expect(page()).toContain("请写明作废原因");
    await write("换人进场，标识已收回");
    await press("Enter");
    expect(asked("tags.void")).toEqual([{ code: "7K4Q-2M9T", reason: "换人进场，标识已收回" }]);
  });

  it("prints again under the same code", async () => {
    await press("ArrowDown");
    await press("Enter");
    await press("F6");
    await pause(60);
    expect(asked("tags.print")).toEqual([{ code: "7K4Q-2M9T", layout: "roll58" }]);
  });

  it("offers nothing for a tag that is void", async () => {
    await scan("3f8w-6p1d");
    await press("Escape");
    await press("F6");
    await press("F9");
    expect(document.querySelector("[data-testid=tag-print]")).toBeNull();
    expect(page()).not.toContain("挂失标识 3F8W");
  });

  it("finds a tag by what its holder knows", async () => {
    await press("F3");
    await write("990101196901010088");
    await press("Enter");
    expect(asked("gate.find")).toEqual([{ text: "990101196901010088" }]);
    expect(page()).toContain("按证件号码查到 1 人");
    await press("Enter");
    expect(document.querySelector("[data-testid=tag-card]")?.textContent).toContain("B 道");
    expect(document.querySelector(".find")).toBeNull();
  });

  it("says what closing the day will do, is refused while a session is ahead, and books everybody out after it", async () => {
    await press("F10");
    expect(page()).toContain("现在还有 2 人在场");
    expect(asked("gate.close_day")).toEqual([]);
    await press("Enter");
    expect(asked("gate.close_day")).toEqual([]);
    await press("Enter", { ctrlKey: true });
    expect(document.querySelector("[data-testid=error]")?.getAttribute("data-code")).toBe("sessions_ahead");
    fixture.now.at = Date.parse("2020-03-12T09:00:00Z");
    await press("Enter", { ctrlKey: true });
    await pause(30);
    expect(page()).toContain("17:00 清场，登记离场 2 人");
    expect(page()).toContain("在场 0 人");
  });

  it("shows nobody's name before the opening", () => {
    expect(page()).toContain("封存至 09:00");
    expect(page()).not.toContain("甲一");
  });
});
