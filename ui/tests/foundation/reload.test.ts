import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Backend } from "@/backend";
import { useReload } from "@/composables/useReload";
import { fixtureBackend } from "../fixtures/backend";
import { mounted } from "./mounted";

describe("useReload", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function reloading(loader: () => Promise<string>) {
    let tell: (topics: string[]) => void = () => undefined;
    const backend: Backend = { ...fixtureBackend(), onChange: (listener) => ((tell = listener), () => undefined) };
    const { got, app } = mounted(() => useReload(["calls"], loader), backend);
    return { got, app, tell: (...topics: string[]) => tell(topics) };
  }

  it("loads at once, on its topics, when the feed fell behind, and every 30 s", async () => {
    const loader = vi.fn(async () => "x");
    const { tell, app } = reloading(loader);
    tell("gate");
    expect(loader).toHaveBeenCalledTimes(1);
    tell("gate", "calls");
    tell("*");
    expect(loader).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(loader).toHaveBeenCalledTimes(4);
    app.unmount();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loader).toHaveBeenCalledTimes(4);
  });

  it("keeps what was there when loading fails, and forgets the failure afterwards", async () => {
    const loader = vi.fn(async () => "old");
    const { got, app } = reloading(loader);
    await vi.advanceTimersByTimeAsync(0);
    loader.mockRejectedValueOnce(new Error("gone"));
    await got.reload();
    expect([got.data.value, got.failure.value]).toEqual(["old", new Error("gone")]);
    await got.reload();
    expect(got.failure.value).toBeNull();
    app.unmount();
  });

  it("shows a skeleton only after 300 ms, and only where there is nothing yet", async () => {
    let answer: (text: string) => void = () => undefined;
    const { got, app } = reloading(() => new Promise((resolve) => (answer = resolve)));
    await vi.advanceTimersByTimeAsync(299);
    expect(got.skeleton.value).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(got.skeleton.value).toBe(true);
    answer("x");
    await vi.advanceTimersByTimeAsync(0);
    expect(got.skeleton.value).toBe(false);
    void got.reload();
    await vi.advanceTimersByTimeAsync(400);
    expect(got.skeleton.value).toBe(false);
    app.unmount();
  });

  it("lets a late answer of an earlier question go", async () => {
    const answers: ((text: string) => void)[] = [];
    const { got, app } = reloading(() => new Promise((resolve) => answers.push(resolve)));
    void got.reload();
    answers[1]?.("second");
    await vi.advanceTimersByTimeAsync(0);
    answers[0]?.("first");
    await vi.advanceTimersByTimeAsync(0);
    expect(got.data.value).toBe("second");
    app.unmount();
  });
});
