import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h, ref, type App } from "vue";
import type { QueueView } from "@/backend";
import { countOf, pressing, standing, stepped, unheard } from "@/views/gate/queue/queueModel";
import QueueStrip from "@/views/gate/queue/QueueStrip.vue";
import * as tones from "@/views/gate/tones";
import { mountScreen, page, pause, press, scan, write } from "./mountScreen";
import { tagsFixture, type TagsFixture } from "./tagsFixture";
import { useScanner } from "@/scan/useScanner";

type Line = QueueView["sessions"][number];
let nth = 0;
const line = (over: Partial<Line>): Line => ({
  sessionId: `q${(nth += 1)}`, code: "YL-0312-01", deadline: "2020-03-12T01:00:00Z", waiting: null, countedAt: null, waitMinutes: null, lastSafeArrival: "2020-03-12T00:45:00Z", alarm: "none", agency: "", contact: "", phone: "", told: null, ...over,
});

describe("the line", () => {
  it("leaves out what has passed its deadline and speaks of the worst first", () => {
    const past = line({ deadline: "2020-03-12T00:00:00Z", alarm: "late" });
    const fine = line({});
    const late = line({ deadline: "2020-03-12T01:30:00Z", alarm: "late" });
    const view = { asOf: "", lanes: [], secondsPerPerson: 95, measured: false, sessions: [late, past, fine] };
    const now = Date.parse("2020-03-12T00:31:00Z");
    expect(standing(view, now)).toEqual([fine, late]);
    expect(pressing(standing(view, now))).toBe(late);
    expect(pressing([])).toBeNull();
  });

  it("reads a number of people, half or full width, and keeps it between 0 and 999", () => {
    expect([countOf("12"), countOf("１２"), countOf(" 0 ")]).toEqual([12, 12, 0]);
    expect([countOf(""), countOf("-3"), countOf("1000"), countOf("3.5")]).toEqual([null, null, null, null]);
    expect([stepped(0, -1), stepped(999, 1), stepped(4, 1)]).toEqual([0, 999, 5]);
  });

  it("tells each alarm once, and a worse one again", () => {
    const one = line({ alarm: "soon" });
    expect(unheard([one])).toEqual([one]);
    expect(unheard([one])).toEqual([]);
    expect(unheard([{ ...one, alarm: "late" }])).toHaveLength(1);
    expect(unheard([{ ...one, alarm: "none" }])).toEqual([]);
  });
});

describe("the line at the gate by keyboard", () => {
  let app: App;
  let fixture: TagsFixture;
  let sounded: string[];
  const scanned: string[] = [];
  const asked = (command: string): unknown[] => fixture.calls.filter((call) => call.command === command).map((call) => call.request);
  const Bar = defineComponent({
    setup() {
      const open = ref(false);
      useScanner((code) => scanned.push(code));
      return () => [h("input", { id: "elsewhere" }), h(QueueStrip, { "open": open.value, "onUpdate:open": (next: boolean) => (open.value = next) })];
    },
  });

  beforeEach(async () => {
    fixture = tagsFixture();
    // Alarms heard before are not told again: each test has a session of its own.
    nth += 1;
    fixture.queue.sessions[0]!.deadline = `2020-03-12T01:00:${String(nth % 60).padStart(2, "0")}Z`;
    sounded = [];
    scanned.length = 0;
    vi.spyOn(tones, "sound").mockImplementation((tone) => void sounded.push(tone));
    app = await mountScreen(fixture, Bar);
    document.querySelector<HTMLInputElement>("#elsewhere")?.focus();
  });
  afterEach(() => {
    app.unmount();
    vi.restoreAllMocks();
  });

  it("shows the wait and the last safe arrival by shape, word and colour, and sounds once", async () => {
    const strip = document.querySelector<HTMLElement>("[data-testid=queue-strip]");
    expect(strip?.textContent).toContain("YL-0312-01 等约 14 分");
    expect(strip?.textContent).toContain("最晚 08:43 到");
    expect(strip?.textContent).toContain("余量不多");
    expect(strip?.classList.contains("attention")).toBe(true);
    fixture.changed(["gate"]);
    await pause(40);
    expect(sounded).toEqual(["attention"]);
  });

  it("opens by F11 onto the most pressing session and gives the keyboard back", async () => {
    await press("F11");
    expect(page()).toContain("请致电 示例甲招标代理有限公司 钱代理 010-0000 0101");
    expect(page()).toContain("每人 88 秒 · 按实测");
    expect((document.activeElement as HTMLInputElement).value).toBe("18");
    await press("Escape");
    expect(document.querySelector("[data-testid=queue-panel]")).toBeNull();
    expect(document.activeElement?.id).toBe("elsewhere");
  });

  it("stores a number at Enter", async () => {
    await press("F11");
    await write("23");
    await press("Enter");
    expect(asked("gate.queue.count")).toEqual([{ sessionId: "s1", waiting: 23 }]);
    expect(page()).not.toContain("待存");
  });

  it("takes several presses of plus and minus for one count", async () => {
    await press("F11");
    for (const key of ["+", "+", "-", "+"]) await press(key);
    expect((document.activeElement as HTMLInputElement).value).toBe("20");
    expect(page()).toContain("待存");
    expect(asked("gate.queue.count")).toEqual([]);
    await pause(1000);
    expect(asked("gate.queue.count")).toEqual([{ sessionId: "s1", waiting: 20 }]);
  });

  it("does not count by the hyphen of a code scanned meanwhile", async () => {
    await press("F11");
    await scan("7k4q-2m9t");
    await pause(1000);
    expect(scanned).toEqual(["7K4Q-2M9T"]);
    expect((document.activeElement as HTMLInputElement).value).toBe("18");
    expect(asked("gate.queue.count")).toEqual([]);
  });

  it("sends nothing that is no number", async () => {
    await press("F11");
    await write("十八");
    await press("Enter");
    expect(page()).toContain("人数应为 0 至 999 的整数");
    expect(asked("gate.queue.count")).toEqual([]);
  });

  it("goes to the next session by the arrows", async () => {
    await press("F11");
    await press("ArrowDown");
    await write("5");
    await press("Enter");
    expect(asked("gate.queue.count")).toEqual([{ sessionId: "s2", waiting: 5 }]);
  });

  it("records that the agency was told, and by whom it was answered", async () => {
    await press("F11");
    await press("F2");
    expect((document.activeElement as HTMLInputElement).value).toBe("钱代理");
    await press("Enter");
    await write("路上还有 2 组");
    await press("Enter");
    expect(asked("gate.queue.told")).toEqual([{ sessionId: "s1", person: "钱代理", note: "路上还有 2 组" }]);
    expect(page()).toContain("已告知 钱代理");
    expect((document.activeElement as HTMLInputElement).value).toBe("18");
  });
});
