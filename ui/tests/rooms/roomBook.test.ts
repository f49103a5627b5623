import { describe, expect, it } from "vitest";
import { differences } from "@/views/rooms/book/differences";
import { between, keyed, kept, nextPlace, overlapping, sheetOf } from "@/views/rooms/book/drawing";
import { draftOf, emptyRoom, roomOf } from "@/views/rooms/book/roomDraft";
import { nextKind, roomMark } from "@/views/rooms/book/roomState";
import { windowsText } from "@/views/rooms/describeRoom";
import { broken, room, ROOMS } from "./floors";

const filled = (over: Partial<ReturnType<typeof emptyRoom>>) => ({ ...emptyRoom(), code: "208", name: "评标八室", ...over });

describe("a room as it is typed", () => {
  it("becomes a request with every opening window, first and last told too", () => {
    const read = roomOf(filled({ windows: [{ opens: "07:00", closes: "12:00" }, { opens: "13:00", closes: "24:00" }] }));
    expect(read).toMatchObject({ room: { code: "208", opensMinute: 420, closesMinute: 1440, seatsSpaced: null, windows: [{ opensMinute: 420, closesMinute: 720 }, { opensMinute: 780, closesMinute: 1440 }] } });
  });

  it("says which window is wrong, and that spaced seats are no more than seats", () => {
    expect(roomOf(filled({ windows: [{ opens: "07:00", closes: "12:00" }, { opens: "12:00", closes: "13:00" }] }))).toEqual({ problem: { kind: "timesOrder", row: 2 } });
    expect(roomOf(filled({ windows: [{ opens: "09:00", closes: "08:00" }] }))).toEqual({ problem: { kind: "needTime", row: 1 } });
    expect(roomOf(filled({ seats: "4", seatsSpaced: "5" }))).toEqual({ problem: { kind: "spaced" } });
    expect(roomOf(filled({ code: " " }))).toEqual({ problem: { kind: "needCode" } });
    expect(roomOf(filled({ width: "-3" }))).toEqual({ problem: { kind: "needNumber", field: "width" } });
    expect(roomOf(filled({ floor: "-1" }))).toMatchObject({ room: { floor: -1 } });
  });

  it("comes back unchanged from a room that is known, its spaced seats only if they were given", () => {
    const known = room("201", { seatsGiven: false });
    expect(draftOf(known).seatsSpaced).toBe("");
    const read = roomOf(draftOf({ ...known, seatsGiven: true }));
    expect(read).toMatchObject({ room: { code: "201", seatsSpaced: 3, windows: known.windows } });
  });
});

describe("the drawing of a floor", () => {
  const rect = { x: 10, y: 2, width: 6, depth: 5 };

  it("moves by arrow keys, sizes with Shift, takes five metres with Ctrl, and stays on the sheet", () => {
    expect(keyed(rect, "ArrowRight", false, false)).toEqual({ ...rect, x: 11 });
    expect(keyed(rect, "ArrowDown", true, true)).toEqual({ ...rect, depth: 10 });
    expect(keyed({ ...rect, y: 2 }, "ArrowUp", false, true)).toEqual({ ...rect, y: 0 });
    expect(keyed({ ...rect, width: 1 }, "ArrowLeft", true, false)).toEqual({ ...rect, width: 1 });
    expect(keyed(rect, "Enter", false, false)).toBeNull();
    expect(kept({ x: -3, y: 9999, width: 0, depth: 500 })).toEqual({ x: 0, y: 2000, width: 1, depth: 200 });
  });

  it("tells rooms it would stand in, but not itself, and where the next one would go", () => {
    const second = ROOMS.filter((one) => one.floor === 2);
    expect(overlapping({ x: 8, y: 4, width: 4, depth: 4 }, second, null)).toEqual(["201", "202"]);
    expect(overlapping({ x: 0, y: 0, width: 10, depth: 6 }, second, "room-201")).toEqual([]);
    expect(nextPlace(second)).toEqual({ x: 33, y: 0 });
    expect(nextPlace([])).toEqual({ x: 0, y: 0 });
  });

  it("fits every room on its sheet, and reads a dragged rectangle in whole metres whichever corner came first", () => {
    const sheet = sheetOf(ROOMS, 500, 260);
    for (const one of ROOMS) expect((one.x + one.width - sheet.x0) * sheet.scale).toBeLessThanOrEqual(500);
    const flat = { x0: 0, y0: 0, scale: 10 };
    expect(between(flat, { x: 100, y: 90 }, { x: 42, y: 21 })).toEqual({ x: 4, y: 2, width: 6, depth: 7 });
  });
});

describe("how a room is", () => {
  it("is told by one key that begins a fault and by the same key that it is mended", () => {
    expect(nextKind(room("202"), "camera_fault")).toBe("camera_fault");
    expect(nextKind(broken(room("202"), "camera_fault"), "camera_fault")).toBe("camera_mended");
    expect(nextKind(broken(room("202"), "held"), "held")).toBe("released");
  });

  it("is marked by the gravest that stands open", () => {
    expect([roomMark(room("202")), roomMark(broken(room("202"), "held")), roomMark(broken(room("202"), "power_fault"))]).toEqual(["done", "attention", "stopped"]);
    expect(roomMark(room("202", { recording: false, state: { usable: false, open: [] } }))).toBe("attention");
  });
});

describe("the history of a room", () => {
  it("names only what differs, in words", () => {
    const before = room("201", { seats: 4 });
    const after = room("201", { seats: 6, recording: false, windows: [{ opensMinute: 420, closesMinute: 720 }, { opensMinute: 780, closesMinute: 1320 }] });
    expect(differences(before, { ...after, seatsSpaced: before.seatsSpaced })).toEqual([
      { field: "seats", from: "4", to: "6" }, { field: "recording", from: "是", to: "否" }, { field: "windows", from: "08:00–22:00", to: "07:00–12:00、13:00–22:00" },
    ]);
    expect(windowsText(after)).toBe("07:00–12:00、13:00–22:00");
  });
});
