import { computed, ref, shallowRef, watch } from "vue";
import type { GroupView, PlanForm, RoomChoice, SessionView } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useReload } from "@/composables/useReload";
import { figuresAreSealed } from "./table/timetable";

/** The newest version of each session's group: the one in force. */
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

/** The rooms, the sessions of today and their groups, and the one that is looked at. */
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
    return { sessions: sessions.sessions, groups: groups.groups, rooms: rooms.rooms, walks: rooms.walks };
  });
  watch(clock.today, () => void day.reload());

  const now = computed(() => clock.now.value.getTime());
  const sessions = computed(() => [...(day.data.value?.sessions ?? [])].sort((a, b) => a.deadline.localeCompare(b.deadline)));
  const rooms = computed(() => day.data.value?.rooms ?? []);
  const walks = computed(() => day.data.value?.walks ?? []);
  const groups = computed(() => day.data.value?.groups ?? []);
  /** The likely one is decided once a day's list is there, so that a reload does not move the screen under the hand. */
  watch(sessions, (list) => {
    if (list.some((one) => one.id === chosen.value)) return;
    chosen.value = likelySession(list, groups.value, now.value)?.id ?? null;
  });
  const session = computed(() => sessions.value.find((one) => one.id === chosen.value) ?? null);
  const opened = computed(() => session.value !== null && Date.parse(session.value.deadline) <= now.value);
  const versions = computed(() => groups.value.filter((group) => group.sessionId === chosen.value).sort((a, b) => b.version - a.version));
  const inForce = computed(() => versions.value[0] ?? null);
  const group = computed(() => versions.value.find((one) => one.version === version.value) ?? inForce.value);
  const others = computed(() => newestGroups(groups.value).filter((one) => one.sessionId !== chosen.value && one.possible));
  const evaluable = computed(() => rooms.value.some((room) => room.purpose === "evaluation"));
  const sealed = (plan: { estimate: boolean } | null): boolean => plan !== null && session.value !== null && figuresAreSealed(plan, session.value.deadline, now.value);

  function choose(id: string): void {
    chosen.value = id;
    version.value = null;
  }

  /** Plans and books; what the form leaves out stays as in the version before. */
  async function adopt(form: PlanForm): Promise<GroupView | null> {
    const plan = await act.run(form);
    if (plan !== null) await made(plan);
    return plan;
  }

  /** Shows a version that was made just now. */
  async function made(plan: GroupView): Promise<void> {
    version.value = null;
    said.value = plan;
    await day.reload();
  }

  async function plan(choice: RoomChoice): Promise<void> {
    if (session.value !== null) await adopt({ sessionId: session.value.id, rooms: choice });
  }

  return { clock, day, now, sessions, rooms, walks, groups, session, opened, versions, inForce, group, others, evaluable, sealed, act, said, choose, plan, adopt, made, version };
}

export type Rooms = ReturnType<typeof useRooms>;
