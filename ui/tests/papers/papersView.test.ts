import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "vue";
import { CommandFailure } from "@/backend";
import { DOUBLE_PRESS_MS } from "@/print/doublePress";
import * as frame from "@/print/printFrame";
import PapersView from "@/views/papers/PapersView.vue";
import { page, pause, press, write } from "../tags/mountScreen";
import { mountPapers, OPENS, paper, papersFixture, print, type PapersFixture } from "./papersFixture";

let app: App | null = null;
let fixture: PapersFixture;
let sent: { pages: number; copies: number | undefined }[];
beforeEach(() => {
  fixture = papersFixture();
  sent = [];
  vi.spyOn(frame, "printPages").mockImplementation(async (pages, copies) => void sent.push({ pages: pages.length, copies }));
});
afterEach(() => {
  app?.unmount();
  app = null;
  vi.restoreAllMocks();
});

const quiet = (): Promise<void> => pause(DOUBLE_PRESS_MS + 20);
const asked = (command: string): unknown[] => fixture.calls.filter((call) => call.command === command).map((call) => call.request);
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-testid=paper]")];
const row = (kind: string): string => document.querySelector(`[data-kind=${kind}]`)?.textContent ?? "";
const stage = (): string | undefined => document.querySelector<HTMLElement>("[data-testid=paper-preview]")?.dataset["stage"];
const preview = (): string => document.querySelector("[data-testid=paper-preview]")?.textContent ?? "";
/** Opens the paper that stands so many rows down. */
async function open(down = 0): Promise<void> {
  for (let n = 0; n < down; n += 1) await press("ArrowDown");
  await press("Enter");
  await quiet();
}

describe("the papers of a day", () => {
  it("stand by kind, each with what it is about and whether it can be printed", async () => {
    app = await mountPapers(fixture, PapersView);
    expect(rows().map((one) => one.dataset["about"])).toEqual(fixture.papers.map((one) => one.about));
    expect(page()).toContain("开标进场告知书（附健康调查表），2 份");
    expect(row("agency_sign_in")).toContain("现为空白表，09:00 开标后可打印已填表");
    expect(document.activeElement).toBe(rows()[0]);
  });

  it("say why one cannot be printed, and Enter opens nothing", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(3);
    expect(stage()).toBeUndefined();
    expect(document.querySelector(".foot")?.textContent).toContain("不能打印：尚未安排开标室");
    expect(asked("papers.pages")).toEqual([]);
  });

  it("tell how often each was printed, by whom, and what nobody has answered for", async () => {
    fixture.papers[2] = paper("door_signs", "YL-0312-01", {
      prints: [print({ copies: 2, operator: "钱调度" }), print({ id: "p1", state: "failed" }), print({ id: "p2", way: "save" }), print({ id: "p3", copies: 3 }), print({ id: "p4", state: "queued", endedAt: null })],
    });
    app = await mountPapers(fixture, PapersView);
    expect(row("door_signs")).toContain("已打 2 次，共 5 份、另存 1 次、失败 1 次 · 钱调度、赵检查 08:32");
    expect(row("door_signs")).toContain("是否已打印？");
  });

  it("go from kind to kind sideways", async () => {
    app = await mountPapers(fixture, PapersView);
    await press("ArrowRight");
    expect(document.activeElement).toBe(rows()[2]);
    await press("ArrowLeft");
    expect(document.activeElement).toBe(rows()[0]);
  });

  it("say so on a day without sessions, and keep the papers of the whole day", async () => {
    app = await mountPapers(fixture, PapersView);
    await press("ArrowRight", { altKey: true });
    await pause(40);
    expect(page()).toContain("当日没有场次");
    expect(rows()).toHaveLength(1);
    expect(page()).toContain("当日没有可以另存的告知书");
  });

  it("are not asked for by those who print none", async () => {
    app = await mountPapers(fixture, PapersView, ["rounds"]);
    expect(page()).toContain("本岗位不查看此项");
    expect(fixture.calls).toEqual([]);
  });

  it("say quietly which typeface stands for one that is not installed", async () => {
    fixture.typefaces = [{ wanted: "仿宋", used: "Noto Serif CJK SC", substituted: true }, { wanted: "黑体", used: "SimHei", substituted: false }];
    app = await mountPapers(fixture, PapersView);
    const note = document.querySelector("[data-testid=typefaces]")?.textContent ?? "";
    expect(note).toContain("仿宋");
    expect(note).toContain("Noto Serif CJK SC");
    expect(note).not.toContain("黑体");
  });
});

describe("one paper", () => {
  it("shows its pages with their words, and prints nothing for a double Enter on the list", async () => {
    app = await mountPapers(fixture, PapersView);
    await Promise.all([press("Enter"), press("Enter")]);
    await press("Enter");
    expect(stage()).toBe("preview");
    expect([...document.querySelectorAll("img")].map((image) => image.alt)).toEqual(["第 1 页，共 2 页：第一面", "第 2 页，共 2 页：第二面"]);
    expect(sent).toEqual([]);
    expect(asked("papers.print.begin")).toEqual([]);
  });

  it("is on record before it goes to the printer, once for a double Enter, in the copies asked for", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(2);
    await press("3");
    await pause(60);
    await Promise.all([press("Enter"), press("Enter")]);
    expect(asked("papers.print.begin")).toEqual([{ paper: fixture.papers[2]?.choice, copies: 3 }]);
    expect(sent).toEqual([{ pages: 2, copies: 3 }]);
    expect(preview()).toContain("3 份都打出来了吗？");
    await quiet();
    await press("Enter");
    expect(asked("papers.print.end")).toEqual([{ printId: "job1", state: "printed", note: "" }]);
    await quiet();
    await press("Enter");
    expect(stage()).toBeUndefined();
    expect(row("door_signs")).toContain("已打 1 次，共 3 份 · 赵检查");
    expect(document.activeElement).toBe(rows()[2]);
  });

  it("is not sent to the printer when it could not be put on record", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(2);
    const call = fixture.backend.call.bind(fixture.backend);
    fixture.backend.call = ((command, request) => (command === "papers.print.begin" ? Promise.reject(new CommandFailure({ code: "database_busy", detail: {} }, command)) : call(command, request))) as typeof call;
    await press("Enter");
    expect(sent).toEqual([]);
    expect(stage()).toBe("preview");
    expect(document.querySelector("[data-code=database_busy]")).not.toBeNull();
  });

  it("is printed again after a jam as a print of its own, and told as a reprint only after one that came out", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(2);
    await press("2");
    await pause(60);
    await press("Enter");
    await quiet();
    await press("f");
    await pause(60);
    await write("卡纸");
    await press("Enter");
    expect(asked("papers.print.end")).toEqual([{ printId: "job1", state: "failed", note: "卡纸" }]);
    await quiet();
    await press("Enter");
    await quiet();
    await press("Enter");
    expect(asked("papers.print.begin")).toHaveLength(2);
    expect(fixture.papers[2]?.prints.map((one) => [one.state, one.copies, one.reprint])).toEqual([["failed", 2, false], ["printed", 2, false]]);
    await quiet();
    await press("r");
    await pause(60);
    expect(preview()).toContain("此前已打 1 次，再打登记为补打");
    await quiet();
    await press("Enter");
    expect(document.querySelector("[data-reprint=true]")?.textContent).toContain("补打");
  });

  it("asks about a print that was left without an answer, and Enter does not answer for it", async () => {
    fixture.papers[0] = paper("agency_notice", "示例甲招标代理有限公司", { prints: [print({ id: "old", copies: 2, state: "queued", endedAt: null, endedBy: null })] });
    app = await mountPapers(fixture, PapersView);
    await open();
    expect(preview()).toContain("08:31 赵检查 提出打印 2 份，结果未确认");
    await press("Enter");
    expect(asked("papers.print.end")).toEqual([]);
    expect(sent).toEqual([]);
    await press("y");
    await pause(60);
    expect(asked("papers.print.end")).toEqual([{ printId: "old", state: "printed", note: "" }]);
    expect(stage()).toBe("printed");
  });

  it("asks for no more and no fewer copies than a person may have meant", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(2);
    document.querySelector<HTMLInputElement>(".copies")?.focus();
    await write("0");
    await press("Enter");
    expect(preview()).toContain("份数请填 1 至 99 的整数");
    expect(asked("papers.print.begin")).toEqual([]);
  });

  it("may be an empty form when it could be filled, and before the opening is nothing else", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(5);
    await press("b");
    await pause(80);
    expect(asked("papers.pages").at(-1)).toEqual({ ...fixture.papers[5]?.choice, blank: true });
    expect(document.querySelector("img")?.alt).toContain("空白第一面");
    await press("Escape");
    await press("ArrowUp");
    await open();
    expect(preview()).toContain("09:00 开标后可打印已填表");
    expect(preview()).not.toContain("打印空白表");
  });

  it("is set anew when the opening comes while it is on show", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(4);
    expect(asked("papers.pages")).toHaveLength(1);
    fixture.papers = fixture.papers.map((one) => (one.blankUntil === OPENS ? { ...one, blankUntil: null } : one));
    fixture.changed();
    await pause(60);
    expect(asked("papers.pages")).toHaveLength(2);
    expect(preview()).not.toContain("开标后可打印");
  });

  it("names the character that no typeface has, and is neither printed nor saved", async () => {
    fixture.pages = () => {
      throw new CommandFailure({ code: "glyph_missing", detail: { character: "𬱖" } }, "papers.pages");
    };
    app = await mountPapers(fixture, PapersView);
    await open();
    expect(document.querySelector("[data-code=glyph_missing]")?.textContent).toContain("“𬱖”");
    await press("s", { ctrlKey: true });
    await press("Enter");
    expect(asked("papers.print.begin")).toEqual([]);
    expect(asked("papers.save")).toEqual([]);
  });

  it("warns of characters that another typeface lends", async () => {
    const pages = fixture.pages;
    fixture.pages = (choice) => ({ ...pages(choice), borrowed: [{ character: "𬱖", family: "Noto Sans CJK SC" }] });
    app = await mountPapers(fixture, PapersView);
    await open();
    expect(preview()).toContain("以下字由其他字体代替：𬱖（Noto Sans CJK SC）");
  });

  it("is saved where the user chose, and not a word is said when they thought better of it", async () => {
    app = await mountPapers(fixture, PapersView);
    await open(2);
    await press("s", { ctrlKey: true });
    expect(preview()).toContain("已存 D:\\文书\\门牌.pdf");
    fixture.savedTo = null;
    await press("s", { ctrlKey: true });
    expect(preview()).not.toContain("已存");
    expect(fixture.papers[2]?.prints.map((one) => one.way)).toEqual(["save"]);
  });
});

describe("the notices of a day", () => {
  it("are written into a folder, counted, and told with the folder when they are over", async () => {
    app = await mountPapers(fixture, PapersView);
    await press("F6");
    expect(document.querySelector("[role=progressbar]")?.getAttribute("aria-valuetext")).toBe("0/3 份");
    fixture.batch = fixture.batch && { ...fixture.batch, saved: 2 };
    await pause(560);
    expect(document.querySelector("[role=progressbar]")?.getAttribute("aria-valuetext")).toBe("2/3 份");
    fixture.batch = fixture.batch && { ...fixture.batch, saved: 2, failed: [{ fileName: "告知书-示例丙.pdf", error: { code: "glyph_missing", detail: { character: "𬱖" } } }], over: true };
    await pause(560);
    const told = document.querySelector("[data-testid=notice-batch]")?.textContent ?? "";
    expect(told).toContain("存好 2 份，1 份没有存成");
    expect(told).toContain("D:\\开标进场告知书-2020-03-12");
    expect(told).toContain("“𬱖”");
    const polled = asked("papers.batch").length;
    await pause(560);
    expect(asked("papers.batch")).toHaveLength(polled);
  });

  it("can be stopped, and what is not written is told", async () => {
    app = await mountPapers(fixture, PapersView);
    await press("F6");
    await press("F8");
    expect(page()).toContain("已停止：存好 1 份，2 份没有写");
    await press("Escape");
    expect(document.querySelector("[data-testid=notice-batch]")).toBeNull();
  });

  it("go on behind the screen and are shown again when it opens", async () => {
    fixture.batch = { day: "2020-03-12", folder: "D:\\告知书", total: 40, saved: 12, failed: [], cancelled: false, over: false };
    app = await mountPapers(fixture, PapersView);
    expect(page()).toContain("12/40 份");
  });

  it("are not for a desk that sends none", async () => {
    app = await mountPapers(fixture, PapersView, ["gate"]);
    await press("F6");
    expect(page()).not.toContain("批量另存告知书");
    expect(asked("papers.batch")).toEqual([]);
    expect(asked("papers.batch.start")).toEqual([]);
  });
});
