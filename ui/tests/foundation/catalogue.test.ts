import { describe, expect, it } from "vitest";
import { en } from "@/i18n/en";
import { zhCN } from "@/i18n/zh-CN";

function flat(node: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === "string") found.set(at, value);
    else for (const [inner, text] of flat(value as object, at)) found.set(inner, text);
  }
  return found;
}
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();

describe("the catalogue", () => {
  const chinese = flat(zhCN);
  const english = flat(en);

  it("has the same keys in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it("has no empty text", () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("fills the same placeholders in both languages", () => {
    const unlike = [...chinese].filter(([key, text]) => {
      const own = new Set(placeholders(text));
      return placeholders(english.get(key) ?? "").some((name) => !own.has(name));
    });
    expect(unlike.map(([key]) => key)).toEqual([]);
  });

  it("uses no sign that the message format would read as its own", () => {
    const own = (text: string): string => text.replaceAll("{'@'}", "");
    expect([...chinese, ...english].filter(([, text]) => /[|@]/.test(own(text))).map(([key]) => key)).toEqual([]);
  });
});
