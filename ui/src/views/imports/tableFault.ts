import type { TableFault } from "@/backend";
import { text, textIfAny, wordOr } from "@/i18n";

export type TableName = "agencies" | "rollCall" | "calendar" | "rooms";

/** What a column is called; the name in a list of days is not that of a person. */
export function columnWord(table: TableName, column: string): string {
  if (table === "rooms") return textIfAny(`rooms.field.${column}`) ?? column;
  return wordOr("tableColumn", table === "calendar" && column === "name" ? "dayName" : column);
}

/** What is wrong with a cell and what to do about it. */
export function tableFaultText(fault: TableFault): string {
  const kind = fault.kind;
  const detail: Record<string, unknown> = "detail" in kind ? kind.detail : {};
  const params = Object.entries(detail).map(([name, value]) => [name, Array.isArray(value) ? value.map(String).join(text("common.listComma")) : String(value)]);
  return textIfAny(`tables.fault.${kind.code}`, Object.fromEntries(params)) ?? text("tables.fault.other");
}

/** What the cell says; what may name bidders is not repeated. */
export function tableReadText(fault: TableFault): string {
  if (fault.kind.code === "namesBidders") return text("faults.readSealed");
  return fault.read ? text("faults.read", { read: fault.read }) : text("faults.readNothing");
}
