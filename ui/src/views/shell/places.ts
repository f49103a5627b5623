import type { TextKey } from "@/i18n";

export type PlaceName = "today" | "sessions" | "calls" | "gate" | "tags" | "rooms" | "rounds" | "papers" | "summary" | "rehearsal" | "settings";

export interface Place {
  name: PlaceName;
  label: TextKey;
  /** The key that leads there with Alt. */
  digit: string | null;
  /** Only in a rehearsal database. */
  rehearsalOnly?: boolean;
}

/** The rail in order. 8 is kept for supplies. */
export const PLACES: readonly Place[] = [
  { name: "today", label: "shell.place.today", digit: "1" },
  { name: "sessions", label: "shell.place.sessions", digit: "2" },
  { name: "calls", label: "shell.place.calls", digit: "3" },
  { name: "gate", label: "shell.place.gate", digit: "4" },
  { name: "tags", label: "shell.place.tags", digit: "5" },
  { name: "rooms", label: "shell.place.rooms", digit: "6" },
  { name: "rounds", label: "shell.place.rounds", digit: "7" },
  { name: "papers", label: "shell.place.papers", digit: "W" },
  { name: "summary", label: "shell.place.summary", digit: "9" },
  { name: "rehearsal", label: "shell.place.rehearsal", digit: "0", rehearsalOnly: true },
  { name: "settings", label: "shell.place.settings", digit: null },
];
