import type { WireError } from "@/backend";
import en from "@texts/errors.en.json";
import zhCN from "@texts/errors.zh-CN.json";
import { type Locale, type WordGroup, locale, text, wordOr } from ".";

export type ErrorCode = WireError["code"];

/** A code without its sentence does not compile. */
export const ERROR_TEXTS: Record<Locale, Record<ErrorCode, string>> = { "zh-CN": zhCN, en };

/** Details whose value is a word of a closed list, by code and field. */
const DETAIL_WORDS: Record<string, WordGroup> = {
  "role_not_allowed.needed": "role",
  "not_found.kind": "record",
  "code_taken.kind": "record",
  "session_ended.state": "sessionState",
  "check_closed.state": "checkState",
  "tag_not_valid.state": "tagState",
  "print_ended.state": "printState",
  "step_out_of_order.expected": "entryStep",
  "step_out_of_order.given": "entryStep",
  "form_incomplete.missing": "formField",
  "text_names_bidders.field": "formField",
  "wrong_field.path": "formField",
};

/** A detail that comes in kinds, told by the entry `FIELD:KIND` of the texts and its own fields. */
function isKind(value: unknown): value is Record<string, unknown> & { kind: string } {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
}

/** A word of the catalogue, an entry `NAME:VALUE` or `word:VALUE` of the texts, an instant told as time, else the value. */
function detailText(code: string, field: string, value: unknown, instantText: (instant: string) => string): string {
  if (Array.isArray(value)) return value.map((one: unknown) => detailText(code, field, one, instantText)).join(text("common.listComma"));
  if (value === null || value === undefined) return text("common.none");
  if (isKind(value)) {
    const pattern = (ERROR_TEXTS[locale.value] as Record<string, string>)[`${field}:${value.kind}`];
    if (pattern !== undefined) return pattern.replace(/\{(\w+)\}/g, (_, own: string) => detailText(code, field, value[own], instantText));
  }
  const plain = typeof value === "object" ? JSON.stringify(value) : String(value);
  const group = DETAIL_WORDS[`${code}.${field}`];
  const name = group === "formField" ? (plain.split(/[./]/u).at(-1) ?? plain) : plain;
  const worded = group ? wordOr(group, name) : name;
  if (worded !== name) return worded;
  const texts: Record<string, string> = ERROR_TEXTS[locale.value];
  const listed = texts[`${field}:${plain}`] ?? texts[`word:${plain}`];
  if (listed !== undefined) return listed;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(plain) ? instantText(plain) : plain;
}

/** What happened, who holds it, and what to do, in the user's language. */
export function errorText(error: WireError, instantText: (instant: string) => string = (one) => one): string {
  const texts: Record<string, string> = ERROR_TEXTS[locale.value];
  const sentence = texts[error.code] ?? text("common.unknownError", { code: error.code });
  const detail: Record<string, unknown> = error.detail;
  return sentence.replace(/\{(\w+)\}/g, (_, field: string) => detailText(error.code, field, detail[field], instantText));
}

/** The first sentence of an error known by its code alone: what happened, without the details. */
export function errorName(code: string): string {
  const texts: Record<string, string> = ERROR_TEXTS[locale.value];
  const sentence = texts[code];
  if (sentence === undefined) return code;
  const first = sentence.split(/[。，：:;]|\. /u)[0] ?? sentence;
  return first.replace(/[“"]?\{\w+\}[”"]?/gu, "…");
}
