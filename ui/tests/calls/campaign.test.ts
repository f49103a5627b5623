import { describe, expect, it } from "vitest";
import type { AttemptView, CallsOverview } from "@/backend";
import { outstandingAttempt } from "@/views/calls/answers";
import { eventsOf, outcomeText } from "@/views/calls/callEvents";
import { changeKinds, firstExpiry, mergedFigures, proofRows, takenText } from "@/views/calls/campaign";
import { ATTEMPTS, CALLS } from "../fixtures/sessions";

const call = CALLS[0]!;
const reached = (over: Partial<AttemptView> = {}): AttemptView => ({ ...ATTEMPTS[0]!, id: "reached", outcome: "reached", person: "示例赵", formChannel: "email", ...over });
const figure = (key: string, ...calls: string[]) => ({ key, count: calls.length, calls });

describe("the figures of several days", () => {
  it("add up, and open to the calls of every day", () => {
    const merged = mergedFigures([
      { day: "2020-03-12", calls: [], figures: [figure("total", "a", "b"), figure("due", "a")] },
      { day: "2020-03-13", calls: [], figures: [figure("total", "c"), figure("due")] },
    ]);
    expect(merged).toEqual([figure("total", "a", "b", "c"), figure("due", "a")]);
  });
});

describe("a claim", () => {
  it("is over when the first of them runs out", () => {
    const held = (until: string) => ({ ...call, claim: { holder: "己六", mine: false, until } });
    expect(firstExpiry([call])).toBeNull();
    expect(firstExpiry([held("2020-03-12T01:00:00Z"), call, held("2020-03-12T00:45:00Z")])).toBe(Date.parse("2020-03-12T00:45:00Z"));
  });
});

describe("taking the next call", () => {
  const at = (moment: string): string => moment.slice(11, 16);
  it("says from when something may be rung, and what is with others", () => {
    const told = takenText({ opensAt: "2020-03-13T00:30:00Z", heldByOthers: 2, later: 3 }, false, at);
    expect(told).toContain("00:30");
    expect(told).toContain("其余 2 家由他人办理");
  });
  it("is silent about hours when a call was served", () => {
    expect(takenText({ opensAt: null, heldByOthers: 0, later: 0 }, true, at)).toBe("");
  });
});

describe("the proof of a day", () => {
  const overview = (over: Partial<CallsOverview>): CallsOverview => ({ day: "2020-03-12", campaign: "reminder", asOf: "2020-03-11T09:00:00Z", dueBy: null, figures: [], calls: [call], attempts: [], callers: [], ...over });
  const line = { callId: call.id, agencyName: call.agencyName, at: "2020-03-11T08:00:00Z", operator: "己六", phone: "13900000001", outcome: "reached" as const, person: "示例赵", relayConfirmed: true, stillStands: true };

  it("names who was reached last, unless what was told is void", () => {
    expect(proofRows(overview({ attempts: [line] }))[0]?.reached).toMatchObject({ person: "示例赵", operator: "己六", relayed: true });
    expect(proofRows(overview({ attempts: [{ ...line, stillStands: false }] }))[0]?.reached).toBeNull();
  });
  it("names who gave a call up and why, as long as that stands", () => {
    const given = (stillStands: boolean) => ({ ...call, state: "given_up" as const, giveUp: { at: line.at, operator: "庚七", reason: "已书面函告", stillStands } });
    expect(proofRows(overview({ calls: [given(true)] }))[0]?.note).toContain("庚七 决定放弃：已书面函告");
    expect(proofRows(overview({ calls: [given(false)] }))[0]?.note).not.toContain("已书面函告");
  });
  it("tells each kind of change once", () => {
    const change = (kind: "moved" | "other_rooms", code: string) => ({ kind, code, fromAt: null, toAt: null, fromPlace: null, toPlace: null });
    expect(changeKinds({ ...call, changes: [change("moved", "1"), change("moved", "2"), change("other_rooms", "1")] })).toBe("改期、换室");
  });
});

describe("what is still outstanding after a call", () => {
  it("is the last attempt that reached somebody and lacks the relay or the form", () => {
    expect(outstandingAttempt([reached()])?.id).toBe("reached");
    expect(outstandingAttempt([reached({ relayConfirmed: true, formSentAt: "2020-03-11T08:00:00Z" })])).toBeNull();
    expect(outstandingAttempt([reached({ relayConfirmed: true })])?.id).toBe("reached");
  });
  it("is nothing when a receipt brought it, and nothing of an attempt that is void", () => {
    const receipt = { at: "2020-03-11T08:10:00Z", operator: "己六", relayConfirmed: true, formChannel: "wechat" as const, note: "" };
    expect(outstandingAttempt([reached({ relayConfirmed: true, receipts: [receipt] })])).toBeNull();
    expect(outstandingAttempt([reached({ stillStands: false })])).toBeNull();
  });
});

describe("the history of a call", () => {
  it("stands in the order of what happened, receipts and the decision to give up among it", () => {
    const receipt = { at: "2020-03-11T08:30:00Z", operator: "己六", relayConfirmed: true, formChannel: null, note: "微信回复" };
    const events = eventsOf({
      attempts: [reached({ at: "2020-03-11T08:00:00Z", receipts: [receipt] })],
      giveUps: [{ at: "2020-03-11T08:20:00Z", operator: "庚七", reason: "已函告", stillStands: false }],
    });
    expect(events.map((one) => one.what)).toEqual(["已接通", "放弃已失效：已函告", "补记已转述"]);
    expect(events[2]?.who).toContain("微信回复");
  });
  it("calls void what was told, and leaves a wrong number a wrong number", () => {
    expect(outcomeText({ outcome: "reached", stillStands: false })).toBe("已接通，已作废");
    expect(outcomeText({ outcome: "wrong_number", stillStands: false })).toBe("号码错");
  });
});
