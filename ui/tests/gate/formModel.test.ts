import { describe, expect, it } from "vitest";
import { draftOf, emptyDraft, fieldsAsked, fill, firstGap, hasAnswers, openMarks, readDay, sexOfResidentId, type FormDraft } from "@/views/gate/formModel";
import { answersOf, card, check } from "../gateFixture";

const TODAY = "2020-03-12";
const view = check(card("A1", { step: "form", passed: 4 }));
const draft = (over: Partial<FormDraft> = {}): FormDraft => ({ ...emptyDraft(), ...over });
const entry = (over: Partial<FormDraft> = {}) => fill(draft(over), view, TODAY).entry;

describe("readDay", () => {
  it.each([["3.5", "2020-03-05"], ["0305", "2020-03-05"], ["3月5日", "2020-03-05"], ["３／５", "2020-03-05"], ["20200305", "2020-03-05"], ["2020-3-5", "2020-03-05"], ["2.29", "2020-02-29"]])("%s is %s", (typed, day) => {
    expect(readDay(typed, TODAY)).toBe(day);
  });
  it("takes a day without its year for the last such day", () => {
    expect(readDay("12.30", TODAY)).toBe("2019-12-30");
    expect(readDay("3.12", TODAY)).toBe("2020-03-12");
  });
  it("leaves a day to come, spelt with its year, to the desk", () => {
    expect(readDay("2020-03-20", TODAY)).toBe("2020-03-20");
  });
  it.each(["", "上周", "13.1", "2.30", "3", "2020-02-30"])("%s is no day", (typed) => {
    expect(readDay(typed, TODAY)).toBeNull();
  });
});

describe("sexOfResidentId", () => {
  it("follows the 17th digit and says nothing of a number that is not whole", () => {
    expect(sexOfResidentId("99010119880214301X")).toBe("male");
    expect(sexOfResidentId("990101197511300025")).toBe("female");
    expect(sexOfResidentId("99010119751130002")).toBeNull();
  });
});

describe("fill", () => {
  it("sends what there is and nothing else", () => {
    expect(entry({ role: "bidder", documentNumber: " 9901０1 ", name: " 甲一 " })).toMatchObject({ role: "bidder", documentNumber: "990101", name: "甲一", phone: null, stays: null, pledged: false, sex: null, companyAnswer: null });
  });
  it("tells not having left from not having answered", () => {
    expect(entry({ away: false }).stays).toEqual([]);
    expect(entry({ away: null }).stays).toBeNull();
    expect(entry({ away: true, stays: [{ place: "", from: "", until: "", transit: false }] }).stays).toBeNull();
  });
  it("keeps answers of questions that are no longer asked from the desk", () => {
    expect(entry({ away: false, arrivalDay: "3.1", arrivalMeans: "train", sex: "female" })).toMatchObject({ arrivalDay: null, arrivalMeans: null, sex: null });
  });
  it("stops at a day nobody can read", () => {
    const stays = [{ place: "示例省", from: "上周", until: "3.1", transit: false }];
    expect(fill(draft({ away: true, stays, filledOnSite: true }), view, TODAY).unreadable).toBe("stays");
    expect(fill(draft({ away: true, arrivalDay: "昨", filledOnSite: true }), view, TODAY).unreadable).toBe("arrivalDay");
    expect(fill(draft({ filledOnSite: true }), view, TODAY).unreadable).toBeNull();
  });
});

describe("fieldsAsked", () => {
  it("ask the sex of a passport's bearer, the arrival of a traveller, the power of attorney of a replacement", () => {
    expect(fieldsAsked(draft(), view)).not.toContain("sex");
    expect(fieldsAsked(draft({ documentKind: "passport" }), view)).toContain("sex");
    expect(fieldsAsked(draft({ away: true }), view)).toContain("arrivalMeans");
    const replacement = { ...view, followsUp: { kind: "replacement" as const, refusalId: "r" } };
    expect(fieldsAsked(draft(), replacement)).toContain("powerOfAttorney");
    expect(fieldsAsked(draft(), { ...view, followsUp: { kind: "exception", refusalId: "r" } })).not.toContain("powerOfAttorney");
  });
});

describe("firstGap", () => {
  it("walks the form and passes what may stay empty", () => {
    expect(firstGap(draft(), view)).toBe("role");
    expect(firstGap(draft({ role: "expert", documentNumber: "1", name: "甲", phone: "1" }), view)).toBe("residence");
    expect(firstGap(draft({ role: "bidder", documentNumber: "1", name: "甲", phone: "1" }), view)).toBe("company");
  });
});

describe("openMarks", () => {
  it("stand until the answer is changed, in the order of the form", () => {
    const sent = entry({ name: "甲一", documentNumber: "12" });
    const answers = answersOf(sent);
    const reply = { answers, missing: ["phone" as const, "role" as const], faults: [{ field: "document_number" as const, problem: "length" }], companyAsk: null, keyRegion: null };
    expect(openMarks(reply, sent)).toEqual([{ field: "role", problem: null }, { field: "documentNumber", problem: "length" }, { field: "phone", problem: null }]);
    expect(openMarks(reply, entry({ name: "甲一", documentNumber: "123", role: "bidder" })).map((mark) => mark.field)).toEqual(["phone"]);
    expect(openMarks(null, sent)).toEqual([]);
  });
});

describe("draftOf", () => {
  it("brings back what was answered, and asks a pledge again that was not given", () => {
    const answers = answersOf(entry({ name: "甲一", away: false, familyWell: false, filledOnSite: true }));
    const back = draftOf(answers);
    expect(back).toMatchObject({ name: "甲一", away: false, stays: [], familyWell: false, pledged: null, filledOnSite: true });
    expect(fill(back, view, TODAY).entry).toEqual(entry({ name: "甲一", away: false, familyWell: false, filledOnSite: true }));
  });
  it("knows an empty form from a begun one", () => {
    expect(hasAnswers(emptyDraft())).toBe(false);
    expect(hasAnswers(draft({ role: "bidder" }))).toBe(true);
  });
});
