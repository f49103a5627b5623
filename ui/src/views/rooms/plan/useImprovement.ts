import { computed, onScopeDispose, shallowRef, watch, type Ref } from "vue";
import type { GroupTry, GroupView, ImprovementView } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { may } from "@/session/may";

const POLL_MS = 700;

/** Whether a better plan may exist: some level is only the best found so far. */
export function isOpen(group: Pick<GroupView, "explanation"> | null): boolean {
  return group?.explanation.status.some((level) => !level.proven) ?? false;
}

/** The search for a better plan than the one in force: begun when that is shown, followed, stopped, and taken over. */
export function useImprovement(inForce: Ref<GroupView | null>) {
  const backend = useBackend();
  const taking = useAct("groups.improve.take");
  const found = shallowRef<ImprovementView | null>(null);
  const offer = shallowRef<GroupTry | null>(null);
  const failure = shallowRef<unknown>(null);
  let next: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  const search = computed(() => (found.value?.groupId === inForce.value?.id ? found.value : null));
  const running = computed(() => search.value?.state === "waiting" || search.value?.state === "working");

  async function follow(groupId: string, command: "groups.improve" | "groups.improvement" | "groups.improve.cancel"): Promise<void> {
    clearTimeout(next);
    try {
      const { improvement } = await backend.call(command, { groupId });
      if (gone || inForce.value?.id !== groupId) return;
      found.value = improvement;
      if (improvement?.state === "waiting" || improvement?.state === "working") next = setTimeout(() => void follow(groupId, "groups.improvement"), POLL_MS);
    } catch {
      // A plan that can no longer be planned is not improved: the plan itself says what stands in the way.
      found.value = null;
    }
  }
  watch(
    () => inForce.value?.id ?? null,
    (id) => {
      clearTimeout(next);
      found.value = null;
      offer.value = null;
      failure.value = null;
      if (id !== null && isOpen(inForce.value) && may("groups.improve")) void follow(id, "groups.improve");
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    gone = true;
    clearTimeout(next);
  });

  /** Looks at the better plan beside the one in force. */
  async function look(): Promise<boolean> {
    const groupId = inForce.value?.id;
    if (groupId === undefined) return false;
    try {
      offer.value = await backend.call("groups.improved", { groupId });
      failure.value = null;
    } catch (caught) {
      offer.value = null;
      failure.value = caught;
    }
    return offer.value !== null;
  }
  function stop(): void {
    const groupId = inForce.value?.id;
    if (groupId !== undefined && running.value) void follow(groupId, "groups.improve.cancel");
  }
  async function take(): Promise<GroupView | null> {
    const groupId = inForce.value?.id;
    return groupId === undefined ? null : taking.run({ groupId });
  }

  return { search, running, offer, failure: computed(() => taking.failure.value ?? failure.value), busy: taking.busy, look, stop, take };
}

export type Improvement = ReturnType<typeof useImprovement>;
