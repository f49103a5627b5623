import type { Catalogue } from "../catalogue";

const rehearsal: Catalogue["rehearsal"] = {
  place: "Rehearsal",
  tab: { clock: "Rehearsal clock", forecast: "Gate forecast" },
  title: "Rehearsal clock",
  note: "rehearsal data is kept apart and never counted",
  notRehearsal: "This is the real database; it has no rehearsal clock.",
  state: { running: "running", paused: "paused" },
  run: "Run",
  pause: "Pause",
  speed: "Speed",
  times: "× {speed}",
  next: "Next event",
  at: "{time} {event}",
  untold: "not told beforehand",
  left: "{n} left",
  noMore: "Every event of the script has been played.",
  step: "Play the next",
  stepTold: "The clock jumps to that time and the script does one thing.",
  events: "Events",
  eventsNote: "{played} of {total} played",
  noEvents: "This rehearsal has no script.",
  eventState: { played: "done", failed: "failed", next: "next", to_come: "to come" },
  column: { seq: "No.", at: "Time", what: "Event", operator: "Person", state: "State", failure: "Why it failed" },
};

export default rehearsal;
