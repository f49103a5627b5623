import { describe, expect, it } from "vitest";
import { roundForm, typedTime, unreadable, type RoundDraft } from "@/views/rounds/roundDraft";

const draft: RoundDraft = { method: "wipe", agent: "84消毒液", milligramsPerLitre: "500", airMinutes: "30", note: " 示例 " };

describe("the entry of a round", () => {
  it("takes times with and without a colon, and no others", () => {
    expect(["0710", "7:10", "07：10", "710"].map(typedTime)).toEqual(["07:10", "07:10", "07:10", "07:10"]);
    expect(["2460", "7", "2400", "now", ""].map(typedTime)).toEqual([null, null, null, null, null]);
    expect(unreadable({ "201": "0710", "202": "7", "203": " " })).toEqual(["202"]);
  });

  it("sends the rooms that have a time, by the centre's clock", () => {
    const form = roundForm(draft, { "201": "0710", "202": "" }, "2020-03-12", "Asia/Shanghai");
    expect(form.rooms.map((one) => [one.room, Date.parse(one.doneAt)])).toEqual([["201", Date.parse("2020-03-12T07:10:00+08:00")]]);
    expect([form.agent, form.milligramsPerLitre, form.airMinutes, form.note]).toEqual(["84消毒液", 500, 30, "示例"]);
  });

  it("names no disinfectant for light and open windows", () => {
    const form = roundForm({ ...draft, method: "air" }, { "201": "0710" }, "2020-03-12", "Asia/Shanghai");
    expect([form.agent, form.milligramsPerLitre]).toEqual([null, null]);
  });
});
