import type { Day } from "@/backend";

/** The list of key regions as it is stored. */
export interface RegionRow {
  place: string;
  level: string;
  since: Day;
  until: Day | null;
  observedDays: number | null;
  basis: string;
}
export interface RegionList {
  observedDays: number;
  transitCounts: boolean;
  rows: RegionRow[];
}

export const COLUMNS = ["place", "level", "since", "until", "observedDays", "basis"] as const;
export type Column = (typeof COLUMNS)[number];

/** A row as it is being typed. */
export type RegionDraft = Record<Column, string> & { key: number };

export type RegionFaultKind =
  | "placeMissing"
  | "placeLong"
  | "placeTwice"
  | "levelMissing"
  | "levelLong"
  | "sinceWrong"
  | "untilWrong"
  | "untilEarly"
  | "daysWrong"
  | "basisMissing"
  | "basisLong";
export interface RegionFault {
  column: Column;
  kind: RegionFaultKind;
  /** The other row, counted from 1. */
  row?: number;
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

let keys = 0;
export function draftOf(row: Partial<Record<Column, unknown>> = {}): RegionDraft {
  keys += 1;
  const draft = { key: keys } as RegionDraft;
  for (const column of COLUMNS) draft[column] = textOf(row[column]);
  return draft;
}

/** What a settings body says; anything it lacks is empty. */
export function regionsOf(body: unknown): { observedDays: string; transitCounts: boolean; rows: RegionDraft[] } {
  const list = isPlain(body) ? body : {};
  const rows = Array.isArray(list["rows"]) ? list["rows"].filter(isPlain) : [];
  return { observedDays: textOf(list["observedDays"]), transitCounts: list["transitCounts"] === true, rows: rows.map(draftOf) };
}

const isEmpty = (draft: RegionDraft): boolean => COLUMNS.every((column) => draft[column].trim() === "");

/** 2020-03-01 for the ways a day is written in tables: 2020/3/1, 2020.3.1, 2020年3月1日, 20200301. Null for anything else. */
export function dayOf(typed: string): Day | null {
  const plain = typed.normalize("NFKC").trim();
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+0{1,2}:00(?::00)?)?$/u.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/u.exec(plain);
  if (found === null) return null;
  const day = `${found[1]}-${(found[2] ?? "").padStart(2, "0")}-${(found[3] ?? "").padStart(2, "0")}`;
  const read = new Date(`${day}T12:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day) ? day : null;
}

/** A number of days from 1 to 28. */
export function daysOf(typed: string): number | null {
  const found = /^(\d{1,2})天?$/u.exec(typed.normalize("NFKC").trim());
  const days = Number(found?.[1]);
  return found !== null && days >= 1 && days <= 28 ? days : null;
}

const OPEN_ENDED = /^(?:至今|—+|-+|\/)?$/u;
const tidy = (typed: string): string => typed.trim().replace(/\s+/gu, " ");

function faultsOfRow(draft: RegionDraft): RegionFault[] {
  const faults: RegionFault[] = [];
  const text = (column: "place" | "level" | "basis", missing: RegionFaultKind, long: RegionFaultKind, longest: number): void => {
    const length = [...tidy(draft[column])].length;
    if (length === 0) faults.push({ column, kind: missing });
    else if (length > longest) faults.push({ column, kind: long });
  };
  text("place", "placeMissing", "placeLong", 60);
  text("level", "levelMissing", "levelLong", 20);
  const since = dayOf(draft.since);
  if (since === null) faults.push({ column: "since", kind: "sinceWrong" });
  if (!OPEN_ENDED.test(draft.until.trim())) {
    const until = dayOf(draft.until);
    if (until === null) faults.push({ column: "until", kind: "untilWrong" });
    else if (since !== null && until < since) faults.push({ column: "until", kind: "untilEarly" });
  }
  if (!OPEN_ENDED.test(draft.observedDays.trim()) && daysOf(draft.observedDays) === null) faults.push({ column: "observedDays", kind: "daysWrong" });
  text("basis", "basisMissing", "basisLong", 100);
  return faults;
}

/** What is wrong, row by row; a row of nothing but empty cells is left out on saving and has no faults. */
export function faultsOf(drafts: readonly RegionDraft[]): RegionFault[][] {
  const seen = new Map<string, number>();
  return drafts.map((draft, index) => {
    if (isEmpty(draft)) return [];
    const faults = faultsOfRow(draft);
    const name = `${tidy(draft.place)} ${dayOf(draft.since) ?? ""}`;
    const before = seen.get(name);
    if (before === undefined) seen.set(name, index);
    else if (tidy(draft.place) !== "") faults.push({ column: "place", kind: "placeTwice", row: before + 1 });
    return faults;
  });
}

/** The rows to store, from drafts without faults. */
export function rowsOf(drafts: readonly RegionDraft[]): RegionRow[] {
  return drafts
    .filter((draft) => !isEmpty(draft))
    .map((draft) => ({
      place: tidy(draft.place),
      level: tidy(draft.level),
      since: dayOf(draft.since) ?? "",
      until: dayOf(draft.until),
      observedDays: daysOf(draft.observedDays),
      basis: tidy(draft.basis),
    }));
}

/** Where the rows that are stored stand among the drafts: the desk counts without the empty ones. */
export function draftIndexOf(drafts: readonly RegionDraft[], stored: number): number {
  let at = -1;
  return drafts.findIndex((draft) => {
    if (!isEmpty(draft)) at += 1;
    return at === stored;
  });
}

/** The lines and cells of a spreadsheet's clipboard; a cell with a line break or a tabulator in it stands in quotes. */
function cellsOf(pasted: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let rest = pasted.replace(/\r\n?/gu, "\n");
  while (rest !== "") {
    const quoted = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/u.exec(rest);
    const cell = quoted?.[0] ?? /^[^\t\n]*/u.exec(rest)?.[0] ?? "";
    line.push(tidy(quoted === null ? cell : (quoted[1] ?? "").replaceAll('""', '"')));
    const sign = rest.charAt(cell.length);
    rest = rest.slice(cell.length + 1);
    if (sign === "\t" && rest === "") line.push("");
    if (sign !== "\t" || rest === "") {
      lines.push(line);
      line = [];
    }
  }
  return lines.filter((one) => one.some((cell) => cell !== ""));
}

/**
 * The rows a spreadsheet put on the clipboard, or null when it is a plain text for one cell. `from` is the column it is pasted
 * into. A line of headings is left out: it has words where days belong.
 */
export function pastedRows(pasted: string, from: Column): Partial<Record<Column, string>>[] | null {
  const text = pasted.replace(/(?:\r?\n)+$/u, "");
  if (!/[\t\n]/u.test(text)) return null;
  const start = COLUMNS.indexOf(from);
  const rows = cellsOf(text).map((cells) => {
    const row: Partial<Record<Column, string>> = {};
    cells.forEach((cell, n) => {
      const column = COLUMNS[start + n];
      if (column !== undefined) row[column] = column === "since" || column === "until" ? (dayOf(cell) ?? cell) : cell;
    });
    return row;
  });
  return isHeading(rows[0]) ? rows.slice(1) : rows;
}

function isHeading(row: Partial<Record<Column, string>> | undefined): boolean {
  const since = row?.since ?? "";
  return since !== "" && !/\d/u.test(since);
}

/** Puts pasted rows in from `at` on, over what stands there, and adds rows below as needed. */
export function withPasted(drafts: readonly RegionDraft[], at: number, pasted: readonly Partial<Record<Column, string>>[]): RegionDraft[] {
  const next = [...drafts];
  pasted.forEach((row, n) => {
    const under = next[at + n];
    next[at + n] = under === undefined ? draftOf(row) : { ...under, ...row };
  });
  return next;
}
