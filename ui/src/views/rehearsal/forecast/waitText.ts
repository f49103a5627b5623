import { text } from "@/i18n";

/** A wait as people say it: seconds below two minutes, minutes above. */
export function waitText(seconds: number): string {
  return seconds < 120 ? text("forecast.seconds", { n: seconds }) : text("forecast.minutes", { n: Math.round(seconds / 60) });
}

/** A share of a thousand as a percentage with one decimal where it has one. */
export function perMille(share: number): string {
  return `${(share / 10).toFixed(share % 10 === 0 ? 0 : 1)}%`;
}
