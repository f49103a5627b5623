import type { Catalogue } from "../catalogue";
import accounts from "./accounts";
import agencies from "./agencies";
import calls from "./calls";
import cases from "./cases";
import common from "./common";
import faults from "./faults";
import forecast from "./forecast";
import gate from "./gate";
import keeping from "./keeping";
import lock from "./lock";
import overview from "./overview";
import papers from "./papers";
import queue from "./queue";
import rehearsal from "./rehearsal";
import rollCall from "./rollCall";
import rooms from "./rooms";
import rounds from "./rounds";
import sessions from "./sessions";
import settings from "./settings";
import shell from "./shell";
import start from "./start";
import summary from "./summary";
import tables from "./tables";
import tags from "./tags";
import today from "./today";
import words from "./words";

export const en: Catalogue = {
  accounts,
  agencies,
  calls,
  cases,
  common,
  faults,
  forecast,
  gate,
  keeping,
  lock,
  overview,
  papers,
  queue,
  rehearsal,
  rollCall,
  rooms,
  rounds,
  sessions,
  settings,
  shell,
  start,
  summary,
  tables,
  tags,
  today,
  words,
};
