import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "vue";
import * as frame from "@/print/printFrame";
import TagPrint from "@/print/TagPrint.vue";
import { DOUBLE_PRESS_MS } from "@/print/doublePress";
import { mountScreen, page, pause, press, write } from "./mountScreen";
import { tagsFixture, type TagsFixture } from "./tagsFixture";

let app: App | null = null;
let fixture: TagsFixture;
let done: ReturnType<typeof vi.fn>;
let sent: number;
beforeEach(() => {
  fixture = tagsFixture();
  done = vi.fn();
  sent = 0;
  vi.spyOn(frame, "printPages").mockImplementation(async () => void (sent += 1));
});
afterEach(() => {
  app?.unmount();
  app = null;
  vi.restoreAllMocks();
});

const stage = (): string | undefined => document.querySelector<HTMLElement>("[data-testid=tag-print]")?.dataset["stage"];
const asked = (command: string): unknown[] => fixture.calls.filter((call) => call.command === command).map((call) => call.request);
async function open(props: Record<string, unknown> = {}): Promise<void> {
  app = await mountScreen(fixture, TagPrint, { code: "7K4Q-2M9T", onDone: done, ...props });
  await pause(60);
}

describe("printing a tag", () => {
  it("shows the real page on the paper of the settings before anything is printed", async () => {
    await open();
    expect(stage()).toBe("preview");
    expect(asked("tags.print")).toEqual([{ code: "7K4Q-2M9T", layout: "roll58" }]);
    expect(document.querySelector<HTMLImageElement>(".pages img")?.src).toContain("data:image/svg+xml");
    expect(page()).toContain("80 × 50 毫米");
    expect(sent).toBe(0);
  });

  it("goes onto the paper it is told", async () => {
    await open({ layout: "a4" });
    expect(asked("tags.print")).toEqual([{ code: "7K4Q-2M9T", layout: "a4" }]);
  });

  it("prints once for a double Enter, and the second press answers nothing", async () => {
    await open();
    await Promise.all([press("Enter"), press("Enter")]);
    await press("Enter");
    expect(sent).toBe(1);
    expect(stage()).toBe("asking");
    expect(asked("tags.print.end")).toEqual([]);
    await pause(DOUBLE_PRESS_MS);
    await press("Enter");
    expect(asked("tags.print.end")).toEqual([{ printId: "job1", state: "printed", note: "" }]);
    expect(done).toHaveBeenCalledOnce();
    expect(sent).toBe(1);
  });

  it("records a failure with its note and prints again under the same code on other paper", async () => {
    await open();
    await press("Enter");
    await pause(DOUBLE_PRESS_MS);
    await press("f");
    expect(stage()).toBe("failing");
    await write("卡纸");
    await press("Enter");
    expect(asked("tags.print.end")).toEqual([{ printId: "job1", state: "failed", note: "卡纸" }]);
    expect(stage()).toBe("failed");
    expect(done).not.toHaveBeenCalled();
    await pause(DOUBLE_PRESS_MS);
    await press("2");
    await press("Enter");
    await pause(40);
    expect(asked("tags.print").at(-1)).toEqual({ code: "7K4Q-2M9T", layout: "roll80" });
    expect(stage()).toBe("preview");
    expect(sent).toBe(1);
  });

  it("asks about a print that was left without an answer, and does not print it by itself", async () => {
    await fixture.backend.call("tags.print", { code: "7K4Q-2M9T", layout: "roll58" });
    fixture.now.at += 600_000;
    await open();
    expect(page()).toContain("结果未确认");
    expect(fixture.prints).toHaveLength(1);
    await press("y");
    expect(asked("tags.print.end")).toEqual([{ printId: "job1", state: "printed", note: "" }]);
    expect(sent).toBe(0);
  });

  it("can be answered later", async () => {
    await open();
    await press("Escape");
    expect(done).toHaveBeenCalledExactlyOnceWith(null);
    expect(fixture.prints[0]?.state).toBe("queued");
  });

  it("says so when no dialog opened, and lets it be tried again", async () => {
    vi.spyOn(frame, "printPages").mockRejectedValueOnce(new Error("no frame"));
    await open();
    await press("Enter");
    expect(page()).toContain("打印窗口没有打开");
    await pause(DOUBLE_PRESS_MS);
    await press("r");
    expect(sent).toBe(1);
  });
});
