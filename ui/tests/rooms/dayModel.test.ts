import { describe, expect, it } from "vitest";
import { bidNumbers, emptyEvent, eventOf, happeningOf, type EventDraft } from "@/views/rooms/day/eventDraft";
import { eventPreview } from "@/views/rooms/day/eventPreview";
import { blockOfSlip, lateBlocks, looksLikeSlip, nextOf, toldBy } from "@/views/rooms/day/slip";
import { dayOf } from "./days";
import { group } from "./plans";

const day = () => dayOf(group(), { now: 193 });
const draft = (over: Partial<EventDraft>): EventDraft => ({ ...emptyEvent(day()), reason: "示例事由", ...over });
const keys = (over: Partial<EventDraft>, of = day()): string[] => eventPreview(draft(over), of).map((line) => line.key);

describe("a trolley slip", () => {
  it("is known in any case, with or without dashes, and anything else is not", () => {
    expect(blockOfSlip(day(), "0312g1k2p1c")?.batch).toBe("K2");
    expect(looksLikeSlip("0312G1K2P1-C")).toBe(true);
    expect(looksLikeSlip("5T3N-8V2K")).toBe(false);
    expect(blockOfSlip(day(), "0312G9K2P1-C")).toBeNull();
  });

  it("tells that a reading begins, then that it ends, then nothing", () => {
    const blocks = day().blocks.filter((block) => block.panel === 1);
    expect(blocks.map(toldBy).slice(0, 3)).toEqual([null, "finished", "begun"]);
  });
});

describe("the key of a panel", () => {
  it("ends what is read and begins what comes next", () => {
    expect(nextOf(day(), 1)).toMatchObject({ what: "finished", block: { batch: "K2" } });
    const between = day();
    for (const block of between.blocks) if (block.panel === 1 && block.finishedAt === null && block.begunAt !== null) block.finishedAt = between.now;
    expect(nextOf(between, 1)).toMatchObject({ what: "begun", block: { batch: "K3" } });
    expect(nextOf(dayOf(group(), { now: 640, state: "discussion" }), 1)).toBeNull();
  });
});

describe("late readings", () => {
  it("are those past their planned end and those that should have begun", () => {
    expect(lateBlocks(day())).toBe(0);
    expect(lateBlocks(dayOf(group(), { now: 205, behind: 10 }))).toBe(0);
    expect(lateBlocks(dayOf(group(), { now: 222, behind: 25 }))).toBe(2);
    expect(lateBlocks(null)).toBe(0);
  });
});

describe("what an event means", () => {
  it("takes the reading under way along when the room of a panel fails", () => {
    expect(keys({ kind: "camera_lost", room: "202" })).toEqual(["cameraOut", "readingGoesAlong"]);
  });

  it("says so when the room that fails is the spare one or has no panel", () => {
    expect(keys({ kind: "room_lost", room: "204" })).toEqual(["roomHeld", "spareGone"]);
    expect(keys({ kind: "camera_lost", room: "205" })).toEqual(["cameraOut", "notInGroup"]);
  });

  it("lets a new member read again what the former had read, and nobody else", () => {
    const [signs, again] = eventPreview(draft({ kind: "member_replaced", seat: "专4" }), day());
    expect([signs?.key, again?.key, again?.params["batches"]]).toEqual(["memberSignsIn", "memberReadsAgain", "K4、K5"]);
    expect(keys({ kind: "member_replaced", seat: "专4" }, dayOf(group(), { now: 0, state: "signing_in" }))).toContain("memberHasNone");
  });

  it("grants more time only when more than a third vote for it", () => {
    expect(keys({ kind: "more_time", votesFor: "1" })).toEqual(["notGranted"]);
    expect(keys({ kind: "more_time", votesFor: "2" })).toEqual(["granted"]);
  });

  it("can be asked about before anybody has said why", () => {
    const silent = draft({ kind: "room_lost", room: "202", reason: "" });
    expect(happeningOf(silent, day())).toEqual({ event: { kind: "room_lost", room: "202" } });
    expect(eventOf(silent, day())).toEqual({ problem: "reason" });
  });
});

describe("an event as it is typed", () => {
  it("reads numbers of bids and ranges, and nothing else", () => {
    expect(bidNumbers("3、7 12-14")).toEqual([3, 7, 12, 13, 14]);
    expect(bidNumbers("")).toEqual([]);
    expect([bidNumbers("3,x"), bidNumbers("0"), bidNumbers("9-3")]).toEqual([null, null, null]);
  });

  it("is a request, or says what is missing", () => {
    expect(eventOf(draft({ kind: "camera_lost", room: "202" }), day())).toEqual({ event: { kind: "camera_lost", room: "202" }, reason: "示例事由" });
    expect(eventOf(draft({ reason: " 短 " }), day())).toEqual({ problem: "reason" });
    expect(eventOf(draft({ kind: "bids_dropped", remaining: "63" }), day())).toEqual({ problem: "bids" });
    expect(eventOf(draft({ kind: "bids_dropped", remaining: "63", bids: "64-67" }), day())).toMatchObject({ event: { remaining: 63, bids: [64, 65, 66, 67] } });
    expect(eventOf(draft({ kind: "bids_dropped", remaining: "63" }), dayOf(group(), { now: 0, state: "planned" }))).toMatchObject({ event: { remaining: 63, bids: [] } });
    expect(eventOf(draft({ kind: "more_time", votesFor: "4", votesAgainst: "2" }), day())).toEqual({ problem: "votes" });
  });
});
