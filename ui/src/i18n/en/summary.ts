import type { Catalogue } from "../catalogue";

const summary: Catalogue["summary"] = {
  title: "The day in figures",
  asOf: "as of {time}",
  origin: "Every figure is counted from what was recorded; Enter opens the rows behind it.",
  none: "Nothing was recorded on this day.",
  choose: "Choose a figure to see the rows behind it.",
  rows: "{figure} {count}",
  noRows: "No rows make up this figure.",
  basis: "Rows behind it",
  column: { at: "Time", subject: "Subject", state: "Result", note: "Note", operator: "By" },
  sealed: "Sessions not yet opened are not counted by bidder or kind of person.",
  figures: {
    calls: {
      total: "Agencies to call",
      attempts: "Calls made",
      due: "Due",
      waiting_retry: "To retry",
      reached_relay_pending: "Relay pending",
      confirmed: "Relayed",
      escalated: "Escalated",
      void: "Void, due again",
      given_up: "Given up",
      lapsed: "Nothing to say",
    },
    gate: {
      checked: "Checks",
      admitted: "Admitted",
      refused: "Not admitted",
      abandoned: "Left by themselves",
      in_progress: "Being checked",
      inside: "Inside now",
    },
    refusals: {
      over_temperature: "Over the limit",
      symptoms: "Symptoms",
      company_already_inside: "Company already inside",
      person_already_inside: "Person already inside",
      head_limit: "Hall full",
      form_refused: "Form refused",
      not_cooperating: "Not cooperating",
      key_region_stay: "Key-region stay",
      not_registered_today: "Not of today",
    },
    sessions: {
      scheduled: "Still to open",
      opened: "Opened",
      failed: "Failed",
      cancelled: "Cancelled",
    },
    groups: {
      possible: "Possible",
      impossible: "Impossible",
    },
  },
};

export default summary;
