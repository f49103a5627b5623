import { computed, watch, type Ref } from "vue";
import type { GroupDayView } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useReload } from "@/composables/useReload";

/** The day of a group: what was told of it so far and what follows for the rest. */
export function useGroupDay(sessionId: Ref<string | null>, ready: Ref<boolean>) {
  const backend = useBackend();
  const loaded = useReload(["groups", "rooms", "sessions"], async (): Promise<GroupDayView | null> =>
    ready.value && sessionId.value !== null ? backend.call("groups.day", { sessionId: sessionId.value }) : null,
  );
  watch([sessionId, ready], () => void loaded.reload());
  /** Nothing of another session stays in sight while its own is read. */
  const day = computed(() => (loaded.data.value?.group.sessionId === sessionId.value ? loaded.data.value : null));

  const acts = {
    signIn: useAct("groups.sign_in"),
    longRun: useAct("groups.long_run"),
    start: useAct("groups.start"),
    progress: useAct("groups.progress"),
    event: useAct("groups.event"),
    finish: useAct("groups.finish"),
  };
  const all = Object.values(acts);
  const failure = computed(() => all.map((act) => act.failure.value).find((one) => one !== null) ?? null);
  const busy = computed(() => all.some((act) => act.busy.value));

  /** Shows what an act replied. */
  async function told(act: Promise<GroupDayView | null>): Promise<GroupDayView | null> {
    for (const one of all) one.failure.value = null;
    const replied = await act;
    if (replied !== null) loaded.put(replied);
    return replied;
  }
  const of = (): { sessionId: string } => ({ sessionId: sessionId.value ?? "" });

  return {
    loaded, day, failure, busy, acts,
    signIn: (seat: string) => told(acts.signIn.run({ ...of(), seat })),
    longRun: (reason: string, consents: number) => told(acts.longRun.run({ ...of(), reason, consents, breaksTold: true })),
    start: () => told(acts.start.run(of())),
    progress: (what: "begun" | "finished", by: { slip: string } | { room: string; batch: string }) => told(acts.progress.run({ ...of(), what, ...by })),
    event: (form: Omit<Parameters<typeof acts.event.run>[0], "sessionId">) => told(acts.event.run({ ...of(), ...form })),
    finish: () => told(acts.finish.run(of())),
  };
}

export type GroupDayDesk = ReturnType<typeof useGroupDay>;
