import type { PersonReport, RollCallState, UnitPersonView } from "@/backend";

/** In the order of the keys 1 to 4. */
export const STATES: readonly RollCallState[] = ["on_duty", "at_home", "isolated", "elsewhere"];

/** What is being typed of a person. */
export interface ReportDraft {
  state: RollCallState | null;
  note: string;
}

/** The reports to send: people of whom something else is typed than is recorded. */
export function changedReports(people: readonly UnitPersonView[], drafts: Readonly<Record<string, ReportDraft>>): PersonReport[] {
  return people.flatMap((one): PersonReport[] => {
    const draft = drafts[one.id];
    if (draft === undefined || draft.state === null) return [];
    const note = draft.note.trim();
    return draft.state === one.state && note === one.note ? [] : [{ personId: one.id, state: draft.state, note }];
  });
}
