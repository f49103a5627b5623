import type { Fault, ImportRow } from "@/backend";
import { text, textIfAny, wordOr, type TextParams } from "@/i18n";

/** snake_case and camelCase name the same kind. */
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function paramText(field: string, value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(text("common.listComma"));
  // What was understood is a word of the kind of session, or told as it is.
  if (field === "value") return wordOr("sessionKind", String(value));
  if (field === "weekday") return textIfAny(`faults.weekday.d${String(value)}`) ?? String(value);
  return String(value);
}

/** What is wrong, by name, and the numbers that go with it. */
function kindOf(fault: Fault): { name: string; params: TextParams } {
  const kind: Record<string, unknown> = fault.kind;
  const nested = kind["detail"];
  const all = { ...kind, ...(typeof nested === "object" ? nested : {}) };
  const params = Object.entries(all).map(([field, value]) => [camel(field), paramText(camel(field), value)]);
  return { name: camel(String(kind["code"])), params: Object.fromEntries(params) };
}

/** What the cell should have held. */
export function expectedText(fault: Fault): string {
  const { name, params } = kindOf(fault);
  return textIfAny(`faults.expected.${name}`, params) ?? text("faults.expected.other");
}

export function whereText(fault: Fault): string {
  return text("faults.where", { sheet: fault.sheet, row: fault.row, column: fault.column, title: fault.columnTitle });
}

/** What the cell says; the number of registered bidders is sealed and never shown. */
export function readText(fault: Fault): string {
  if (fault.field === "registered") return text("faults.readSealed");
  return fault.read ? text("faults.read", { read: fault.read }) : text("faults.readNothing");
}

/** The fields in which a row differs from what is recorded. */
export function fieldsOf(row: ImportRow): string {
  return row.differs.map((field) => wordOr("sheetColumn", field)).join(text("common.listComma"));
}
