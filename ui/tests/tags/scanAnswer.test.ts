import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "vue";
import type { ScanView, TagAnswer } from "@/backend";
import { text } from "@/i18n";
import ScanAnswer from "@/views/gate/scanning/ScanAnswer.vue";
import * as tones from "@/views/gate/tones";
import { ANSWER_MARKS } from "@/views/tags/tagMarks";
import { mountScreen, page, press } from "./mountScreen";
import { tagsFixture, type TagsFixture } from "./tagsFixture";

let app: App | null = null;
let fixture: TagsFixture;
let done: ReturnType<typeof vi.fn>;
let sounded: string[];
beforeEach(() => {
  fixture = tagsFixture();
  done = vi.fn();
  sounded = [];
  vi.spyOn(tones, "sound").mockImplementation((tone) => void sounded.push(tone));
});
afterEach(() => {
  app?.unmount();
  vi.restoreAllMocks();
});

const scans = (): unknown[] => fixture.calls.filter((call) => call.command === "tags.scan").map((call) => call.request);
async function show(answer: TagAnswer, index = 0, roles?: Parameters<typeof mountScreen>[3]): Promise<void> {
  const tag = answer === "unknown" || answer === "mistyped" || answer === "other_centre" ? null : (fixture.tags[index] ?? null);
  const view: ScanView = { answer, code: tag?.code ?? "2222-2222", tag };
  app = await mountScreen(fixture, ScanAnswer, { answer: view, onDone: done }, roles);
}
const shownAnswer = (): string | undefined => document.querySelector<HTMLElement>("[data-testid=scan-answer]")?.dataset["answer"];

describe("the answer to a scan", () => {
  it.each(["Enter", "1"])("books somebody inside out by %s, once, and then closes by Enter", async (key) => {
    await show("valid");
    expect(page()).toContain("当日有效，在场");
    await press(key);
    expect(scans()).toEqual([{ code: "7K4Q-2M9T", purpose: "leave", lane: "A" }]);
    expect(shownAnswer()).toBe("left_now");
    expect(done).not.toHaveBeenCalled();
    await press("1");
    expect(scans()).toHaveLength(1);
    await press("Enter");
    expect(done).toHaveBeenCalledOnce();
    expect(sounded).toEqual(["admitted", "admitted"]);
  });

  it("books somebody who left today back in", async () => {
    await show("valid", 1);
    expect(page()).toContain("当日有效，已离场");
    await press("Enter");
    expect(scans()).toEqual([{ code: "9C2H-5R7X", purpose: "return", lane: "A" }]);
    expect(shownAnswer()).toBe("returned_now");
  });

  it("has a sentence, a shape and a tone of its own for everything else, and books nobody", async () => {
    const others: TagAnswer[] = ["mistyped", "unknown", "other_centre", "of_another_day", "void", "lost", "already_outside", "already_inside"];
    const said = new Set<string>();
    for (const answer of others) {
      await show(answer);
      const sentence = text(`tags.resolve.${answer}`);
      expect(page()).toContain(sentence);
      said.add(sentence);
      expect(document.querySelector(".band")?.classList.contains(ANSWER_MARKS[answer])).toBe(true);
      await press("1");
      await press("Enter");
      app?.unmount();
    }
    app = null;
    expect(said.size).toBe(others.length);
    expect(scans()).toEqual([]);
    expect(done).toHaveBeenCalledTimes(others.length);
    expect(new Set(sounded)).toEqual(new Set(["attention", "refused"]));
  });

  it("closes by Esc without booking", async () => {
    await show("valid");
    await press("Escape");
    expect(done).toHaveBeenCalledOnce();
    expect(scans()).toEqual([]);
  });

  it("lets those who only supervise look and no more", async () => {
    await show("valid", 0, ["supervision"]);
    expect(page()).toContain(text("tags.resolve.valid"));
    await press("Enter");
    expect(scans()).toEqual([]);
    expect(done).toHaveBeenCalledOnce();
  });

  it("takes the keyboard", async () => {
    await show("valid");
    expect(document.activeElement).toBe(document.querySelector("[data-testid=scan-answer]"));
  });
});
