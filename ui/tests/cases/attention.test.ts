import { describe, expect, it } from "vitest";
import { byUrgency, caseAttention, type CaseSources } from "@/views/today/attention";
import { at, T0 } from "../gateFixture";
import { exception } from "./caseFixture";

const open = (slot: string, dueAt: string | null): CaseSources["cases"][number] => ({
  refusalId: `r-${slot}`, checkId: slot, slot, sessionCode: "YL-0312-01", reason: "over_temperature", at: at(-7000), dueAt, outstanding: ["notified_unit", "notified_town"], overdue: false,
});
const sources = (over: Partial<CaseSources>): CaseSources => ({ cases: [], exceptions: [], decides: false, now: T0, clockText: (instant) => instant.slice(11, 16), ...over });

describe("what Today says of the cases", () => {
  it("tells the overdue first, then what is due within half an hour, and nothing that has time", () => {
    const items = byUrgency(caseAttention(sources({ cases: [open("A1", at(1800)), open("A2", at(1801)), open("A3", at(-1)), open("A4", null)] })));
    expect(items.map((one) => [one.what, one.mark])).toEqual([["A3 案件通报超时", "stopped"], ["A1 案件将到时限", "attention"]]);
    expect(items[0]?.to).toEqual({ name: "gate-cases", query: { check: "A3" } });
  });

  it("tells an undecided request to those who may decide it, but not to the one who asked", () => {
    const exceptions = [exception(), exception({ id: "own", mine: true }), exception({ id: "done", decision: { approved: false, by: "庚七", at: at(0), note: "" } })];
    expect(caseAttention(sources({ exceptions, decides: true })).map((one) => one.id)).toEqual(["exception-x1"]);
    expect(caseAttention(sources({ exceptions }))).toEqual([]);
  });
});
