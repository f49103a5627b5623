import type { AttemptView, CallCampaign, CallOutcome, FormChannel } from "@/backend";

/** In the order of the keys 1 to 5. */
export const OUTCOMES: readonly CallOutcome[] = ["reached", "no_answer", "busy", "wrong_number", "call_back"];

export const CHANNELS: readonly FormChannel[] = ["email", "wechat", "fax", "picked_up", "not_needed"];

/** What somebody who answered told. There is no field for a bidder. */
export interface Answers {
  person: string;
  title: string;
  formChannel: FormChannel;
  formSent: boolean;
  relayConfirmed: boolean;
  questions: string;
}

/** Units are sent no form; only reminders have one to send. */
export function emptyAnswers(contactName: string, campaign: CallCampaign): Answers {
  const formChannel = campaign === "reminder" ? "email" : "not_needed";
  return { person: contactName, title: "", formChannel, formSent: false, relayConfirmed: false, questions: "" };
}

/** The last attempt that reached somebody, still stands, and has the relay or the form outstanding. */
export function outstandingAttempt(attempts: readonly AttemptView[]): AttemptView | null {
  const last = attempts.findLast((one) => one.outcome === "reached" && one.stillStands);
  if (last === undefined) return null;
  const formSent = last.formSentAt !== null || last.formChannel === "not_needed" || last.receipts.some((one) => one.formChannel !== null);
  return last.relayConfirmed && formSent ? null : last;
}
