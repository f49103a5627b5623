import type { CalendarConflict, CalendarEntry, RoomWindow } from "@/backend";
import type { CentreClock } from "@/composables/useCentreClock";
import { text, word } from "@/i18n";
import { minuteText } from "@/time/formats";

type Clock = Pick<CentreClock, "formatClock" | "formatMoment" | "formatDay">;

/** The number of a project with its lots. */
export const named = (one: { code: string; lots: readonly string[] }): string => [one.code, one.lots.join(text("common.listComma"))].filter(Boolean).join(" ");

export const windowsText = (windows: readonly RoomWindow[]): string => windows.map((one) => `${minuteText(one.opensMinute)}–${minuteText(one.closesMinute)}`).join(text("common.listComma"));

/** Who or what stands against it, in a sentence. */
export function holderText(conflict: CalendarConflict, clock: Clock): string {
  const { holder, room, minutes } = conflict;
  switch (holder.kind) {
    case "session": {
      const params = { room, minutes, code: named(holder), part: word("roomUsePart", holder.part), from: clock.formatClock(holder.begins), until: clock.formatClock(holder.ends), clean: clock.formatClock(holder.cleanUntil) };
      if (conflict.kind === "overlap") return text("sessions.calendar.holder.overlap", params);
      // Of two too near, the one told of here may be the earlier as well.
      return text(Date.parse(holder.begins) <= Date.parse(conflict.begins) ? "sessions.calendar.holder.bufferAfter" : "sessions.calendar.holder.bufferBefore", params);
    }
    case "state":
      return text("sessions.calendar.holder.state", { room, state: word("roomState", holder.state), operator: holder.operator, at: clock.formatMoment(holder.at), note: holder.note });
    case "round":
      return text("sessions.calendar.holder.round", { room, ready: clock.formatMoment(holder.readyAt) });
    case "hours":
      return text("sessions.calendar.holder.hours", { room, hours: windowsText(holder.windows) });
    case "day_off":
      return text("sessions.calendar.holder.dayOff", { day: clock.formatDay(holder.day, "short"), name: holder.name ?? text("sessions.calendar.dayOff") });
    case "agency":
      return text("sessions.calendar.holder.agency", {
        agency: holder.agency,
        person: holder.person,
        operator: holder.operator,
        at: clock.formatMoment(holder.at),
        told: `${clock.formatMoment(holder.toldOpening)} ${holder.toldPlace}`,
      });
  }
}

/** What would put it right. */
export const remedyText = (conflict: CalendarConflict): string =>
  conflict.accepted ? text("sessions.calendar.remedy.accepted") : text(`sessions.calendar.remedy.${conflict.kind}`, { minutes: conflict.minutes });

/** An entry as it is read out. */
export function entryLabel(entry: CalendarEntry, room: string, words: readonly string[], clock: Clock): string {
  const parts = [word("roomUsePart", entry.part), named(entry), entry.projectName, room, `${clock.formatClock(entry.begins)}–${clock.formatClock(entry.ends)}`, ...words];
  return parts.join(text("common.listComma"));
}
