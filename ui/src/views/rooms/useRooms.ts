import { computed, ref, shallowRef, watch } from "vue";
import type { GroupView, RoomChoice, SessionView } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useReload } from "@/composables/useReload";
import { checkRules } from "./groupRules";
import { figuresAreSealed, spendingOf, timetableOf } from "./timetable";

/** The newest version of each session's group. */
export function newestGroups(groups: readonly GroupView[]): GroupView[] {
  const newest = new Map<string, GroupView>();
  for (const group of groups) {
    const known = newest.get(group.sessionId);
    if (known === undefined || known.version < group.version) newest.set(group.sessionId, group);
  }
  return [...newest.values()];
}

/** The session one most likely plans for: one that needs rooms joined, then the next to open. */
export function likelySession(sessions: readonly SessionView[], groups: readonly GroupView[], now: number): SessionView | null {
  const standing = sessions.filter((one) => one.state === "scheduled" || one.state === "opened");
  const grouped = new Set(groups.map((group) => group.sessionId));
  return (
    standing.find((one) => grouped.has(one.id)) ??
    standing.find((one) => one.band !== "up_to30") ??
    standing.find((one) => Date.parse(one.deadline) > now) ??
    standing[0] ??
    null
  );
}

export function useRooms() {
  const backend = useBackend();
  const clock = useCentreClock();
  const chosen = ref<string | null>(null);
  const version = ref<number | null>(null);
  const act = useAct("groups.plan");
  const said = shallowRef<GroupView | null>(null);

  const day = useReload(["sessions", "groups", "rooms", "settings"], async () => {
    const [sessions, groups, rooms] = await Promise.all([
      backend.call("sessions.list", { day: clock.today.value }),
      backend.call("groups.list", { day: clock.today.value }),
      backend.call("rooms.list", {}),
    ]);
    return { sessions: sessions.sessions, groups: groups.groups, rooms: rooms.rooms };
  });
  watch(clock.today, () => void day.reload());

  const now = computed(() => clock.now.value.getTime());
  const sessions = computed(() => [...(day.data.value?.sessions ?? [])].sort((a, b) => a.deadline.localeCompare(b.deadline)));
  const rooms = computed(() => day.data.value?.rooms ?? []);
  const groups = computed(() => day.data.value?.groups ?? []);
  /** The likely one is decided once a day's list is there, so that a reload does not move the screen under the hand. */
  watch(sessions, (list) => {
    if (list.some((one) => one.id === chosen.value)) return;
    chosen.value = likelySession(list, groups.value, now.value)?.id ?? null;
  });
  const session = computed(() => sessions.value.find((one) => one.id === chosen.value) ?? null);
  const versions = computed(() => groups.value.filter((group) => group.sessionId === chosen.value).sort((a, b) => b.version - a.version));
  const newest = computed(() => versions.value[0] ?? null);
  const group = computed(() => versions.value.find((one) => one.version === version.value) ?? newest.value);
  const others = computed(() => newestGroups(groups.value).filter((one) => one.sessionId !== chosen.value && one.possible));
  const sealed = computed(() => group.value !== null && session.value !== null && figuresAreSealed(group.value, session.value.deadline, now.value));
  const table = computed(() => (group.value === null || sealed.value ? null : timetableOf(group.value, now.value)));
  const spending = computed(() => (group.value === null || sealed.value || !group.value.possible ? null : spendingOf(group.value)));
  const rules = computed(() => (group.value === null ? [] : checkRules(group.value, rooms.value, (at) => clock.formatClock(new Date(at)))));

  function choose(id: string): void {
    chosen.value = id;
    version.value = null;
  }

  async function plan(rooms: RoomChoice): Promise<void> {
    if (session.value === null) return;
    const made = await act.run({ sessionId: session.value.id, rooms });
    if (made === null) return;
    version.value = null;
    said.value = made;
    await day.reload();
  }

  return { clock, day, now, sessions, rooms, session, versions, newest, group, others, sealed, table, spending, rules, act, said, choose, plan, version };
}

export type Rooms = ReturnType<typeof useRooms>;
