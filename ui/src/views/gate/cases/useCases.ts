import { computed } from "vue";
import type { CheckCard, OverviewView } from "@/backend";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useReload } from "@/composables/useReload";
import { byDecision, byUrgency, type OpenCase } from "./caseModel";

/** A case of the list: what the overview says of it, or only its card once everything is done. */
export type ListedCase = Pick<OpenCase, "checkId" | "slot" | "sessionCode" | "at" | "dueAt" | "outstanding"> & {
  reason: OpenCase["reason"] | null;
  /** The step it stopped at, where the reason is not told. */
  step: number | null;
};

function settledCase(card: CheckCard): ListedCase {
  return { checkId: card.id, slot: card.slot, sessionCode: card.sessionCode, at: card.closedAt ?? card.openedAt, dueAt: null, outstanding: [], reason: null, step: card.passed + 1 };
}

/** Every refusal of the day, what is open first; those the overview no longer follows are done. */
export function listedCases(overview: OverviewView["cases"], refused: readonly CheckCard[]): ListedCase[] {
  const followed = new Set(overview.map((one) => one.checkId));
  return byUrgency<ListedCase>([...overview.map((one) => ({ ...one, step: null })), ...refused.filter((card) => !followed.has(card.id)).map(settledCase)]);
}

/** The cases and requests of today. */
export function useCases() {
  const backend = useBackend();
  const { today } = useCentreClock();
  const loaded = useReload(["gate"], async () => {
    const [overview, list, asked] = await Promise.all([
      backend.call("gate.overview", {}),
      backend.call("gate.list", {}),
      backend.call("gate.exceptions", { day: today.value }),
    ]);
    return { cases: listedCases(overview.cases, list.refused), exceptions: byDecision(asked.exceptions) };
  });
  return {
    loaded,
    cases: computed(() => loaded.data.value?.cases ?? []),
    exceptions: computed(() => loaded.data.value?.exceptions ?? []),
  };
}
