import type { CallCampaign, CallCard, CallFigure, CallState, CallsOverview, Day } from "@/backend";
import { text, word } from "@/i18n";

/** A day of a campaign with its figures; none for those who may only look at the list. */
export interface CampaignDay {
  day: Day;
  calls: readonly CallCard[];
  figures: readonly CallFigure[];
}

/** States in which nothing is left to ring for. */
const SETTLED: readonly CallState[] = ["confirmed", "given_up", "lapsed"];
export const isSettled = (card: CallCard): boolean => SETTLED.includes(card.state);

/** The figures of several days as one: counts added, the cards of each together. */
export function mergedFigures(days: readonly CampaignDay[]): CallFigure[] {
  const merged = new Map<string, CallFigure>();
  for (const figure of days.flatMap((day) => day.figures)) {
    const before = merged.get(figure.key);
    merged.set(figure.key, {
      key: figure.key,
      count: (before?.count ?? 0) + figure.count,
      calls: [...(before?.calls ?? []), ...figure.calls],
    });
  }
  return [...merged.values()];
}

/** When the first claim of the cards runs out. */
export function firstExpiry(cards: readonly CallCard[]): number | null {
  const ends = cards.flatMap((card) => (card.claim ? [Date.parse(card.claim.until)] : []));
  return ends.length > 0 ? Math.min(...ends) : null;
}

/** Why nothing was served, in sentences. */
export function takenText(reply: { opensAt: string | null; heldByOthers: number; later: number }, served: boolean, momentText: (at: string) => string): string {
  const parts = served ? [] : [text("calls.take.none")];
  if (!served && reply.opensAt !== null) parts.push(text("calls.take.opensAt", { moment: momentText(reply.opensAt) }));
  if (reply.heldByOthers > 0) parts.push(text("calls.take.others", { n: reply.heldByOthers }));
  if (reply.later > 0) parts.push(text("calls.take.later", { n: reply.later }));
  return parts.join("");
}

/** What a reader of the proof sheet wants to know of one agency. */
export interface ProofRow {
  card: CallCard;
  reached: { person: string; at: string; operator: string; relayed: boolean } | null;
  note: string;
}

export function proofRows(overview: CallsOverview): ProofRow[] {
  return overview.calls.map((card) => {
    const last = overview.attempts.findLast((one) => one.callId === card.id && one.outcome === "reached" && one.stillStands);
    const notes = [
      card.giveUp?.stillStands ? text("agencies.givenUp", { operator: card.giveUp.operator, reason: card.giveUp.reason }) : "",
      card.changes.length > 0 ? changeKinds(card) : "",
      card.withLead ? text("calls.withLead") : "",
    ];
    return {
      card,
      reached: last ? { person: last.person ?? "", at: last.at, operator: last.operator, relayed: last.relayConfirmed } : null,
      note: notes.filter((one) => one !== "").join(text("common.listComma")),
    };
  });
}

/** 改期、换室: why a call is due again, each kind once. */
export function changeKinds(card: CallCard): string {
  return [...new Set(card.changes.map((one) => word("changeKind", one.kind)))].join(text("common.listComma"));
}

export const queueTitle = (campaign: CallCampaign, n: number): string => text(campaign === "roll_call" ? "calls.units.queue" : "calls.queue", { n });
