import calls from "./calls";
import common from "./common";
import faults from "./faults";
import gate from "./gate";
import rehearsal from "./rehearsal";
import rooms from "./rooms";
import sessions from "./sessions";
import settings from "./settings";
import shell from "./shell";
import start from "./start";
import summary from "./summary";
import tags from "./tags";
import today from "./today";
import words from "./words";

/** The source of truth: every other language has these keys, no more and no fewer. */
export const zhCN = {
  calls,
  common,
  faults,
  gate,
  rehearsal,
  rooms,
  sessions,
  settings,
  shell,
  start,
  summary,
  tags,
  today,
  words,
};
