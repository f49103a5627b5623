import { describe, expect, it } from "vitest";
import { backendOver, CommandFailure, LostReply, type Transport } from "@/backend";
import type { Call } from "@/backend/transport";
import { useAct } from "@/composables/useAct";
import { mounted } from "./mounted";

/** A transport that answers as told, one answer a call. */
function transport(...answers: ("lost" | "refused" | "ok")[]) {
  const calls: Call[] = [];
  const sending: Transport = {
    async send(call) {
      calls.push(call);
      const answer = answers.shift() ?? "ok";
      if (answer === "lost") throw new LostReply(call.command);
      if (answer === "refused") throw new CommandFailure({ code: "nonce_missing", detail: { command: call.command } }, call.command);
      return {};
    },
    onChange: () => () => undefined,
  };
  return { calls, backend: backendOver(sending, () => "gate1") };
}

describe("the number of an act", () => {
  it("goes with writes only, a new one each, together with who asks", async () => {
    const { calls, backend } = transport();
    await backend.call("rooms.list", {});
    await backend.call("gate.abandon", { checkId: "1", reason: "x" });
    await backend.call("gate.abandon", { checkId: "1", reason: "x" });
    expect(calls[0]).toMatchObject({ command: "rooms.list", as: "gate1", nonce: null, payload: {} });
    expect(calls[1]?.nonce).toMatch(/^[0-9a-f-]{36}$/);
    expect(calls[2]?.nonce).not.toBe(calls[1]?.nonce);
  });

  it("stays when the reply was lost and the same act is asked again", async () => {
    const { calls, backend } = transport("lost", "lost", "ok", "ok");
    const { got: act } = mounted(() => useAct("gate.abandon"), backend);
    const request = { checkId: "1", reason: "x" };
    expect(await act.run(request)).toBeNull();
    expect(act.failure.value).toBeInstanceOf(LostReply);
    await act.run({ ...request });
    await act.run({ ...request });
    expect(new Set(calls.map((call) => call.nonce)).size).toBe(1);
    await act.run({ ...request });
    expect(calls[3]?.nonce).not.toBe(calls[2]?.nonce);
  });

  it("changes with the request, and after an answer of any kind", async () => {
    const { calls, backend } = transport("lost", "refused", "ok");
    const { got: act } = mounted(() => useAct("gate.abandon"), backend);
    await act.run({ checkId: "1", reason: "x" });
    await act.run({ checkId: "1", reason: "y" });
    await act.run({ checkId: "1", reason: "y" });
    expect(new Set(calls.map((call) => call.nonce)).size).toBe(3);
  });

  it("does not ask twice at once", async () => {
    const { calls, backend } = transport();
    const { got: act } = mounted(() => useAct("gate.abandon"), backend);
    await Promise.all([act.run({ checkId: "1", reason: "x" }), act.run({ checkId: "1", reason: "x" })]);
    expect(calls).toHaveLength(1);
  });
});
