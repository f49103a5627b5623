import type { Catalogue } from "../catalogue";

/** What the commands of the papers do. */
export const paperCommands = {
  papers_list: "list the papers of a day",
  papers_typefaces: "list the typefaces",
  papers_pages: "set a paper",
  papers_save: "save a paper",
  papers_print_begin: "ask for a print of a paper",
  papers_print_end: "tell how a print ended",
  papers_batch_start: "save all notices",
  papers_batch: "follow the notices being saved",
  papers_batch_cancel: "stop saving the notices",
};

const paperWords: Pick<Catalogue["words"], "paperKind" | "paperWay" | "paperObstacle"> = {
  paperKind: {
    agency_notice: "Notice to the agency (with health questionnaire)",
    call_record: "Record of reminder calls",
    call_list: "Record of reminder calls (by hand)",
    door_signs: "Door signs",
    seat_cards: "Seat cards",
    agency_sign_in: "Sign-in sheet of the agency",
    bidder_sign_in: "Sign-in sheet of the bidders",
    hand_in_register: "Register of bids handed in",
    gate_register: "Register of the gate",
    refusal_letter_unit: "Letter on a refusal (to the unit)",
    refusal_letter_town: "Letter on a refusal (to the town)",
    hand_over_minute: "Minute of bids handed over at the gate",
    group_proof: "Proof sheet of the virtual group",
    trolley_slips: "Trolley slips",
    room_timetables: "Timetables of the evaluation rooms",
  },
  paperWay: { print: "printed", save: "saved", batch: "saved in a batch" },
  paperObstacle: {
    no_room: "No opening room yet; assign one under Sessions",
    session_cancelled: "The session is cancelled; no longer issued",
    no_session: "There is no session to tell of",
    not_opened: "Issued only after the opening",
    no_group: "No rooms were planned by the real number since the opening; plan them first",
    nothing_carried: "Evaluated on screens; nothing is carried",
  },
};

export default paperWords;
