import type { Catalogue } from "../catalogue";

const shell: Catalogue["shell"] = {
  places: "Places",
  skip: "Skip to the content",
  place: {
    today: "Today",
    sessions: "Sessions",
    calls: "Calls",
    gate: "Gate",
    tags: "Tags",
    rooms: "Rooms",
    rounds: "Rounds",
    papers: "Papers",
    summary: "Report",
    rehearsal: "Rehearsal",
    settings: "Settings",
    help: "Help",
  },
  /* for the narrow rail */
  roomsShort: "Rooms",
  desk: "Desk",
  untilOpening: "{code} opens in",
  openingNow: "{code} is due to open",
  noOpening: "No more openings today",
  database: {
    sqlite: "Local database",
    postgres: "Shared database",
    fine: "in order",
    saved: "saved {time}",
    closed: "Database lost",
    unsaved: "Writing is disabled, 0 unsaved",
    clockBack: "Clock set back {minutes} min",
  },
  rehearsal: "Rehearsal",
  rehearsalNote: "Rehearsal data, never counted",
  signOff: "Hand over",
  keysTitle: "Keys in use now",
  keysGlobal: "Everywhere",
  keyHelp: "Show the keys in use",
  scanned: "Scanned {code}. To look a tag up, scan it at “Gate” or “Tags”.",
  goTo: "Go to {place}",
};

export default shell;
