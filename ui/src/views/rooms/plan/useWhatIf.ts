import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";
import type { CommitteeRule, GroupPins, GroupTry, GroupView, PlanForm, ProjectKind, RoomChoice } from "@/backend";
import { useBackend } from "@/composables/useBackend";
import { NO_PINS, samePins, withExperts, withRoom, withStart, type RoomPin } from "./pins";

const WAIT_MS = 250;

/** What would be planned if a person fixed this or that. Nothing is stored until it is taken over. */
export function useWhatIf(sessionId: Ref<string | null>, base: Ref<GroupView | null>) {
  const backend = useBackend();
  const pins = shallowRef<GroupPins>(NO_PINS);
  const choice = ref<RoomChoice>("scheduled");
  const ruleSet = ref<ProjectKind>("tender");
  const committee = shallowRef<CommitteeRule | null>(null);
  const trial = shallowRef<GroupTry | null>(null);
  const failure = shallowRef<unknown>(null);
  const busy = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  const sameCommittee = computed(() => JSON.stringify(committee.value) === JSON.stringify(base.value?.committee ?? null));
  const dirty = computed(
    () => !samePins(pins.value, base.value?.pins ?? NO_PINS) || choice.value !== "scheduled" || (base.value !== null && (ruleSet.value !== base.value.ruleSet || !sameCommittee.value)),
  );
  const form = (): PlanForm | null => {
    if (sessionId.value === null) return null;
    const changed = base.value !== null && { ruleSet: ruleSet.value, ...(committee.value === null ? {} : { committee: committee.value }) };
    return { sessionId: sessionId.value, rooms: choice.value, pins: pins.value, ...changed };
  };

  /** Back to what is in force. */
  function reset(): void {
    clearTimeout(timer);
    latest += 1;
    pins.value = base.value?.pins ?? NO_PINS;
    choice.value = "scheduled";
    ruleSet.value = base.value?.ruleSet ?? "tender";
    committee.value = base.value?.committee ?? null;
    trial.value = null;
    failure.value = null;
    busy.value = false;
  }

  async function look(): Promise<void> {
    const asked = form();
    if (asked === null || !dirty.value) return;
    const mine = ++latest;
    busy.value = true;
    try {
      const tried = await backend.call("groups.try", asked);
      if (mine !== latest) return;
      trial.value = tried;
      failure.value = null;
    } catch (caught) {
      if (mine !== latest) return;
      trial.value = null;
      failure.value = caught;
    } finally {
      if (mine === latest) busy.value = false;
    }
  }

  watch([sessionId, () => base.value?.id ?? null], reset, { immediate: true });
  watch([pins, choice, ruleSet, committee], () => {
    clearTimeout(timer);
    if (!dirty.value) {
      latest += 1;
      trial.value = null;
      failure.value = null;
      busy.value = false;
      return;
    }
    timer = setTimeout(() => void look(), WAIT_MS);
  });
  onScopeDispose(() => clearTimeout(timer));

  return {
    pins, choice, ruleSet, committee, trial, failure, busy, dirty, form, reset,
    /** A room the schedule does not name is only to be had among all rooms. */
    pin(room: string, pin: RoomPin): void {
      const why = base.value?.leftOut.find((one) => one.code === room)?.why;
      if (pin === "must" && why === "not_scheduled") choice.value = "any";
      pins.value = withRoom(pins.value, room, pin);
    },
    seat: (room: string, experts: number | null): void => void (pins.value = withExperts(pins.value, room, experts)),
    start: (at: string | null): void => void (pins.value = withStart(pins.value, at)),
  };
}

export type WhatIf = ReturnType<typeof useWhatIf>;
