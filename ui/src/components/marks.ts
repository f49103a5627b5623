import type { CallOutcome, CallState, CheckState, RollCallState, RowStanding, SessionState, TagState } from "@/backend";

/** The seven states of the house: each has a shape and a colour, and is always told with a word. */
export type Mark = "done" | "running" | "waiting" | "attention" | "stopped" | "spare" | "sealed";

export const CALL_MARKS: Record<CallState, Mark> = {
  due: "waiting",
  waiting_retry: "waiting",
  reached_relay_pending: "attention",
  confirmed: "done",
  escalated: "stopped",
  void: "attention",
  given_up: "spare",
  lapsed: "spare",
};

export const OUTCOME_MARKS: Record<CallOutcome, Mark> = {
  reached: "done",
  no_answer: "stopped",
  busy: "stopped",
  wrong_number: "stopped",
  call_back: "waiting",
};

/** Where somebody is says nothing of their health: only isolation wants looking at. */
export const ROLL_CALL_MARKS: Record<RollCallState, Mark> = {
  on_duty: "done",
  at_home: "running",
  isolated: "attention",
  elsewhere: "spare",
};

export const STANDING_MARKS: Record<RowStanding, Mark> = {
  new: "done",
  unchanged: "waiting",
  differs: "attention",
  faulty: "stopped",
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
