import { describe, expect, it } from "vitest";
import { carried, dragged, hasMoved, neighbour, pickUp, roomsAfter, type Board, type Held } from "@/views/sessions/calendar/moving";
import { DAY, slot } from "./calendarFixture";

const BOARD: Board = { sideways: "time", rooms: ["K1", "K2", "D1"], axis: { from: 480, to: 1320 }, days: [DAY] };
const WEEK: Board = { ...BOARD, sideways: "day", days: ["2020-03-09", "2020-03-10", "2020-03-11", DAY, "2020-03-13"] };

const inHand = (minute = 540, roomId = "K1"): Held => {
  const held = pickUp(slot({ begin: minute, roomId }));
  if (!held) throw new Error("cannot be picked up");
  return held;
};
function press(held: Held, keys: readonly string[], board: Board): Held {
  let now = held;
  for (const key of keys) {
    const next = carried(now, key, board);
    if (next === null || typeof next === "string") throw new Error(`${key} gave ${String(next)}`);
    now = next.held;
  }
  return now;
}

describe("a session in the hand", () => {
  it("is only an opening before its time", () => {
    expect(pickUp(slot({}))).not.toBeNull();
    expect(pickUp(slot({ movable: false }))).toBeNull();
  });

  it("goes in quarters of an hour and from room to room, and stays on the board", () => {
    expect(press(inHand(), ["ArrowRight", "ArrowRight", "ArrowDown"], BOARD).at).toEqual({ roomId: "K2", day: DAY, minute: 570 });
    expect(press(inHand(), ["ArrowLeft"], BOARD).at.minute).toBe(525);
    expect(press(inHand(480), ["ArrowLeft", "ArrowUp"], BOARD).at).toEqual({ roomId: "K1", day: DAY, minute: 480 });
    expect(press(inHand(1260), ["ArrowRight", "PageDown"], BOARD).at.minute, "the opening ends when the rooms close").toBe(1260);
    expect(press(inHand(), ["ArrowDown", "ArrowDown", "ArrowDown"], BOARD).at.roomId).toBe("D1");
    expect(press(inHand(), ["PageDown"], BOARD).at.minute).toBe(600);
  });

  it("comes onto the grid with the first step and not past it", () => {
    expect(press(inHand(545), ["ArrowRight"], BOARD).at.minute).toBe(555);
    expect(press(inHand(545), ["ArrowLeft"], BOARD).at.minute).toBe(540);
  });

  it("goes from day to day in the week and keeps its time", () => {
    expect(press(inHand(545), ["ArrowRight", "ArrowRight"], WEEK).at).toEqual({ roomId: "K1", day: "2020-03-13", minute: 545 });
    expect(press(inHand(), ["ArrowLeft"], WEEK).at.day).toBe("2020-03-11");
  });

  it("is asked about where it is put down, dropped with Escape, and never changed by another key", () => {
    const moved = press(inHand(), ["ArrowRight"], BOARD);
    expect(carried(moved, "Enter", BOARD)).toBe("ask");
    expect(carried(moved, "Escape", BOARD)).toBe("drop");
    expect(carried(inHand(), "Enter", BOARD), "put down where it was, there is nothing to ask").toBe("drop");
    expect(carried(press(moved, ["ArrowLeft"], BOARD), "Enter", BOARD)).toBe("drop");
    expect(carried(moved, "x", BOARD)).toBeNull();
  });
});

describe("the mouse", () => {
  const nowhere = { roomId: null, day: null };

  it("snaps to quarters of an hour and only into rooms where bids are opened", () => {
    expect(dragged(inHand(), 37, { roomId: "K2", day: DAY }, BOARD).at).toEqual({ roomId: "K2", day: DAY, minute: 570 });
    expect(dragged(inHand(), 37, { roomId: "201", day: DAY }, BOARD).at.roomId).toBe("K1");
    expect(dragged(inHand(), -600, nowhere, BOARD).at.minute).toBe(480);
  });

  it("keeps an odd minute when it only changes the room or shakes", () => {
    const held = dragged(inHand(545), 3, { roomId: "K2", day: DAY }, BOARD);
    expect(held.at).toEqual({ roomId: "K2", day: DAY, minute: 545 });
    expect(hasMoved(dragged(inHand(545), 3, nowhere, BOARD))).toBe(false);
  });

  it("carries to another day in the week without another time", () => {
    expect(dragged(inHand(), 400, { roomId: "D1", day: "2020-03-10" }, WEEK).at).toEqual({ roomId: "D1", day: "2020-03-10", minute: 540 });
  });
});

describe("the rooms after a move", () => {
  it("are the same with one taken for another, none twice", () => {
    expect(roomsAfter(["开标一室", "多功能厅"], "开标一室", "开标二室")).toEqual(["开标二室", "多功能厅"]);
    expect(roomsAfter(["开标一室", "多功能厅"], "开标一室", "多功能厅")).toEqual(["多功能厅"]);
    expect(roomsAfter(["开标一室"], "开标一室", "开标一室")).toEqual(["开标一室"]);
  });
});

describe("the focus", () => {
  const slots = [slot({ id: "a", begin: 540 }), slot({ id: "b", begin: 840 }), slot({ id: "c", begin: 570, roomId: "D1" }), slot({ id: "d", begin: 900, roomId: "D1" })];
  const rows = ["K1", "K2", "D1"];
  const to = (from: string, key: string): string | undefined => {
    const at = slots.find((one) => one.id === from);
    return at && neighbour(slots, at, key, rows)?.id;
  };

  it("goes along the room by time and to the nearest in the next room that has any", () => {
    expect(to("a", "ArrowRight")).toBe("b");
    expect(to("b", "ArrowRight")).toBeUndefined();
    expect(to("a", "ArrowDown"), "over an empty room").toBe("c");
    expect(to("b", "ArrowDown")).toBe("d");
    expect(to("c", "ArrowUp")).toBe("a");
    expect(to("a", "ArrowUp")).toBeUndefined();
    expect(to("a", "Home")).toBeUndefined();
  });
});
