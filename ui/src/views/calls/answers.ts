import type { CallOutcome, FormChannel } from "@/backend";

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

export function emptyAnswers(contactName: string): Answers {
  return { person: contactName, title: "", formChannel: "email", formSent: false, relayConfirmed: false, questions: "" };
}
