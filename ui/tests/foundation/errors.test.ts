import { afterEach, describe, expect, it } from "vitest";
import type { WireError } from "@/backend";
import { setLocale } from "@/i18n";
import { ERROR_TEXTS, errorText } from "@/i18n/errors";

describe("error texts", () => {
  afterEach(() => setLocale("zh-CN"));

  it("has a sentence for the same codes in both languages, ending as a sentence", () => {
    const chinese = ERROR_TEXTS["zh-CN"];
    const english = ERROR_TEXTS.en;
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
    const sentences = (texts: Record<string, string>): string[] => Object.entries(texts).filter(([key]) => !key.includes(":")).map(([, told]) => told);
    for (const sentence of sentences(chinese)) expect(sentence).toMatch(/。$/);
    for (const sentence of sentences(english)) expect(sentence).toMatch(/\.$/);
  });

  it("fills details, telling words of closed lists in the language of the window", () => {
    const error: WireError = { code: "role_not_allowed", detail: { command: "calls.record", needed: ["caller", "duty_lead"] } };
    expect(errorText(error)).toContain("电话提醒员、值班领导");
    setLocale("en");
    expect(errorText(error)).toContain("Caller, Duty lead");
  });

  it("tells a word of the texts for a value that has one, and entry steps by their official names", () => {
    expect(errorText({ code: "phone_number", detail: { problem: "neither_kind" } })).not.toContain("neither_kind");
    expect(errorText({ code: "step_out_of_order", detail: { expected: "shoe", given: "form" } })).toContain("脚踩84");
    expect(errorText({ code: "check_resting", detail: { until: "2020-03-12T00:40:00Z" } }, () => "08:40")).toContain("08:40");
  });

  it("tells in words where a setting stands and what would be accepted", () => {
    const error: WireError = {
      code: "wrong_setting",
      detail: { setting: { kind: "row", list: "rows", number: 3, field: "place" }, expected: { kind: "text", most: 60 } },
    };
    expect(errorText(error)).toContain("“名单第 3 行的地区”不符合要求，应为：1 至 60 个字");
    setLocale("en");
    expect(errorText(error)).toContain("list, row 3, place");
  });

  it("leaves no placeholder behind", () => {
    const errors: WireError[] = [
      { code: "malformed_json", detail: { line: 3, column: 7 } },
      { code: "wrong_field", detail: { path: "input.name", problem: "missing" } },
      { code: "internal", detail: { reference: "7F3A" } },
    ];
    for (const error of errors) expect(errorText(error)).not.toMatch(/[{}]/);
  });
});
