import type { Catalogue } from "../catalogue";

const roomWords: Pick<Catalogue["words"], "roomState" | "roundKind" | "roundStanding" | "cleaningMethod" | "projectKind" | "planLevel" | "planCause" | "groupEvent" | "groupState" | "batchPlace" | "conflictKind" | "roomUsePart" | "bookingPart" | "breakKind"> = {
  roomState: {
    held: "held",
    released: "release",
    camera_fault: "camera out",
    camera_mended: "camera mended",
    recording_fault: "recorder out",
    recording_mended: "recorder mended",
    network_fault: "network out",
    network_mended: "network mended",
    power_fault: "no power",
    power_mended: "power back",
  },
  roundKind: { timed: "daily", before: "before", after: "after" },
  roundStanding: { waiting: "not yet", due: "due", overdue: "overdue", done: "done", late: "done late", missed: "not done" },
  cleaningMethod: { wipe: "wipe", mop: "mop", spray: "spray", ultraviolet: "ultraviolet", air: "air only" },
  projectKind: {
    tender: "Tender by law (five or more, odd, two thirds experts)",
    government_procurement: "Government procurement",
    government_procurement_large: "Government procurement, large or difficult",
  },
  planLevel: { unplaced: "Sessions without rooms", rooms: "Rooms", spread: "On foot", finish: "Ends" },
  planCause: { planned: "planned", room_lost: "room lost", camera_lost: "camera lost", member_replaced: "member replaced", bids_dropped: "fewer bids", more_time: "more time" },
  groupEvent: { camera_lost: "Camera lost", room_lost: "Room lost", member_replaced: "Member replaced", bids_dropped: "Fewer bids", more_time: "Vote for more time" },
  groupState: { planned: "awaits sign-in", signing_in: "signing in", running: "reading", discussion: "discussing", finished: "ended" },
  batchPlace: { shelf: "on the shelf", going: "on its way to", room: "in", coming: "on its way back", done: "read" },
  conflictKind: { overlap: "Overlap", buffer: "Buffer short", not_released: "Not released", outside_hours: "Closed", amended_after_call: "Amended after call" },
  roomUsePart: { opening: "Opening", evaluation: "Evaluation", spare: "Spare", scheduled: "Evaluation, not grouped" },
  breakKind: { meal: "meal", rest: "rest" },
  bookingPart: { opening: "opening", evaluation: "evaluation", spare: "spare" },
};
export default roomWords;
