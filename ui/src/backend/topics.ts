/** What the change feed names: the part of the records that changed. */
export type Topic =
  | "agencies"
  | "audit"
  | "backups"
  | "calls"
  | "centre"
  | "gate"
  | "groups"
  | "keeping"
  | "operators"
  | "papers"
  | "roll_call"
  | "rooms"
  | "rounds"
  | "sessions"
  | "settings"
  | "tags";
