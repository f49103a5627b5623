import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "vue";
import { CommandFailure, type Request, type SettingsView } from "@/backend";
import RegionEditor from "@/views/settings/RegionEditor.vue";
import { mountScreen, page, pause, press, write } from "../tags/mountScreen";
import { tagsFixture, type TagsFixture } from "../tags/tagsFixture";

let app: App;
let fixture: TagsFixture;
let saved: ReturnType<typeof vi.fn>;
let cancelled: ReturnType<typeof vi.fn>;
const row = { place: "湖北省", level: "重点地区", since: "2020-01-23", until: null, observedDays: null, basis: "12号" };
const settings: SettingsView = { topic: "regions", version: 14, since: "2020-03-11T02:00:00Z", operator: "庚七", reason: "", body: { observedDays: 14, transitCounts: false, rows: [row] } };
const changes = (): Request<"settings.change">[] => fixture.calls.filter((call) => call.command === "settings.change").map((call) => call.request as Request<"settings.change">);
const cell = (): string => (document.activeElement as HTMLElement).dataset["cell"] ?? "";

beforeEach(async () => {
  fixture = tagsFixture();
  fixture.others["settings.change"] = (request) => ({ ...request, version: 15, since: "2020-03-12T00:31:07Z", operator: "庚七" });
  saved = vi.fn();
  cancelled = vi.fn();
  app = await mountScreen(fixture, RegionEditor, { settings, onSaved: saved, onCancel: cancelled }, ["duty_lead"]);
});
afterEach(() => app.unmount());

async function paste(text: string): Promise<void> {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "clipboardData", { value: { getData: () => text } });
  document.activeElement?.dispatchEvent(event);
  await pause(30);
}
async function giveReason(text: string): Promise<void> {
  document.querySelector<HTMLInputElement>(".reason input")?.focus();
  await write(text);
}
const NEW_ROW = ["河南省信阳市", "重点地区", "2020/2/5", "", "21", "9号"];

describe("the editor of the key regions", () => {
  it("takes a new row cell by cell with Enter alone and saves a new version with its reason", async () => {
    expect(cell()).toBe("0 place");
    await press("F2");
    expect(cell()).toBe("1 place");
    for (const text of NEW_ROW) {
      await write(text);
      await press("Enter");
    }
    expect(cell()).toBe("2 place");
    await giveReason("云岭防指〔2020〕9号");
    await press("s", { ctrlKey: true });
    expect(changes()).toEqual([
      {
        topic: "regions",
        reason: "云岭防指〔2020〕9号",
        body: { observedDays: 14, transitCounts: false, rows: [row, { place: "河南省信阳市", level: "重点地区", since: "2020-02-05", until: null, observedDays: 21, basis: "9号" }] },
      },
    ]);
    expect(saved).toHaveBeenCalledOnce();
  });

  it("moves up and down by the arrows", async () => {
    await press("F2");
    await press("ArrowUp");
    expect(cell()).toBe("0 place");
    await press("ArrowDown");
    expect(cell()).toBe("1 place");
  });

  it("takes pasted rows, marks the faulty ones and saves none of them", async () => {
    await press("F2");
    await paste("河南省信阳市\t重点地区\t2020/2/5\t\t\t9号\n广东省深圳市\t\t2月3日\t\t40\t9号\n");
    expect(page()).toContain("已粘贴 2 行，其中 1 行有误");
    expect(cell()).toBe("2 place");
    expect(page()).toContain("请填写等级、起始日应为日期，如 2020-03-01、观察天数应为 1 至 28，或不填");
    await giveReason("9号");
    await press("s", { ctrlKey: true });
    expect(changes()).toEqual([]);
    expect(page()).toContain("有 1 行需要更正");
    expect(cell()).toBe("2 level");
    expect(document.activeElement?.getAttribute("aria-invalid")).toBe("true");
  });

  it("removes a row and puts it back", async () => {
    await press("F8");
    expect(document.querySelectorAll<HTMLInputElement>("[data-cell='0 place']")[0]?.value).toBe("");
    await press("F9");
    expect(document.querySelectorAll<HTMLInputElement>("[data-cell='0 place']")[0]?.value).toBe("湖北省");
  });

  it("saves nothing without a change or without a reason", async () => {
    await press("s", { ctrlKey: true });
    expect(page()).toContain("没有改动");
    await write("湖北省武汉市");
    await press("s", { ctrlKey: true });
    expect(page()).toContain("请填写修改事由");
    expect(changes()).toEqual([]);
  });

  it("marks the row the desk finds fault with", async () => {
    fixture.others["settings.change"] = () => {
      throw new CommandFailure({ code: "wrong_setting", detail: { setting: { kind: "row", list: "rows", number: 1, field: "place" }, expected: { kind: "place" } } }, "settings.change");
    };
    await write("市");
    await giveReason("9号");
    await press("s", { ctrlKey: true });
    await pause(20);
    expect(page()).toContain("未通过核对，见上方说明");
    expect(cell()).toBe("0 place");
    expect(saved).not.toHaveBeenCalled();
  });

  it("leaves the list alone on Esc", async () => {
    await press("Escape");
    expect(cancelled).toHaveBeenCalledOnce();
    expect(changes()).toEqual([]);
  });
});
