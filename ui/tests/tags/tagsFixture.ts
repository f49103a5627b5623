import type { QueueView, Reply, Request, ScanView, TagView } from "@/backend";
import { CommandFailure } from "@/backend";
import { gateFixture, tag, type GateFixture } from "../gateFixture";
import { print, printer, type Print } from "./printer";

const since = (minutes: number): string => new Date(Date.parse("2020-03-12T00:31:07Z") + minutes * 60_000).toISOString();
type Passage = TagView["passages"][number];

const passage = (kind: Passage["kind"], minutes: number, lane = "A"): Passage => ({ kind, at: since(minutes), lane, operator: "周检查" });

export function dayOfTags(): TagView[] {
  return [
    tag("7K4Q-2M9T", { previousCodes: [], prints: [print("7K4Q-2M9T")], passages: [] }),
    tag("9C2H-5R7X", { state: "left", stateAt: since(-6), previousCodes: [], prints: [print("9C2H-5R7X")], passages: [passage("leave", -30), passage("return", -21), passage("leave", -6, "B")] }),
    tag("4M8V-3D6K", { previousCodes: [{ code: "2B7N-8Q4F", lostAt: since(-11), reason: null }], prints: [print("2B7N-8Q4F"), print("4M8V-3D6K", { state: "queued", endedAt: null, endedBy: null, reprint: false })], passages: [] }),
    tag("3F8W-6P1D", { state: "void", previousCodes: [], prints: [print("3F8W-6P1D", { state: "failed", note: "卡纸" })], passages: [] }),
  ];
}

export interface TagsFixture extends GateFixture {
  prints: Print[];
  queue: QueueView;
}

const CLOSED = "YL-0312-04";

/** The gate's desk in memory with tags that leave, return, get lost and are printed. */
export function tagsFixture(): TagsFixture {
  const fixture = gateFixture();
  fixture.tags.splice(0, fixture.tags.length, ...dayOfTags());
  const prints = printer(fixture);
  const stamp = (): string => new Date(fixture.now.at).toISOString();
  const compact = (code: string): string => code.replaceAll("-", "");

  function put(next: TagView): TagView {
    const at = fixture.tags.findIndex((one) => one.id === next.id);
    fixture.tags[at] = next;
    return next;
  }
  const find = (code: string): TagView => {
    const found = fixture.tags.find((one) => compact(one.code) === compact(code));
    if (found === undefined) throw new CommandFailure({ code: "not_found", detail: { kind: "tag", id: code } }, "tags");
    return found;
  };
  function scan(request: Request<"tags.scan">): ScanView {
    const { code, purpose } = request;
    const found = fixture.tags.find((one) => compact(one.code) === compact(code));
    const lost = fixture.tags.find((one) => one.previousCodes.some((before) => before.code === code));
    if (found === undefined) return { code, tag: lost ?? null, answer: lost ? "lost" : compact(code).length === 8 ? "unknown" : "mistyped" };
    if (found.state === "void") return { code, tag: found, answer: "void" };
    if (purpose !== "leave" && purpose !== "return") return { code, tag: found, answer: "valid" };
    const outside = found.state === "left";
    if (outside === (purpose === "leave")) return { code, tag: found, answer: outside ? "already_outside" : "already_inside" };
    const moved = put({ ...found, state: outside ? "active" : "left", stateAt: stamp(), passages: [...found.passages, { kind: purpose, at: stamp(), lane: request.lane ?? "", operator: "赵检查" }] });
    return { code, tag: moved, answer: outside ? "returned_now" : "left_now" };
  }
  const queue: QueueView = {
    asOf: since(0), lanes: ["A", "B"], secondsPerPerson: 88, measured: true,
    sessions: [
      { sessionId: "s1", code: "YL-0312-01", deadline: "2020-03-12T01:00:00Z", waiting: 18, countedAt: since(-2), waitMinutes: 14, lastSafeArrival: "2020-03-12T00:43:00Z", alarm: "soon", agency: "示例甲招标代理有限公司", contact: "钱代理", phone: "010-0000 0101", told: null },
      { sessionId: "s2", code: "YL-0312-02", deadline: "2020-03-12T01:30:00Z", waiting: null, countedAt: null, waitMinutes: null, lastSafeArrival: "2020-03-12T01:27:00Z", alarm: "none", agency: "示例乙项目管理有限公司", contact: "孙代理", phone: "010-0000 0202", told: null },
    ],
  };
  const session = (id: string): QueueView["sessions"][number] => {
    const found = queue.sessions.find((one) => one.sessionId === id);
    if (found === undefined) throw new Error(`no session ${id}`);
    return found;
  };

  Object.assign(fixture.others, {
    "tags.scan": scan,
    "tags.lost": (request: Request<"tags.lost">) => {
      const found = find(request.code);
      return put({ ...found, code: "8T5J-7W3H", previousCodes: [...found.previousCodes, { code: found.code, lostAt: stamp(), reason: null }] });
    },
    "gate.find": (request: Request<"gate.find">): Reply<"gate.find"> => {
      const card = fixture.checks.get("B1")?.card;
      const found = request.text.endsWith("0088") && card !== undefined ? [{ card: { ...card, state: "admitted" as const }, tag: fixture.tags[0] ?? null }] : [];
      return { kind: "document", found };
    },
    "gate.close_day": () => {
      if (fixture.now.at < Date.parse("2020-03-12T07:00:00Z")) throw new CommandFailure({ code: "sessions_ahead", detail: { code: CLOSED } }, "gate.close_day");
      const left = fixture.tags.filter((one) => one.state === "active");
      for (const one of left) put({ ...one, state: "left", stateAt: stamp() });
      return { at: stamp(), left: left.length };
    },
    "gate.queue": () => queue,
    "gate.queue.count": (request: Request<"gate.queue.count">) => {
      Object.assign(session(request.sessionId), { waiting: request.waiting, countedAt: stamp(), waitMinutes: request.waiting });
      return queue;
    },
    "gate.queue.told": (request: Request<"gate.queue.told">) => {
      session(request.sessionId).told = { at: stamp(), operator: "赵检查", person: request.person };
      return queue;
    },
  } satisfies Partial<GateFixture["others"]>);
  return { ...fixture, prints, queue };
}
