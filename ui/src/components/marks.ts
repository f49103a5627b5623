import type { CallState, CheckState, SessionState, TagState } from "@/backend";

/** The seven states of the house: each has a shape and a colour, and is always told with a word. */
export type Mark = "done" | "running" | "waiting" | "attention" | "stopped" | "spare" | "sealed";

export const CALL_MARKS: Record<CallState, Mark> = {
  due: "waiting",
  waiting_retry: "waiting",
  reached_relay_pending: "attention",
  confirmed: "done",
  escalated: "stopped",
  void: "attention",
};

export const CHECK_MARKS: Record<CheckState, Mark> = {
  open: "running",
  resting: "attention",
  admitted: "done",
  refused: "stopped",
  abandoned: "spare",
};

export const SESSION_MARKS: Record<SessionState, Mark> = {
  scheduled: "waiting",
  opened: "done",
  failed: "stopped",
  cancelled: "spare",
};

export const TAG_MARKS: Record<TagState, Mark> = {
  active: "done",
  left: "waiting",
  void: "stopped",
  lost: "attention",
};
