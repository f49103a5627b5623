import type { Day, Instant } from "@/backend";
import type { Locale } from "@/i18n";

/** The parts of an instant as the centre's clock on the wall shows them. */
interface Wall {
  day: Day;
  hour: number;
  minute: number;
  second: number;
}

const wallFormats = new Map<string, Intl.DateTimeFormat>();

function wallFormat(zone: string): Intl.DateTimeFormat {
  let format = wallFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    wallFormats.set(zone, format);
  }
  return format;
}

export function wall(instant: Instant | Date, zone: string): Wall {
  const parts: Record<string, string> = {};
  for (const part of wallFormat(zone).formatToParts(new Date(instant))) parts[part.type] = part.value;
  return {
    day: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    hour: Number(parts["hour"]),
    minute: Number(parts["minute"]),
    second: Number(parts["second"]),
  };
}

const two = (n: number): string => String(n).padStart(2, "0");

/** 09:05, or 09:05:07 with seconds. */
export function clockText(instant: Instant | Date, zone: string, seconds = false): string {
  const { hour, minute, second } = wall(instant, zone);
  return seconds ? `${two(hour)}:${two(minute)}:${two(second)}` : `${two(hour)}:${two(minute)}`;
}

/** Made once: to make a format costs a hundred times what it costs to use one. */
const dayFormats = {
  "zh-CN": dayFormatsOf("zh-CN", "long"),
  en: dayFormatsOf("en", "short"),
};
function dayFormatsOf(locale: Locale, month: "long" | "short") {
  return {
    short: new Intl.DateTimeFormat(locale, { timeZone: "UTC", month, day: "numeric" }),
    date: new Intl.DateTimeFormat(locale, { timeZone: "UTC", dateStyle: "long" }),
    weekday: new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "long" }),
  };
}

/** 2020年3月12日 星期四. A day has no zone: it is read and written in UTC alike. */
export function dayText(day: Day, locale: Locale, style: "long" | "short" = "long"): string {
  const noon = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(noon.getTime())) return day;
  const formats = dayFormats[locale];
  return style === "short" ? formats.short.format(noon) : `${formats.date.format(noon)} ${formats.weekday.format(noon)}`;
}

/** 07:00 for 420 minutes after midnight. */
export function minuteText(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function dayPlus(day: Day, days: number): Day {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/** The instant at which the centre's wall clock shows the day and time. */
export function instantAt(day: Day, time: string, zone: string): Instant {
  const asUtc = new Date(`${day}T${time.length === 5 ? `${time}:00` : time}Z`).getTime();
  const offset = (at: number): number => {
    const seen = wall(new Date(at), zone);
    return Date.parse(`${seen.day}T${two(seen.hour)}:${two(seen.minute)}:${two(seen.second)}Z`) - at;
  };
  // Twice, because the offset belongs to the result and not to the first guess.
  const first = asUtc - offset(asUtc);
  return new Date(asUtc - offset(first)).toISOString();
}

/** Minutes of the wall clock since midnight of `day`; over 1440 on the next day. */
export function minutesInto(day: Day, instant: Instant | Date, zone: string): number {
  const seen = wall(instant, zone);
  const days = Math.round((Date.parse(`${seen.day}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);
  return days * 1440 + seen.hour * 60 + seen.minute + seen.second / 60;
}

export type Span = { unit: "minutesSeconds" | "hoursMinutes" | "daysHours"; params: Record<string, number> };

/** How a countdown is told: 28分53秒, 3小时5分, 2天4小时. */
export function spanOf(milliseconds: number): Span {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 3600) return { unit: "minutesSeconds", params: { m: Math.floor(seconds / 60), s: seconds % 60 } };
  if (seconds < 86_400) {
    return { unit: "hoursMinutes", params: { h: Math.floor(seconds / 3600), m: Math.floor((seconds % 3600) / 60) } };
  }
  return { unit: "daysHours", params: { d: Math.floor(seconds / 86_400), h: Math.floor((seconds % 86_400) / 3600) } };
}
