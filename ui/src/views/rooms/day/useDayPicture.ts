import { computed, shallowRef, watch, type Ref } from "vue";
import type { GroupDayView, GroupView } from "@/backend";
import { text } from "@/i18n";
import { describeRoom, stateNotice } from "../describeRoom";
import type { PlacedRoom } from "../floor/floorPlan";
import { labelOf } from "../floor/groupLook";
import { routesAt, routesOfBatch } from "../floor/routes";
import { describeBlock } from "../table/blockText";
import { timetableOf, type Block, type Row } from "../table/timetable";
import { daySource } from "../table/turns";
import type { Rooms } from "../useRooms";

/** The picture of a running group: what each room does, what is on its way, what is pointed at. */
export function useDayPicture(day: Ref<GroupDayView | null>, others: Ref<readonly GroupView[]>, view: Rooms) {
  const { clock, now, session } = view;
  const seen = shallowRef<PlacedRoom | null>(null);
  const block = shallowRef<{ block: Block; row: Row | null } | null>(null);
  const chosen = shallowRef<string | null>(null);

  const table = computed(() => (day.value === null ? null : timetableOf(daySource(day.value), now.value)));
  const work = computed<ReadonlyMap<string, string>>(() => {
    const doing = new Map<string, string>();
    for (const panel of day.value?.panels ?? []) {
      const room = day.value?.rooms.find((one) => one.room.code === panel.room);
      if (room === undefined) continue;
      if (panel.doing !== null) doing.set(room.room.id, text("rooms.atWork", { batch: panel.doing.batch, time: clock.formatClock(panel.doing.until) }));
      else if (day.value?.state === "running") doing.set(room.room.id, panel.next === null ? text("rooms.day.panelDone") : text("rooms.day.waitsFor", { batch: panel.next }));
    }
    return doing;
  });
  const notices = computed<ReadonlyMap<string, string>>(() => {
    const told = new Map<string, string>();
    for (const one of day.value?.rooms ?? []) {
      const state = stateNotice(one.room);
      if (state !== null) told.set(one.room.id, state);
      else if (one.heldBy !== null) told.set(one.room.id, text("rooms.day.heldBy", { code: one.heldBy }));
    }
    return told;
  });
  const batch = computed(() => chosen.value ?? (block.value?.block.batch || null));
  const routes = computed(() => {
    if (day.value === null) return [];
    const source = daySource(day.value);
    const plan = { ...day.value.group, carries: source.carries };
    return batch.value === null ? routesAt(plan, now.value) : routesOfBatch(plan.carries, batch.value);
  });
  const description = computed(() => {
    const pointed = block.value;
    if (pointed !== null) return describeBlock(pointed.block, pointed.row?.seats ?? [], (at) => clock.formatClock(new Date(at)));
    if (seen.value !== null) return describeRoom(seen.value, labelOf(seen.value, day.value?.group ?? null, others.value), notices.value.get(seen.value.room.id) ?? null);
    return text("rooms.describe.nothing");
  });

  function lookRoom(placed: PlacedRoom): void {
    seen.value = placed;
    block.value = null;
    chosen.value = null;
  }
  function lookBlock(one: Block, row: Row | null): void {
    block.value = { block: one, row };
    chosen.value = null;
  }
  function lookBatch(one: string): void {
    chosen.value = chosen.value === one ? null : one;
    block.value = null;
  }
  watch(() => session.value?.id, () => {
    seen.value = null;
    block.value = null;
    chosen.value = null;
  });

  return { seen, block, batch, table, work, notices, routes, description, lookRoom, lookBlock, lookBatch };
}
