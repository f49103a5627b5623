import { describe, expect, it } from "vitest";
import { headlineChanges } from "@/views/rooms/plan/changeText";
import { leftOutText, levelText, reasonText, reliefText, ruleValue, signed, tenths, whyText } from "@/views/rooms/plan/explain";
import { expertsOf, NO_PINS, pinnedRooms, pinOf, samePins, withExperts, withRoom, withStart } from "@/views/rooms/plan/pins";
import { afterCameraLost } from "./days";
import { group, PLANS } from "./plans";

const clock = (at: string): string => at.slice(11, 16);
const NOTHING = { limitPlusMinutes: null, hoursPlusMinutes: null, laterStartMinutes: null, extraRooms: null, extraVideo: null, moveBids: null, electronic: false, limitAndHours: null } as const;

describe("why a plan is as it is", () => {
  it("is told with its numbers and rooms", () => {
    expect(group().explanation.sentences.map(whyText)).toEqual([
      "5 名评委，每间至多 3 名，最少 2 间；用 201、202。", "201、202 之间步行合计 1 分钟，没有更近的。", "203 间距后仅 2 席，须坐 5 人。", "204 留作备用，审阅室故障时启用。", "加房间不会更快：每人都须审完 66 份。",
    ]);
  });

  it("says of each level whether it is proven, and else below what nothing can be", () => {
    expect(group().explanation.status.map(levelText)).toEqual(["0 场，已证明最优", "2 间，已证明最优", "1 分钟，已证明最优", "21:30，目前最好；理论上不低于 21:24"]);
  });

  it("says of a room left out who has it and until when, with what was noted", () => {
    expect(group().leftOut.map((one) => leftOutText(one, clock))).toEqual(["YL-0312-02 占用，02:00 至 06:00", "留作备用"]);
    expect(leftOutText({ code: "202", name: "", why: "camera_fault", holder: null, from: null, until: null, note: "无画面" }, clock)).toBe("摄像故障（无画面）");
  });

  it("tells each rule with its numbers, and the rooms that break it", () => {
    expect(group().rules.map(ruleValue).slice(0, 3)).toEqual(["66 份 × 5 人 = 330", "5 人，专家 4≥4", "至多 3，限 3"]);
    expect(ruleValue({ rule: "within_limit", held: true, numbers: [{ name: "end", value: 1290 }, { name: "limit", value: 1320 }], rooms: [] })).toBe("21:30，限 22:00");
    expect(ruleValue({ rule: "experts_per_room", held: false, numbers: [{ name: "most", value: 5 }, { name: "allowed", value: 3 }], rooms: ["203"] })).toBe("至多 5，限 3（203）");
  });
});

describe("why no plan exists", () => {
  it("is told with the numbers, and without them while they are sealed", () => {
    const reason = { code: "seats", needed: 5, available: 2 };
    expect(reasonText(reason, false)).toBe("5 人，2 席，差 3 席。");
    expect(reasonText(reason, true)).toBe("评标室席位不够。");
    expect(reasonText({ code: "new_family", needed: 1, available: 0 }, false)).toContain("new_family");
  });

  it("comes with one sentence of what would help", () => {
    expect(reliefText(PLANS["impossible"]?.[0]?.explanation.relaxations ?? null)).toBe("再加 1 间评标室即可。");
    expect(reliefText({ ...NOTHING, limitPlusMinutes: 25, limitAndHours: [10, 15], electronic: true })).toBe("以下任一项即可：时限延后 25 分钟；或时限延后 10 分钟并晚关 15 分钟；或改用电子标书。");
    expect(reliefText(NOTHING)).toBeNull();
    expect(reliefText(null)).toBeNull();
  });
});

describe("changes between versions", () => {
  it("tell moves of panels and rooms first", () => {
    expect(headlineChanges(afterCameraLost(group(), 190).group.changes, clock).first).toEqual(["席组 2 于 05:15 由 202 移到 204", "加用 204", "不再用 202", "结束晚 7 分钟"]);
  });

  it("are read with their sign", () => {
    expect([signed(12), signed(-3), signed(0), tenths(75), tenths(-3)]).toEqual(["+12", "−3", "0", "7.5", "-0.3"]);
  });
});

describe("what a person fixes", () => {
  it("either must or must not use a room", () => {
    const must = withRoom(NO_PINS, "204", "must");
    expect(pinOf(must, "204")).toBe("must");
    const out = withRoom(must, "204", "out");
    expect([pinOf(out, "204"), out.must]).toEqual(["out", []]);
    expect(withRoom(out, "204", "free")).toEqual(NO_PINS);
    expect([...pinnedRooms(out)]).toEqual([["204", "out"]]);
  });

  it("seats experts only in a room that is used, and forgets them when it is not", () => {
    const seated = withExperts(NO_PINS, "202", 3);
    expect([pinOf(seated, "202"), expertsOf(seated, "202")]).toEqual(["must", 3]);
    expect(withRoom(seated, "202", "out").experts).toEqual([]);
    expect(withExperts(seated, "202", null)).toMatchObject({ must: ["202"], experts: [] });
    expect(expertsOf(withExperts(NO_PINS, "202", 30), "202")).toBe(9);
  });

  it("is the same whatever the order and the spelling of the instant", () => {
    const one = withRoom(withRoom(NO_PINS, "201", "must"), "202", "must");
    expect(samePins(one, { ...one, must: ["202", "201"] })).toBe(true);
    expect(samePins(withStart(one, "2020-03-12T02:00:00Z"), withStart(one, "2020-03-12T10:00:00+08:00"))).toBe(true);
    expect(samePins(one, withStart(one, "2020-03-12T02:00:00Z"))).toBe(false);
  });
});
