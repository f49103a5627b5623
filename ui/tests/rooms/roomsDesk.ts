import type { Command, GroupDayView, GroupView, Request, RoomView, WalkView } from "@/backend";
import { afterCameraLost, dayOf, type DayWish } from "./days";
import { ROOMS, WALKS } from "./floors";
import { group as groupOf, PLANS } from "./plans";

/** The part of a desk in memory that knows rooms and groups; every request is kept. */
export interface RoomsDesk {
  rooms: RoomView[];
  walks: WalkView[];
  groups: GroupView[];
  day: GroupDayView | null;
  asked: { command: Command; request: unknown }[];
  answer: (command: Command, request: unknown) => unknown;
}

export function roomsDesk(plan = "two", wish: DayWish | null = null): RoomsDesk {
  const groups = [...(PLANS[plan] ?? [])];
  const first = groups[0];
  const desk: RoomsDesk = { rooms: [...ROOMS], walks: [...WALKS], groups, day: wish === null || first === undefined ? null : dayOf(first, wish), asked: [], answer };
  const changed = (of: (day: GroupDayView) => GroupDayView): GroupDayView | null => (desk.day = desk.day === null ? null : of(desk.day));
  const tell = (day: GroupDayView, batch: string, room: string, what: "begun" | "finished"): GroupDayView => ({
    ...day,
    blocks: day.blocks.map((block) => (block.batch !== batch || block.room !== room ? block : what === "begun" ? { ...block, begunAt: day.now, state: "running" as const } : { ...block, finishedAt: day.now, state: "done" as const })),
    panels: day.panels.map((panel) => (panel.room !== room ? panel : what === "begun" ? { ...panel, doing: { batch, since: day.now, until: day.now } } : { ...panel, doing: null, done: panel.done + 1 })),
  });

  /** A trial in 201 and whatever else must be used. */
  function tried(form: Request<"groups.try">): GroupView {
    const must = form.pins?.must ?? [];
    const base = groupOf();
    const second = must.find((code) => code !== "201") ?? "202";
    const swap = <T extends { roomId: string }>(one: T): T => (one.roomId === "room-202" ? { ...one, roomId: `room-${second}`, room: second, code: second } : one);
    return { ...base, rooms: base.rooms.filter((one) => one.code !== second || second === "202").map(swap), reviews: base.reviews.map(swap), pins: form.pins ?? base.pins };
  }

  function answer(command: Command, request: unknown): unknown {
    desk.asked.push({ command, request });
    switch (command) {
      case "rooms.list":
        return { rooms: desk.rooms, walks: desk.walks };
      case "rooms.register": {
        const form = request as Request<"rooms.register">;
        const made: RoomView = { ...form, id: `room-${form.code}`, seatsSpaced: form.seatsSpaced ?? 3, seatsGiven: form.seatsSpaced != null, windows: form.windows ?? [], version: 1, state: { usable: form.recording, open: [] } };
        desk.rooms.push(made);
        return made;
      }
      case "rooms.amend": {
        const { roomId, room } = request as Request<"rooms.amend">;
        desk.rooms = desk.rooms.map((one) => (one.id === roomId ? { ...one, ...room, seatsSpaced: room.seatsSpaced ?? 3, windows: room.windows ?? [], version: one.version + 1 } : one));
        return desk.rooms.find((one) => one.id === roomId);
      }
      case "rooms.state": {
        const { roomId, kind, note } = request as Request<"rooms.state">;
        const fault = kind === "released" ? "held" : kind.replace("_mended", "_fault");
        desk.rooms = desk.rooms.map((one) => {
          if (one.id !== roomId) return one;
          const open = one.state.open.filter((event) => event.kind !== fault);
          if (kind === fault) open.push({ kind, at: "2020-03-12T05:10:00Z", operator: "庚七", note });
          return { ...one, state: { usable: open.length === 0, open } };
        });
        return desk.rooms.find((one) => one.id === roomId);
      }
      case "rooms.walk": {
        const { from, to, minutes, note } = request as Request<"rooms.walk">;
        desk.walks = desk.walks.filter((one) => one.from !== from || one.to !== to);
        if (minutes !== null) desk.walks.push({ from, to, minutes, note, at: "2020-03-12T05:10:00Z", operator: "庚七" });
        return { rooms: desk.rooms, walks: desk.walks };
      }
      case "rooms.history": {
        const found = desk.rooms.find((one) => one.id === (request as Request<"rooms.history">).roomId);
        return found === undefined ? { versions: [], events: [] } : { versions: [{ version: 1, at: null, operator: null, reason: "", room: { ...found, seats: 4 } }, { version: 2, at: "2020-03-11T08:00:00Z", operator: "庚七", reason: "加座两个", room: found }], events: found.state.open };
      }
      case "groups.list":
        return { groups: desk.groups };
      case "groups.plan": {
        const form = request as Request<"groups.plan">;
        const made = { ...(form.pins === undefined ? (desk.groups[0] ?? groupOf()) : tried(form)), id: `g${desk.groups.length + 7}`, version: (desk.groups[0]?.version ?? 0) + 1 };
        desk.groups.unshift(made);
        return made;
      }
      case "groups.try": {
        const plan = tried(request as Request<"groups.try">);
        const base = desk.groups[0];
        const heads = dayOf(base ?? plan, { now: 0 }).versions[0];
        const codes = (one: GroupView): string[] => one.rooms.filter((room) => room.use === "panel").map((room) => room.code);
        if (base === undefined || heads === undefined) return { plan, against: null };
        return { plan, against: { a: heads, b: { ...heads, id: null, possible: plan.possible }, roomsAdded: codes(plan).filter((code) => !codes(base).includes(code)), roomsRemoved: codes(base).filter((code) => !codes(plan).includes(code)), endMinutes: 12, marginTenths: -3, changes: [] } };
      }
      case "groups.compare": {
        const { a, b } = request as Request<"groups.compare">;
        const of = (id: string) => desk.groups.find((one) => one.id === id) ?? groupOf();
        const told = (id: string) => ({ ...dayOf(of(id), { now: 0 }).versions[0], inForce: id === desk.groups[0]?.id });
        return { a: told(a), b: told(b), roomsAdded: [], roomsRemoved: [], endMinutes: -20, marginTenths: 20, changes: [{ change: "end_moved", minutes: -20 }, { change: "review_moved", room: "201", batch: "K2", from: of(a).reviews[1]?.begin, to: of(b).reviews[1]?.begin }] };
      }
      case "groups.day":
        return desk.day;
      case "groups.sign_in": {
        const { seat } = request as Request<"groups.sign_in">;
        return changed((day) => ({ ...day, state: "signing_in", panels: day.panels.map((panel) => ({ ...panel, seats: panel.seats.map((one) => (one.token === seat ? { ...one, signedInAt: day.now } : one)) })) }));
      }
      case "groups.long_run": {
        const { reason, consents } = request as Request<"groups.long_run">;
        return changed((day) => ({ ...day, group: { ...day.group, longRun: { ...day.group.longRun, recorded: { at: day.now, operator: "庚七", reason, consents } } } }));
      }
      case "groups.start":
        return changed((day) => ({ ...day, state: "running", startedAt: day.now }));
      case "groups.progress": {
        const form = request as Request<"groups.progress">;
        const slip = desk.day?.blocks.find((block) => block.slip.replaceAll("-", "") === form.slip?.replaceAll("-", "").toUpperCase());
        return changed((day) => tell(day, slip?.batch ?? form.batch ?? "", slip?.room ?? form.room ?? "", form.what));
      }
      case "groups.event.try": {
        const day = desk.day;
        if (day === null || day.group.margin === null) return undefined;
        const before = { version: day.group.version, rooms: day.panels.map((panel) => panel.room), spare: "204", end: day.predictedEnd ?? day.now, limit: day.group.limit ?? day.now, margin: day.group.margin };
        const after = { ...before, version: before.version + 1, rooms: before.rooms.map((room) => (room === "202" ? "204" : room)), spare: null };
        return { replanned: true, granted: null, before, after, changes: afterCameraLost(day.group, 190).group.changes, breaches: [] };
      }
      case "groups.event":
        return changed((day) => afterCameraLost(day.group, 190));
      case "groups.finish":
        return changed((day) => ({ ...day, state: "finished", finishedAt: day.now }));
      default:
        return undefined;
    }
  }
  return desk;
}
