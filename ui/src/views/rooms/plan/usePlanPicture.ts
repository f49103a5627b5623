import { computed, shallowRef, watch, type Ref } from "vue";
import type { GroupView } from "@/backend";
import { text } from "@/i18n";
import { describeRoom, stateNotice } from "../describeRoom";
import type { PlacedRoom } from "../floor/floorPlan";
import { labelOf, type ShownPlan } from "../floor/groupLook";
import { plannedRoutes, routesOfBatch } from "../floor/routes";
import { describeBlock } from "../table/blockText";
import { timetableOf, type Block, type Row } from "../table/timetable";
import { plannedSource } from "../table/turns";
import type { Rooms } from "../useRooms";
import { leftOutText } from "./explain";

/** What is pointed at in the picture of a plan, and what there is to say of it. */
export function usePlanPicture(plan: Ref<ShownPlan | null>, sealed: Ref<boolean>, others: Ref<readonly GroupView[]>, view: Rooms) {
  const { clock, now, rooms, session } = view;
  const seen = shallowRef<PlacedRoom | null>(null);
  const block = shallowRef<{ block: Block; row: Row | null } | null>(null);

  const table = computed(() => (plan.value === null || sealed.value ? null : timetableOf(plannedSource(plan.value, now.value), now.value)));
  /** Why rooms are not used, by id; a room of another group says so by its colour. */
  const notices = computed<ReadonlyMap<string, string>>(() => {
    const told = new Map<string, string>();
    const grouped = new Set(plan.value?.rooms.map((room) => room.roomId));
    for (const room of rooms.value) {
      const leftOut = plan.value?.leftOut.find((one) => one.code === room.code);
      const state = stateNotice(room);
      if (state !== null) told.set(room.id, state);
      else if (leftOut !== undefined && !grouped.has(room.id)) told.set(room.id, leftOutText(leftOut, clock.formatMoment));
    }
    return told;
  });
  const routes = computed(() => {
    if (plan.value === null || sealed.value) return [];
    const batch = block.value?.block.batch ?? "";
    return batch === "" ? plannedRoutes(plan.value.carries) : routesOfBatch(plan.value.carries, batch);
  });
  const description = computed(() => {
    const pointed = block.value;
    if (pointed !== null) return describeBlock(pointed.block, pointed.row?.seats ?? [], (at) => clock.formatClock(new Date(at)));
    if (seen.value !== null) return describeRoom(seen.value, labelOf(seen.value, plan.value, others.value), notices.value.get(seen.value.room.id) ?? null);
    return text("rooms.describe.nothing");
  });

  function lookRoom(placed: PlacedRoom): void {
    seen.value = placed;
    block.value = null;
  }
  function lookBlock(one: Block, row: Row | null): void {
    block.value = { block: one, row };
  }
  watch([() => session.value?.id, plan], () => {
    block.value = null;
  });
  watch(() => session.value?.id, () => {
    seen.value = null;
  });

  return { seen, block, table, notices, routes, description, lookRoom, lookBlock };
}
