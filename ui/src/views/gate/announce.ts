import type { CheckView } from "@/backend";
import { text, word } from "@/i18n";
import { lastReading } from "./gateModel";
import type { GateOutcome } from "./useGate";

/** The fact a refusal rests on and the version of the rule, and nothing else. */
export function refusalFact(check: CheckView): string {
  const refusal = check.refusal;
  if (refusal === null) return "";
  const version = refusal.settingsVersion;
  if (refusal.reason !== "over_temperature") return text(`gate.refused.facts.${refusal.reason}`, { version });
  const reading = lastReading(check)?.reading ?? "";
  return text(`gate.refused.facts.over_temperature.${check.comparator}`, { reading, limit: check.limit, version });
}

/** What is read aloud after an act. */
export function announcementOf(outcome: GateOutcome, check: CheckView | null): string {
  if (check === null || outcome === "failed") return "";
  const { slot, step } = check.card;
  if (outcome === "admitted") return text("gate.admitted.announce", { slot, code: check.tag?.code ?? "" });
  if (outcome === "refused") return text("gate.refused.announce", { slot, fact: refusalFact(check) });
  if (outcome === "resting") return text("gate.rest.announce", { slot, minutes: check.restMinutes });
  if (outcome === "implausible") return text("gate.temperature.implausible");
  return step === null ? "" : text("gate.announceStep", { slot, step: word("entryStep", step) });
}
