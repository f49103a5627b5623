/** What the change feed names: the part of the records that changed. */
export type Topic =
  | "audit"
  | "calls"
  | "centre"
  | "gate"
  | "groups"
  | "operators"
  | "papers"
  | "rooms"
  | "sessions"
  | "settings"
  | "tags";
