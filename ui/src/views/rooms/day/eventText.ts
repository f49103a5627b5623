import type { GroupEventView } from "@/backend";
import { text } from "@/i18n";

/** What was told of the day, in a sentence. */
export function eventText(event: GroupEventView): string {
  const numbers = Object.fromEntries(event.numbers.map((one) => [one.name, one.value]));
  const params = { room: event.room ?? "", batch: event.batch ?? "", seat: event.seat ?? "", minutes: 0, remaining: 0, votesFor: 0, consents: 0, ...numbers };
  if (event.kind === "more_time") return text(event.granted === true ? "rooms.event.granted" : "rooms.event.notGranted", params);
  return text(`rooms.event.${event.kind}`, params);
}
