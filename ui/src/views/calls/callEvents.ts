import type { AttemptView, CallView, Instant } from "@/backend";
import type { Mark } from "@/components/marks";
import { text, word } from "@/i18n";

/** Something that happened to a call: an attempt, what came after one, or the decision to give it up. */
export interface CallEvent {
  key: string;
  at: Instant;
  mark: Mark;
  what: string;
  who: string;
  /** The attempt whose script can be read again. */
  attempt: AttemptView | null;
}

function markOf(attempt: AttemptView): Mark {
  if (attempt.outcome === "reached") {
    if (!attempt.stillStands) return "spare";
    return attempt.relayConfirmed ? "done" : "attention";
  }
  return attempt.outcome === "call_back" ? "waiting" : "stopped";
}

/** The outcome; what was told and has changed since is void, a number that was wrong stays wrong. */
export function outcomeText({ outcome, stillStands }: Pick<AttemptView, "outcome" | "stillStands">): string {
  const told = word("callOutcome", outcome);
  return outcome === "reached" && !stillStands ? text("calls.fallen", { outcome: told }) : told;
}

const joined = (...parts: readonly (string | null)[]): string => parts.filter(Boolean).join(" · ");

/** Everything in the order in which it happened. */
export function eventsOf({ attempts, giveUps }: Pick<CallView, "attempts" | "giveUps">): CallEvent[] {
  const events = attempts.flatMap((one): CallEvent[] => [
    {
      key: one.id,
      at: one.at,
      mark: markOf(one),
      what: outcomeText(one),
      who: joined(one.person, one.phone, one.operator),
      attempt: one,
    },
    ...one.receipts.flatMap((receipt, n): CallEvent[] => {
      const told = [
        ...(receipt.relayConfirmed ? [text("calls.receipt.relay")] : []),
        ...(receipt.formChannel === null ? [] : [text("calls.receipt.form", { channel: word("formChannel", receipt.formChannel) })]),
      ];
      return [{ key: `${one.id} ${n}`, at: receipt.at, mark: "done", what: told.join(text("common.listComma")), who: joined(receipt.note, receipt.operator), attempt: one }];
    }),
  ]);
  const ends = giveUps.map((one, n): CallEvent => ({
    key: `given up ${n}`,
    at: one.at,
    mark: "spare",
    what: text(one.stillStands ? "calls.giveUp.entry" : "calls.giveUp.fallen", { reason: one.reason }),
    who: one.operator,
    attempt: null,
  }));
  return [...events, ...ends].sort((a, b) => a.at.localeCompare(b.at));
}
