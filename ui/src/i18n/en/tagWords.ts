import type { Catalogue } from "../catalogue";

const tagWords: Pick<Catalogue["words"], "tagState" | "tagAnswer" | "scanPurpose" | "passage" | "tagLayout" | "printState" | "queueAlarm"> = {
  tagState: { active: "Valid", left: "Left", void: "Void", lost: "Lost" },
  tagAnswer: {
    valid: "Valid today",
    of_another_day: "Of another day",
    void: "Void",
    lost: "Reported lost",
    unknown: "No such tag",
    mistyped: "Mistyped code",
    left_now: "Booked out",
    returned_now: "Booked back in",
    already_outside: "Already outside",
    already_inside: "Already inside",
    other_centre: "Of another centre",
  },
  scanPurpose: { look: "look", leave: "leave", return: "return" },
  passage: { leave: "out", return: "back in", closing: "out at closing" },
  tagLayout: { roll58: "58 mm roll", roll80: "80 mm roll", a4: "A4 sheet" },
  printState: { queued: "to be confirmed", printed: "printed", failed: "failed" },
  queueAlarm: { none: "in time", soon: "little time left", late: "too late" },
};

export default tagWords;
