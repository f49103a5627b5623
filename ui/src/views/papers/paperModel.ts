import type { PaperChoice, PaperKind, PaperPrintView, PaperView } from "@/backend";

export interface PaperGroup {
  kind: PaperKind;
  papers: readonly PaperView[];
}

/** The papers by kind, in the order in which the desk lists them. */
export function groupsOf(papers: readonly PaperView[]): PaperGroup[] {
  const groups = new Map<PaperKind, PaperView[]>();
  for (const paper of papers) {
    const group = groups.get(paper.choice.kind);
    if (group === undefined) groups.set(paper.choice.kind, [paper]);
    else group.push(paper);
  }
  return [...groups].map(([kind, own]) => ({ kind, papers: own }));
}

/** What stays the same when the list is loaded again. */
export const keyOf = ({ kind, subject }: PaperChoice): string => `${kind} ${subject}`;

/** Papers that the records fill, and of which an empty form may be wanted all the same. */
const FILLED: readonly PaperKind[] = ["agency_sign_in", "bidder_sign_in", "gate_register", "refusal_letter_unit", "refusal_letter_town", "hand_over_minute"];

/** Whether there is a choice between the filled paper and the empty form; before the opening there is none. */
export const mayBeBlank = (paper: PaperView): boolean => paper.blankUntil === null && FILLED.includes(paper.choice.kind);

/** What was printed and saved of a paper. */
export interface PrintCount {
  /** How often it came out of a printer, and how many copies that were. */
  printed: number;
  copies: number;
  saved: number;
  failed: number;
  /** Those who printed it, each once. */
  people: string[];
  /** The last that came out or was saved. */
  last: PaperPrintView | null;
  /** A print of which nobody has said what came of it. */
  pending: PaperPrintView | null;
}

export function countOf(prints: readonly PaperPrintView[]): PrintCount {
  const out = prints.filter((one) => one.state === "printed");
  const printed = out.filter((one) => one.way === "print");
  return {
    printed: printed.length,
    copies: printed.reduce((sum, one) => sum + one.copies, 0),
    saved: out.length - printed.length,
    failed: prints.filter((one) => one.state === "failed").length,
    people: [...new Set(printed.map((one) => one.operator))],
    last: out.at(-1) ?? null,
    pending: prints.findLast((one) => one.state === "queued" && one.way === "print") ?? null,
  };
}

/** Whether the day has papers of a session or an agency; those of the whole day it always has. */
export const hasSessions = (papers: readonly PaperView[], day: string): boolean => papers.some((one) => one.choice.subject !== day);

/** A number of copies as it may be asked for, or null. */
export function copiesOf(written: string): number | null {
  const copies = /^\d{1,2}$/u.test(written.trim()) ? Number(written) : 0;
  return copies >= 1 ? copies : null;
}
