import type { CheckView } from "@/backend";
import { text, word } from "@/i18n";
import { caseFact } from "./cases/caseModel";
import type { GateOutcome } from "./useGate";

/** What is read aloud after an act. */
export function announcementOf(outcome: GateOutcome, check: CheckView | null): string {
  if (check === null || outcome === "failed") return "";
  const { slot, step } = check.card;
  if (outcome === "admitted") return text("gate.admitted.announce", { slot, code: check.tag?.code ?? "" });
  if (outcome === "refused") return text("gate.refused.announce", { slot, fact: caseFact(check) });
  if (outcome === "resting") return text("gate.rest.announce", { slot, minutes: check.restMinutes });
  if (outcome === "implausible") return text("gate.temperature.implausible");
  if (outcome === "third") return text("gate.temperature.third", { difference: check.deviceDifference });
  if (outcome === "asked") return text(check.questionnaire?.companyAsk ? "gate.company.title" : "gate.form.comesBack");
  if (outcome === "held") return text("gate.paused.announce", { slot });
  return step === null ? "" : text("gate.announceStep", { slot, step: word("entryStep", step) });
}
