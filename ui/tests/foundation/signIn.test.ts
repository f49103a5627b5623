import { afterEach, describe, expect, it } from "vitest";
import { backendOver, CommandFailure, type Me, type SignedIn, type Transport } from "@/backend";
import type { Call } from "@/backend/transport";
import { lock, session, signIn, signOff, signedOnCode, unlock } from "@/session";
import { gatekeeper } from "@/session/gatekeeper";

const ME: Me = {
  id: "op-lead",
  code: "lead",
  name: "示例庚七",
  roles: ["duty_lead"],
  desk: "一号台",
  expiresAt: "2020-03-12T12:00:00Z",
  idleMinutes: 10,
  mustChange: false,
  passwordDays: null,
  passwordRule: { leastCharacters: 8, leastKinds: 3, remembered: 5, days: 90, warnDays: 7 },
};
const SIGNED_IN: SignedIn = { token: "t-1", me: ME, earlier: null, failures: 0, endedAt: null };

function desk(refusal?: "sign_in_locked" | "sign_in_ended") {
  const calls: Call[] = [];
  const transport: Transport = {
    async send(call) {
      calls.push(call);
      if (refusal === "sign_in_locked") throw new CommandFailure({ code: refusal, detail: {} }, call.command);
      if (refusal === "sign_in_ended") throw new CommandFailure({ code: refusal, detail: { why: "elsewhere" } }, call.command);
      return {};
    },
    onChange: () => () => undefined,
  };
  return { calls, backend: backendOver(transport, signedOnCode, gatekeeper) };
}

afterEach(() => signOff());

describe("a sign-in", () => {
  it("goes with every call", async () => {
    const { calls, backend } = desk();
    signIn(SIGNED_IN);
    await backend.call("rooms.list", {});
    expect(calls[0]).toMatchObject({ as: "lead", token: "t-1" });
  });

  it("with a password that is due leads nowhere yet", () => {
    signIn({ ...SIGNED_IN, me: { ...ME, mustChange: true } });
    expect(session.operator).toBeNull();
    expect(signedOnCode()).toBe("lead");
  });

  it("keeps calls back beneath a lock and asks them when it is gone", async () => {
    const { calls, backend } = desk();
    signIn(SIGNED_IN);
    lock();
    const asked = backend.call("rooms.list", {});
    await backend.call("accounts.lock", {});
    expect(calls.map((call) => call.command)).toEqual(["accounts.lock"]);
    unlock(ME);
    await asked;
    expect(calls.map((call) => call.command)).toEqual(["accounts.lock", "rooms.list"]);
  });

  it("asks nothing for whoever sat there before", async () => {
    const { calls, backend } = desk();
    signIn(SIGNED_IN);
    lock();
    void backend.call("rooms.list", {});
    signOff();
    signIn({ ...SIGNED_IN, token: "t-2" });
    await backend.call("tags.list", { day: "2020-03-12" });
    expect(calls.map((call) => call.command)).toEqual(["tags.list"]);
  });

  it("that the desk has locked or ended is noticed by whatever is asked next", async () => {
    signIn(SIGNED_IN);
    await expect(desk("sign_in_locked").backend.call("rooms.list", {})).rejects.toBeInstanceOf(CommandFailure);
    expect(session.locked).toBe(true);
    unlock(ME);
    await expect(desk("sign_in_ended").backend.call("rooms.list", {})).rejects.toBeInstanceOf(CommandFailure);
    expect([session.operator, session.token]).toEqual([null, null]);
    expect(session.endedBy).toBeInstanceOf(CommandFailure);
  });
});
