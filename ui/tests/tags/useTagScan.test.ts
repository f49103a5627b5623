import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "vue";
import { LostReply, type Backend, type ScanView } from "@/backend";
import { SAME_SCAN_MS, useTagScan } from "@/scan/useTagScan";
import { mounted } from "../foundation/mounted";
import { tagsFixture } from "./tagsFixture";

const apps: App[] = [];
function scanner(backend?: Backend) {
  const fixture = tagsFixture();
  const answers: ScanView[] = [];
  const { got, app } = mounted(() => useTagScan((answer) => answers.push(answer), () => "B"), backend ?? fixture.backend);
  apps.push(app);
  const asked = () => fixture.calls.filter((call) => call.command === "tags.scan");
  return { scan: got, answers, asked, fixture };
}
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount();
  vi.restoreAllMocks();
});

describe("useTagScan", () => {
  it("only looks unless it is told what for, and names the lane", async () => {
    const { scan, answers, asked } = scanner();
    await scan.scan("7k4q2m9t");
    await scan.scan("7k4q2m9t", "leave");
    expect(asked().map((call) => call.request)).toEqual([
      { code: "7K4Q-2M9T", purpose: "look", lane: "B" },
      { code: "7K4Q-2M9T", purpose: "leave", lane: "B" },
    ]);
    expect(answers.map((one) => one.answer)).toEqual(["valid", "left_now"]);
  });

  it("takes the same code within three seconds for one scan, however it is spelt", async () => {
    const { scan, asked } = scanner();
    await scan.scan("7K4Q-2M9T");
    await scan.scan("7k4q 2m9t");
    await scan.scan("９Ｃ２Ｈ－５Ｒ７Ｘ");
    expect(asked()).toHaveLength(2);
  });

  it("asks again after three seconds, or when the answer was put aside", async () => {
    const { scan, asked } = scanner();
    const now = vi.spyOn(performance, "now");
    now.mockReturnValue(1000);
    await scan.scan("7K4Q-2M9T");
    now.mockReturnValue(1000 + SAME_SCAN_MS);
    await scan.scan("7K4Q-2M9T");
    expect(asked()).toHaveLength(2);
    scan.clear();
    await scan.scan("7K4Q-2M9T");
    expect(asked()).toHaveLength(3);
  });

  it("asks at once again for what got no answer, under the same nonce", async () => {
    const fixture = tagsFixture();
    let lose = true;
    const backend: Backend = {
      call(command, request, options) {
        const reply = fixture.backend.call(command, request, options);
        if (command !== "tags.scan" || !lose) return reply;
        lose = false;
        return reply.then(() => Promise.reject(new LostReply(command)));
      },
      onChange: fixture.backend.onChange,
    };
    const { scan, answers } = scanner(backend);
    await scan.scan("7K4Q-2M9T", "leave");
    expect(scan.failure.value).toBeInstanceOf(LostReply);
    await scan.scan("7K4Q-2M9T", "leave");
    expect(answers).toHaveLength(1);
    const nonces = fixture.calls.filter((call) => call.command === "tags.scan").map((call) => call.nonce);
    expect(nonces[0]).toBe(nonces[1]);
  });

  it("drops an answer that comes after a newer code", async () => {
    const { scan, answers } = scanner();
    await Promise.all([scan.scan("7K4Q-2M9T"), scan.scan("9C2H-5R7X")]);
    expect(answers.map((one) => one.code)).toEqual(["9C2H-5R7X"]);
  });
});
